"""What mappings can say: made columns, rows left out, units, what is never read."""

from decimal import Decimal
from pathlib import Path

import pytest

from dualwatch import intake
from dualwatch.model import DualwatchError, Intake, KnownProject, Level
from tests.intake.files import Rows, assert_balanced, records, told, write_csv

SAMPLES = Path(__file__).parents[2] / "data" / "sample"
REGION = "991001000"
CODE = "991001250000000000101"
PAY_HEADER = ["PAY_APP_ID", "XPAY_AMT", "CREATE_DATE", "PRO_CODE", "FUND_TYPE_CODE", "IS_DELETED"]
HEAD = 'name = "试"\ntitle = "试"\n[[sources]]\nname = "表"\n'
PAID = (
    '[[sources.tables]]\ntable = "execution"\ncolumns = { pro_code = "项", paid = "额" }\n'
    'constants = { fiscal_year = 2025, mof_div_code = "991001000", month = 6 }\n'
)


def described(folder: Path, text: str) -> Path:
    path = folder / "试.toml"
    path.write_text(text, "utf-8")
    return path


def payments(folder: Path, rows: Rows, **stated: object) -> Intake:
    """A payment export without year and region, read as whoever loads states."""
    return intake.read(write_csv(folder / "支付.csv", [PAY_HEADER, *rows]), **stated)


@pytest.mark.parametrize(
    ("written", "year", "month"),
    [
        ("2025-03-14", 2025, 3),
        ("2025/3/14", 2025, 3),
        ("2025年3月14日", 2025, 3),
        ("20250314", 2025, 3),
        ("20250314093100", 2025, 3),
        ("2025-03-14 09:31:00", 2025, 3),
        ("45730", 2025, 3),
    ],
)
def test_year_and_month_of_a_date_however_it_is_written(tmp_path: Path, written: str, year: int, month: int) -> None:
    read = payments(tmp_path, [["V1", "5", written, CODE, "11", "2"]], region=REGION)
    assert records(read, "execution", "fiscal_year", "mof_div_code", "month", "paid") == [
        (year, REGION, month, Decimal(5))
    ]


def test_what_is_no_date_is_refused_with_its_text_and_cell(tmp_path: Path) -> None:
    read = payments(tmp_path, [["V1", "5", "三月", CODE, "11", "2"]], region=REGION)
    (problem, *_) = told(read, Level.REJECTED)
    assert (problem.row, problem.column, problem.value, problem.cell) == (2, "CREATE_DATE", "三月", "C2")


def test_a_payment_takes_its_region_from_the_project_in_force(tmp_path: Path) -> None:
    known = {f"2025-{REGION}-{CODE}": KnownProject("农村公路养护"), f"2024-991002000-{CODE}": KnownProject("旧")}
    read = payments(tmp_path, [["V1", "5", "2025-03-14", CODE, "11", "2"]], known_projects=known)
    assert records(read, "execution", "mof_div_code", "pro_code") == [(REGION, CODE)]


def test_a_code_of_two_regions_in_one_year_is_not_guessed(tmp_path: Path) -> None:
    known = {f"2025-{REGION}-{CODE}": KnownProject(), f"2025-991002000-{CODE}": KnownProject()}
    read = payments(tmp_path, [["V1", "5", "2025-03-14", CODE, "11", "2"]], known_projects=known)
    assert not read.tables.get("execution")
    assert "对照不出“财政区划”的有" in told(read, Level.WARNING)[0].reason
    assert_balanced(read)


def test_a_payment_of_no_known_region_is_refused_with_what_to_do(tmp_path: Path) -> None:
    read = payments(tmp_path, [["V1", "5", "2025-03-14", CODE, "11", "2"]])
    assert {problem.reason for problem in told(read, Level.REJECTED)} == {"缺少“财政区划”：请补填。"}


def test_deleted_is_one_and_neither_two_nor_zero(tmp_path: Path) -> None:
    rows = [[f"V{flag}", flag, "2025-03-14", f"{CODE}{flag}", "11", flag] for flag in ("0", "1", "2")]
    read = payments(tmp_path, rows, region=REGION)
    assert [code[-1] for (code,) in records(read, "execution", "pro_code")] == ["0", "2"]


def test_persons_and_accounts_are_read_nowhere_and_named_once(tmp_path: Path) -> None:
    header = [*PAY_HEADER, "PAYEE_ACCT_NAME", "PAYEE_ACCT_NO", "PER_NAME", "PAY_ACCT_NO"]
    bad = ["V1", "五元", "2025-03-14", CODE, "11", "2", "某公司", "6222000000000001", "张三", "6222000000000002"]
    good = ["V2", "5", "2025-03-14", CODE, "11", "2", "某公司", "6222000000000001", "张三", "6222000000000002"]
    read = intake.read(write_csv(tmp_path / "支付.csv", [header, bad, good]), region=REGION)
    said = "\n".join(str(problem) for problem in read.problems)
    stored = str([table.to_pylist() for table in read.tables.values()])
    assert not [secret for secret in ("某公司", "6222", "张三") if secret in said + stored]
    told_of = [problem.reason for problem in told(read, Level.NOTICE) if "按规定不读取" in problem.reason]
    assert told_of == ["个人信息和账户列按规定不读取：PAYEE_ACCT_NAME、PAYEE_ACCT_NO、PER_NAME、PAY_ACCT_NO。"]


