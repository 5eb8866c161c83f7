"""Properties: any table written in any supported shape comes back equal; rows and money always balance."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from hypothesis import given, settings
from hypothesis import strategies as st

from dualwatch import intake
from dualwatch.intake.headers import UNITS
from dualwatch.model import Level
from tests.intake.files import assert_balanced, told, write_csv, write_workbook

FIELDS = ["fiscal_year", "mof_div_code", "pro_code", "pro_name", "dept_name", "initial_budget", "adjusted_budget"]
LABELS = ["预算年度", "财政区划", "项目编码", "项目名称", "主管部门", "年初预算数", "全年预算数"]
CODES = st.from_regex(r"[0-9A-Z]{1,22}", fullmatch=True)
NAMES = st.text("农村公路养护学校食堂改造一二三（）ABC123、", min_size=1, max_size=12)
CENTS = st.integers(-(10**13), 10**13)
MESS = st.sampled_from(["", "x", "1.5", "13", "0", "-", "3万", "合计", "1.23E+17", "371003000", "2025", "≥9", "001"])
SHAPES = st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "semicolon", "tab", "xlsx", "parquet"])


@st.composite
def project_tables(draw: st.DrawFn) -> list[tuple[Any, ...]]:
    """Rows of projects with distinct codes."""
    codes = draw(st.lists(CODES, min_size=1, max_size=6, unique=True))
    return [(2025, "371003000", code, draw(NAMES), draw(NAMES), draw(CENTS), draw(CENTS)) for code in codes]


def written(folder: Path, rows: list[tuple[Any, ...]], shape: str, unit: str) -> Path:
    """The rows as a file: money in `unit`, Chinese or standard headers."""
    texts = [[*map(str, row[:5]), *(f"{Decimal(cents) / 100 / UNITS[unit]:f}" for cents in row[5:])] for row in rows]
    header = [*LABELS[:5], *(f"{label}（{unit}）" for label in LABELS[5:])]
    if shape == "parquet":
        columns = dict(zip(header, map(list, zip(*texts, strict=True)), strict=True))
        pyarrow.parquet.write_table(pa.table(columns), folder / "项目.parquet")
        return folder / "项目.parquet"
    if shape == "xlsx":
        return write_workbook(folder / "项目.xlsx", {"项目": [header, *texts]})
    delimiter = {"semicolon": ";", "tab": "\t"}.get(shape, ",")
    encoding = shape if shape in ("utf-8", "utf-8-sig", "gb18030") else "utf-8"
    return write_csv(folder / "项目.csv", [["单位：元"], header, *texts], encoding, delimiter)


@settings(max_examples=60, deadline=None)
@given(rows=project_tables(), shape=SHAPES, unit=st.sampled_from(["元", "万元", "亿元"]))
def test_a_table_in_any_shape_comes_back_equal(rows: list[tuple[Any, ...]], shape: str, unit: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = intake.read(written(Path(folder), rows, shape, unit))
    table = result.tables["projects"]
    wanted = [(*row[:5], *(Decimal(cents) / 100 for cents in row[5:])) for row in rows]
    assert list(zip(*(table[name].to_pylist() for name in FIELDS), strict=True)) == wanted
    assert not told(result, Level.REJECTED)
    assert_balanced(result)


@settings(max_examples=80, deadline=None)
@given(
    projects=st.lists(st.tuples(*[MESS] * 7), max_size=8),
    payments=st.lists(st.tuples(*[MESS] * 5), max_size=8),
)
def test_whatever_stands_in_the_cells_rows_and_money_balance(
    projects: list[tuple[str, ...]], payments: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        write_csv(Path(folder) / "projects.csv", [FIELDS, *projects])
        write_csv(
            Path(folder) / "execution.csv", [["fiscal_year", "mof_div_code", "pro_code", "month", "paid"], *payments]
        )
        result = intake.read(folder)
    assert_balanced(result)
    for control in result.controls:
        stored = result.tables[control.table]
        assert control.rows_stored == stored.num_rows
    named = {(problem.file, problem.row) for problem in told(result, Level.REJECTED)}
    assert len(named) == result.rejected


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), suffix=st.sampled_from([".csv", ".xlsx", ".xls", ".ods", ".parquet", ".zip"]))
def test_no_bytes_make_it_fail(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        result = intake.read(path)
    assert all(problem.reason for problem in result.problems)
    assert told(result, Level.REJECTED) or result.tables
