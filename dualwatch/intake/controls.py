"""Control totals: rows and 元 received = stored + rejected, for every file and table."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from dualwatch.intake.draft import Refusal
from dualwatch.intake.settle import Settled
from dualwatch.model import Control, DualwatchError

MAIN_MONEY: dict[str, tuple[str, ...]] = {
    "projects": ("adjusted_budget", "initial_budget"),
    "budget_changes": ("amount",),
    "funding": ("adjusted_budget",),
    "execution": ("paid", "paid_to_date"),
    "plans": ("planned",),
    "evaluations": ("budget_cut",),
    "appraisals": ("approved",),
    "fiscal_totals": ("executed",),
}


@dataclass
class Tally:
    """Running counts of one file and table."""

    received: int = 0
    stored: int = 0
    rejected: int = 0
    unread: int = 0
    money_in: Decimal = Decimal(0)
    money_kept: Decimal = Decimal(0)
    money_out: Decimal = Decimal(0)


def main_money(table: str, columns: dict[str, pa.Array] | pa.Table) -> pa.Array | None:
    """The amount a row is controlled by: its main money field, or the one that stands in for it."""
    names = MAIN_MONEY.get(table)
    return pc.coalesce(*(columns[name] for name in names)) if names else None


def total(amounts: pa.Array | pa.ChunkedArray) -> Decimal:
    """Sum in 元, exact; nothing is 0."""
    return pc.sum(amounts.cast(pa.decimal128(38, 2))).as_py() or Decimal(0)


def controls(settled: list[Settled], refusals: list[Refusal], kept: dict[str, pa.Table]) -> list[Control]:
    """One control a file and table; raises DualwatchError when the sums do not balance."""
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for one in settled:
        _count(tallies[one.draft.file, one.draft.table.name], one)
    for refusal in (one for one in refusals if one.rows):
        tally = tallies[refusal.file, refusal.table or ""]
        tally.received += refusal.rows
        tally.rejected += refusal.rows
        tally.unread += refusal.rows
    for name, table in kept.items():
        _count_kept(tallies, name, table)
    return [_control(file, table, tally) for (file, table), tally in tallies.items()]


def _count(tally: Tally, one: Settled) -> None:
    rejected = int(one.kept_out.sum())
    tally.received += len(one.draft)
    tally.rejected += rejected
    tally.stored += one.merged
    amounts = one.control if one.control is not None else main_money(one.draft.table.name, one.columns)
    if amounts is not None:
        tally.money_in += total(amounts)
        tally.money_out += total(amounts.filter(pa.array(one.kept_out)))


def _count_kept(tallies: dict[tuple[str, str], Tally], name: str, table: pa.Table) -> None:
    """What really stands in the table that is handed over, file by file."""
    amounts = main_money(name, table)
    for file in pc.unique(table["source_file"]).to_pylist():
        chosen = pc.equal(table["source_file"], file)
        tallies[file, name].stored += pc.sum(chosen).as_py()
        if amounts is not None:
            tallies[file, name].money_kept += total(amounts.filter(chosen))


def _control(file: str, table: str, tally: Tally) -> Control:
    if tally.received != tally.stored + tally.rejected or tally.money_in != tally.money_kept + tally.money_out:
        raise DualwatchError(
            f"“{file}”的控制数不平：收到 {tally.received} 行 {tally.money_in} 元，"
            f"入库 {tally.stored} 行 {tally.money_kept} 元，退回 {tally.rejected} 行 {tally.money_out} 元。"
        )
    money = (tally.money_in, tally.money_kept, tally.money_out) if table in MAIN_MONEY else (None,) * 3
    return Control(file, table, tally.received, tally.stored, tally.rejected, tally.unread, *money)
