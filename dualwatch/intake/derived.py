"""Columns that intake adds: targets and actuals read, pinyin initials, budgets and departments filled in."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pypinyin import Style, lazy_pinyin, pinyin

from dualwatch import targets
from dualwatch.schema import ACTUAL_COLUMNS, FORM_TABLES, TARGET_COLUMNS

Columns = dict[str, pa.Array]


def distinct_rows(
    columns: list[pa.Array], read: Callable[..., tuple[Any, ...]], outputs: tuple[tuple[str, pa.DataType], ...]
) -> Columns:
    """Call `read` once for each distinct combination of texts and spread its answers over the rows."""
    if len(columns) == 1:
        encoded = columns[0].dictionary_encode("encode")
        places, answers = encoded.indices, [read(text) for text in encoded.dictionary.to_pylist()]
    else:
        places, answers = _read_combinations(columns, read)
    listed = list(zip(*answers, strict=True)) or [()] * len(outputs)
    return {
        name: pa.array(values, arrow_type).take(places)
        for (name, arrow_type), values in zip(outputs, listed, strict=True)
    }


def _read_combinations(
    columns: list[pa.Array], read: Callable[..., tuple[Any, ...]]
) -> tuple[pa.Array, list[tuple[Any, ...]]]:
    """The number of each row's combination of texts, and the answer to each combination."""
    places = _numbered(columns)
    firsts = pa.array(np.flatnonzero(~pd.Series(places).duplicated().to_numpy()))
    answers = [read(*row) for row in zip(*(column.take(firsts).to_pylist() for column in columns), strict=True)]
    return pa.array(places), answers


def _numbered(columns: list[pa.Array]) -> np.ndarray:
    """The number of each row's combination of texts, in the order in which they first appear."""
    places = np.zeros(len(columns[0]), dtype=np.int64)
    for column in columns:
        encoded = column.dictionary_encode("encode")
        texts = encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        places, _ = pd.factorize(places * len(encoded.dictionary) + texts)
    return places


def read_targets(columns: Columns) -> Columns:
    """The derived columns of indicators."""
    names = ("target", "sign", "unit", "level3", "direction", "accumulation")
    return distinct_rows([columns[name] for name in names], _read_target, TARGET_COLUMNS)


def _read_target(
    target: str, sign: str | None, unit: str | None, name: str | None, direction: str | None, stated: str | None
) -> tuple[Any, ...]:
    reading = targets.read(target, sign, unit, name, direction)
    accumulation, guessed = targets.accumulation(stated, reading, name)
    base_unit, factor = targets.base_unit(reading.unit)
    answers = {
        "kind": reading.kind,
        "sign_read": reading.sign_read,
        "value": reading.value,
        "upper": reading.upper,
        "unit_read": reading.unit or None,
        "direction_read": reading.direction,
        "direction_guessed": reading.direction_guessed,
        "accumulation_read": accumulation,
        "accumulation_guessed": guessed,
        "base_unit": base_unit or None,
        "unit_factor": factor,
        "target_level": reading.level,
        "target_date": reading.date,
    }
    return tuple(answers[column] for column, _ in TARGET_COLUMNS)


def read_actuals(columns: Columns) -> Columns:
    """The derived columns of observations."""
    return distinct_rows([columns["actual"]], _read_actual, ACTUAL_COLUMNS)


def _read_actual(actual: str | None) -> tuple[Any, ...]:
    reading = targets.read(actual or "")
    base_unit, factor = targets.base_unit(reading.unit)
    answers = {
        "actual_kind": reading.kind,
        "actual_value": reading.value,
        "actual_upper": reading.upper,
        "actual_unit": reading.unit or None,
        "actual_base_unit": base_unit or None,
        "actual_unit_factor": factor,
        "actual_level": reading.level,
        "actual_signed": bool(reading.sign_read),
        "actual_blank": reading.kind == "blank",
        "actual_date": reading.date,
    }
    return tuple(answers[column] for column, _ in ACTUAL_COLUMNS)


def initials(name: str | None) -> str | None:
    """Pinyin initials of a project name, lower case: 农村公路养护 → ncglyh."""
    if name is None:
        return None
    letters = name.translate(_LETTERS)
    if _UNSURE in letters:
        letters = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
        letters = "".join(letter for letter in letters if letter.isalnum())
    return letters.lower()


class _Letters(dict[int, str]):
    """The initial of every character met, nothing for marks; a sign of its own where the phrase decides."""

    def __missing__(self, character: int) -> str:
        self[character] = _initial(chr(character))
        return self[character]


def _initial(character: str) -> str:
    readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)
    letters = set(readings[0]) if readings else {character}
    letter = letters.pop() if len(letters) == 1 else _UNSURE
    return letter if letter == _UNSURE or letter.isalnum() else ""


_UNSURE = "\0"
_LETTERS = _Letters()


def complete_projects(columns: Columns, stated_level: str | None, of_form: bool) -> tuple[Columns, dict[str, int]]:
    """Projects with their blanks filled as the import format says, and how many of each kind.

    What a form leaves blank (`of_form`) stays blank but for the level: the project may stand in
    another file, which is not to be covered by a guess. The counts are `adjusted` (initial budget
    taken), `book` (一般公共预算 taken), `level` (stated at the load).
    """
    filled = dict(columns)
    adjusted, initial = columns["adjusted_budget"], columns["initial_budget"]
    if not of_form:
        filled["adjusted_budget"] = pc.coalesce(adjusted, initial)
        filled["budget_book"] = pc.fill_null(columns["budget_book"], "一般公共预算")
        filled["dept_code"] = pc.coalesce(columns["dept_code"], columns["dept_name"])
    unstated = pc.is_null(columns["secret_level"])
    if stated_level:
        filled["secret_level"] = pc.fill_null(columns["secret_level"], stated_level)
    filled["secret_stated"] = unstated if stated_level else pa.array([False] * len(unstated))
    filled |= distinct_rows([columns["pro_name"]], lambda name: (initials(name),), (("pro_initials", pa.string()),))
    counts = {} if of_form else {
        "adjusted": int(pc.sum(pc.and_(pc.is_null(adjusted), pc.is_valid(initial))).as_py() or 0),
        "book": columns["budget_book"].null_count,
    }  # fmt: skip
    return filled, counts | {"level": int(pc.sum(unstated).as_py() or 0) if stated_level else 0}


def derive(
    table: str, columns: Columns, stated_level: str | None, form_month: int | None = None
) -> tuple[Columns, dict[str, int]]:
    """All columns of a table, derived ones included, with the counts of what was filled in."""
    if table in FORM_TABLES:
        length = len(columns["pro_code"])
        columns = columns | {"form_month": pa.array([form_month] * length, pa.int32())}
    if table == "projects":
        return complete_projects(columns, stated_level, form_month is not None)
    if table == "indicators":
        return columns | read_targets(columns), {}
    if table == "observations":
        return columns | read_actuals(columns), {}
    return columns, {}
