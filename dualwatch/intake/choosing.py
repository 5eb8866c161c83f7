"""Which columns under a header are taken for which field, and when a whole table must be refused."""

from dualwatch.intake.headers import Heading
from dualwatch.intake.layout import Body
from dualwatch.schema import Table


def first_of_each(headings: list[Heading]) -> dict[int, Heading]:
    """The column that gives each field; month columns stand beside one another."""
    taken: set[tuple[str, int | None, int | None]] = set()
    chosen = {}
    for index, one in enumerate(headings):
        if one.field and (one.field, one.month, one.year) not in taken:
            taken.add((one.field, one.month, one.year))
            chosen[index] = one
    return chosen


def without_empty_twin(table: Table, body: Body, headings: dict[int, Heading]) -> dict[int, Heading]:
    """Of two columns of which a file may have one, an entirely blank one is as good as absent."""
    twins = {name for group in table.exactly_one for name in group}
    filled = {
        index: one
        for index, one in headings.items()
        if one.field not in twins or body.columns[index].null_count < len(body.rows)
    }
    return filled if twins & {one.field for one in filled.values()} else headings


def fault(table: Table, headings: dict[int, Heading], body: Body, unit: str | None) -> tuple[str, str] | None:
    """Why a whole table must be refused, and the column: `headings` are its filled columns, `unit` was stated."""
    return _two_of_one(table, headings) or _without_unit(table, headings, body, unit) or _unlike_months(headings)


def _two_of_one(table: Table, headings: dict[int, Heading]) -> tuple[str, str] | None:
    named = {one.field: one.text for one in headings.values()}
    for group in table.exactly_one:
        both = [named[name] for name in group if name in named]
        if len(both) > 1:
            return both[1], f"“{both[0]}”与“{both[1]}”只能有一个：请只保留本月支付或累计支付其中一列。"
    return None


def _without_unit(table: Table, headings: dict[int, Heading], body: Body, unit: str | None) -> tuple[str, str] | None:
    for one in headings.values():
        if one.field not in table.money or one.unit:
            continue
        if len(body.units) > 1:
            listed = "”和“".join(body.units)
            return one.text, f"标题里写了“{listed}”几种金额单位，分不清“{one.text}”用哪一种：请把单位写在表头里。"
        if not (body.title_unit or unit or one.plain):
            return one.text, (
                f"“{one.text}”没有写明金额单位：请把表头写成“{one.text}（万元）”，"
                "或在标题行写“单位：万元”，或在导入时用 --unit 万元 说明。"
            )
    return None


def _unlike_months(headings: dict[int, Heading]) -> tuple[str, str] | None:
    """Months side by side are one column in the store, so they must have one unit."""
    months = [one for one in headings.values() if one.month]
    other = next((one for one in months if one.unit != months[0].unit), None)
    if other is None:
        return None
    return other.text, f"“{months[0].text}”与“{other.text}”的金额单位不同：请把各月改成同一个单位。"
