"""How many rows fill each field: what the store guessed or filled in itself does not count."""

import pytest

from tests.conftest import keyed, project
from tests.given import indicator, observed, paid

SILENT = {"dept_code": "202", "dept_name": "水务局"}


@pytest.fixture(scope="module")
def store(make_store):
    bare = {"initial_budget": None, "adjusted_budget": None, "secret_level": None, "pro_category": None}
    late = {"cause": "经费", "forecast": "60人", "likelihood": "有可能", "reported_on": "2026-06-30"}
    return make_store(
        {
            "projects": [
                project("a", agency_code="1", agency_name="一中", goal_text="培训", policy_class="公共服务"),
                project("b", **bare),
                project("c", **SILENT),
            ],
            "indicators": [
                indicator("a", target="100人", weight=50, accumulation="累计", direction="正向"),
                indicator("a", "2", target="100公里", level3="里程"),
                indicator("b", target="较好", level3="效果", level1=None),
            ],
            "observations": [
                observed("a", 6, "10人") | late,
                observed("a", 6, "99公里", "2"),
                keyed("b", indicator_no="1", month=6, actual=""),
            ],
            "execution": [paid("a", 1, 6)],
        },
        covers=None,
    )


def filled(store, **params):
    rows = store.ask("quality/completeness", params).to_pylist()
    return {(row["table_name"], row["field"]): (row["filled"], row["due"]) for row in rows}


def test_fields_of_projects(store):
    found = {field: counts for (table, field), counts in filled(store).items() if table == "项目"}

    assert found == {
        "年初预算": (2, 3), "调整后预算": (2, 3), "当月支付": (2, 3), "绩效指标": (2, 3), "年度总体目标": (1, 3),
        "预算单位": (1, 3), "绩效分类": (1, 3), "支出功能分类": (0, 3), "业务科室": (0, 3), "密级": (2, 3),
    }  # fmt: skip


def test_fields_of_indicators(store):
    """A guessed direction or way of adding up is not stated (words need none); words have no unit; blank is none."""
    found = {field: counts for (table, field), counts in filled(store).items() if table == "指标"}

    assert found == {
        "一级指标": (2, 3), "二级指标": (0, 3), "计量单位": (2, 3), "分值": (1, 3), "指标方向": (2, 3),
        "累计方式": (1, 3), "本年完成值": (2, 3),
    }  # fmt: skip


def test_fields_of_reports(store):
    """Three rows came, one of them blank; only the training is behind: 10 of 50 due by June."""
    found = {key: counts for key, counts in filled(store).items() if key[0].startswith("监控")}

    assert found == {
        ("监控", "完成值"): (2, 3), ("监控", "填报日期"): (1, 2), ("监控", "全年预计完成值"): (1, 2),
        ("监控", "完成可能性"): (1, 2), ("监控（完成值落后的）", "偏差原因"): (1, 1),
        ("监控（完成值落后的）", "改进措施"): (0, 1),
    }  # fmt: skip


def test_the_emptiest_field_comes_first_and_no_rows_give_no_share(store):
    shares = [row["share"] for row in store.ask("quality/completeness").to_pylist()]
    nobody = store.ask("quality/completeness", {"departments": ["303"]}).to_pylist()

    assert shares == sorted(shares)
    assert {(row["due"], row["share"]) for row in nobody} == {(0, None)}


def test_filters_pick_the_rows(store):
    assert filled(store, departments=["202"])["项目", "年初预算"] == (1, 1)
    assert filled(store, departments=["202"])["指标", "分值"] == (0, 0)
