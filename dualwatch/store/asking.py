"""Asks versions: one named question of one version, or of two side by side."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from dualwatch import catalogue
from dualwatch.access import OPERATOR
from dualwatch.candidates import Prepared
from dualwatch.catalogue import Question
from dualwatch.model import DualwatchError, Scope
from dualwatch.parameters import complete
from dualwatch.releases import Files, Releases, Unreadable, Version
from dualwatch.store import engine
from dualwatch.store.digests import digest_of

if TYPE_CHECKING:
    import pyarrow as pa

Answer = TypeVar("Answer")
Answering = Callable[[duckdb.DuckDBPyConnection, Question, dict[str, Any]], Answer]
Comparing = Callable[[str, dict[str, Any]], "pa.Table"]


class Incomparable(DualwatchError):
    """Two versions of which one was built by a program so much older that they have not the same columns."""


class Readable(Releases):
    """A releases folder that answers questions."""

    def ask(
        self, name: str, params: dict[str, Any] | None = None, scope: Scope = OPERATOR, version: str | None = None
    ) -> "pa.Table":
        """The answer of one named question under a scope: an Arrow table, money DECIMAL 元, rates ppm.

        Absent parameters take their defaults (latest year and month, empty lists). Raises
        DualwatchError for an unknown question, parameter, year or project, and for an empty store.
        """
        return self._answered(engine.run, name, params, scope, version)

    def rows(
        self, name: str, params: dict[str, Any] | None = None, scope: Scope = OPERATOR, version: str | None = None
    ) -> list[dict[str, Any]]:
        """The same answer as `ask` gives, as rows by column name, for who reads few of them."""
        return self._answered(engine.rows, name, params, scope, version)

    def damaged(self, version: Version) -> list[Path]:
        """Those files of a version that are missing, cut short or not to be opened."""
        return engine.damaged(self.files(version))

    def _answered(
        self, answering: Answering[Answer], name: str, params: dict[str, Any] | None, scope: Scope, version: str | None
    ) -> Answer:
        try:
            with self.asking(name, params or {}, scope, version) as (cursor, stated):
                return answering(cursor, catalogue.question(name), stated)
        except engine.UNKNOWN_HERE as error:
            asked = self._version_asked(version)
            if asked.name.endswith(digest_of(self.batches_of(asked))):
                raise
            raise Unreadable(
                f"版本 {asked.name} 由旧程序建立，答不了这个问题。"
                "运行 python -m dualwatch rebuild，用现在的程序重建现用版本。"
            ) from error

    @contextmanager
    def asking(
        self, name: str, params: dict[str, Any], scope: Scope = OPERATOR, version: str | None = None
    ) -> Iterator[tuple[duckdb.DuckDBPyConnection, dict[str, Any]]]:
        """What a question is answered with: a cursor on the files it is about, and all its parameters, settled."""
        asked, files = catalogue.question(name), self.files(self._version_asked(version))
        with engine.whole(files):
            stated = complete(engine.settler(files, scope), asked, params)
            with engine.reading(files, scope, _year(asked, stated)) as cursor:
                yield cursor, stated

    @contextmanager
    def comparing(self, before: str | None, after: Prepared | str, scope: Scope = OPERATOR) -> Iterator[Comparing]:
        """What asks comparison questions of `after` (prepared, or a version's name) against version `before`.

        Without a `before` everything in `after` is new. What is asked raises WrongUsage for an unknown
        question and Incomparable where one version lacks what the question names.
        """
        later = self.files(after if isinstance(after, Prepared) else self.version(after))
        with (
            self._earlier(before) as earlier,
            engine.whole(earlier),
            engine.side_by_side(later, earlier, scope) as cursor,
        ):

            def ask(name: str, params: dict[str, Any]) -> "pa.Table":
                asked = catalogue.comparison(name)
                try:
                    return engine.run(cursor, asked, complete(engine.runner(cursor), asked, params))
                except engine.UNKNOWN_HERE as error:
                    raise Incomparable("现用版本由旧程序建立，不能逐项对照；发布后即可对照。") from error

            yield ask

    @contextmanager
    def _earlier(self, before: str | None) -> Iterator[Files]:
        """The files of a version, or of an empty one made for as long as the block lasts."""
        if before is not None:
            yield self.files(self.version(before))
            return
        from dualwatch.store.assembling import build

        with TemporaryDirectory() as folder:
            yield build(Path(folder), []).files

    def _version_asked(self, version: str | None) -> Version:
        chosen = self.version(version) if version else self.current()
        if chosen is None:
            raise DualwatchError(
                "还没有数据。运行 python -m dualwatch sample 生成演示数据，或用 python -m dualwatch load 文件 载入。"
            )
        return chosen


def _year(asked: Question, stated: dict[str, Any]) -> str:
    """The one fiscal year that a question is about, empty where its header says that it looks at all."""
    if asked.field("years") == "all":
        return ""
    if "project" in asked.parameters:
        return str(stated["project"].split("-")[0])
    return str(stated["year"]) if "year" in asked.parameters else ""
