"""The verbs that look after the store: versions, publish, rebuild, prune, doctor."""

from pathlib import Path

import click

from dualwatch.cli.options import account, left, of_store, opened, say, working


@click.command()
@of_store
def versions(store: Path | None) -> None:
    """列出保留的数据版本。"""
    kept = opened(store)
    current = kept.current()
    for version in kept.versions():
        mark = "* 现用" if current and version.name == current.name else "      "
        demo = "  演示数据" if version.demo else ""
        say(f"{mark} {version.name}  {version.built_at}  {len(version.batches)} 批{demo}")
    for batch in kept.batches_in_force():
        say(f"在用批次 {batch.name}  {batch.manifest['loaded_at']}  {'、'.join(sorted(batch.sources))}")
    say(f"共 {len(kept.versions())} 个版本。")


@click.command()
@click.argument("version", metavar="版本名")
@click.option("--reason", metavar="原因", help="为什么改用这个版本")
@of_store
def publish(version: str, reason: str | None, store: Path | None) -> None:
    """让一个保留的版本成为现用版本。"""
    say(opened(store).point_to(version, reason, account()).sentence)


@click.command()
@of_store
def rebuild(store: Path | None) -> None:
    """程序升级后，用现在的程序从在用的批次重建现用版本。"""
    kept = opened(store)
    with working("正在重建……"):
        publication = kept.renew(account())
    say(publication.sentence)


@click.command()
@click.option("--keep", type=click.IntRange(min=1), required=True, metavar="个数", help="保留最新的几个")
@of_store
def prune(keep: int, store: Path | None) -> None:
    """删除旧版本，现用版本除外。"""
    doomed = opened(store).prune(keep)
    say(f"删除了 {len(doomed)} 个版本{'：' + '、'.join(doomed) if doomed else ''}。")


@click.command()
@of_store
def doctor(store: Path | None) -> None:
    """检查这台机器：哪些能用，哪些不能。"""
    from dualwatch import doctor as clinic

    findings = list(clinic.examine(opened(store)))
    for finding in findings:
        say(f"{'✓' if finding.works else '✗'} {finding.what}：{finding.seen}")
    broken = [finding.what for finding in findings if finding.needed and not finding.works]
    say(f"有 {len(broken)} 项要处理：{'、'.join(broken)}。" if broken else "可以使用。")
    raise left(1 if broken else 0)
