"""python -m dualwatch VERB: the contract that operators and scripts use; never a traceback."""

import json
import re
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import structlog
import typer
from rich.console import Console

from dualwatch import alerts as flagged
from dualwatch import doctor as clinic
from dualwatch import output, parameters, rules
from dualwatch.access import scope_of
from dualwatch.model import DualwatchError, WrongUsage
from dualwatch.settings import Settings, configure_logging
from dualwatch.store import Store
from dualwatch.targets import listing

if TYPE_CHECKING:
    from dualwatch.loading import Loading

# Reading workbooks needs pandas, a second that questions need not wait for: the verbs that read import it themselves.
app = typer.Typer(
    name="dualwatch",
    help="双监控：预算执行与绩效目标。",
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
)
progress = Console(stderr=True)
SHOWN_PROBLEMS = 500
ALERT_COLUMNS = (
    "fiscal_year", "month", "mof_div_code", "mof_div_name", "project_id", "pro_code", "pro_name", "dept_code",
    "dept_name", "rule", "severity", "observed", "expected", "limit_value", "amount", "run", "sentence", "clears",
    "profile", "profile_version",
)  # fmt: skip
MORE = "设 DUALWATCH_LOG_LEVEL=DEBUG 再运行可看详情。"
USAGE = {
    "Missing option": "缺少选项",
    "Missing argument": "缺少参数",
    "No such command": "没有命令",
    "No such option": "没有选项",
    "Invalid value for": "值不对：",
    "Option": "要有值的选项",
    "Got unexpected extra argument": "多出的参数",
}

StoreOption = Annotated[
    Path | None, typer.Option("--store", help="数据目录，默认 data/store 或环境变量 DUALWATCH_STORE")
]
Paths = Annotated[list[Path], typer.Argument(help="文件、文件夹或 .zip")]
Mapping = Annotated[Path | None, typer.Option(help="把别的版式对照成标准表的 .toml 文件")]
Covers = Annotated[str | None, typer.Option(help="all，或部门编码，用逗号分开：文件覆盖哪些部门")]
Unit = Annotated[str | None, typer.Option(help="文件没有写明金额单位时的单位：元、万元、亿元")]
Secret = Annotated[str | None, typer.Option(help="没有密级的行按此密级入库：涉密、半涉密、非涉密")]
Params = Annotated[list[str] | None, typer.Option("-p", "--param", help="name=value，可重复")]
Role = Annotated[str | None, typer.Option("--as", help="以某角色查看：人大、县区:代码、部门:代码……")]
VersionOption = Annotated[str | None, typer.Option("--version", help="数据版本，默认现用版本")]
Form = Annotated[str, typer.Option("--format", help="table、csv、json 或 parquet")]


def _store(path: Path | None) -> Store:
    return Store(path or Settings().store)


def _say(sentence: str) -> None:
    typer.echo(sentence)


@app.command()
def sample(store: StoreOption = None) -> None:
    """生成并发布演示数据（云州市，虚构）。"""
    from dualwatch import loading

    with progress.status("正在生成演示数据……"):
        publication = loading.load_demo(_store(store), Settings().account)
    _say(f"{publication.sentence}（演示数据，不是真实地方的数据）")


@app.command()
def check(
    paths: Paths,
    mapping: Mapping = None,
    unit: Unit = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出问题")] = False,
    store: StoreOption = None,
) -> None:
    """检查文件，列出问题，不入库。"""
    from dualwatch import loading

    with progress.status("正在检查……"):
        found = loading.load(
            _store(store), paths, Settings().account, dry_run=True, mapping=mapping, unit=unit
        )  # fmt: skip
    if as_json:
        _say(json.dumps([asdict(problem) for problem in found.intake.problems], ensure_ascii=False, indent=1))
    else:
        _report(found)
    typer.echo(_verdict(found), err=as_json)
    raise typer.Exit(1 if found.refused else 0)


@app.command()
def load(
    paths: Paths,
    mapping: Mapping = None,
    covers: Covers = None,
    unit: Unit = None,
    secret_level: Secret = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只检查，不发布")] = False,
    store: StoreOption = None,
) -> None:
    """载入文件并发布新版本。"""
    from dualwatch import loading

    with progress.status("正在读入、检查、建立新版本……"):
        found = loading.load(
            _store(store), paths, Settings().account, dry_run=dry_run,
            mapping=mapping, covers=covers, unit=unit, secret_level=secret_level,
        )  # fmt: skip
    _report(found)
    _say(found.publication.sentence if found.publication else _verdict(found))
    raise typer.Exit(1 if found.refused else 0)


def _report(found: "Loading") -> None:
    from dualwatch import loading

    lines = loading.problem_lines(found.intake.problems)
    for line in (*lines[:SHOWN_PROBLEMS], *found.notices):
        _say(line)
    if len(lines) > SHOWN_PROBLEMS:
        _say(f"另有 {len(lines) - SHOWN_PROBLEMS:,} 条问题没有列出，用 check --json 看全部。")
    for name in found.already_loaded:
        _say(f"{name}：以前载入过，内容相同，没有变化。")
    for control in found.intake.controls:
        _say(loading.control_line(control))
    for batch in found.publication.new_batches if found.publication else ():
        _say(f"批次 {batch}")


def _verdict(found: "Loading") -> str:
    if not found.intake.tables:
        return "没有新的数据可以入库，现用版本不变。"
    refused, unread = found.intake.rejected, len(found.intake.unread)
    rows = f"有 {refused:,} 行要退回。" if refused else "没有要退回的行。"
    return f"检查完毕：{rows}{f'有 {unread} 个文件没有读入。' if unread else ''}没有入库。"


