"""Whose form it is: year, region and project code from the form, the load or the projects in force."""

from collections import defaultdict
from dataclasses import dataclass, field

from dualwatch.intake import cells
from dualwatch.intake.additions import SELF_MADE
from dualwatch.intake.context import Context
from dualwatch.intake.forms.form import Form
from dualwatch.intake.forms.paper import Box
from dualwatch.intake.headers import squeezed
from dualwatch.intake.reading import Unreadable
from dualwatch.model import KnownProject

Candidate = tuple[str, str, KnownProject]


@dataclass
class Key:
    """The key of a form's project, the project in force that has it, and what is to be said about it."""

    year: int
    region: str
    code: str
    project: KnownProject | None = None
    notices: list[str] = field(default_factory=list)

    @property
    def project_id(self) -> str:
        """The key as one text."""
        return f"{self.year}-{self.region}-{self.code}"


@dataclass(frozen=True)
class Unkeyed:
    """Why a form has no key, the box that is to blame, where one is, and what its column is called."""

    reason: str
    box: Box | None = None
    column: str = "项目名称"


class Register:
    """The projects in force, found by id or by name."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.projects = context.known or {}
        self._named: dict[tuple[int, str], list[Candidate]] = defaultdict(list)
        for project_id, project in self.projects.items():
            year, region, code = project_id.split("-", 2)
            self._named[int(year), squeezed(project.name)].append((region, code, project))

    def key_of(self, form: Form) -> Key | Unkeyed:
        """The key of a form, or the sentence that says what it lacks and how to give it."""
        if not form.name:
            return Unkeyed("没有项目名称：请在“项目名称”右边填写。")
        year = _year(form, self.context.year)
        if isinstance(year, Unkeyed):
            return year
        stated = form.head.text("mof_div_code") or self.context.region or ""
        region, code = self.context.regions.get(stated, stated) or None, form.head.text("pro_code")
        checks = ((region, "mof_div_code", "财政区划", cells.region_code), (code, "pro_code", "项目编码", cells.code))
        for text, name, label, read in checks:
            try:
                _ = text and read(text)
            except Unreadable as error:
                return Unkeyed(str(error), form.head.said.get(name), label)
        return self._coded(form, year, region, code) if code else self._named_key(form, year, region)

    def _coded(self, form: Form, year: int, region: str | None, code: str) -> Key | Unkeyed:
        regions = [region] if region else sorted(
            place for (at, _), found in self._named.items() if at == year for place, one, _ in found if one == code
        )  # fmt: skip
        if len(regions) != 1:
            return _without_region(form)
        key = Key(year, regions[0], code)
        key.project = self.projects.get(key.project_id)
        if key.project and squeezed(key.project.name) != squeezed(form.name):
            key.notices.append(
                f"库里项目 {key.project_id} 叫“{key.project.name}”，与表上的名称不同：按编码认，请核对。"
            )
        return key

    def _named_key(self, form: Form, year: int, region: str | None) -> Key | Unkeyed:
        found = [one for one in self._named.get((year, squeezed(form.name)), ()) if region in (None, one[0])]
        found = _nearest(form, found) if len(found) > 1 else found
        if len(found) > 1:
            listed = "、".join(f"{year}-{place}-{code}" for place, code, _ in found)
            return Unkeyed(f"库里有 {len(found)} 个同名的项目（{listed}）：请在表头加一行“项目编码”。", form.place)
        if found:
            place, code, project = found[0]
            key = Key(year, place, code, project)
            key.notices.append(f"表上没有项目编码：按年度、名称和单位认作 {key.project_id}。")
            return key
        return self._self_made(form, year, region) if region else _without_region(form)

    def _self_made(self, form: Form, year: int, region: str) -> Key:
        owner = form.head.text("agency_name") or form.head.text("dept_name") or ""
        parts = [squeezed(part) for part in (owner, form.name) if part]
        key = Key(year, region, "-".join([SELF_MADE, *parts]))
        key.project = self.projects.get(key.project_id)
        key.notices.append("表上没有项目编码，库里也没有同名的项目：编码由单位和项目名称自编，不是原系统的编码。")
        return key


def _year(form: Form, stated: int | None) -> int | Unkeyed:
    if form.year:
        return int(form.year)
    if stated:
        return stated
    return Unkeyed("没有写年度：请在标题下写“（2025年度）”，或导入时用 --year 2025 说明。", form.place)


def _without_region(form: Form) -> Unkeyed:
    reason = "没有写区划，也不能由项目名称认出：请导入时用 --region 371003000 这样说明，或先导入项目表。"
    return Unkeyed(reason, form.place)


def _nearest(form: Form, found: list[Candidate]) -> list[Candidate]:
    """Of projects with one name those of the form's unit, else of its department."""
    for said, held in (("agency_name", "agency_name"), ("dept_name", "dept_name")):
        wanted = squeezed(form.head.text(said) or "")
        same = [one for one in found if wanted and squeezed(getattr(one[2], held) or "") == wanted]
        if same:
            return same
    return found


def indicator_numbers(names: list[str], project: KnownProject | None) -> list[str]:
    """The number of each indicator: that of the same name in force, else the next free one in the form's order."""
    known = dict(project.indicators) if project else {}
    held: dict[str, list[str]] = defaultdict(list)
    for number, name in known.items():
        held[squeezed(name or "")].append(number)
    matched = [held[squeezed(name)].pop(0) if held.get(squeezed(name)) else None for name in names]
    taken = {int(number) for number in known if number.isdecimal()}
    numbers = []
    for place, matching in enumerate(matched, start=1):
        free = max(taken, default=0) + 1 if known else place
        if matching is None:
            taken.add(free)
        numbers.append(matching or str(free))
    return numbers
