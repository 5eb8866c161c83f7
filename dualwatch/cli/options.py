"""What every verb shares: the options that several take, the store and how a verb speaks.

Help comes from the signatures alone: what a verb works with it imports when it runs, so that none waits for another's.
"""

from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from dualwatch.store import Store

StoreOption = Annotated[
    Path | None, typer.Option("--store", help="数据目录，默认 data/store 或环境变量 DUALWATCH_STORE")
]
Params = Annotated[list[str] | None, typer.Option("-p", "--param", help="name=value，可重复")]
Role = Annotated[str | None, typer.Option("--as", help="以某角色查看：人大、县区:代码、部门:代码……")]


def opened(path: Path | None, engine: str | None = None) -> "Store":
    """The store in a folder, without one that of the settings; versions are built by the engine named."""
    from dualwatch.settings import Settings
    from dualwatch.store import Store

    return Store(path or Settings().store, engine)


def account() -> str:
    """Who loads and publishes, as the settings say."""
    from dualwatch.settings import Settings

    return Settings().account


def working(sentence: str) -> AbstractContextManager[Any]:
    """What shows on standard error that a verb is at work, for as long as the block lasts."""
    from rich.console import Console

    return Console(stderr=True).status(sentence)


def say(sentence: str) -> None:
    """One line on standard output."""
    typer.echo(sentence)
