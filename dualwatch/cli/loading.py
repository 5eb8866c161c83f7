"""The verbs that bring data in, and take it back: sample, check, load, inbox, withdraw."""

import json
from collections.abc import Callable
from dataclasses import asdict
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dualwatch.cli.options import PLACE, account, left, of_store, opened, say, working
from dualwatch.model import WrongUsage

if TYPE_CHECKING:
    from dualwatch.loading import Loading

SHOWN_PROBLEMS = 500
of_paths = click.argument("paths", nargs=-1, required=True, type=PLACE, metavar="文件、文件夹或.zip…")
OF_READING = (
    click.option("--mapping", type=PLACE, metavar="TOML", help="把别的版式对照成标准表的 .toml 文件"),
    click.option("--unit", metavar="单位", help="文件没有写明金额单位时的单位：元、万元、亿元"),
    click.option("--year", type=int, metavar="年度", help="文件没有写明年度时的预算年度"),
    click.option("--month", type=click.IntRange(1, 12), metavar="月份", help="文件没有写明月份时，数据截至的月份"),
    click.option("--region", metavar="代码", help="文件没有写明区划时的财政区划代码"),
)
OF_STORING = (
    click.option("--covers", metavar="范围", help="all，或部门编码，用逗号分开：文件覆盖哪些部门"),
    click.option("--secret-level", metavar="密级", help="没有密级的行按此密级入库：涉密、半涉密、非涉密"),
)
of_engine = click.option("--engine", metavar="地址", help="用 Sail 建立版本：sail://主机:端口，或 local 在本机临时启动")


def all_of(*several: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Some options as one decorator, in their order."""
    return lambda verb: reduce(lambda made, option: option(made), reversed(several), verb)


def stated(**options: Any) -> dict[str, Any]:
    """The options that were given, as `intake.read` takes them."""
    return {name: value for name, value in options.items() if value is not None}


@click.command()
@of_store
def sample(store: Path | None) -> None:
    """生成并发布演示数据（云州市，虚构）。"""
    from dualwatch import loading

    with working("正在生成演示数据……"):
        publication = loading.load_demo(opened(store), account())
    say(f"{publication.sentence}（演示数据，不是真实地方的数据）")


@click.command()
@of_paths
@all_of(*OF_READING)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出问题")
@of_store
def check(paths: tuple[Path, ...], as_json: bool, store: Path | None, **options: Any) -> None:
    """检查文件，列出问题，不入库。"""
    from dualwatch import loading

    with working("正在检查……"):
        found = loading.examine(opened(store), paths, **stated(**options))
    if as_json:
        say(json.dumps([asdict(problem) for problem in found.intake.problems], ensure_ascii=False, indent=1))
    else:
        report(found)
    click.echo(verdict(found), err=as_json)
    raise left(1 if found.refused else 0)


@click.command()
@of_paths
@all_of(*OF_READING, *OF_STORING)
@click.option("--dry-run", is_flag=True, help="只检查和对照，不发布")
@of_engine
@of_store
def load(paths: tuple[Path, ...], dry_run: bool, engine: str | None, store: Path | None, **options: Any) -> None:
    """载入文件并发布新版本。"""
    from dualwatch import loading

    with working("正在读入、检查、建立新版本……"):
        found = loading.load(opened(store, engine), paths, account(), dry_run=dry_run, **stated(**options))
    report(found)
    for line in found.comparison.sentences if found.comparison else ():
        say(line)
    say(found.publication.sentence if found.publication else verdict(found))
    raise left(1 if found.refused else 0)


@click.command()
@click.option("--folder", type=PLACE, metavar="文件夹", help="收件夹，默认 data/inbox")
@all_of(*OF_READING, *OF_STORING)
@of_store
def inbox(folder: Path | None, store: Path | None, **options: Any) -> None:
    """载入收件夹里已放好的文件，每个文件一批，然后移到 done/ 或 refused/。"""
    from dualwatch import inbox as box

    folder = folder or box.FOLDER
    whole = []
    for taken in box.sweep(opened(store), folder, account(), **stated(**options)):
        say(taken.sentence)
        whole.append(taken.whole)
    say(f"处理了 {len(whole)} 个文件，{whole.count(False)} 个有退回。" if whole else f"{folder} 里没有放好的文件。")
    raise left(0 if all(whole) else 1)


def report(found: "Loading") -> None:
    """The problems, the notices and the control totals of a load, a line each."""
    from dualwatch import loading

    lines = loading.problem_lines(found.intake.problems)
    for line in (*lines[:SHOWN_PROBLEMS], *found.notices):
        say(line)
    if len(lines) > SHOWN_PROBLEMS:
        say(f"另有 {len(lines) - SHOWN_PROBLEMS:,} 条问题没有列出，用 check --json 看全部。")
    for name in found.already_loaded:
        say(f"{name}：以前载入过，内容相同，没有变化。")
    for control in found.intake.controls:
        say(loading.control_line(control))
    for batch in found.publication.new_batches if found.publication else ():
        say(f"批次 {batch}")


def verdict(found: "Loading") -> str:
    """The sentence that ends a load which published nothing."""
    if not found.intake.tables:
        return "没有新的数据可以入库，现用版本不变。"
    refused, unread = found.intake.rejected, len(found.intake.unread)
    rows = f"有 {refused:,} 行要退回。" if refused else "没有要退回的行。"
    return f"检查完毕：{rows}{f'有 {unread} 个文件没有读入。' if unread else ''}没有入库。"


@click.command()
@click.argument("batch", metavar="批次名")
@click.option("--reason", required=True, metavar="原因", help="撤回的原因")
@of_store
def withdraw(batch: str, reason: str, store: Path | None) -> None:
    """撤回一个批次，发布余下的数据。"""
    if not reason.strip():
        raise WrongUsage("请用 --reason 写明撤回的原因。")
    say(opened(store).withdraw(batch, reason.strip(), account()).sentence)
