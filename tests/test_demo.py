"""The demonstration city: exact counts, the shape of its figures, and what its files promise."""

import re

import pytest

from dualwatch import demo, intake
from tests.demo_reference import (
    AUGUST,
    CITY,
    LAST_YEAR,
    NUMBERS,
    YEARS,
    City,
    completion_ratios,
    elapsed,
    is_level,
    judged_indicators,
    kind_of,
    project_key,
    read_rows,
    reporting_units,
    unit_of,
)

REAL_PLACES = re.findall(
    r"\w+",
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 "
    "云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 廊坊 文登 衡阳 常州 冠县 威海 聊城 大同",
)


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory) -> list[demo.Delivery]:
    return demo.write(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="module")
def city(deliveries) -> City:
    return City(deliveries)


@pytest.fixture(scope="module")
def paid(city) -> dict[tuple, float]:
    """Paid to date of the last month of the projects whose unit has reported it."""
    reported = reporting_units(city)
    totals = {key: 0.0 for key, row in city.projects(LAST_YEAR).items() if unit_of(row) in reported}
    for key, row in city.tables["execution"].items():
        if key[:3] in totals:
            totals[key[:3]] += float(row["paid"])
    return totals


@pytest.fixture(scope="module")
def paces(city, paid) -> dict[tuple, float]:
    """Execution rate over expected rate of the projects that the rules of pace can judge."""
    found = {}
    for key, total in paid.items():
        project = city.tables["projects"][key]
        budget, expected = float(project["adjusted_budget"]), elapsed(project, AUGUST)
        if budget > 0 and expected >= 0.25:
            found[key] = total / budget / expected
    return found


@pytest.fixture(scope="module")
def judged(city) -> dict[tuple, list[tuple[dict, float, float]]]:
    return judged_indicators(city)


@pytest.fixture(scope="module")
def ratios(judged) -> dict[tuple, float]:
    return completion_ratios(judged, NUMBERS | {"level", "date"})


def _below(figures: dict[tuple, float]) -> set[tuple]:
    return {key for key, figure in figures.items() if figure < 0.8}


def test_184_projects_spend_too_slowly(paces, paid):
    low = _below(paces)
    assert len(low) == 184
    assert sum(paid[key] <= 0 for key in low) == 12


def test_46_projects_miss_their_targets_and_17_both(paces, ratios):
    assert len(_below(ratios)) == 46
    assert len(_below(ratios) & _below(paces)) == 17


def test_nobody_stands_near_a_line(paces, ratios):
    assert not [pace for pace in paces.values() if 0.79 <= pace < 0.82]
    assert not [ratio for ratio in ratios.values() if 0.785 <= ratio < 0.84]


def test_deviations_do_not_hang_on_words_or_dates(judged, ratios):
    assert _below(completion_ratios(judged, NUMBERS)) == _below(ratios)
    assert _below(completion_ratios(judged, NUMBERS | {"level"})) == _below(ratios)


def test_no_single_level_fails_where_the_project_keeps_up(judged, ratios):
    deviating = _below(ratios)
    failing = {key for key, rows in judged.items() for row, done, _ in rows if is_level(row) and done < 0.8}
    assert failing <= deviating


def test_the_city_has_its_size(city):
    regions = city.tables["regions"].values()
    assert [row["level"] for row in regions].count("县") == 12
    assert {row["parent_code"] for row in regions} == {None, CITY}
    assert [len(city.projects(year)) for year in YEARS] == [2080] * 4
    assert [len({row["dept_code"] for row in city.projects(year).values()}) for year in YEARS] == [87] * 4
    assert len({row["dept_name"] for row in city.projects(LAST_YEAR).values()}) == 87
    assert len(city.retired) == 3


def test_names_are_unique_in_their_region(city):
    roll = city.projects(LAST_YEAR).values()
    assert len({(row["mof_div_code"], row["pro_name"]) for row in roll}) == 2080


def _overall(city: City, paid: dict, region: str | None = None) -> tuple[float, float]:
    """Execution rate and expected rate, sum over sum, of the city or one region."""
    rows = [
        (city.tables["projects"][key], total) for key, total in paid.items()
        if region in (None, key[1]) and city.tables["projects"][key]["adjusted_budget"] > 0
    ]  # fmt: skip
    budget = sum(float(project["adjusted_budget"]) for project, _ in rows)
    due = sum(float(project["adjusted_budget"]) * elapsed(project, AUGUST) for project, _ in rows)
    return sum(total for _, total in rows) / budget, due / budget


def test_the_city_is_two_points_behind(city, paid):
    rate, expected = _overall(city, paid)
    assert rate == pytest.approx(0.647, abs=0.002)
    assert expected == pytest.approx(0.667, abs=0.006)


