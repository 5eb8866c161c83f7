"""Whatever a sheet holds: it is read as a form or refused with a sentence, and every row is accounted for."""

from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dualwatch.intake.assemble import assemble
from dualwatch.intake.context import Context
from dualwatch.intake.draft import Draft, Refusal
from dualwatch.intake.forms import official_forms
from dualwatch.intake.grids import Grid
from dualwatch.model import Level
from tests.intake.files import write_workbook
from tests.intake.test_forms import REGION, read, selfeval

WORDS = [
    *(
        "项目名称",
        "主管部门",
        "实施单位",
        "（2025年度）",
        "自评表",
        "监控表",
        "跟踪分析表",
        "项目资金（万元）",
        "年初预算数",
    ),
    *(
        "全年预算数",
        "全年执行数",
        "1-7月执行数",
        "执行率",
        "分值",
        "得分",
        "年度资金总额",
        "其中：财政拨款",
        "其他资金",
    ),
    *(
        "预期目标",
        "实际完成情况",
        "一级指标",
        "二级指标",
        "三级指标",
        "年度指标值",
        "指标性质",
        "度量单位",
        "实际完成值",
    ),
    *("偏差原因分析", "经费保障", "确定能", "总分", "产出指标(50分)", "≥95%", "√", "填报日期：2025年9月1日", "注："),
    *("农村公路养护", "项目编码：A1", "单位：万元", "#错误", "=1+1"),
]
CELLS = st.one_of(st.sampled_from(WORDS), st.integers(-5, 200), st.floats(0, 1e6), st.none(), st.text(max_size=4))
PLACES = st.tuples(st.integers(0, 9), st.integers(0, 7), st.integers(0, 3), st.integers(0, 3))
SHEETS = st.lists(st.lists(CELLS, max_size=9), max_size=14)


def spread(rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> Grid:
    spans = [((top, left), (top + down, left + right)) for top, left, down, right in merged]
    return Grid("表.xlsx", "表", rows, None, spans)


def told(parts: list[Draft | Refusal]) -> list[str]:
    drafts = [problem for part in parts if isinstance(part, Draft) for problem in part.problems]
    return [one.reason for one in [*drafts, *(part.problem for part in parts if isinstance(part, Refusal))]]


@settings(max_examples=250, deadline=None)
@given(SHEETS, st.lists(PLACES, max_size=4))
def test_any_sheet_is_read_or_refused(rows: list[list[Any]], merged: list[tuple[int, int, int, int]]) -> None:
    grid = spread(rows, merged)
    context = Context(region=REGION, year=2025, month=7, unit="万元", known={})
    for form in official_forms():
        form.recognise(grid)
        parts = form.read([grid], context, ())
        drafts = [part for part in parts if isinstance(part, Draft)]
        # Control totals are proved inside: an imbalance raises.
        assembled = assemble(drafts, [part for part in parts if isinstance(part, Refusal)], context, None)
        assert parts
        assert all(
            control.rows_received == control.rows_stored + control.rows_rejected for control in assembled.controls
        )
        assert all(reason.endswith(("。", "）")) for reason in told(parts))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_sound_form_with_any_cell_spoiled_is_read_or_told(data: st.DataObject) -> None:
    rows = selfeval()
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    rows[row][column] = data.draw(CELLS)
    (form, *_) = official_forms()
    parts = form.read([spread(rows, [])], Context(region=REGION, known={}), ())
    assert any(isinstance(part, Draft) for part in parts) or any(
        part.problem.level is Level.REJECTED for part in parts if isinstance(part, Refusal)
    )


def test_forms_side_by_side_are_read_each(tmp_path: Path) -> None:
    left, right = selfeval(name="甲项目"), selfeval(name="乙项目")
    rows = [[*one, *[""] * (10 - len(one)), *two] for one, two in zip(left, right, strict=True)]
    found = read(tmp_path, rows)
    assert found.tables["projects"]["pro_name"].to_pylist() == ["甲项目", "乙项目"]
    assert len(found.tables["indicators"]) == 2


def test_a_long_table_is_not_searched_for_forms_to_its_end(tmp_path: Path) -> None:
    names = ["预算年度", "财政区划", "主管部门", "项目编码", "项目名称", "年初预算数（元）"]
    rows = [names, *([2025, REGION, "教育局", f"P{number}", f"项目{number}", 1] for number in range(3000))]
    path = write_workbook(tmp_path / "项目.xlsx", {"项目": rows})
    grid = Grid(path.name, "项目", rows)
    assert [form.recognise(grid) for form in official_forms()] == [None, None, None]
