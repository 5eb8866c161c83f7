"""A version built on Sail is the version that DuckDB builds, and a server that fails leaves no trace."""

import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress

import pytest

from dualwatch import batches, intake
from dualwatch.model import DualwatchError
from dualwatch.store import Store, engines
from dualwatch.store.assembling import build
from dualwatch.store.sail import session
from tests.conftest import keyed, project, write_tables
from tests.given import changed, indicator, months_heard, observed, paid

FIRST = {
    "regions": [{"mof_div_code": "371003000", "mof_div_name": "文登区", "level": "县"}],
    "projects": [
        project("a", pro_category="公共服务", policy_class="公共服务", printed_rate="95%", printed_score=88),
        project("b", start_month=4, end_month=10, is_key="是", adjusted_budget=812_345.67),
        project("c", secret_level="涉密", agency_name="一小", dept_code="102", dept_name="卫健局"),
        project("old", fiscal_year=2025),
        project("new", fiscal_year=2025, initial_budget=333_333.33, adjusted_budget=333_333.33),
    ],
    "execution": [
        *months_heard("a", 8), *[paid("b", 12_345.67, month) for month in range(4, 9)], paid("c", 1_200_000, 2),
        *[paid("old", 80_000 + month, month, fiscal_year=2025) for month in range(1, 13)],
        *[paid("new", 10_000.1 * month, month, fiscal_year=2025) for month in range(1, 13)],
    ],
    "budget_changes": [changed("b", 3, -187_654.33), changed("a", 6, 50_000)],
    "plans": [keyed("a", month=month, planned=100_000) for month in (1, 4, 7)],
    "funding": [keyed("a", source="中央", initial_budget=600_000, adjusted_budget=600_000, paid=1)],
    "indicators": [
        indicator("a", "1", target="≥300", unit="人次", weight=40),
        indicator("a", "2", target="≤30", unit="天", weight=30),
        indicator("a", "3", level1="满意度指标", level3="群众满意度", target="≥85%", weight=5),
        indicator("b", "1", target="5—7", unit="项", weight=50), indicator("b", "2", target="完成", weight=50),
        indicator("old", "1", fiscal_year=2025, target="≥7", unit="个", weight=100),
    ],
    "observations": [
        observed("a", 3, "70"), observed("a", 6, "140"), observed("a", 6, "45", "2"), observed("a", 6, "52%", "3"),
        observed("b", 6, "4"), observed("b", 6, "达成", "2"), observed("old", 12, "9") | {"fiscal_year": 2025},
    ],
    "evaluations": [
        {"fiscal_year": 2025, "mof_div_code": "371003000", "subject_kind": "项目", "subject_code": "old",
         "subject_name": "旧", "evaluator": "自评", "score": 91.5, "full_score": 100},
    ],
    "appraisals": [
        keyed("a", pro_name="项目a", dept_name="教育局", kind="预算评审", declared=2_000_000, approved=1_000_000),
    ],
    "fiscal_totals": [
        {"mof_div_code": "371003000", "fiscal_year": 2026, "month": 8, "measure": "一般公共预算收入",
         "budget": 1_000_000, "executed": 654_321.09},
    ],
    "satisfaction": [
        {"fiscal_year": 2026, "mof_div_code": "371003000", "pro_code": "a", "topic": "教育", "sample": 120,
         "score": 88.8},
    ],
}  # fmt: skip
# The second delivery revises a budget, a payment, a target and an actual; c and its department are no longer there.
SECOND = {
    "projects": [project("a", initial_budget=900_000, pro_name='改名“甲"'), project("b", start_month=4, end_month=10)],
    "execution": [paid("a", 55_555.55, 8)],
    "indicators": [indicator("a", "1", target="≥350", unit="人次", weight=40)],
    "observations": [observed("a", 6, "141")],
}


@pytest.fixture(scope="module")
def published(make_store):
    return make_store(FIRST, SECOND)


