"""Mapping files: tables of another shape, described and not programmed."""

from decimal import Decimal
from pathlib import Path

import pytest

from dualwatch import intake
from dualwatch.intake.mapping_files import load_mapping, mapping_files
from dualwatch.model import Coverage, DualwatchError, Level
from tests.intake.files import assert_balanced, records, told, write_csv, write_workbook

PUBLISHED = Path(__file__).parents[1] / "data" / "published"
HEAD = 'name = "试"\ntitle = "试"\n'
KEYS = 'fiscal_year = "年"\npro_code = "项"\n'
PAYMENTS = HEAD + '[[sources]]\nname = "付"\nunit = "元"\n'


def mapping(folder: Path, text: str) -> Path:
    path = folder / "m.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("path", mapping_files(), ids=lambda path: path.stem)
def test_shipped_mappings_are_well_written(path: Path) -> None:
    described = load_mapping(path)
    assert described.name == path.stem
    assert described.title and described.origin


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name = ", "TOML"),
        (HEAD, "sources：缺少这个键"),
        (HEAD + '[[sources]]\nname = "a"\ncolour = 1\ntables = []\n', "colour：不认识这个键"),
        (HEAD + '[[sources]]\nname = "a"\nunit = "两"\ntables = []\n', "不认识金额单位“两”"),
        (PAYMENTS + '[[sources.tables]]\ntable = "钱"\n', "没有“钱”这张表"),
        (PAYMENTS + '[[sources.tables]]\ntable = "execution"\nconstants = { "额" = 1 }\n', "没有字段“额”"),
        (PAYMENTS + 'add = { a = { constant = "1", build = ["b"] } }\ntables = []\n', "只能写一种"),
    ],
)
def test_a_badly_written_mapping_is_a_sentence(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DualwatchError, match=words):
        load_mapping(mapping(tmp_path, text))


def test_months_side_by_side_with_constants_lookup_and_rows_left_out(tmp_path: Path) -> None:
    (tmp_path / "区划.csv").write_text("名,码\n文登区,371003000\n", "utf-8")
    text = (
        PAYMENTS
        + """
header_row = 3
leave_out = [
    { column = "项", values = ["合计"], reason = "合计行" },
    { column = "项", pattern = "^旧", reason = "旧项目" },
]
[sources.add]
region = { lookup = { column = "区", file = "区划.csv", key = "名", value = "码" } }
[[sources.tables]]
table = "execution"
[sources.tables.columns]
pro_code = "项"
mof_div_code = "region"
[sources.tables.constants]
fiscal_year = 2025
[sources.tables.wide]
field = "paid_to_date"
months = { "1月" = 1, "2月" = 2 }
"""
    )
    rows = [
        ["支付表"],
        [],
        ["区", "项", "1月", "2月"],
        ["文登区", "001", "1,000", "2000"],
        ["文登区", "002", "", "7"],
        ["文登区", "旧1", "9", "9"],
        ["", "合计", "1000", "2007"],
        ["北京", "003", "", "1"],
    ]
    result = intake.read(write_csv(tmp_path / "付.csv", rows), mapping=mapping(tmp_path, text))
    assert records(result, "execution", "pro_code", "month", "paid_to_date", "source_row") == [
        ("001", 1, Decimal(1000), 4),
        ("001", 2, Decimal(2000), 4),
        ("002", 2, Decimal(7), 5),
    ]
    (problem,) = told(result, Level.REJECTED)
    assert (problem.row, problem.column, problem.cell) == (8, "区", "A8")
    assert "对照不出“财政区划”的有：北京" in told(result, Level.WARNING)[0].reason
    assert [problem.reason[:3] for problem in told(result, Level.NOTICE)] == ["合计行", "旧项目"]
    assert_balanced(result)


