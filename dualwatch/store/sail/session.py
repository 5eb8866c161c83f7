"""A session with a Sail server: one that runs already, or one of this process's own for as long as a build lasts."""

import os
import warnings
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from pathlib import Path
from typing import Any

import grpc
import pyarrow.parquet as pq
from pyspark.errors import PySparkException
from pyspark.sql import Column, DataFrame
from pyspark.sql.connect.client.retries import DefaultPolicy
from pyspark.sql.connect.functions import lit
from pyspark.sql.connect.session import SparkSession

from dualwatch.model import DualwatchError
from dualwatch.store.engines import address

UNCHANGED = "没有发布，现用版本不变。"
SECONDS_TO_ANSWER = 5
AS_IT_IS = ""
# What equality with DuckDB rests on, as a server of the right version answers it.
AGREED = (
    (
        "cast(12345678901234567890123456789 as decimal(38, 0)) * cast(7 as decimal(38, 0))",
        "86419752308641975230864197523",
    ),
    ("-7 div 2", "-3"),
    ("cast(-20000000000000000000 as decimal(38, 0)) div cast(3000000000 as decimal(38, 0))", "-6666666666"),
    ("cast(cast(0.0001220703125 as double) as decimal(18, 12))", "0.000122070313"),
    ("round(cast(-2.5 as double))", "-3.0"),
)


class Session:
    """What the build asks of the server: the rows of a query kept as Parquet, files and queries under a name."""

    def __init__(self, spark: SparkSession) -> None:
        self._spark = spark

    def read(self, name: str, files: Sequence[Path], types: Mapping[str, str]) -> None:
        """Makes the rows of Parquet files known under a name, in the types stated.

        Files of an older program may hold a column in another type, or not at all: it is unknown then.
        """
        alike: dict[str, list[Path]] = defaultdict(list)
        for file in files:
            alike[str(pq.read_schema(file))].append(file)
        found = [self._typed(group, types) for group in alike.values()] or [self._nothing(types)]
        reduce(DataFrame.unionAll, found).createOrReplaceTempView(name)

    def _nothing(self, types: Mapping[str, str]) -> DataFrame:
        return self._spark.createDataFrame(
            [], ", ".join(f"`{column}` {kind or 'STRING'}" for column, kind in types.items())
        )

    def _typed(self, files: Sequence[Path], types: Mapping[str, str]) -> DataFrame:
        found = self._spark.read.parquet(*(str(file.resolve()) for file in files))
        held = {name: found[name] if name in found.columns else lit(None) for name in types}
        return found.select(*(_as(column, types[name]).alias(name) for name, column in held.items()))

    def define(self, name: str, text: str) -> None:
        """Makes a query known under a name; it runs whenever the name is asked."""
        self._spark.sql(text).createOrReplaceTempView(name)

    def keep(self, folder: Path, text: str, types: Mapping[str, str]) -> list[Path]:
        """Runs a query and keeps its rows as Parquet in a new folder, columns in their types; the files in order."""
        found = self._spark.sql(text)
        typed = [_as(found[name], types[name]).alias(name) for name in found.columns]
        found.select(*typed).write.parquet(str(folder.resolve()))
        return sorted(folder.glob("*.parquet"))

    def rows(self, text: str) -> list[dict[str, Any]]:
        """The rows of a small answer."""
        return self._spark.sql(text).toArrow().to_pylist()


@contextmanager
def opened(engine: str) -> Iterator[Session]:
    """A session with the server of an engine's name; raises DualwatchError with what went wrong."""
    with _server(engine) as (host, port), warnings.catch_warnings():
        # Said of a server that does not answer, which the failure then says.
        warnings.filterwarnings("ignore", message=r"\[RETRIES_EXCEEDED\]")
        try:
            spark = SparkSession.builder.remote(f"sc://{host}:{port}").create()
        except (PySparkException, grpc.RpcError) as error:
            raise DualwatchError(f"{host}:{port} 上不是可用的 Sail 服务（{said(error)}）。{UNCHANGED}") from error
        try:
            # Told to, Sail refuses a division by zero in cases that are not taken, and in some where nothing is zero;
            # so a quotient is unknown there. What does not fit a type it refuses all the same.
            spark.conf.set("spark.sql.ansi.enabled", "false")
            spark.client.set_retry_policies([DefaultPolicy(max_retries=3, max_backoff=1000)])
            session = Session(spark)
            _agree(session)
            yield session
        except (PySparkException, grpc.RpcError) as error:
            raise DualwatchError(
                f"Sail 服务在建立新版本时出错或中断：{said(error)}。{UNCHANGED}请检查服务的日志和内存，再载入一次。"
            ) from error
        finally:
            spark.client.close()


def _as(column: Column, kind: str) -> Column:
    return column if kind == AS_IT_IS else column.cast(kind)


def said(error: Exception) -> str:
    """The first line of what a server said."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:300]


def _agree(session: Session) -> None:
    """Raises DualwatchError for a server that counts otherwise than the versions this program was proved with."""
    text = ", ".join(f"cast({asked} as string)" for asked, _ in AGREED)
    try:
        (answers,) = session.rows(f"select {text}")
    except PySparkException as error:
        raise _wrong_version(said(error)) from error
    for (asked, expected), answer in zip(AGREED, answers.values(), strict=True):
        if answer != expected:
            raise _wrong_version(f"{asked} 得 {answer}，应为 {expected}")


def _wrong_version(why: str) -> DualwatchError:
    return DualwatchError(
        f"Sail 服务的版本不合（{why}）。{UNCHANGED}请用 requirements-sail.txt 里的 pysail 版本启动服务。"
    )


@contextmanager
def _server(engine: str) -> Iterator[tuple[str, int]]:
    running = address(engine)
    if running is None:
        with _own_server() as started:
            yield started
        return
    where = f"{running[0]}:{running[1]}"
    with grpc.insecure_channel(where) as channel:
        try:
            grpc.channel_ready_future(channel).result(SECONDS_TO_ANSWER)
        except grpc.FutureTimeoutError as error:
            raise DualwatchError(
                f"{SECONDS_TO_ANSWER} 秒内连不上 Sail 服务 {where}。{UNCHANGED}请先启动服务，或改用 --engine local。"
            ) from error
    yield running


@contextmanager
def _own_server() -> Iterator[tuple[str, int]]:
    os.environ.setdefault("RUST_LOG", "error")
    from pysail.spark import SparkConnectServer

    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    try:
        yield server.listening_address
    finally:
        server.stop()
