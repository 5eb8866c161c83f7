"""What every verb shares: the options that several take, the store and how a verb speaks.

What a verb works with it imports when it runs, so that none waits for another's.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dualwatch.model import WrongUsage

if TYPE_CHECKING:
    from dualwatch.store import Store

PLACE = click.Path(path_type=Path)
of_store = click.option(
    "--store", type=PLACE, metavar="文件夹", help="数据目录，默认 data/store 或环境变量 DUALWATCH_STORE"
)
of_params = click.option("-p", "--param", multiple=True, metavar="名称=值", help="可重复，如 -p month=8")
of_role = click.option("--as", "role", metavar="角色", help="以某角色查看：人大、县区:代码、部门:代码……")


def opened(path: Path | None, engine: str | None = None) -> "Store":
    """The store in a folder, without one that of the settings; versions are built by the engine named.

    Raises WrongUsage where a file is named instead.
    """
    from dualwatch.settings import settings
    from dualwatch.store import Store

    folder = path or settings().store
    if folder.is_file():
        raise WrongUsage(f"{folder} 是文件，不是数据目录。")
    return Store(folder, engine)


def account() -> str:
    """Who loads and publishes, as the settings say."""
    from dualwatch.settings import settings

    return settings().account


def working(sentence: str) -> AbstractContextManager[Any]:
    """What shows on standard error that a verb is at work, for as long as the block lasts."""
    from rich.console import Console

    return Console(stderr=True).status(sentence)


def say(sentence: str) -> None:
    """One line on standard output."""
    click.echo(sentence)


def left(status: int) -> click.exceptions.Exit:
    """How a verb ends whose status is not 0."""
    return click.exceptions.Exit(status)