def test_one_county_leads_and_two_trail(city, paid):
    names = {code: row["mof_div_name"] for (code,), row in city.tables["regions"].items() if code != CITY}
    ranked = sorted(names, key=lambda code: _overall(city, paid, code)[0])
    assert [names[code] for code in ranked[:2]] == ["芦川县", "锦岫县"]
    assert names[ranked[-1]] == "青岚区"
    assert _overall(city, paid, ranked[0])[0] == pytest.approx(0.504, abs=0.002)


def test_total_budget_is_believable(city):
    total = sum(row["adjusted_budget"] for row in city.projects(LAST_YEAR).values())
    assert 150e8 < total < 200e8


def test_three_units_and_two_county_months_are_missing(city, paid):
    roll = city.projects(LAST_YEAR)
    silent = {unit_of(row) for key, row in roll.items() if key not in paid}
    assert len(silent) == 3
    sent = {(key[1], key[3]) for key in city.tables["execution"] if key[0] == LAST_YEAR}
    wanted = {(row["mof_div_code"], month) for row in roll.values() for month in range(1, AUGUST + 1)}
    assert wanted - sent == {("990127000", 3), ("990124000", 5)}


def test_changes_lead_from_the_initial_to_the_adjusted_budget(city):
    changes = city.by_project("budget_changes")
    for year in YEARS:
        for key, row in city.projects(year).items():
            moved = sum(change["amount"] for change in changes.get(key, []))
            assert row["initial_budget"] + moved == row["adjusted_budget"]


@pytest.mark.parametrize("field", ["initial_budget", "adjusted_budget"])
def test_parts_of_the_funding_add_up(city, field):
    for key, parts in city.by_project("funding").items():
        assert sum(part[field] for part in parts) == city.tables["projects"][key][field]


def test_parts_of_the_payments_add_up(city):
    spent = city.by_project("execution")
    for key, parts in city.by_project("funding").items():
        if key[0] < LAST_YEAR:
            assert sum(part["paid"] for part in parts) == sum(row["paid"] for row in spent.get(key, []))


def test_weights_make_90_or_100(city):
    totals = {sum(row["weight"] for row in rows) for rows in city.by_project("indicators").values()}
    assert totals == {90, 100}


def test_every_row_belongs_to_a_project(city):
    roll = set(city.tables["projects"])
    for name in ("budget_changes", "funding", "execution", "plans", "indicators", "observations"):
        assert set(city.by_project(name)) <= roll
    held = {(*project_key(row), row["indicator_no"]) for row in city.tables["indicators"].values()}
    assert {(*project_key(row), row["indicator_no"]) for row in city.tables["observations"].values()} <= held


def test_money_flows_back_and_december_rushes(city):
    rows = [row for row in city.tables["execution"].values() if row["fiscal_year"] < LAST_YEAR]
    december = sum(row["paid"] for row in rows if row["month"] == 12)
    assert 0.12 < december / sum(row["paid"] for row in rows) < 0.25
    assert 20 < sum(row["paid"] < 0 for row in rows) < 400


def test_the_city_shows_every_kind_of_thing(city):
    roll = city.projects(LAST_YEAR).values()
    assert {row["budget_book"] for row in roll} == {
        "一般公共预算", "政府性基金预算", "国有资本经营预算", "社会保险基金预算"
    }  # fmt: skip
    assert {row["secret_level"] for row in roll} == {"涉密", "半涉密", "非涉密", None}
    assert sum(row["added_in_year"] == "是" for row in roll) == 46
    assert {kind_of(row) for row in city.tables["indicators"].values()} == NUMBERS | {"level", "date"}
    assert city.revised["execution"] == 14
    assert city.revised["observations"] == 8


def test_projects_go_on_from_year_to_year(city):
    for year in YEARS[1:]:
        before = {key[1:] for key in city.projects(year - 1)}
        joined = [(key[1], row["previous_pro_code"]) for key, row in city.projects(year).items()]
        assert {pair for pair in joined if pair[1]} <= before
        assert sum(bool(code) for _, code in joined) > 1500


def test_nothing_real_and_nothing_marked(deliveries):
    for path in sorted(path for delivery in deliveries for path in delivery.folder.iterdir()):
        rows = read_rows(path)
        words = {value for row in rows for value in row.values() if isinstance(value, str)}
        text = "\n".join(words)
        assert not [place for place in (*REAL_PLACES, "演示") if place in text], path.name
        assert all(row["mof_div_code"].startswith("99") for row in rows)


def test_the_same_seed_gives_the_same_bytes(deliveries, tmp_path):
    again = demo.write(tmp_path)
    assert [item.covers for item in again] == [item.covers for item in deliveries]
    for first, second in zip(deliveries, again, strict=True):
        files = {path.name: path.read_bytes() for path in first.folder.iterdir()}
        assert files == {path.name: path.read_bytes() for path in second.folder.iterdir()}


def test_intake_keeps_every_row(deliveries):
    for delivery in deliveries:
        found = intake.read([delivery.folder], covers=delivery.covers)
        assert found.rejected == 0, [str(problem) for problem in found.problems[:3]]
