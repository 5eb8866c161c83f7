"""数据导入 from the first file to the roll-back, on real stores and a real worker process."""

import shutil
import time
from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from dualwatch import staging
from dualwatch.staging import Job
from dualwatch.store import Store
from tests.conftest import publish, write_tables
from tests.pages import area, uploads
from tests.pages.conftest import texts
from tests.pages.intake_steps import INTAKE, PATIENCE, confirmed, keys, settled, table


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A load that has been read and compared, for tests that only look at it."""
    root = tmp_path_factory.mktemp("checked")
    store = Store(root / "store")
    publish(store, write_tables(root / "delivery", area.tables()))
    job = staging.stage(store, {"支付9月.xlsx": uploads.payments()}, {}, "测试")
    deadline = time.monotonic() + PATIENCE
    while job.state == "running" and time.monotonic() < deadline:
        time.sleep(0.3)
    return job


@pytest.fixture
def open_checked(checked: Job, open_app: Callable[..., AppTest]) -> AppTest:
    """The page of that load, opened by its URL."""
    return open_app(checked.store.path, INTAKE, job=checked.id)


def test_an_empty_store_leads_to_the_page_and_the_page_opens(open_app, tmp_path):
    app = open_app(tmp_path / "nothing")
    assert "to_intake" in keys(app)

    app = open_app(tmp_path / "nothing", INTAKE)

    assert not app.exception
    assert [header.value for header in app.header] == ["数据导入"]
    assert app.button(key="check_files").disabled
    assert "按什么顺序传" in texts(app)


def test_beside_the_demonstration_the_page_says_that_it_goes(demo_store, own_store, open_app):
    told = "您的第一批会取代它，所以第一批里要有项目表"

    assert told in texts(open_app(demo_store.path, INTAKE))
    assert told not in texts(open_app(own_store.path, INTAKE))


def test_a_first_load_is_published_from_the_page(send, tmp_path):
    rows = write_tables(tmp_path / "first", area.tables())
    store = Store(tmp_path / "store")

    app = send(store, {path.name: path.read_bytes() for path in rows.iterdir()}, covers="all")
    assert app.subheader[0].value == "收到 147 行：可入库 147 行，退回 0 行；金额已全部交代，差额 0.00 元。"
    assert "检查结果" in texts(app)
    confirmed(app).button(key="publish").click()
    app.run()

    assert not app.exception
    assert "已发布版本" in app.success[0].value
    assert store.current() is not None


@pytest.mark.parametrize("looks", range(1, 5))
def test_a_load_that_ends_while_the_page_is_drawn_is_seen_to_have_ended(checked, open_app, monkeypatch, looks):
    """Its state is `running` at so many looks of the page, then `ready`; the fifth is the card's that follows it."""
    looked = []

    def state(job):
        looked.append(job)
        return "running" if len(looked) <= looks else "ready"

    monkeypatch.setattr(Job, "state", property(state))
    app = open_app(checked.store.path, INTAKE, job=checked.id)

    assert len(looked) > looks
    assert "publish" in keys(app) and "cancel_load" not in keys(app)


def test_every_row_and_yuan_is_accounted_for_and_every_problem_has_a_place(open_checked):
    app = open_checked

    assert app.subheader[0].value == "收到 12 行：可入库 10 行，退回 2 行；金额已全部交代，差额 0.00 元。"
    assert [(one.label, one.value) for one in app.metric][:2] == [("可入库（行）", "10"), ("退回，必须改（行）", "2")]
    problems = table(app, "reason")
    refused = problems[problems["level"].map(lambda marks: marks[0] == "■ 退回")]
    assert list(zip(refused["place"], refused["value"], strict=True)) == [
        ("支付 · D12", "13"),
        ("支付 · E15", "约十万"),
    ]
    controls = table(app, "gap").iloc[0]
    assert (controls["received"], controls["stored"], controls["rejected"]) == (12, 10, 2)
    assert controls["gap"] == "0.00"


def test_the_comparison_says_what_publishing_changes(open_checked):
    app = open_checked

    changes = {row["item"]: (row["before"], row["after"], row["change"]) for _, row in table(app, "change").iterrows()}
    assert changes["累计支付 万元"] == ("710.00", "810.00", "+100.00")
    assert changes["执行率 %"] == ("59.2", "67.5", "+8.3 个百分点")
    assert changes["项目 个"] == ("12", "12", "不变")


def test_problems_are_listed_by_level(open_checked):
    app = open_checked

    app.session_state["problem_level"] = "rejected"
    app.run()

    assert len(table(app, "reason")) == 2
    assert "第 1—2 条，共 2 条。" in texts(app)


