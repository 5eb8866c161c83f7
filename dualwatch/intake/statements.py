"""What is said around a table against what stands in it: years, money units, regions."""

import re
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.draft import Draft
from dualwatch.intake.headers import UNITS, Heading
from dualwatch.intake.reading import mask
from dualwatch.intake.settle import Settled
from dualwatch.model import Level

_YEAR = re.compile(r"(?<!\d)(20[0-4]\d)(?!\d)")
_OF_NO_REGION = ("regions",)


def warn_years(settled: Settled, stated: int | None) -> None:
    """Rows of a year that the file's name, the sheet's name, a title or whoever loads does not name: told once each."""
    years = settled.columns.get("fiscal_year")
    if years is None:
        return
    for where, said in _years_said(settled.draft, stated):
        other = pc.invert(pc.is_in(years, value_set=pa.array(said, years.type)))
        places = np.flatnonzero(mask(pc.and_(pc.is_valid(years), other)) & settled.standing)
        if len(places):
            found = "、".join(map(str, sorted(set(years.take(pa.array(places)).to_pylist()))))
            listed = "、".join(map(str, said))
            reason = f"{where}是 {listed} 年，而有 {len(places)} 行的年度写的是 {found}：请核对是不是放错了年度。"
            settled.draft.problem(reason, Level.WARNING, int(places[0]), "fiscal_year", found)


def _years_said(draft: Draft, stated: int | None) -> Iterator[tuple[str, list[int]]]:
    places = {
        "文件名写的": PurePosixPath(draft.file).stem,
        "工作表名写的": draft.sheet or "",
        "标题写的": " ".join(draft.titles),
        "导入时说明的": str(stated or ""),
    }
    for where, text in places.items():
        said = sorted({int(year) for year in _YEAR.findall(text)})
        if said:
            yield where, said


def tell_units(draft: Draft, headings: Sequence[Heading], title: str | None, stated: str | None) -> None:
    """Units that contradict one another: which one was used, so that nobody has to guess."""
    own = {one.field: one for one in headings if one.unit and one.field in draft.table.money}
    for name, one in own.items():
        if title and UNITS[str(one.unit)] != UNITS[title]:
            reason = f"标题写的单位是{title}，这一列的表头写的是{one.unit}：按表头的{one.unit}读，请核对。"
            draft.problem(reason, Level.WARNING, column=name)
    used = {name: str(draft.units.get(name)) for name in draft.units}
    if stated and any(UNITS.get(unit) != UNITS[stated] for unit in used.values()):
        written = "、".join(dict.fromkeys(used.values()))
        reason = f"导入时说明的单位是{stated}，表里写的是{written}：按表里写的读，请核对。"
        draft.problem(reason, Level.WARNING)
    if len({UNITS.get(unit) for unit in used.values()}) > 1:
        listed = "、".join(f"“{draft.header(name)}”按{unit}" for name, unit in used.items())
        draft.problem(f"各列的金额单位不同，各按自己的表头读：{listed}。", Level.NOTICE)


def reject_other_regions(settled: Settled, region: str | None) -> None:
    """Rows of a division outside the one that the load is for are kept out."""
    codes = settled.columns.get("mof_div_code")
    if region is None or codes is None or settled.draft.table.name in _OF_NO_REGION:
        return
    inside = pc.starts_with(codes, _prefix(region))
    strange = np.flatnonzero(mask(pc.and_(pc.is_valid(codes), pc.invert(inside))) & ~settled.rejected)
    reason = f"不是本次导入的区划（{region}）的数据：请核对是不是拿错了别的县区的文件。"
    settled.reject(strange, "mof_div_code", reason)


def _prefix(region: str) -> str:
    """What the codes of a division and of all below it begin with: 3710 for 371000000."""
    trunk, town = region[:6], region[6:]
    if town.strip("0"):
        return region
    while len(trunk) > 2 and trunk.endswith("00"):
        trunk = trunk[:-2]
    return trunk
