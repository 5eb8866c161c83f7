"""What may build a version instead of DuckDB: a Sail server, running somewhere or started for one build."""

import re
from importlib.util import find_spec

from dualwatch.model import DualwatchError, WrongUsage

LOCAL = "local"
ADDRESS = re.compile(r"sail://([\w.-]+):(\d{1,5})")
NEEDED = ("pysail", "pyspark", "sqlglot")


def usable(engine: str) -> str:
    """The name of an engine; WrongUsage for one that means nothing, DualwatchError where its packages are missing."""
    if engine != LOCAL and not ADDRESS.fullmatch(engine):
        raise WrongUsage(f"没有“{engine}”这种引擎。写 sail://主机:端口 或 local，不写就用 DuckDB。")
    if missing := [name for name in NEEDED if find_spec(name) is None]:
        raise DualwatchError(
            f"用 Sail 建立版本要先安装它的程序库（缺 {'、'.join(missing)}）："
            "pip install -r requirements-sail.txt。没有发布，现用版本不变。"
        )
    return engine


def address(engine: str) -> tuple[str, int] | None:
    """Host and port of a running server; None for one to be started."""
    named = ADDRESS.fullmatch(engine)
    return (named[1], int(named[2])) if named else None
