"""A seeded province of N projects as one batch: skewed counties and departments, refunds, missing reports."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dualwatch.batches import MANIFEST
from dualwatch.intake.derived import read_actuals, read_targets
from dualwatch.schema import BUDGET_BOOKS, TABLES, arrow_schema

COUNTIES = 120
DEPARTMENTS = 60
CHUNK = 100_000
ROUNDS = (3, 6, 9, 12)
CATEGORIES = ("特定目标类", "其他运转类", "人员类", "公用经费类")
INDICATORS = (
    ("产出指标", "数量指标", "完成数量", "≥{}个", "{}", 50),
    ("效益指标", "社会效益指标", "群众受益率", "≥{}%", "{}%", 30),
    ("满意度指标", "服务对象满意度", "服务对象满意度", "≥{}%", "{}%", 20),
)
NO_REPORT = 0.03
REFUND = 0.01


@dataclass(frozen=True)
class Year:
    """What is generated: how many projects, which fiscal year, which of its months and the seed.

    From a month after the first on there are no projects and targets: the year's earlier batch holds them.
    A month's figures are the same whatever months are generated beside it.
    """

    projects: int
    fiscal_year: int = 2026
    first_month: int = 1
    last_month: int = 12
    seed: int = 135


def write_batch(root: Path, year: Year, number: int = 1) -> Path:
    """Writes the batch folder of a year; rows come in chunks, so that memory does not grow with N."""
    folder = root / f"{number:06d}-bench{year.fiscal_year}{year.last_month:02d}"
    folder.mkdir(parents=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for start in range(0, year.projects, CHUNK):
        for name, table in _chunk(year, start, min(start + CHUNK, year.projects)):
            numbered = table.append_column("batch_number", pa.array(np.full(table.num_rows, number, np.int32)))
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", numbered.schema, compression="zstd")
            writers[name].write_table(numbered)
    for writer in writers.values():
        writer.close()
    (folder / MANIFEST).write_text(json.dumps(_manifest(year), ensure_ascii=False), encoding="utf-8")
    return folder


def _manifest(year: Year) -> dict[str, Any]:
    return {
        "demo": False,
        "sources": {f"bench-{year.fiscal_year}-{year.last_month}.parquet": f"{year.seed:064x}"},
        "operator": "bench",
        "loaded_at": f"{year.fiscal_year}-12-31T00:00:00",
        "coverage": {"mode": "all", "departments": []},
        "stated_secrecy": None,
        "mapping": None,
        "controls": [],
        "problems": [],
    }


def _chunk(year: Year, start: int, stop: int) -> Iterator[tuple[str, pa.Table]]:
    random = np.random.default_rng([year.seed, year.fiscal_year, start])
    count = stop - start
    keys = _keys(random, year, start, count)
    budgets = np.round(np.exp(random.normal(13.2, 1.6, count)), 2)
    pace = np.clip(random.beta(14, 1.4, count), 0.02, 1.0)
    projects = _projects(random, year, keys, budgets, start)
    yield "execution", _execution(random, year, keys, budgets, pace)
    indicators, targets = _indicators(random, keys)
    yield "observations", _observations(random, year, keys, targets, pace)
    if year.first_month == 1:
        yield "projects", projects
        yield "indicators", indicators


def _keys(random: np.random.Generator, year: Year, start: int, count: int) -> dict[str, np.ndarray]:
    county = np.minimum(random.zipf(1.35, count) - 1, COUNTIES - 1)
    department = np.minimum(random.zipf(1.25, count) - 1, DEPARTMENTS - 1)
    codes = np.array([f"33{index // 12 + 1:02d}{index % 12 + 1:02d}000" for index in range(COUNTIES)])
    departments = np.array([f"{index + 101}" for index in range(DEPARTMENTS)])
    serial = np.arange(start, start + count)
    return {
        "fiscal_year": np.full(count, year.fiscal_year, np.int32),
        "mof_div_code": codes[county],
        "dept_code": departments[department],
        "pro_code": np.char.add("P", np.char.zfill(serial.astype(str), 9)),
        "county": county,
        "department": department,
    }


def _wanted(year: Year, months: np.ndarray) -> np.ndarray:
    return (months >= year.first_month) & (months <= year.last_month)


def _table(name: str, columns: dict[str, Any]) -> pa.Table:
    """A canonical table; columns not given are blank, and the source is the bench's own file."""
    schema = arrow_schema(TABLES[name])
    count = len(columns["fiscal_year"])
    columns |= {
        "source_file": pa.array(["bench.parquet"]).take(pa.array(np.zeros(count, np.int32))),
        "source_row": pa.array(np.arange(1, count + 1, dtype=np.int32)),
    }
    arrays = [_typed(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
              for field in schema]  # fmt: skip
    return pa.Table.from_arrays(arrays, schema=schema)


def _typed(values: Any, kind: pa.DataType) -> pa.Array:
    if pa.types.is_decimal(kind) and isinstance(values, np.ndarray):
        return pa.array(np.round(values, 2)).cast(pa.decimal128(kind.precision, kind.scale), safe=False)
    array = values if isinstance(values, pa.Array) else pa.array(values)
    return array.cast(kind)


def _projects(
    random: np.random.Generator, year: Year, keys: dict[str, np.ndarray], budgets: np.ndarray, start: int
) -> pa.Table:
    count = len(budgets)
    pick = lambda options, odds: np.array(options)[random.choice(len(options), count, p=odds)]  # noqa: E731
    names = np.char.add(np.array(["道路养护", "教育补助", "水利维修", "信息系统", "医疗救助"])[keys["department"] % 5],
                        np.arange(start, start + count).astype(str))  # fmt: skip
    return _table("projects", {
        **{key: keys[key] for key in ("fiscal_year", "mof_div_code", "dept_code", "pro_code")},
        "mof_div_name": np.char.add("县", (keys["county"] + 1).astype(str)),
        "dept_name": np.char.add("部门", (keys["department"] + 1).astype(str)),
        "agency_code": np.char.add(keys["dept_code"], "001"),
        "agency_name": np.char.add("单位", (keys["department"] + 1).astype(str)),
        "pro_name": names,
        "pro_initials": np.char.add("dlyh", np.arange(start, start + count).astype(str)),
        "pro_category": pick(CATEGORIES, (0.55, 0.25, 0.15, 0.05)),
        "budget_book": pick(BUDGET_BOOKS, (0.85, 0.1, 0.03, 0.02)),
        "initial_budget": budgets,
        "adjusted_budget": budgets,
        "is_key": random.random(count) < 0.03,
        "secret_level": pick(("非涉密", "涉密"), (0.98, 0.02)),
        "secret_stated": np.zeros(count, bool),
        "added_in_year": random.random(count) < 0.05,
    })  # fmt: skip


def _execution(
    random: np.random.Generator, year: Year, keys: dict[str, np.ndarray], budgets: np.ndarray, pace: np.ndarray
) -> pa.Table:
    count = len(budgets)
    weights = random.gamma(8.0, 1.0, (count, 12))
    paid = np.round(budgets[:, None] * pace[:, None] * weights / weights.sum(axis=1, keepdims=True), 2)
    refunded = random.random(paid.shape) < REFUND
    paid = np.where(refunded, -np.round(paid / 3, 2), paid)
    reported = random.random(paid.shape) >= NO_REPORT
    place, month = np.nonzero(reported & _wanted(year, np.arange(1, 13)))
    return _table("execution", {
        **{key: keys[key][place] for key in ("fiscal_year", "mof_div_code", "pro_code")},
        "month": (month + 1).astype(np.int32),
        "paid": paid[place, month],
    })  # fmt: skip


def _indicators(random: np.random.Generator, keys: dict[str, np.ndarray]) -> tuple[pa.Table, np.ndarray]:
    count = len(keys["pro_code"])
    targets = np.stack([random.integers(1, 40, count) * 5, random.integers(14, 20, count) * 5,
                        np.where(random.random(count) < 0.1, 90, 95)], axis=1)  # fmt: skip
    place = np.repeat(np.arange(count), len(INDICATORS))
    which = np.tile(np.arange(len(INDICATORS)), count)
    written = [[pattern[3].format(number) for number in range(201)] for pattern in INDICATORS]
    texts = np.array(written)[which, targets.ravel()]
    columns = {
        **{key: keys[key][place] for key in ("fiscal_year", "mof_div_code", "pro_code")},
        "indicator_no": (which + 1).astype(str),
        "level1": np.array([pattern[0] for pattern in INDICATORS])[which],
        "level2": np.array([pattern[1] for pattern in INDICATORS])[which],
        "level3": np.array([pattern[2] for pattern in INDICATORS])[which],
        "target": texts,
        "weight": np.array([pattern[5] for pattern in INDICATORS], float)[which],
    }
    blank = pa.nulls(len(place), pa.string())
    known = {name: pa.array(columns[name]) if name in columns else blank
             for name in ("target", "sign", "unit", "level3", "direction", "accumulation")}  # fmt: skip
    return _table("indicators", columns | read_targets(known)), targets


def _observations(
    random: np.random.Generator, year: Year, keys: dict[str, np.ndarray], targets: np.ndarray, pace: np.ndarray
) -> pa.Table:
    rounds = np.array(ROUNDS, np.int32)
    count = len(pace)
    done = np.clip(pace[:, None, None] + 0.06 + random.normal(0, 0.08, (count, len(rounds), len(INDICATORS))), 0, 1.4)
    done[:, :, 2] = np.clip(random.normal(1.03, 0.02, done.shape[:2]), 0, 1.06)
    share = np.where(np.arange(len(INDICATORS)) == 0, rounds[:, None] / 12, 1.0)
    values = np.minimum(np.floor(targets[:, None, :] * done * share), 300).astype(int)
    reported = random.random(values.shape) >= NO_REPORT
    place, nth, which = np.nonzero(reported & _wanted(year, rounds)[None, :, None])
    written = np.array([[pattern[4].format(number) for number in range(301)] for pattern in INDICATORS])
    columns = {
        **{key: keys[key][place] for key in ("fiscal_year", "mof_div_code", "pro_code")},
        "indicator_no": (which + 1).astype(str),
        "month": rounds[nth],
        "actual": written[which, values[place, nth, which]],
    }
    return _table("observations", columns | read_actuals({"actual": pa.array(columns["actual"])}))
