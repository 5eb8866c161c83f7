"""Sentences of findings and of the page: figures as readers write them, unknown as 未报, nothing found said plainly."""

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest

from dualwatch import catalogue, quality
from dualwatch.quality import Kind

HOME = {"mof_div_code": "371003000", "mof_div_name": "文登区", "dept_code": "101", "dept_name": "教育局"}


def told(name, **own):
    """Answers two findings, whatever is asked."""
    return pa.Table.from_pylist([HOME, HOME])


FULL = Kind("自评", catalogue.question("quality/full_scores"), 0, 0, told)


def reported(subject="监控", round=6, due=3, **counts):
    none = {"on_time": 0, "late": 0, "undated": 0, "missing": 0, "days_late": None}
    return HOME | none | {"subject": subject, "round": round, "due_projects": due} | counts


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ({"on_time": 3}, "✓ 已报"),
        ({"on_time": 2, "undated": 1}, "✓ 日期不详"),
        ({"on_time": 2, "late": 1, "days_late": 12}, "△ 迟 12 天"),
        ({"on_time": 2, "late": 1}, "△ 迟报"),
        ({"on_time": 1, "late": 1, "missing": 1, "days_late": 12}, "△ 缺 1/3"),
        ({"missing": 3}, "○ 未报"),
    ],
)
def test_what_is_missing_comes_before_what_is_late(counts, said):
    assert quality.state(reported(**counts)) == said


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("weight_all", Decimal("110.0000"), "110"),
        ("weight_all", Decimal("14.9900"), "14.99"),
        ("adjusted_budget", Decimal("12345678.90"), "1,234.57 万元"),
        ("share", 642_148, "64.2%"),
        ("gap", -180_828, "18.1"),
        ("days_late", 1234, "1,234"),
        ("due_on", date(2026, 9, 30), "2026-09-30"),
        ("score", None, "未报"),
    ],
)
def test_figures_are_written_by_their_measure(name, value, said):
    assert quality.written(name, value) == said


def test_a_finding_on_the_command_line_says_whose_it_is():
    row = HOME | {
        "project_id": "2026-371003000-b", "pro_code": "b", "pro_name": "项目b",
        "adjusted_budget": Decimal("1000000"), "source_file": "f", "source_sheet": None, "source_row": 2,
    }  # fmt: skip

    assert quality.announced("quality/retired_projects", row) == (
        "文登区 教育局的项目 b 项目b：已不在册：较新的项目表里没有它，预算 100.00 万元，不再计入合计"
    )
    unit = HOME | {"fiscal_year": 2026, "month": 8, "projects": 3, "adjusted_budget": Decimal(1)}
    said = quality.announced("quality/silent_departments", unit)
    assert said.startswith("文登区 教育局：8 月没有支付数据（3 个项目）")


def stands(subject="监控", round=6, units=1, lacking=0, **counts):
    none = {"due_projects": 3, "missing": 0, "late": 0, "undated": 0}
    return none | {"subject": subject, "round": round, "units": units, "lacking_units": lacking} | counts


PAID = stands("支付", 8)


@pytest.mark.parametrize(
    ("reported", "said"),
    [
        ([PAID], "8 月 1 个部门都报了支付，还没有到期的监控；"),
        ([stands("支付", 6, 3, 3), PAID], "8 月 1 个部门都报了支付，还没有到期的监控；"),
        ([stands("支付", 8, 2, 1)], "8 月 2 个部门中 1 个的支付没有报全，还没有到期的监控；"),
        ([PAID, stands()], "8 月 1 个部门都报了支付，6 月监控 3 个项目都按期填了；"),
        (
            [PAID, stands(late=1, missing=1), stands(round=3, missing=3)],
            "8 月 1 个部门都报了支付，6 月监控 3 个项目中 1 个没有填、1 个逾期；",
        ),
        ([PAID, stands(undated=2)], "8 月 1 个部门都报了支付，6 月监控 3 个项目都填了，2 个日期不详；"),
        ([PAID, stands(late=1)], "8 月 1 个部门都报了支付，6 月监控 3 个项目中 1 个逾期；"),
    ],
)
def test_the_sentence_names_the_month_and_the_last_round(reported, said):
    assert quality.sentence(8, reported, [FULL]) == said + "查了 1 类，没有发现问题。"


def test_findings_are_counted_by_kind():
    found = Kind("自评", FULL.question, 3, 2, told)

    assert quality.counted([found, FULL]) == "发现 1 类问题 3 条"
    assert not FULL.rows()


def test_what_was_checked_is_said_by_table():
    rows = [
        {"table_name": "项目", "field": "密级", "due": 3, "filled": 1},
        {"table_name": "监控", "field": "完成值", "due": 9, "filled": 7},
        {"table_name": "监控", "field": "填报日期", "due": 7, "filled": 7},
    ]

    assert quality.checked(rows) == "共检查 3 个项目、0 个指标、7 次填报"
