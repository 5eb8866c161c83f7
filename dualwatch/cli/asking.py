"""The verbs that answer: ask, alerts, report, targets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dualwatch import reports
from dualwatch.cli.options import Params, Role, StoreOption, opened, say
from dualwatch.model import WrongUsage

if TYPE_CHECKING:
    from dualwatch.store import Store

ALERT_COLUMNS = (
    "fiscal_year", "month", "mof_div_code", "mof_div_name", "project_id", "pro_code", "pro_name", "dept_code",
    "dept_name", "rule", "severity", "observed", "expected", "limit_value", "amount", "run", "sentence", "clears",
    "profile", "profile_version",
)  # fmt: skip
VersionOption = Annotated[str | None, typer.Option("--version", help="数据版本，默认现用版本")]
Form = Annotated[str, typer.Option("--format", help="table、csv、json 或 parquet")]


def ask(
    question: Annotated[str, typer.Argument(help="问题名，如 overview/totals")],
    param: Params = None,
    role: Role = None,
    version: VersionOption = None,
    form: Form = "table",
    store: StoreOption = None,
) -> None:
    """问一个问题。"""
    from dualwatch import output, parameters
    from dualwatch.access import scope_of

    kept = opened(store)
    answer = kept.ask(question, parameters.parse(param), scope_of(role), version)
    _write(output.as_fractions(answer), form, f"共 {answer.num_rows:,} 行。{_demo_mark(kept, version)}")


def _demo_mark(store: "Store", version: str | None) -> str:
    chosen = store.version(version) if version else store.current()
    return "（演示数据）" if chosen and chosen.demo else ""


def alerts(
    param: Params = None,
    year: Annotated[int | None, typer.Option(help="年度，默认最新")] = None,
    month: Annotated[int | None, typer.Option(help="月份，默认最新")] = None,
    profile: Annotated[str | None, typer.Option(help="规则方案，默认 pace-60-80")] = None,
    role: Role = None,
    version: VersionOption = None,
    form: Form = "table",
    store: StoreOption = None,
) -> None:
    """列出预警，说明原因和怎样解除。"""
    from dualwatch import alerts as flagged
    from dualwatch import parameters, rules
    from dualwatch.access import scope_of

    given = {"year": year, "month": month, "profile": profile}
    params = parameters.parse(param) | {name: value for name, value in given.items() if value is not None}
    chosen = rules.profile(params.get("profile", rules.DEFAULT_PROFILE))
    kept = opened(store)
    found = flagged.flags(kept, params, scope_of(role), version)
    said = f"共 {len(found):,} 条预警，方案 {chosen.label}（{chosen.version}）。{_demo_mark(kept, version)}"
    _write(flagged.table(found, ALERT_COLUMNS), form, said)


def _write(answer: Any, form: str, sentence: str) -> None:
    from dualwatch import output

    if form not in output.FORMATS:
        raise WrongUsage(f"没有“{form}”这种输出格式。可用：{'、'.join(output.FORMATS)}。")
    output.write(answer, form, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    typer.echo(sentence, err=form != "table")


def report(
    kind: Annotated[str, typer.Argument(help=f"哪种：{reports.listed()}")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个文件或文件夹")],
    param: Params = None,
    role: Role = None,
    store: StoreOption = None,
) -> None:
    """导出一种文件。"""
    from dualwatch import parameters
    from dualwatch.access import scope_of

    say(reports.write(kind, opened(store), out, parameters.parse(param), scope_of(role)))


def targets(
    source: Annotated[Path, typer.Argument(help="CSV，列为 text, sign, unit, name")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 CSV")],
) -> None:
    """读一列目标文字：类型、符号、数值、上限、单位、方向。"""
    from dualwatch.targets import listing

    count = listing.annotate(source, out)
    say(f"读了 {count:,} 行，写到 {out}。")
