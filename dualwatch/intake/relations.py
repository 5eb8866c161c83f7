"""Checks between rows: money added up by key, duplicate keys, rows whose project is nowhere."""

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.context import Context, Known
from dualwatch.intake.controls import MAIN_MONEY, main_money
from dualwatch.intake.reading import mask
from dualwatch.intake.settle import Settled
from dualwatch.model import Level
from dualwatch.schema import PROJECT_KEY

NEED_PROJECT = ("budget_changes", "funding", "execution", "plans", "indicators", "observations", "satisfaction")
_NO_PROJECT = "找不到这个项目：本次文件和已入库的项目里都没有。请先导入项目表，或核对年度、区划和项目编码。"
_NO_INDICATOR = "找不到这条指标：绩效指标表里没有这个指标序号。请先导入指标，或核对指标序号。"
_MARK = "\x1f"


def keys_of(settled: Settled, names: Iterable[str]) -> pa.Array:
    """The key of each row as one text; a NULL part counts as empty."""
    parts = [pc.fill_null(settled.columns[name].cast(pa.string()), "") for name in names]
    return pc.binary_join_element_wise(*parts, _MARK)


def project_ids(settled: Settled) -> pa.Array:
    """`2026-371003000-PRO_CODE` of each row; NULL where the project code is blank."""
    parts = [settled.columns[name].cast(pa.string()) for name in PROJECT_KEY]
    return pc.binary_join_element_wise(*parts, "-")


def add_up(settled: Settled) -> None:
    """Rows of one key become one row with the sum of their money; other fields that differ are told."""
    table = settled.draft.table
    places = np.flatnonzero(~settled.rejected)
    codes, _ = pd.factorize(keys_of(settled, table.key).take(pa.array(places)).to_pandas())
    leaders = _leaders(settled, places, codes)
    settled.leader[places] = leaders[codes]
    _tell_conflicts(settled, places, codes, leaders)
    for name in table.money:
        settled.sums[name] = _summed(settled.columns[name], places, codes, leaders)
    settled.control = _addends(settled)
    if len(places) > len(leaders):
        reason = f"{len(places)} 行按“{table.label}”相加为 {len(leaders)} 行；金额相同不算重复。"
        settled.draft.problem(reason, Level.NOTICE)


def _addends(settled: Settled) -> pa.Array | None:
    """What each row gives to its group's main money: a stand-in field counts where the group lacks the first."""
    names = MAIN_MONEY.get(settled.draft.table.name, ())
    if len(names) < 2:
        return main_money(settled.draft.table.name, settled.columns)
    leaders = pa.array(settled.leader)
    first, second = (settled.columns[name] for name in names)
    lacking = pc.is_null(settled.sums[names[0]].take(leaders))
    return pc.if_else(lacking, second, first)


