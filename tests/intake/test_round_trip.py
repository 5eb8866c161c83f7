"""Properties: any table written in any supported shape comes back equal; rows and money always balance."""

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter.utility import xl_range

from dualwatch import intake
from dualwatch.intake.headers import UNITS
from dualwatch.model import Level
from tests.intake.files import assert_balanced, records, told, write_csv, write_workbook
from tests.intake.laid_out import CENTS, CODES, NAMES, Part, sheets

FIELDS = ["fiscal_year", "mof_div_code", "pro_code", "pro_name", "dept_name", "initial_budget", "adjusted_budget"]
LABELS = ["预算年度", "财政区划", "项目编码", "项目名称", "主管部门", "年初预算数", "全年预算数"]
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


def laid_out(folder: Path, sheet: Part, shape: str) -> Path:
    """A drawn sheet as a workbook with merged cells, or as text without."""
    if shape != "xlsx":
        return write_csv(folder / "汇总.csv", sheet.cells, shape)
    places = [xl_range(*one) for one in sheet.merged if one[:2] != one[2:]]
    return write_workbook(folder / "汇总.xlsx", {"Sheet1": sheet.cells}, places)


@settings(max_examples=120, deadline=None)
@given(sheet=sheets(), shape=st.sampled_from(["xlsx", "utf-8-sig", "gb18030", "utf-16"]))
def test_tables_in_any_layout_come_back_equal(sheet: Part, shape: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        result = intake.read(laid_out(Path(folder), sheet, shape))
    assert [str(problem) for problem in told(result, Level.REJECTED)] == []
    assert sorted(records(result, "projects", *FIELDS)) == sorted(sheet.projects)
    if sheet.payments:
        assert sorted(records(result, "execution", "pro_code", "month", "paid")) == sorted(sheet.payments)
    assert_balanced(result)


CELL = st.one_of(
    st.none(),
    MESS,
    st.sampled_from(
        [*LABELS, "年度", "区划代码", "月份", "1月", "本月支付（元）", "单位：万元", "合计", "注：无", "三级指标"]
    ),
    st.floats(-1e18, 1e18),
    st.booleans(),
    st.text(max_size=4),
)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(st.lists(CELL, max_size=9), max_size=14), shape=st.sampled_from(["xlsx", "csv"]))
def test_whatever_a_sheet_holds_nothing_fails_or_goes_missing(rows: list[list[Any]], shape: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"汇总.{shape}"
        if shape == "xlsx":
            write_workbook(path, {"Sheet1": rows})
        else:
            write_csv(path, rows, errors="replace")
        result = intake.read(path)
    assert result.problems or result.tables
    assert_balanced(result)
    for name, table in result.tables.items():
        assert sum(one.rows_stored for one in result.controls if one.table == name) == table.num_rows


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