@app.command()
def withdraw(
    batch: Annotated[str, typer.Argument(help="批次名")],
    reason: Annotated[str, typer.Option("--reason", help="撤回的原因")],
    store: StoreOption = None,
) -> None:
    """撤回一个批次，发布余下的数据。"""
    if not reason.strip():
        raise WrongUsage("请用 --reason 写明撤回的原因。")
    _say(_store(store).withdraw(batch, reason.strip()).sentence)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="问题名，如 overview/totals")],
    param: Params = None,
    role: Role = None,
    version: VersionOption = None,
    form: Form = "table",
    store: StoreOption = None,
) -> None:
    """问一个问题。"""
    kept = _store(store)
    answer = kept.ask(question, parameters.parse(param), scope_of(role), version)
    _write(output.as_fractions(answer), form, f"共 {answer.num_rows:,} 行。{_demo_mark(kept, version)}")


def _demo_mark(store: Store, version: str | None) -> str:
    chosen = store.version(version) if version else store.current()
    return "（演示数据）" if chosen and chosen.demo else ""


@app.command()
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
    given = {"year": year, "month": month, "profile": profile}
    params = parameters.parse(param) | {name: value for name, value in given.items() if value is not None}
    chosen = rules.profile(params.get("profile", rules.DEFAULT_PROFILE))
    kept = _store(store)
    found = flagged.flags(kept, params, scope_of(role), version)
    said = f"共 {len(found):,} 条预警，方案 {chosen.label}（{chosen.version}）。{_demo_mark(kept, version)}"
    _write(flagged.table(found, ALERT_COLUMNS), form, said)


def _write(answer: Any, form: str, sentence: str) -> None:
    if form not in output.FORMATS:
        raise WrongUsage(f"没有“{form}”这种输出格式。可用：{'、'.join(output.FORMATS)}。")
    output.write(answer, form, sys.stdout.buffer)
    sys.stdout.buffer.flush()
    typer.echo(sentence, err=form != "table")


@app.command("targets")
def read_targets(
    source: Annotated[Path, typer.Argument(help="CSV，列为 text, sign, unit, name")],
    out: Annotated[Path, typer.Option("--out", help="写到哪个 CSV")],
) -> None:
    """读一列目标文字：类型、符号、数值、上限、单位、方向。"""
    count = listing.annotate(source, out)
    _say(f"读了 {count:,} 行，写到 {out}。")


@app.command()
def versions(store: StoreOption = None) -> None:
    """列出保留的数据版本。"""
    kept = _store(store)
    current = kept.current()
    for version in kept.versions():
        mark = "* 现用" if current and version.name == current.name else "      "
        demo = "  演示数据" if version.demo else ""
        _say(f"{mark} {version.name}  {version.built_at}  {len(version.batches)} 批{demo}")
    for batch in kept.batches_in_force():
        _say(f"在用批次 {batch.name}  {batch.manifest['loaded_at']}  {'、'.join(sorted(batch.sources))}")
    _say(f"共 {len(kept.versions())} 个版本。")


@app.command()
def publish(version: Annotated[str, typer.Argument(help="版本名")], store: StoreOption = None) -> None:
    """让一个保留的版本成为现用版本。"""
    _say(_store(store).point_to(version).sentence)


@app.command()
def prune(
    keep: Annotated[int, typer.Option("--keep", min=1, help="保留最新的几个")], store: StoreOption = None
) -> None:
    """删除旧版本，现用版本除外。"""
    doomed = _store(store).prune(keep)
    _say(f"删除了 {len(doomed)} 个版本{'：' + '、'.join(doomed) if doomed else ''}。")


@app.command()
def doctor(store: StoreOption = None) -> None:
    """检查这台机器：哪些能用，哪些不能。"""
    findings = list(clinic.examine(_store(store)))
    for finding in findings:
        _say(f"{'✓' if finding.works else '✗'} {finding.what}：{finding.seen}")
    broken = [finding.what for finding in findings if finding.needed and not finding.works]
    _say(f"有 {len(broken)} 项要处理：{'、'.join(broken)}。" if broken else "可以使用。")
    raise typer.Exit(1 if broken else 0)


def main() -> None:
    """Runs a verb; errors leave as one Chinese sentence with exit status 1 (input) or 2 (usage)."""
    configure_logging(Settings().log_level)
    try:
        status = app(standalone_mode=False)
    except typer.Exit as left:
        status = left.exit_code
    except typer.TyperException as error:
        said = _in_chinese(error.format_message()) or "要写明做什么"
        status = _complain(f"用法不对：{said}。运行 python -m dualwatch --help 查看用法。", 2)
    except typer.Abort:
        status = _complain("已中断，现用版本没有改变。", 1)
    except DualwatchError as error:
        status = _complain(str(error), 2 if isinstance(error, WrongUsage) else 1)
    except Exception as error:
        structlog.get_logger().error("unexpected", error=repr(error), exc_info=Settings().log_level == "DEBUG")
        status = _complain(f"没有完成：{type(error).__name__}。现用版本没有改变；{MORE}", 1)
    sys.exit(status or 0)


def _in_chinese(message: str) -> str:
    """A usage message with the name it speaks of; the library has no Chinese of its own."""
    said = next((chinese for english, chinese in USAGE.items() if message.startswith(english)), "")
    names = re.findall(r"'([^']+)'|(--?[\w-]+)", message)
    return said + "".join(f"“{quoted or bare}”" for quoted, bare in names[:1]) if said else message


def _complain(sentence: str, status: int) -> int:
    typer.echo(sentence, err=True)
    return status