@pytest.mark.parametrize(
    "header", [["PAY_AMT", "XPAY_AMT", "IDEN_NO", "PER_NAME"], ["XPAY_AMT", "PRO_CODE", "IDEN_NO"]]
)
def test_payments_to_persons_are_refused_and_say_what_to_use(tmp_path: Path, header: list[str]) -> None:
    read = intake.read(write_csv(tmp_path / "a.csv", [header, ["5", "5", "110101199001011234"]]))
    (problem,) = told(read, Level.REJECTED)
    assert "请改用 PAY_VOUCHER" in problem.reason
    assert not read.tables
    assert "110101" not in str(read.problems)
    assert_balanced(read)


def test_a_mapping_may_not_name_personal_columns(tmp_path: Path) -> None:
    text = HEAD + PAID.replace('"额"', '"收款人"')
    with pytest.raises(DualwatchError, match="“收款人”是个人信息或账户，不能读取"):
        intake.read(write_csv(tmp_path / "a.csv", [["项"], ["1"]]), mapping=described(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (HEAD + 'add = { a = { first_of = ["a", "b"] } }\n' + PAID, "“a”不能由自己做成"),
        (HEAD + 'add = { a = { in_store = { give = "indicator_no", by = ["b"] } } }\n' + PAID, "要写 4 列"),
        (HEAD, "没有 tables 的来源要写 match.columns"),
        (HEAD + "header_rows = 4\n" + PAID, "header_rows"),
    ],
)
def test_more_slips_in_a_mapping_are_sentences(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DualwatchError, match=words):
        intake.read(write_csv(tmp_path / "a.csv", [["项"], ["1"]]), mapping=described(tmp_path, text))


def test_the_unit_in_a_header_counts_and_the_header_is_found_without_it(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["项", "额（万元）"], ["1", "5"]])
    read = intake.read(path, mapping=described(tmp_path, HEAD + 'usual_unit = "元"\n' + PAID))
    assert records(read, "execution", "paid") == [(Decimal(50_000),)]


def test_a_sheet_and_a_mapping_that_state_two_units_are_not_read(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", [["单位：万元", ""], ["项", "额"], ["1", "5"]])
    read = intake.read(path, mapping=described(tmp_path, HEAD + 'unit = "元"\n' + PAID))
    assert told(read, Level.REJECTED)[0].reason.startswith("“额”有两种金额单位（“万元”和“元”）")
    assert not read.tables


def test_a_key_with_several_values_in_the_other_sheet_gives_none(tmp_path: Path) -> None:
    header = ["FISCAL_YEAR", "MOF_DIV_CODE", "DEPT_CODE", "PRO_CODE", "PRO_NAME", "REPLY_AMT", "CUR_AMT"]
    goals = ["FISCAL_YEAR", "PRO_CODE", "KPI_TARGET"]
    write_csv(
        tmp_path / "项目.csv", [header, [2025, REGION, "101", CODE, "路", 1, 1], [2025, REGION, "101", "2", "桥", 1, 1]]
    )
    write_csv(tmp_path / "目标.csv", [goals, [2025, CODE, "甲"], [2025, CODE, "乙"], [2025, "2", "丙"]])
    read = intake.read(tmp_path)
    assert records(read, "projects", "pro_code", "goal_text") == [(CODE, None), ("2", "丙")]


def test_a_sheet_that_only_serves_others_does_not_come_alone(tmp_path: Path) -> None:
    read = intake.read(SAMPLES / "budget-system" / "PM_PERF_GOAL_INFO.csv")
    (problem,) = told(read, Level.REJECTED)
    assert problem.reason == "这张表（PM_PERF_GOAL_INFO）只能与 BGT_PM_ANNUAL 一起导入：请在一次导入里同时选上。"


def test_budgets_and_targets_are_those_of_the_last_month_monitored(tmp_path: Path) -> None:
    """Two rounds in one export: the budget is not added up over them, the target is the later one."""
    keys = ["pro_code", "pro_name", "taskstage", "agency_code", "fiscal_year", "mof_div_code"]
    june, august = (["B1", "路", month, "101001", "2025", REGION] for month in ("6", "8"))
    funds = [[*keys, "name", "amt1", "amt3", "amt4", "bgtget"]]
    funds += [
        [*june, "财政拨款", 100, 100, 40, ""],
        [*august, "财政拨款", 100, 120, 60, ""],
        [*august, "其他", 0, 5, 0, ""],
    ]
    index = [[*keys, "name", "code", "targetvalue", "indexval"]]
    index += [[*june, "里程", "11", "100", "40"], [*august, "里程", "11", "120", "70"]]
    write_csv(tmp_path / "资金.csv", funds)
    write_csv(tmp_path / "指标.csv", index)
    read = intake.read(tmp_path)
    assert records(read, "projects", "initial_budget", "adjusted_budget") == [(Decimal(100), Decimal(125))]
    assert records(read, "execution", "month", "paid_to_date") == [(6, Decimal(40)), (8, Decimal(60))]
    assert records(read, "indicators", "indicator_no", "target") == [("11", "120")]
    assert records(read, "observations", "month", "actual") == [(6, "40"), (8, "70")]
    assert not told(read, Level.REJECTED)
    assert_balanced(read)


def test_indicators_keep_the_number_that_the_store_has_for_their_name() -> None:
    known = {f"2025-{REGION}-2025B1": KnownProject("农村公路养护", indicators={"7": "养护 里程"})}
    read = intake.read(SAMPLES / "vendor-monitoring", known_projects=known)
    numbers = dict(records(read, "indicators", "level3", "indicator_no"))
    assert (numbers["养护里程"], numbers["养护合格率"]) == ("7", "1201")
