"""项目档案: money, goals, flags and sources of one project, and what is said when there is none."""

import pytest

from tests.pages.opening import notes, open_page

PAGE = "pages/monitor/project.py"


@pytest.fixture(autouse=True)
def published(demo_store, monkeypatch):
    """The demonstration data behind the dashboard."""
    monkeypatch.setenv("DUALWATCH_STORE", str(demo_store.path))


@pytest.fixture(scope="module")
def flagged(demo_store):
    """The project with the gravest flag of the latest month."""
    return demo_store.ask("methods/example_project").to_pylist()[0]["project_id"]


def test_five_figures_are_those_of_the_detail(demo_store, flagged):
    app = open_page(PAGE, {"project": flagged})
    (detail,) = demo_store.ask("projects/detail", {"project": flagged}).to_pylist()

    assert [metric.label for metric in app.metric] == [
        "调整后预算（万元）",
        "实际支付（万元）",
        "预算执行率",
        "目标完成率",
        "少支付（万元）",
    ]
    assert app.metric[4].value == f"{detail['underpaid'] / 10_000:,.2f}"
    assert app.header[0].value == detail["pro_name"]


def test_each_flag_has_its_sentence_and_what_clears_it(demo_store, flagged):
    text = notes(open_page(PAGE, {"project": flagged}))
    raised = demo_store.ask("projects/flags", {"project": flagged}).num_rows

    assert text.count("怎样解除：") == raised
    assert "月首次出现" in text


def test_every_kind_of_source_can_be_opened(demo_store, flagged):
    kinds = {row["table_name"] for row in demo_store.ask("projects/sources", {"project": flagged}).to_pylist()}

    for kind in kinds:
        table = open_page(PAGE, {"project": flagged}, source_kind=kind).dataframe[-1].value
        assert table["source_file"].notna().all()


def test_a_project_of_an_earlier_year_shows_its_own_year(demo_store):
    earlier = demo_store.ask("methods/example_project", {"year": 2025}).to_pylist()[0]["project_id"]
    app = open_page(PAGE, {"project": earlier})

    assert len(app.metric) == 5


def test_no_project_says_how_to_find_one():
    app = open_page(PAGE)

    assert app.info[0].value.startswith("在左边“找项目”里输入")


def test_an_unknown_project_gets_a_sentence_and_candidates():
    app = open_page(PAGE, {"project": "T018"})

    assert "T018" in app.warning[0].value
    assert app.page_link
    assert not app.metric
