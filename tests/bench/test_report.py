"""The page made of the figures: losses are told, slopes are those of the points, absent parts are left out."""

import math

import pytest

from bench import report
from bench.chart import log_log, slope

RUN = {
    "projects": 1000, "build_s": 2.0, "file_mb": 9.2, "peak_mb": 300, "viewers": [],
    "machine": {"cores": 2, "memory_gb": 24, "processor": "p", "bandwidth_gb_s": 30, "python": "3.11",
                "libraries": {"duckdb": "2.0.0"}, "load_before": 0.1},
    "questions": [{"name": "overview/totals", "params": {}, "visits": [], "warm_ms": 2.0, "p95_ms": 3.0,
                   "cold_ms": 9.0, "rows": 4, "answer_kb": 1.0, "touched_bytes": 4_000_000, "floor_ratio": 15.0,
                   "raw_ms": 80.0, "raw_ratio": 40.0, "polars_ratio": 0.4, "same_answer": True}],
    "pages": [{"name": "overview", "questions": 9, "questions_warm_ms": 20.0, "questions_cold_ms": 90.0,
               "slowest": "overview/quadrant", "slowest_ms": 8.0}],
}  # fmt: skip


def test_what_is_faster_elsewhere_is_in_bold():
    said = report.page([RUN], [])

    assert "| 1,000 | overview/totals | 2.00 | 40.0 | **0.40** | — | — | 是 |" in said


def test_parts_that_were_not_measured_are_left_out():
    said = report.page([RUN], [])

    assert "## 每页的问题合计" in said
    assert "## 多人同时用" not in said and "## 浏览器" not in said and "## 试过的优化" not in said


def test_what_an_earlier_program_measured_is_said():
    taken_over = RUN | {"earlier": ["加一个月", "Sail"]}

    assert "更早的程序测的有：1,000 个项目的加一个月、Sail。" in report.page([taken_over], [])
    assert "更早" not in report.page([RUN], [])


def test_the_next_month_is_told_beside_the_month_with_one_year_kept():
    """4 s where one year is kept, 5 s where three are: 1.25 times as long."""
    kept = {"whole_build_s": 10.0, "store_mb": 20.0, "added_mb": 21.0, "peak_mb": 300}
    months = [kept | {"years": 1, "load_s": 4.0}, kept | {"years": 3, "load_s": 5.0}]

    said = report.page([RUN | {"next_month": months}], [])

    assert "| 1,000 | 3 | 10.0 | 5.00 | 1.25 | 20.0 | 21.0 | 300 |" in said


def test_a_build_on_sail_stands_beside_duckdbs():
    duckdb = {"engine": "DuckDB", "build_s": 2.0, "cpu_s": 3.0, "peak_mb": 300, "file_mb": 9.0, "same_answer": True}
    sail = duckdb | {"engine": "local", "build_s": 5.0, "same_answer": False}

    assert "| 1,000 | Sail | 5.00 | 3.00 | 2.50 | 300 | 9.00 | **否** |" in report.page(
        [RUN | {"sail": [duckdb, sail]}], []
    )


def test_what_misses_its_target_is_in_bold_and_nginx_stands_beside_the_bare_dashboard():
    """Targets: 300 kB and 700 ms of a page opened again, 250 ms of another month, 1 s of 95 % of actions."""
    page = {"name": "overview", "first_load_kb": 2500.0, "first_load_ms": 900, "slow_first_load_ms": 3000,
            "again_kb": 300.0, "warm_load_ms": 701, "month_kb": 301.0, "month_change_ms": 250,
            "month_change_p95_ms": 400, "known_month_change_ms": None, "bare_first_load_kb": 10_000.0,
            "bare_slow_first_load_ms": 9000}  # fmt: skip
    crowd = {"viewers": 200, "processes": 2, "cached": True, "actions_a_second": 19.5, "p50_ms": 300, "p95_ms": 1001,
             "errors": 0, "server_ms_an_action": 90, "memory_idle_mb": 700, "memory_full_mb": 800,
             "memory_end_mb": 1810}  # fmt: skip

    said = report.page([RUN | {"pages": [page], "viewers": [crowd]}], [])

    assert "| 1,000 | 总览 | 2,500 | 900 | 3,000 | 300 | **701** | **301** | 250 | 400 | — |" in said
    assert "| 1,000 | 总览 | 10,000 | 9,000 | 2,500 | 3,000 |" in said
    assert "| 1,000 | 200 | 2 | 是 | 19.5 | 300 | **1,001** | 0 | 90 | 700 → 800 → 1,810 |" in said


def test_the_slope_is_the_exponent_of_growth():
    assert slope([(10, 5), (100, 50), (1000, 500)]) == pytest.approx(1)
    assert slope([(10, 2), (1000, 2 * math.sqrt(100))]) == pytest.approx(0.5)
    assert slope([(10, 5)]) is None


def test_the_plot_names_each_line_with_its_slope():
    drawn = log_log([("总览", [(1000, 10.0), (10_000, 100.0)]), ("预警", [(1000, 10.0)])], "N", "ms")

    assert drawn.count("<polyline") == 2
    assert "总览　斜率 1.00" in drawn and ">预警<" in drawn