@pytest.fixture
def server():
    """A Sail server in a process of its own: the process and the engine's name."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "pysail", "spark", "server", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        while process.poll() is None:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.1)
        yield process, f"sail://127.0.0.1:{port}"
        process.kill()


def files(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def test_sail_builds_the_same_version(published, tmp_path):
    """Every table of a store with two years, forms of every kind, revisions and flags, to the last bit."""
    built = build(tmp_path, batches.all_batches(published.batches_path), engine="local")

    assert built.content == published.current().content
    assert published.ask("alerts/projects").num_rows > 0
    assert files(tmp_path) == sorted(["version.duckdb", "years", *(f"years/{file.name}" for file in built.files.years)])


def test_a_load_by_a_running_server_publishes_the_same_figures(server, store, folder, run, tmp_path):
    """Batches are named after the minute of their loading, and so are the tables that name them."""
    status, out, err = run("load", folder, "--covers", "all", "--store", tmp_path / "other", "--engine", server[1])
    mine, others = Store(store).current().content, Store(tmp_path / "other").current().content

    assert (status, err) == (0, "")
    assert out.rstrip().endswith("共 1 批数据。")
    assert {name for name in mine if mine[name] != others[name]} <= {"batches", "2026/batches", "2026/all_projects"}


def test_a_broken_check_stops_a_build_on_sail(tmp_path):
    """A payment of a project that no batch knows."""
    read = intake.read([write_tables(tmp_path / "lost", {"execution": [paid("nobody", 5, 7)]})], covers="all")

    with pytest.raises(DualwatchError, match=r"每笔金额都有项目.*nobody.*请先载入这些项目的项目表"):
        Store(tmp_path / "store", "local").publish([read], "测试")

    assert not [name for name in files(tmp_path / "store") if name.endswith((".duckdb", ".parquet", "CURRENT"))]


def test_a_server_that_dies_half_way_leaves_no_trace(server, store, folder, run):
    """Killed as soon as the table of projects is there: the version in force stays, nothing is left in staging."""
    process, engine = server
    before = files(store)
    (folder / "execution.csv").write_text("fiscal_year,mof_div_code,pro_code,month,paid\n2026,371003000,a,7,5\n")

    def kill():
        while not list(store.rglob("base_all_projects")):
            time.sleep(0.01)
        process.kill()

    watch = threading.Thread(target=kill)
    watch.start()
    status, _, err = run("load", folder, "--store", store, "--engine", engine)
    watch.join()

    assert status == 1
    assert "Sail 服务在建立新版本时出错或中断" in err and "现用版本不变" in err
    assert files(store) == before


def test_an_absent_server_is_told(store, folder, run, monkeypatch):
    monkeypatch.setattr(session, "SECONDS_TO_ANSWER", 1)
    (folder / "execution.csv").write_text("fiscal_year,mof_div_code,pro_code,month,paid\n2026,371003000,a,7,5\n")
    before = files(store)

    status, _, err = run("load", folder, "--store", store, "--engine", "sail://127.0.0.1:9")

    assert status == 1
    assert "连不上 Sail 服务 127.0.0.1:9" in err and "现用版本不变" in err
    assert files(store) == before


def test_a_server_that_counts_otherwise_is_refused(tmp_path, monkeypatch):
    """What an older Sail answers differently stands here for its version."""
    monkeypatch.setattr(session, "AGREED", (("7 div 2", "4"),))

    with pytest.raises(DualwatchError, match=r"版本不合（7 div 2 得 3，应为 4）。没有发布"):
        build(tmp_path, [], engine="local")


@pytest.mark.parametrize("engine", ["spark", "sail://", "sail://host", "sail://host:port", "local:1"])
def test_an_engine_that_means_nothing_is_a_slip(engine, store, folder, run):
    status, _, err = run("load", folder, "--store", store, "--engine", engine)

    assert status == 2
    assert f"没有“{engine}”这种引擎" in err


def test_without_its_packages_it_says_how_to_install_them(store, folder, run, monkeypatch):
    monkeypatch.setattr(engines, "NEEDED", ("sqlglot", "no_such_package"))

    status, _, err = run("load", folder, "--store", store, "--engine", "local")

    assert status == 1
    assert "缺 no_such_package" in err and "pip install -r requirements-sail.txt" in err