def test_a_month_column_that_the_file_lacks_is_told(tmp_path: Path) -> None:
    text = (
        PAYMENTS
        + '[[sources.tables]]\ntable = "execution"\n[sources.tables.columns]\n'
        + KEYS
        + 'mof_div_code = "区"\n[sources.tables.wide]\nfield = "paid"\nmonths = { "一月" = 1, "二月" = 2 }\n'
    )
    path = write_csv(tmp_path / "付.csv", [["年", "区", "项", "一月份", "二月"], ["2025", "371003000", "1", "5", "6"]])
    result = intake.read(path, mapping=mapping(tmp_path, text))
    assert records(result, "execution", "month", "paid") == [(2, Decimal(6))]
    assert any("没有映射所说的列“一月”" in problem.reason for problem in told(result, Level.NOTICE))


def test_money_with_its_unit_in_a_column_or_in_the_cell(tmp_path: Path) -> None:
    columns = f'[sources.tables.columns]\n{KEYS}mof_div_code = "区"\nmonth = "月"\npaid = "额"\n'
    by_column = HEAD + '[[sources]]\nname = "付"\nunit_column = "位"\n[[sources.tables]]\ntable = "execution"\n'
    header = ["年", "区", "项", "月", "额", "位"]
    rows = [
        [2025, 371003000, "1", 1, "5", "万元"],
        [2025, 371003000, "2", 1, "5", ""],
        [2025, 371003000, "3", 1, "5", "元"],
    ]
    path = write_workbook(tmp_path / "a.xlsx", {"S": [header, *rows]})
    result = intake.read(path, mapping=mapping(tmp_path, by_column + columns))
    assert records(result, "execution", "pro_code", "paid") == [("1", Decimal(50_000)), ("3", Decimal(5))]
    assert "单位" in told(result, Level.REJECTED)[0].reason
    in_cell = HEAD + '[[sources]]\nname = "付"\nunit = "cell"\n[[sources.tables]]\ntable = "execution"\n'
    rows = [[2025, 371003000, "1", 1, "3359.62万", ""], [2025, 371003000, "2", 1, "7元", ""]]
    path = write_workbook(tmp_path / "b.xlsx", {"S": [header, *rows]})
    result = intake.read(path, mapping=mapping(tmp_path, in_cell + columns))
    assert records(result, "execution", "paid") == [(Decimal(33_596_200),), (Decimal(7),)]


