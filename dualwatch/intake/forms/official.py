"""A form to drafts: the key, what adds up and what does not, and what cannot be stored with its reason."""

import re
from collections.abc import Collection, Sequence
from itertools import chain

from dualwatch.intake import dates
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.forms.checks import NAMES, Finding, amounts_of, findings
from dualwatch.intake.forms.form import Form, read_form
from dualwatch.intake.forms.head import forms_in, year_in
from dualwatch.intake.forms.keys import Key, Register, Unkeyed
from dualwatch.intake.forms.kinds import Kind, kind_of, titled
from dualwatch.intake.forms.paper import Paper
from dualwatch.intake.forms.refusing import fault, problem, refused, unusable
from dualwatch.intake.forms.tables import Tables, yuan
from dualwatch.intake.forms.words import AMOUNTS
from dualwatch.intake.grids import Grid
from dualwatch.intake.headers import squeezed
from dualwatch.intake.reading import BLANK_WORDS, Unreadable
from dualwatch.model import Level, Problem, Recognition, Sureness

Parts = list[Draft | Refusal]
FIRST_ROWS = 150
_YES = re.compile(r"^是$|[√✓✔☑■]是|是[(]?[√✓✔☑■]")


class Glance:
    """The first form at the head of a sheet; three formats ask for it, and it is read once."""

    def __init__(self) -> None:
        self._grid: Grid | None = None
        self._form: Form | None = None

    def at(self, grid: Grid) -> Form | None:
        """The form, None where the sheet begins with none."""
        if grid is not self._grid:
            papers = forms_in(Paper.of(grid, FIRST_ROWS)) if grid.columns is None else []
            self._grid, self._form = grid, read_form(papers[0]) if papers else None
        return self._form

    def forget(self) -> None:
        """Lets the sheet go."""
        self._grid = self._form = None


class OfficialForm:
    """One of the official forms as a format: one project a form, any number of forms a sheet."""

    whole_sheet = True
    looks_up = False

    def __init__(self, kind: Kind, glance: Glance) -> None:
        self.kind = kind
        self.name = kind.name
        self.label = kind.label
        self._glance = glance

    def recognise(self, grid: Grid) -> Recognition | None:
        """How sure the sheet holds this form: by its title and by the labels that are understood."""
        form = self._glance.at(grid)
        if form is None or kind_of(form) is not self.kind:
            return None
        named = titled(form) is not None
        labelled = form.money.total is not None and form.money.total.label is not None
        if not (form.lines.blocks or (named and labelled)):
            return None
        used = len(form.head.said) + sum(len(block.labels) for block in form.lines.blocks[:1])
        used += len(form.money.block.labels) if form.money.block else len(form.money.rows)
        sureness = Sureness.CERTAIN if named and form.lines.blocks else Sureness.LIKELY
        why = f"{'标题相符，' if named else '没有标题，'}认出 {used} 个栏目"
        return Recognition(grid.file, grid.sheet, self.name, self.label, sureness, why, used)

    def read(self, grids: Sequence[Grid], context: Context, looked_up: Collection[str]) -> Parts:
        """The drafts of every form of every sheet; of two forms of one project and month the later is refused."""
        self._glance.forget()
        register = Register(context)
        seen: dict[tuple[str, str], Form] = {}
        parts: Parts = []
        for grid in grids:
            if grid.file not in looked_up:
                parts.extend(self._sheet(grid, register, seen))
        return parts

    def _sheet(self, grid: Grid, register: Register, seen: dict[tuple[str, str], Form]) -> Parts:
        papers = forms_in(Paper.of(grid)) if grid.columns is None else []
        if not papers:
            reason = f"不像{self.label}：找不到“项目名称”一栏。请核对表式，或改选别的格式。"
            problem = Problem(grid.file, grid.sheet, None, None, None, reason, Level.REJECTED)
            return [Refusal(grid.file, None, grid.height, problem)]
        return list(chain.from_iterable(self._form(read_form(paper), register, seen) for paper in papers))

    def _form(self, form: Form, register: Register, seen: dict[tuple[str, str], Form]) -> Parts:
        context = register.context
        key = register.key_of(form)
        if isinstance(key, Unkeyed):
            return [*refused(form, key)]
        month = self.kind.month or _month(form, context.month)
        if isinstance(month, Unkeyed):
            return [*refused(form, month)]
        lacking = _without_unit(form, context.unit)
        if lacking:
            return [*refused(form, lacking)]
        first = seen.setdefault((key.project_id, month), form)
        if first is not form:
            reason = f"与{_where(first)}是同一个项目、同一个月份的表：只读前一份，请核对。"
            return [*refused(form, Unkeyed(reason, form.place))]
        return _parts(form, Tables(form, key, month, context.unit, self.kind.month is not None), context.unit)


