"""What every verb shares: the options that several take, the store and how a verb speaks."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dualwatch.settings import Settings
from dualwatch.store import Store

progress = Console(stderr=True)
StoreOption = Annotated[
    Path | None, typer.Option("--store", help="数据目录，默认 data/store 或环境变量 DUALWATCH_STORE")
]
Params = Annotated[list[str] | None, typer.Option("-p", "--param", help="name=value，可重复")]
Role = Annotated[str | None, typer.Option("--as", help="以某角色查看：人大、县区:代码、部门:代码……")]


def opened(path: Path | None) -> Store:
    """The store in a folder, without one that of the settings."""
    return Store(path or Settings().store)


def say(sentence: str) -> None:
    """One line on standard output."""
    typer.echo(sentence)