def test_a_key_built_from_columns_is_marked_and_translations_apply(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
coverage = "all"
[[sources]]
name = "项目"
unit = "万元"
[sources.add]
made = { build = ["部门", "序号"] }
book = { translate = { column = "预算", values = { "基金" = "政府性基金预算" } } }
[[sources.tables]]
table = "projects"
columns = { pro_code = "made", dept_name = "部门", pro_name = "名称", budget_book = "book", initial_budget = "额" }
constants = { fiscal_year = 2025, mof_div_code = "371003000" }
"""
    )
    rows = [["部门", "序号", "名称", "预算", "额"], ["教育局", "7", "食堂", "基金", "1"]]
    result = intake.read(write_csv(tmp_path / "a.csv", rows), mapping=mapping(tmp_path, text))
    assert records(result, "projects", "pro_code", "budget_book", "initial_budget") == [
        ("自编-教育局-7", "政府性基金预算", Decimal(10_000))
    ]
    assert result.coverage == Coverage("all")
    assert any("自编" in problem.reason for problem in told(result, Level.NOTICE))


def test_rows_of_one_key_add_up_and_what_differs_is_told(tmp_path: Path) -> None:
    text = (
        HEAD
        + f"""
[[sources]]
name = "项目"
unit = "元"
[[sources.tables]]
table = "projects"
money = "sum"
constants = {{ mof_div_code = "371003000" }}
[sources.tables.columns]
{KEYS}dept_name = "部门"
pro_name = "名"
initial_budget = "初"
adjusted_budget = "全"
"""
    )
    rows = [
        ["年", "项", "部门", "名", "初", "全"],
        ["2025", "1", "甲", "路", "5", "10"],
        ["2025", "1", "乙", "路", "5", "30"],
        ["2025", "1", "甲", "路", "5", ""],
        ["2025", "2", "甲", "桥", "8", ""],
        ["2025", "1", "甲", "路", "x", "1"],
    ]
    result = intake.read(write_csv(tmp_path / "a.csv", rows), mapping=mapping(tmp_path, text))
    assert records(result, "projects", "pro_code", "dept_name", "initial_budget", "adjusted_budget", "source_row") == [
        ("1", "乙", Decimal(15), Decimal(40), 3),
        ("2", "甲", Decimal(8), Decimal(8), 5),
    ]
    assert "“甲”" in told(result, Level.WARNING)[0].reason
    control = result.controls[0]
    assert (control.rows_received, control.rows_stored, control.rows_rejected) == (5, 4, 1)
    assert (control.money_received, control.money_stored, control.money_rejected) == (49, 48, 1)


@pytest.mark.parametrize(
    ("values", "actuals"),
    [("own", ["0.5", "0.25", "0.5"]), ("increments", ["0.5", "0.75", "0.5"]), ("by_plan", ["0.5", "0.75", "0.5"])],
)
def test_quarters_as_they_are_added_up_or_by_the_plan(tmp_path: Path, values: str, actuals: list[str]) -> None:
    text = (
        HEAD
        + f"""
[[sources]]
name = "指标"
[[sources.tables]]
table = "observations"
constants = {{ mof_div_code = "371003000", indicator_no = "1" }}
columns = {{ fiscal_year = "年", pro_code = "项" }}
[sources.tables.wide]
field = "actual"
months = {{ a1 = 3, a2 = 6 }}
values = "{values}"
plan = ["p1", "p2"]
target = "t"
"""
    )
    rows = [["年", "项", "p1", "p2", "t", "a1", "a2"], ["2025", "1", "0.5", "0.5", "1", "0.5", "0.25"]]
    rows.append(["2025", "2", "1", "1", "1", "", "0.5"])
    result = intake.read(write_csv(tmp_path / "a.csv", rows), mapping=mapping(tmp_path, text))
    assert records(result, "observations", "pro_code", "month", "actual") == [
        ("1", 3, actuals[0]),
        ("1", 6, actuals[1]),
        ("2", 6, actuals[2]),
    ]


def test_files_that_no_source_describes(tmp_path: Path) -> None:
    text = (
        PAYMENTS
        + 'match = { file = "付*", columns = ["项"] }\n'
        + 'tables = [{ table = "execution", columns = { pro_code = "项" } }]\n'
    )
    described = mapping(tmp_path, 'ignore = ["说明.csv"]\n' + text)
    write_csv(tmp_path / "别的.csv", [["项"], ["1"]])
    write_csv(tmp_path / "说明.csv", [["说明"], ["2"]])
    result = intake.read([tmp_path / "别的.csv", tmp_path / "说明.csv"], mapping=described)
    assert [(problem.file, problem.level) for problem in result.problems] == [
        ("别的.csv", Level.REJECTED),
        ("说明.csv", Level.NOTICE),
    ]


def test_without_a_unit_the_mapped_file_is_refused(tmp_path: Path) -> None:
    text = (
        HEAD
        + '[[sources]]\nname = "付"\n[[sources.tables]]\ntable = "execution"\n'
        + (f'constants = {{ month = 1, mof_div_code = "371003000" }}\n[sources.tables.columns]\n{KEYS}paid = "额"\n')
    )
    path = write_csv(tmp_path / "a.csv", [["年", "项", "额"], ["2025", "1", "5"]])
    refused = intake.read(path, mapping=mapping(tmp_path, text))
    assert "金额单位" in told(refused, Level.REJECTED)[0].reason
    stated = intake.read(path, mapping=mapping(tmp_path, text), unit="万元")
    assert records(stated, "execution", "paid") == [(Decimal(50_000),)]