def _month(form: Form, stated: int | None) -> str | Unkeyed:
    """The month up to which a form speaks: its own, else the one stated at the load."""
    try:
        if form.month or stated:
            return str(dates.month(form.month or str(stated)))
    except Unreadable as error:
        return Unkeyed(str(error), form.head.said.get("month"), "月份")
    return Unkeyed("没有写截至哪个月：请把表头写成“1-7月执行数”这样，或导入时用 --month 7 说明。", form.place)


def _without_unit(form: Form, stated: str | None) -> Unkeyed | None:
    """Amounts without a unit are never guessed."""
    for row in form.money.rows:
        for name in AMOUNTS:
            box = row.boxes.get(name)
            without = box and box.text not in BLANK_WORDS and not form.money.unit_of(name, stated)
            if box and without and yuan(box.text, None) is None:
                reason = "没有写明金额单位：请在表头写“（万元）”或“单位：万元”，或导入时用 --unit 万元 说明。"
                return Unkeyed(reason, box, NAMES[name])
    return None


def _where(form: Form) -> str:
    grid = form.paper.grid
    sheet = f"〔{grid.sheet}〕" if grid.sheet else ""
    return f"“{grid.file}”{sheet}第 {form.place.row + grid.top + 1} 行"


def _parts(form: Form, tables: Tables, unit: str | None) -> Parts:
    amounts, told = amounts_of(form, unit)
    faults = [(line, fault(form, line)) for line in form.lines.lines]
    usable = [line for line, found in faults if found is None]
    project = tables.projects(amounts)
    drafts = [
        project,
        tables.funding(form.money.parts),
        tables.execution(amounts["paid"]),
        tables.indicators(usable),
        tables.observations(usable),
    ]
    told = [*_key_notices(form, tables.key), *told, *findings(form, amounts, unit)]
    asked = form.money.block and form.money.block.labels.get("paid")
    if amounts["paid"][0] is None and asked:
        told.append(Finding("没有执行数：按未报处理，不当作 0。", asked, "执行数", Level.NOTICE))
    project.problems.extend(problem(form, one) for one in told)
    left = chain.from_iterable(unusable(form, line, found) for line, found in faults if found)
    return [*(draft for draft in drafts if draft), *left]


def _key_notices(form: Form, key: Key) -> list[Finding]:
    """How the project was known, years that disagree, and what the import format has no place for."""
    told = [Finding(reason, form.place, "项目名称", Level.NOTICE) for reason in key.notices]
    written = year_in(form.head.title)
    if written and int(written) != key.year:
        reason = f"标题写的是 {written} 年，按表内的 {key.year} 年度入库：请核对。"
        told.append(Finding(reason, form.place, "年度"))
    adjusted = form.head.said.get("in_adjustment")
    if adjusted and _YES.search(squeezed(form.head.texts["in_adjustment"])):
        reason = "写明纳入预算调整：导入格式没有这一栏，没有入库；调整的金额请报预算调整表。"
        told.append(Finding(reason, adjusted, "是否纳入预算调整", Level.NOTICE))
    return told
