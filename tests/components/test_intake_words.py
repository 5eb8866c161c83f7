"""Words and figures of 数据导入, decided by hand."""

from decimal import Decimal

import pytest

from components import intake_words

CONTROL = {"file": "支付.xlsx", "table": "execution", "rows_received": 12, "rows_stored": 10, "rows_rejected": 2,
           "money_received": "1200000.00", "money_stored": "1000000.00", "money_rejected": "200000.00"}  # fmt: skip
WITHOUT_MONEY = CONTROL | {"table": "indicators", "money_received": None, "money_stored": None, "money_rejected": None}
TOTALS = {
    "fiscal_year": 2026, "compared": "latest", "month_before": 8, "month": 9,
    "projects_before": 12, "projects": 13, "initial_budget_before": "12000000.00", "initial_budget": "12000000.00",
    "adjusted_budget_before": "12000000.00", "adjusted_budget": "12200000.00", "paid_before": "7100000.00",
    "paid": "7050000.00", "execution_rate_before": 591_667, "execution_rate": 577_869,
    "unreported_before": 0, "unreported": 2, "flagged_before": 3, "flagged": 4,
}  # fmt: skip


def check(*controls, **found):
    return {"controls": list(controls), "problems": [], "unread": [], "already_loaded": []} | found


def test_all_rows_and_all_money_are_accounted_for():
    assert intake_words.check_sentence(check(CONTROL, WITHOUT_MONEY)) == (
        "收到 24 行：可入库 20 行，退回 4 行；金额已全部交代，差额 0.00 元。"
    )


def test_money_that_went_missing_is_said():
    lost = CONTROL | {"money_rejected": "199999.99"}

    assert intake_words.check_sentence(check(lost)).endswith("金额没有全部交代，差额 0.01 元。")


def test_rows_without_money_say_nothing_of_money():
    assert intake_words.check_sentence(check(WITHOUT_MONEY)) == "收到 12 行：可入库 10 行，退回 2 行。"


def test_the_money_of_a_sheet_refused_whole_is_unknown_not_nothing():
    refused = CONTROL | {"rows_stored": 0, "rows_rejected": 12, "rows_unread": 12,
                         "money_received": "0", "money_stored": "0", "money_rejected": "0"}  # fmt: skip
    mixed = CONTROL | {"rows_received": 17, "rows_rejected": 7, "rows_unread": 5}

    assert intake_words.check_sentence(check(refused)) == (
        "收到 12 行：可入库 0 行，退回 12 行；12 行所在的表整张没有读，金额不明。"
    )
    assert intake_words.check_sentence(check(refused, mixed)) == (
        "收到 29 行：可入库 10 行，退回 19 行；读入的金额已全部交代，差额 0.00 元；17 行所在的表整张没有读，金额不明。"
    )


def test_nothing_read_is_said():
    assert intake_words.check_sentence(check()) == "这些文件里没有数据行。"
    assert intake_words.check_sentence(check(problems=[{}])) == "没有读到数据行：请看下面每个文件的原因。"


def test_files_loaded_before_are_said_to_change_nothing():
    before = "这些文件以前都导入过，内容相同，没有变化。"

    assert intake_words.check_sentence(check(already_loaded=["支付.xlsx"])) == before
    assert intake_words.check_sentence(check(already_loaded=["支付.xlsx"], unread=["图.xlsx"])) != before


def test_a_sheet_without_a_table_makes_its_file_unknown_and_an_unreadable_file_is_not_matched():
    found = check(CONTROL, CONTROL | {"file": "台账.xlsx", "table": ""}, unread=["图.xlsx"])

    assert intake_words.unknown(found) == ["台账.xlsx"]


@pytest.mark.parametrize(
    ("sheet", "row", "column", "cell", "place"),
    [
        ("9月", 218, "本月支付", "D218", "9月 · D218"),
        (None, 1204, "月份", None, "第 1,204 行 · 月份"),
        (None, None, None, None, ""),
    ],
)
def test_the_place_of_a_problem(sheet, row, column, cell, place):
    assert intake_words.place({"sheet": sheet, "row": row, "column": column, "cell": cell}) == place


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (
            "确实没有支付，请用 --covers 说明本次文件覆盖哪些部门。",
            "确实没有支付，请用“覆盖范围”说明本次文件覆盖哪些部门。",
        ),
        ("或在导入时用 --unit 万元 说明。", "或在导入时用“金额单位”说明。"),
        ("或导入时用 --year 2025 说明。", "或导入时用“年度”说明。"),
        ("或用 --mapping 说明。", "或用“对列”说明。"),
    ],
)
def test_options_are_called_as_on_the_page(reason, told):
    assert intake_words.reason({"reason": reason}) == told


def test_changes_are_signed_in_one_unit():
    rows = {item: rest for item, *rest in intake_words.changes(TOTALS, {"flags_new": 2, "flags_cleared": 1})}

    assert rows == {
        "项目 个": ["12", "13", "+1"],
        "年初预算 万元": ["1,200.00", "1,200.00", "不变"],
        "调整后预算 万元": ["1,200.00", "1,220.00", "+20.00"],
        "累计支付 万元": ["710.00", "705.00", "−5.00"],
        "当月未报 个": ["0", "2", "+2"],
        "执行率 %": ["59.2", "57.8", "−1.4 个百分点"],
        "预警项目 个": ["3", "4", "新增 2 条，解除 1 条"],
    }


def test_a_month_that_was_not_there_before_has_nothing_beside_it():
    first = TOTALS | {name: None for name in TOTALS if name.endswith("_before")}

    assert {before for _, before, _, _ in intake_words.changes(first, {})} == {"—"}
    assert {change for _, _, _, change in intake_words.changes(first, {})} == {"—"}


def test_hundreds_of_millions_are_in_yi():
    large = TOTALS | {"adjusted_budget": "18721000000.00"}

    assert ("调整后预算 亿元", "0.12", "187.21", "+187.09") in intake_words.changes(large, {})


@pytest.mark.parametrize(
    ("compared", "before", "after", "label"),
    [
        ("latest", 8, 9, "2026 年 8 月 → 9 月"),
        ("latest", 8, 8, "2026 年 8 月"),
        ("latest", None, 9, "2026 年 9 月"),
        ("same", 8, 8, "2026 年，同为 8 月"),
    ],
)
def test_which_months_are_compared(compared, before, after, label):
    row = {"fiscal_year": 2026, "compared": compared, "month_before": before, "month": after}

    assert intake_words.month_label(row) == label


def test_changed_figures_are_written_by_their_kind():
    assert intake_words.figure("projects", "adjusted_budget", "-1200000.50") == "−1,200,000.50 元"
    assert intake_words.figure("projects", "dept_name", "教育局") == "教育局"
    assert intake_words.figure("projects", "dept_name", None) == "—"


def test_money_is_written_to_the_fen():
    assert intake_words.yuan(Decimal("1234567.5")) == "1,234,567.50"
