"""The only cached door to the store: a question's answer as a frame, as rows or as one row."""

from contextvars import ContextVar
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from dualwatch import access, catalogue
from dualwatch.model import Filters, Scope
from dualwatch.settings import settings
from dualwatch.store import Store

MOST_ANSWERS = 500


@dataclass(frozen=True)
class _Seen:
    """The store's folder and the version in force in it, None while nothing has been published."""

    folder: str
    version: str | None


_settled: ContextVar[_Seen | None] = ContextVar("settled", default=None)


def ask(question: str, filters: Filters | None = None, **params: Any) -> pd.DataFrame:
    """The answer of a question as a frame: money as Decimal, rates in ppm, unknown as missing."""
    return _kept(question, filters, params).frame.copy(deep=False)


def rows(question: str, filters: Filters | None = None, **params: Any) -> list[dict[str, Any]]:
    """The answer of a question as dictionaries, None where something is unknown."""
    return answer(question, filters, **params).to_pylist()


def row(question: str, filters: Filters | None = None, **params: Any) -> dict[str, Any]:
    """The only row of an answer; an empty answer is an empty dictionary."""
    found = rows(question, filters, **params)
    return found[0] if found else {}


def answer(question: str, filters: Filters | None = None, **params: Any) -> pa.Table:
    """The answer of a question as an Arrow table, cached for as long as the version stands."""
    return _kept(question, filters, params).table


class _Answer:
    """An answer as readers share it, with the frame that is made of it once; pandas copies it for who writes."""

    def __init__(self, table: pa.Table) -> None:
        self.table = table

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The answer as a frame, of which each reader takes a copy."""
        return self.table.to_pandas()


def _kept(question: str, filters: Filters | None, params: dict[str, Any]) -> _Answer:
    asked = catalogue.question(question)
    given = {**(asdict(filters) if filters else {}), **params}
    version = (filters.version if filters else None) or version_shown()
    bound = {name: _listed(given[name]) for name in asked.parameters if given.get(name) is not None}
    return _answer(repr((*_of(version), asked.sql, bound)), version, question, bound)


@st.cache_resource(show_spinner=False, max_entries=MOST_ANSWERS)
def _answer(identity: str, _version: str, _question: str, _bound: dict[str, Any]) -> _Answer:
    """An answer, kept by all that it depends on."""
    return _Answer(store().ask(_question, _bound, access.OPERATOR, version=_version))


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def settle() -> None:
    """Reads the store and its version in force for one run of the script: no page shows two versions side by side."""
    _settled.set(_read())


def shown() -> tuple[str, str, Scope]:
    """What every answer on the page depends on: store, version and scope."""
    return _of(version_shown())


def _of(version: str) -> tuple[str, str, Scope]:
    return _seen().folder, version, access.OPERATOR


def identity(filters: Filters) -> tuple[Any, ...]:
    """What the answers under some filters depend on: store, version, scope and every filter."""
    return *shown(), filters


def store() -> Store:
    """The store the dashboard reads: in DUALWATCH_STORE, else data/store."""
    return _open(_seen().folder)


def _seen() -> _Seen:
    return _settled.get() or _read()


def _read() -> _Seen:
    folder = str(settings().store)
    current = _open(folder).current()
    return _Seen(folder, current.name if current else None)


@st.cache_resource(max_entries=4, show_spinner=False)
def _open(folder: str) -> Store:
    return Store(Path(folder))


def is_empty() -> bool:
    """Whether nothing has been published yet."""
    return _seen().version is None


def asked_version() -> str | None:
    """The version that the URL names with ?version=; None for the one in force."""
    return st.query_params.get("version")


def version_shown() -> str:
    """The version whose answers the page shows: the one that the URL names, else the one in force."""
    return asked_version() or str(_seen().version)


def has_version() -> bool:
    """Whether the version that the URL names is kept here."""
    asked = asked_version()
    return asked is None or asked in {version.name for version in store().versions()}


def is_outdated() -> bool:
    """Whether the URL names another version than the one in force."""
    return asked_version() not in (None, _seen().version)


def store_state() -> dict[str, Any]:
    """What the published version speaks for, as context/header says it."""
    return row("context/header")