def test_publishing_waits_for_both_confirmations(send, own_store):
    before = own_store.current()
    app = send(own_store, {"支付9月.xlsx": uploads.payments()})
    assert app.button(key="publish").disabled

    app.checkbox[0].check()
    assert app.run().button(key="publish").disabled
    app.checkbox[1].check()
    app.run().button(key="publish").click()
    app.run()

    assert own_store.current() != before
    assert not {"publish", "drop_load", "match_columns"} & keys(app)


def test_another_tab_goes_on_where_this_one_is(open_checked, checked, open_app):
    start = open_app(checked.store.path, INTAKE)
    assert "没有办完的导入 1 个" in texts(start)

    start.button(key=f"resume_{checked.id}").click()

    assert start.run().subheader[0].value == open_checked.subheader[0].value
    assert start.query_params["job"] == checked.id


def test_a_load_that_is_gone_is_said_and_the_start_shown(own_store, open_app):
    app = open_app(own_store.path, INTAKE, job="20260101-000000-abcdef")

    assert "这次导入已不在" in app.info[0].value
    assert "check_files" in keys(app)


def test_cancelling_leaves_nothing_behind(own_store, open_app):
    before = own_store.current()
    app = open_app(own_store.path, INTAKE)
    app.file_uploader(key="intake_files").upload("支付9月.xlsx", uploads.payments())
    app.run().button(key="check_files").click()
    address = app.run().query_params["job"]
    app.button(key="cancel_load").click()
    app.run()

    assert app.info[0].value == "已取消，没有留下任何东西。"
    app.query_params["job"] = address
    assert app.run().info[0].value == "已取消，没有留下任何东西。", "the browser's old address, sent once more"
    assert staging.jobs(own_store) == []
    assert own_store.current() == before


def test_giving_up_leaves_nothing_behind(send, own_store):
    app = send(own_store, {"支付9月.xlsx": uploads.payments()})
    app.button(key="drop_load").click()
    app.run()

    assert staging.jobs(own_store) == []
    assert len(own_store.batches_known()) == 1


def test_when_another_version_came_first_the_reader_compares_anew(send, own_store, tmp_path):
    app = confirmed(send(own_store, {"支付9月.xlsx": uploads.payments()}))
    publish(own_store, write_tables(tmp_path / "other", {"execution": [area.at("Q1", month=9, paid=50_000)]}))
    theirs = own_store.current()

    app.button(key="publish").click().run()
    assert "请重新对照" in app.error[0].value
    assert own_store.current() == theirs
    app.button(key="compare_again").click()
    settled(app.run())

    # Theirs speaks for 青岚区 alone in month 9: its 420 万元 until month 8 and 5 more.
    changes = {row["item"]: row["before"] for _, row in table(app, "change").iterrows()}
    assert changes["累计支付 万元"] == "425.00"
    assert len(staging.jobs(own_store)) == 1


def test_a_file_that_is_in_force_already_changes_nothing(send, own_store):
    content = uploads.payments()
    confirmed(send(own_store, {"支付9月.xlsx": content})).button(key="publish").click().run()

    app = send(own_store, {"又一次.xlsx": content})

    assert app.subheader[0].value == "这些文件以前都导入过，内容相同，没有变化。"
    assert "没有可以发布的" in texts(app)
    assert not {"publish", "match_columns"} & keys(app)


def test_a_file_that_holds_no_table_is_said_and_nothing_is_offered_to_match(send, own_store):
    app = send(own_store, {"公函.docx": b"PK\x03\x04"})

    assert app.subheader[0].value == "没有读到数据行：请看下面每个文件的原因。"
    assert "没有读入：公函.docx。" in texts(app)
    assert not [one for one in app.warning if "对列" in one.value]
    assert "match_columns" not in keys(app)


def test_the_same_files_are_checked_again_with_other_options(send, own_store):
    app = send(own_store, {"支付9月.xlsx": uploads.payments()})
    assert "只覆盖文件里有行的部门" in texts(app)
    app.button(key="other_options").click()
    app.run().selectbox(key="covers_again").set_value("all")
    app.button(key="check_again").click()
    settled(app.run())

    assert "覆盖文件所在区划的全部部门" in texts(app)
    assert [job.options for job in staging.jobs(own_store)] == [{"covers": "all"}]


def test_a_load_that_failed_says_why_and_what_can_be_done(checked, open_app):
    failed = checked.store.staging_path / "20260904-092000-failed"
    shutil.copytree(checked.folder, failed)
    (failed / "outcome.json").write_text('{"state": "failed", "sentence": "检查超过时限。"}', encoding="utf-8")

    app = open_app(checked.store.path, INTAKE, job=failed.name)
    shutil.rmtree(failed)

    assert not app.exception
    assert app.error[0].value == "检查超过时限。"
    assert {"other_options", "match_columns", "drop_failed"} <= keys(app)
    assert "publish" not in keys(app)