def _leaders(settled: Settled, places: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """The row of each group with the most money, the first of them on a tie."""
    amounts = main_money(settled.draft.table.name, settled.columns)
    money = (
        np.zeros(len(settled.rejected))
        if amounts is None
        else (pc.fill_null(amounts.cast(pa.float64()), 0).to_numpy(zero_copy_only=False))
    )
    frame = pd.DataFrame({"group": codes, "place": places, "money": -money[places]})
    first = frame.sort_values(["group", "money", "place"], kind="stable").drop_duplicates("group")
    return first["place"].to_numpy()


def _summed(column: pa.Array, places: np.ndarray, codes: np.ndarray, leaders: np.ndarray) -> pa.Array:
    grouped = pa.table({"group": codes, "amount": column.take(pa.array(places))})
    sums = grouped.group_by("group").aggregate([("amount", "sum")]).sort_by("group")
    amounts = column.to_pylist()
    for leader, amount in zip(leaders.tolist(), sums["amount_sum"].to_pylist(), strict=True):
        amounts[leader] = amount
    return pa.array(amounts, column.type)


def _tell_conflicts(settled: Settled, places: np.ndarray, codes: np.ndarray, leaders: np.ndarray) -> None:
    table = settled.draft.table
    for field in table.fields:
        if field.name not in settled.draft.columns or field.kind == "money" or field.name in table.key:
            continue
        texts = settled.draft.columns[field.name].take(pa.array(places)).to_pandas()
        variety = texts.groupby(codes).nunique()
        for group in variety.index[variety > 1]:
            _tell_conflict(settled, field.name, int(leaders[group]), texts[codes == group])


def _tell_conflict(settled: Settled, name: str, leader: int, texts: "pd.Series[str]") -> None:
    chosen = settled.draft.columns[name][leader].as_py()
    others = "、".join(f"“{text}”" for text in dict.fromkeys(texts.dropna()) if text != chosen)
    project = project_ids(settled)[leader].as_py()
    reason = f"项目 {project} 的各行不一致：取金额最大一行的“{chosen}”，另有{others}，请核对。"
    settled.draft.problem(reason, Level.WARNING, leader, name, chosen)


def reject_duplicates(settled: list[Settled]) -> None:
    """Of rows with the same key in one load the later ones are kept out, naming the first."""
    settled = [one for one in settled if not _speaks_beside(one)]
    if not settled:
        return
    rows = pd.concat([_standing_keys(index, one) for index, one in enumerate(settled)], ignore_index=True)
    later = rows["key"].duplicated(keep="first")
    doubled = rows[later]
    firsts = rows[~later & rows["key"].isin(doubled["key"].unique())]
    held = dict(zip(firsts["key"], zip(firsts["owner"], firsts["place"], strict=True), strict=True))
    for owner, place, key in zip(doubled["owner"], doubled["place"], doubled["key"], strict=True):
        one, (first_owner, first) = settled[owner], held[key]
        reason = (
            f"与{_place(settled[first_owner], first)}重复（{_key_words(one)}相同"
            f"{_other_name(settled[first_owner], first, one, place)}）：只保留前一行，{_mending(one)}。"
        )
        one.reject(np.array([place]), _telling_field(one), reason)


def _mending(one: Settled) -> str:
    """What to do about two rows of one key; two budget changes of a kind in a month may both be real."""
    if one.draft.table.name == "budget_changes":
        return "是同一笔就删去一行，是两笔就把金额加起来写成一行"
    return "请核对后删去一行"


def _other_name(first: Settled, first_place: int, one: Settled, place: int) -> str:
    """What the two rows call the project, where they differ."""
    if "pro_name" not in one.columns:
        return ""
    before, now = (part.columns["pro_name"][at].as_py() for part, at in ((first, first_place), (one, place)))
    return "" if before == now else f"，但名称不同：前一行是“{before}”，这一行是“{now}”"


def _speaks_beside(one: Settled) -> bool:
    """Whether the rows of a form add to a project or an indicator that another file of the load may hold too."""
    return one.draft.form_month is not None and "month" not in one.draft.table.key


def _standing_keys(owner: int, one: Settled) -> pd.DataFrame:
    standing = np.flatnonzero(one.standing)
    keys = keys_of(one, one.draft.table.key).take(pa.array(standing)).to_pandas()
    return pd.DataFrame({"key": keys, "owner": owner, "place": standing})


def _place(settled: Settled, position: int) -> str:
    sheet = f"〔{settled.draft.sheet}〕" if settled.draft.sheet else ""
    return f"“{settled.draft.file}”{sheet}第 {settled.draft.rows[position]} 行"


def _key_words(one: Settled) -> str:
    return "、".join(one.draft.table.by_name[name].label for name in one.draft.table.key)


def _telling_field(one: Settled) -> str:
    names = one.draft.table.key
    return "indicator_no" if "indicator_no" in names else "pro_code" if "pro_code" in names else names[0]


def reject_orphans(tables: dict[str, list[Settled]], known: Known | None) -> None:
    """Rows of a project, or observations of an indicator, neither in this load nor in the store are kept out.

    `known` holds the store's projects by id; None means that nobody asked the
    store, and then rows are judged only when projects, or indicators, came with them.
    """
    projects, indicators = tables.get("projects", []), tables.get("indicators", [])
    if known is not None or projects:
        roll = _roll(projects, project_ids, known or ())
        for name in NEED_PROJECT:
            for one in tables.get(name, []):
                _reject_strangers(one, project_ids(one), roll, "pro_code", _NO_PROJECT)
    if known is not None or indicators:
        listed = (f"{key}{_MARK}{number}" for key, project in (known or {}).items() for number in project.indicators)
        roll = _roll(indicators, _indicator_ids, listed)
        for one in tables.get("observations", []):
            _reject_strangers(one, _indicator_ids(one), roll, "indicator_no", _NO_INDICATOR)


def _indicator_ids(one: Settled) -> pa.Array:
    return pc.binary_join_element_wise(project_ids(one), one.columns["indicator_no"], _MARK)


def _roll(held: list[Settled], ids: Callable[[Settled], pa.Array], known: Iterable[str]) -> pa.Array:
    here = [ids(one).filter(pa.array(one.standing)) for one in held]
    return pa.concat_arrays([pa.array(list(known), pa.string()), *here])


def _reject_strangers(one: Settled, ids: pa.Array, roll: pa.Array, column: str, reason: str) -> None:
    strange = mask(pc.and_(pc.is_valid(ids), pc.invert(pc.is_in(ids, value_set=roll))))
    one.reject(np.flatnonzero(strange & one.standing), column, reason)


def warn_unknown_regions(tables: dict[str, list[Settled]], context: Context) -> None:
    """Projects of a division that neither the regions table of the load nor the store has: told once a code."""
    regions = tables.get("regions", [])
    roll = {code for one in regions for code in one.columns["mof_div_code"].filter(pa.array(one.standing)).to_pylist()}
    reason = "区划表里没有这个代码：请核对代码，或在区划表里补上。"
    if not roll and context.known:
        roll = {*context.regions.values(), *(key.split("-")[1] for key in context.known)}
        reason = "库里还没有这个区划：请核对是不是拿错了别的县区的文件；确实是新的区划，可以照常入库。"
    for one in tables.get("projects", []) if roll else []:
        codes = one.columns["mof_div_code"].to_pandas()[one.standing]
        firsts = codes[~codes.isin(roll)].drop_duplicates()
        one.warn(firsts.index.to_numpy(), "mof_div_code", reason)


def warn_overweight(indicators: list[Settled]) -> None:
    """Projects whose indicator weights add up to more than 100."""
    for one in indicators:
        frame = pd.DataFrame(
            {
                "project": project_ids(one).to_pandas(),
                "weight": pc.fill_null(one.columns["weight"].cast(pa.float64()), 0).to_numpy(zero_copy_only=False),
                "place": np.arange(len(one.draft)),
            }
        )[one.standing]
        sums = frame.groupby("project").agg(weight=("weight", "sum"), place=("place", "first"))
        for project, row in sums[sums["weight"].round(4) > 100].iterrows():
            reason = f"项目 {project} 的指标分值合计 {row['weight']:g}，超过 100：请核对是否把上级行也计入。"
            one.draft.problem(reason, Level.WARNING, int(row["place"]), "weight")
