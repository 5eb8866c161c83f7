"""The questions of the pages are recorded from the pages, and no page reads what no mart prepared."""

from pathlib import Path

import pytest

from bench import questions, recorder
from bench.visits import ROOT, visits

# What the pages of all projects may scan: marts, flags and small tables, whatever N is.
MARTS = {
    "all_projects", "project_months", "groups", "group_months", "flags", "flagged_projects", "flagged_groups",
    "regions", "calendar", "coverage", "batches", "profiles", "profile_months", "profile_limits", "rules_info",
    "pace_lines", "quadrant_lines", "payment_curves", "month_numbers", "denominators", "level_shares", "project_years",
    "round_reports", "filled_groups", "told_groups", "round_groups", "score_groups", "project_scores", "findings",
    "finding_groups", "year_findings",
}  # fmt: skip
# 数据质量 shows the goals and reports that its findings name: no mart holds their texts.
OF_QUALITY = {"indicators", "observations"}


@pytest.fixture(scope="module")
def recorded(province):
    return recorder.record(str(province))


@pytest.fixture(scope="module")
def scanned(province, recorded):
    return questions.touched(str(province), recorded)


def test_every_page_is_visited(province):
    pages = {path.relative_to(ROOT).as_posix() for path in (ROOT / "pages").glob("*/*.py")}

    assert {visit.script for visit in visits(province)} == pages
    assert {Path(visit.script).stem for visit in visits(province) if visit.is_page} == {
        Path(page).stem for page in pages
    }


def test_each_visit_asks_questions_and_each_question_is_kept_once(province, recorded):
    asked = [(row["name"], str(row["params"])) for row in recorded]

    assert {visit.name for visit in visits(province)} == {name for row in recorded for name in row["visits"]}
    assert len(asked) == len(set(asked))


def test_other_faces_ask_with_other_parameters(recorded):
    sorts = {row["params"]["sort"] for row in recorded if row["name"] == "alerts/projects"}
    denominators = {row["params"]["denominator"] for row in recorded if row["name"] == "compare/departments"}

    assert {"", "underpaid", "gap", "run"} <= sorts
    assert denominators == {"adjusted", "initial"}


def test_pages_of_all_projects_touch_marts_and_no_deliveries(recorded, scanned):
    foreign = {
        (row["name"], table)
        for row, entry in zip(recorded, scanned, strict=True)
        for table in entry["tables"]
        if table not in (MARTS | OF_QUALITY if row["name"].startswith("quality/") else MARTS)
        and "project" not in row["params"]
    }

    assert not foreign


def test_rows_and_columns_that_are_scanned_are_counted(recorded, scanned):
    by_name = {row["name"]: entry for row, entry in zip(recorded, scanned, strict=True)}

    assert by_name["overview/lines"]["touched_bytes"] < 100_000
    assert by_name["compare/counties"]["touched_bytes"] > 0
