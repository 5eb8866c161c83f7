"""Columns that intake adds: targets and actuals read, pinyin initials, budgets and departments filled in."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from pypinyin import Style, lazy_pinyin, pinyin

from dualwatch import targets
from dualwatch.schema import ACTUAL_COLUMNS, TARGET_COLUMNS

Columns = dict[str, pa.Array]


def distinct_rows(
    columns: list[pa.Array], read: Callable[..., tuple[Any, ...]], outputs: tuple[tuple[str, pa.DataType], ...]
) -> Columns:
    """Call `read` once for each distinct combination of texts and spread its answers over the rows."""
    names = [str(index) for index in range(len(columns))]
    keys = pa.table(columns, names=names)
    distinct = keys.group_by(names).aggregate([])
    answers = [read(*row.values()) for row in distinct.to_pylist()]
    places = _places(keys, distinct, names)
    listed = list(zip(*answers, strict=True)) or [()] * len(outputs)
    return {
        name: pa.array(values, arrow_type).take(places)
        for (name, arrow_type), values in zip(outputs, listed, strict=True)
    }


def _places(keys: pa.Table, distinct: pa.Table, names: list[str]) -> pa.Array:
    """Position in `distinct` of each row of `keys`."""
    numbers = {tuple(row.values()): index for index, row in enumerate(distinct.to_pylist())}
    rows = zip(*(keys[name].to_pylist() for name in names), strict=True)
    return pa.array([numbers[row] for row in rows], pa.int64())


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
    known = [_only_letter(character) for character in name]
    if None in known:
        known = list("".join(lazy_pinyin(name, style=Style.FIRST_LETTER)))
    return "".join(letter.lower() for letter in known if letter and letter.isalnum())


@lru_cache(maxsize=30_000)
def _only_letter(character: str) -> str | None:
    """The initial of a character that has one whatever stands beside it; None where the phrase decides."""
    readings = pinyin(character, style=Style.FIRST_LETTER, heteronym=True)
    letters = set(readings[0]) if readings else {character}
    return letters.pop() if len(letters) == 1 else None


def complete_projects(columns: Columns, stated_level: str | None) -> tuple[Columns, dict[str, int]]:
    """Projects with their blanks filled as the import format says, and how many of each kind.

    The counts are `adjusted` (initial budget taken), `book` (一般公共预算 taken), `level` (stated at the load).
    """
    filled = dict(columns)
    adjusted, initial = columns["adjusted_budget"], columns["initial_budget"]
    filled["adjusted_budget"] = pc.coalesce(adjusted, initial)
    filled["budget_book"] = pc.fill_null(columns["budget_book"], "一般公共预算")
    filled["dept_code"] = pc.coalesce(columns["dept_code"], columns["dept_name"])
    unstated = pc.is_null(columns["secret_level"])
    if stated_level:
        filled["secret_level"] = pc.fill_null(columns["secret_level"], stated_level)
    filled["secret_stated"] = unstated if stated_level else pa.array([False] * len(unstated))
    filled |= distinct_rows([columns["pro_name"]], lambda name: (initials(name),), (("pro_initials", pa.string()),))
    counts = {
        "adjusted": int(pc.sum(pc.and_(pc.is_null(adjusted), pc.is_valid(initial))).as_py() or 0),
        "book": columns["budget_book"].null_count,
        "level": int(pc.sum(unstated).as_py() or 0) if stated_level else 0,
    }
    return filled, counts


def derive(table: str, columns: Columns, stated_level: str | None) -> tuple[Columns, dict[str, int]]:
    """All columns of a table, derived ones included, with the counts of what was filled in."""
    if table == "projects":
        return complete_projects(columns, stated_level)
    if table == "indicators":
        return columns | read_targets(columns), {}
    if table == "observations":
        return columns | read_actuals(columns), {}
    return columns, {}
