"""The verbs that answer: ask, alerts, report, targets."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dualwatch import reports
from dualwatch.cli.options import PLACE, of_params, of_role, of_store, opened, say
from dualwatch.model import DEFAULT_PROFILE

if TYPE_CHECKING:
    from dualwatch.model import Scope
    from dualwatch.store import Store

ALERT_COLUMNS = (
    "fiscal_year", "month", "mof_div_code", "mof_div_name", "project_id", "pro_code", "pro_name", "dept_code",
    "dept_name", "rule", "severity", "observed", "expected", "limit_value", "amount", "run", "sentence", "clears",
    "profile", "profile_version",
)  # fmt: skip
KINDS = "\n".join(["导出一种文件。", "\n\b", *(f"{kind.name:<16}  {kind.label}" for kind in reports.REPORTS.values())])
of_version = click.option("--version", metavar="版本", help="数据版本，默认现用版本")
of_form = click.option("--format", "form", default="table", metavar="格式", help="table、csv、json 或 parquet")


@click.command()
@click.argument("question", metavar="问题")
@of_params
@of_role
@of_version
@of_form
@of_store
def ask(
    question: str, param: tuple[str, ...], role: str | None, version: str | None, form: str, store: Path | None
) -> None:
    """问一个问题，如 overview/totals。"""
    from dualwatch import catalogue, output, parameters

    kept = opened(store)
    params = parameters.parse(param)
    given = (question, params, _scope(kept, role, params, version), version)
    if output.known(form) == output.PARQUET:
        answer = output.as_fractions(kept.ask(*given))
        output.write_parquet(answer, sys.stdout.buffer)
        _end(answer.num_rows, form, kept, version)
    else:
        rows = output.fractions(kept.rows(*given))
        output.write(catalogue.question(question).returns, rows, form, sys.stdout.buffer)
        _end(len(rows), form, kept, version)


def _scope(store: "Store", role: str | None, params: dict[str, Any], version: str | None = None) -> "Scope":
    """The scope of a role; a code in it or in the parameters that the version does not know is refused."""
    from dualwatch import parameters
    from dualwatch.access import OPERATOR, scope_of

    scope = scope_of(role)
    seen = {"counties": scope.regions, "departments": scope.departments, "agencies": scope.agencies,
            "offices": scope.offices}  # fmt: skip
    for chosen in (params, seen):
        parameters.refuse_strangers(lambda name, given: store.rows(name, given, OPERATOR, version), chosen)
    return scope


def _end(count: int, form: str, store: "Store", version: str | None) -> None:
    _say(f"共 {count:,} 行。{_demo_mark(store, version)}", form)


def _demo_mark(store: "Store", version: str | None) -> str:
    chosen = store.version(version) if version else store.current()
    return "（演示数据）" if chosen and chosen.demo else ""


def _say(sentence: str, form: str) -> None:
    """The line after an answer, beside it where it is for a program."""
    sys.stdout.buffer.flush()
    click.echo(sentence, err=form != "table")


@click.command()
@of_params
@click.option("--year", type=int, metavar="年度", help="默认最新")
@click.option("--month", type=int, metavar="月份", help="默认最新")
@click.option("--profile", metavar="方案", help="规则方案，默认 pace-60-80")
@of_role
@of_version
@of_form
@of_store
def alerts(
    param: tuple[str, ...], year: int | None, month: int | None, profile: str | None, role: str | None,
    version: str | None, form: str, store: Path | None,
) -> None:  # fmt: skip
    """列出预警，说明原因和怎样解除。"""
    from dualwatch import alerts as flagged
    from dualwatch import output, parameters, rules

    given = {"year": year, "month": month, "profile": profile}
    params = parameters.parse(param) | {name: value for name, value in given.items() if value is not None}
    chosen = rules.profile(params.get("profile", DEFAULT_PROFILE))
    kept, written = opened(store), output.known(form)
    rows = flagged.plain(flagged.flags(kept, params, _scope(kept, role, params, version), version), ALERT_COLUMNS)
    if written == output.PARQUET:
        output.write_parquet(flagged.table(rows, ALERT_COLUMNS), sys.stdout.buffer)
    else:
        output.write(ALERT_COLUMNS, rows, written, sys.stdout.buffer)
    said = f"共 {len(rows):,} 条预警，方案 {chosen.label}（{chosen.version}）。"
    _say(said + _demo_mark(kept, version), written)


@click.command(help=KINDS)
@click.argument("kind", metavar="哪种")
@click.option("--out", type=PLACE, required=True, metavar="文件", help="写到哪个文件或文件夹")
@of_params
@of_role
@of_store
def report(kind: str, out: Path, param: tuple[str, ...], role: str | None, store: Path | None) -> None:
    """Writes one kind of report and says what is in it."""
    from dualwatch import parameters

    kept, params = opened(store), parameters.parse(param)
    say(reports.write(kind, kept, out, params, _scope(kept, role, params)))


@click.command()
@click.argument("source", type=PLACE, metavar="CSV")
@click.option("--out", type=PLACE, required=True, metavar="CSV", help="写到哪个 CSV")
def targets(source: Path, out: Path) -> None:
    """读一列目标文字（CSV，列为 text, sign, unit, name）：类型、符号、数值、上限、单位、方向。"""
    from dualwatch.targets import listing

    count = listing.annotate(source, out)
    say(f"读了 {count:,} 行，写到 {out}。")
