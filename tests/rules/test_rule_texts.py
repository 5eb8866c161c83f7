"""Every rule says what it is, why it flags, what lifts the flag and what it rests on; every profile knows its rules."""

import re
from string import Formatter

import pytest

from dualwatch import catalogue, rules
from dualwatch.model import DEFAULT_PROFILE

RULES = {
    "low_execution", "no_execution", "target_deviation", "mismatch_money_ahead", "mismatch_work_ahead", "over_budget",
    "over_achievement", "not_reported", "satisfaction_low", "year_end_rush", "forecast_unspent", "printed_rate_differs",
}  # fmt: skip
FLAG = ("project_no", "month", "severity", "observed", "expected", "limit_value", "amount")
BOUND = {"year", "month", "profile", "denominator"}


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_there_are_the_twelve_rules():
    assert set(catalogue.rules()) == RULES


@pytest.mark.parametrize("name", sorted(RULES))
class TestEveryRule:
    def test_has_a_full_header(self, name):
        rule = catalogue.rules()[name]

        assert re.fullmatch(r"One row .+\.", rule.grain)
        for field in ("label", "sentence", "clears", "basis", "params", "returns", "units"):
            assert rule.field(field), field

    def test_binds_exactly_the_params_of_its_header(self, name):
        rule = catalogue.rules()[name]
        stated = {part.strip() for part in rule.field("params").split(",")}

        assert stated == set(rule.parameters)
        assert stated >= BOUND

    def test_returns_a_flag(self, name):
        assert catalogue.rules()[name].returns[: len(FLAG)] == FLAG

    def test_sentences_name_only_params_and_returned_columns(self, name):
        rule = catalogue.rules()[name]
        named = placeholders(rule.field("sentence")) | placeholders(rule.field("clears"))

        assert named
        assert named <= {*rule.parameters, *rule.returns}

    def test_states_the_unit_of_each_figure_and_limit(self, name):
        rule = catalogue.rules()[name]
        known = {"rate", "points", "money", "yuan", "count", "text", "flag"}

        assert set(rules.units(rule)) <= {*rule.parameters, *rule.returns}
        assert set(rules.units(rule).values()) <= known
        assert {"observed", "expected", "limit_value", "amount"} <= set(rules.units(rule))
        assert set(rules.limits(rule, {})) <= set(rules.units(rule))

    def test_the_default_profile_states_every_limit_that_is_not_anothers(self, name):
        """What pace-60-80 leaves out is staged counting and exemption, which are sichuan-2025's."""
        rule = catalogue.rules()[name]
        stated = rules.profile(DEFAULT_PROFILE).rules[name]

        assert set(rules.limits(rule, {})) - set(stated) <= {"red_after_rounds", "exempt_category"}


@pytest.mark.parametrize("profile", rules.profiles().values(), ids=lambda profile: profile.name)
class TestEveryProfile:
    def test_names_only_rules_and_limits_there_are(self, profile):
        for name, stated in profile.rules.items():
            assert name in RULES
            assert set(stated) <= set(rules.limits(catalogue.rules()[name], {}))

    def test_is_dated_and_sourced(self, profile):
        assert re.match(r"\d{4}-\d{2}", profile.version)
        assert profile.label and profile.source
        assert profile.denominator in ("initial", "adjusted", "allotted")
        assert profile.pace in ("linear", "staged", "planned")

    def test_covers_the_twelve_months(self, profile):
        assert [month for _, month, *_ in profile.months()] == list(range(1, 13))


def test_default_profile_judges_by_every_rule():
    assert set(rules.profile("pace-60-80").rules) == RULES


def test_shipped_limits_are_those_of_the_measures():
    """The table of measures.md, read by hand; shares become parts per million without loss."""
    shown = {name: rules.limits(catalogue.rules()[name], stated)
             for name, stated in rules.profile("pace-60-80").rules.items()}  # fmt: skip

    assert (shown["low_execution"]["red"], shown["low_execution"]["yellow"]) == (600_000, 800_000)
    assert shown["low_execution"]["min_expected"] == shown["no_execution"]["min_expected"] == 250_000
    assert (shown["target_deviation"]["red"], shown["target_deviation"]["single_red"]) == (600_000, 600_000)
    assert (shown["mismatch_money_ahead"]["red"], shown["mismatch_work_ahead"]["notice"]) == (200_000, 100_000)
    assert shown["over_achievement"]["notice"] == 1_200_000
    assert (shown["printed_rate_differs"]["notice"], shown["printed_rate_differs"]["yellow"]) == (5_000, 50_000)
    assert shown["year_end_rush"] == {"notice": 400_000, "amount_line": 1_000_000}
    assert [rules.profile("sichuan-2025").step(month) for month in (3, 4, 5, 6, 8, 10, 12)] == [
        0, 250_000, 250_000, 400_000, 600_000, 800_000, 800_000,
    ]  # fmt: skip
