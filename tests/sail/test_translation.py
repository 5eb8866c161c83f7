"""What DuckDB means by a text is what Sail answers to its translation: every case decided by hand."""

from datetime import date
from decimal import Decimal

import pytest

from dualwatch import catalogue
from dualwatch.store.sail import session
from dualwatch.store.sail.translation import Translator, Untranslatable, parsed, with_values

MACROS = ("store/01_macros", "store/69_flags")
TYPES = {"numbers": {"small": "BIGINT", "money": "DECIMAL(18,2)", "share": "DOUBLE", "day": "DATE"}}


@pytest.fixture(scope="module")
def translator():
    """A translator that has read the macros of the store."""
    translator = Translator({"in_scope": "true"}, {"all_regions": True})
    for step in catalogue.store_steps():
        if step.name in MACROS:
            for statement in parsed(step.body):
                if statement.kind == "MACRO":
                    translator.learn(statement)
    return translator


@pytest.fixture(scope="module")
def server():
    with session.opened("local") as opened:
        yield opened


@pytest.fixture
def calculate(translator, server):
    """A function from an expression in DuckDB's words to Sail's value of it."""

    def calculate(expression, **bound):
        (tree,) = parsed(f"select {expression} as answer")
        asked = translator.translate(with_values(tree, bound), {})
        return server.rows(asked.sql("spark"))[0]["answer"]

    return calculate


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        # A division is one of doubles; of whole numbers it is cut off towards zero; by nothing it is unknown.
        ("1 / 2", 0.5), ("cast(1 as decimal(18, 2)) / 3", 1 / 3), ("7 // 2", 3), ("-7 // 2", -3), ("1 / (1 - 1)", None),
        # Sums do not end at 2^63, nor do products in 分.
        ("(select sum(x) from (values (9000000000000000000), (9000000000000000000)) as t (x))", 18 * 10**18),
        ("cast(9000000000000000000 as hugeint) * 10", 9 * 10**19),
        # 1.005 is a little less than that as a double, also beside a decimal.
        ("cast(least(cast(1.005 as double), cast(2 as decimal(18, 2))) as decimal(18, 2))", Decimal("1.00")),
        ("cast(case when true then cast(1.005 as double) else 0.5 end as decimal(18, 2))", Decimal("1.00")),
        ("round(cast(-2.5 as double))", -3.0), ("sign(cast(-5 as hugeint)) * 9007199254740993", -9007199254740993),
        ("date '2026-03-01' - date '2026-02-01'", 28), ("last_day(make_date(2028, 2, 1))", date(2028, 2, 29)),
        # The text beside the latest month that has one; texts in the order of another column.
        ("(select arg_max(x, n) from (values ('甲', 1), ('乙', 2), (null, 3)) as t (x, n))", "乙"),
        ("(select string_agg(x, '、' order by n) from (values ('乙', 2), (null, 3), ('甲', 1)) as t (x, n))", "甲、乙"),
        # Half the sum of the two in the middle; the lower and half of what lies between would be 0.5952380952380951.
        ("(select median(x) from (values (1 / 3), (6 / 7)) as t (x))", 0.5952380952380952),
        ("(select median(x) from (values (1 / 1), (9 / 1), (null), (4 / 1), (2 / 1)) as t (x))", 3.0),
        ("(select count(*) from (values (1), (2)) as a (x) anti join (values (2)) as b (x) on a.x = b.x)", 1),
        ("getvariable('all_regions') is not null", True), ("in_scope(null, null, null, null, true)", True),
    ],
)  # fmt: skip
def test_sail_answers_what_duckdb_means(calculate, expression, expected):
    assert calculate(expression) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("ppm(cast(1 as decimal(18, 2)), cast(3 as decimal(18, 2)))", 333_333),
        # 0.05 of 100,000 元 is half a millionth, which counts as one, and minus one.
        ("ppm(cast(0.05 as decimal(18, 2)), cast(100000 as decimal(18, 2)))", 1),
        ("ppm(cast(-0.05 as decimal(18, 2)), cast(100000 as decimal(18, 2)))", -1),
        ("ppm(cast(5 as decimal(18, 2)), cast(0 as decimal(18, 2)))", None),
        # Of 3.00 元 after 5 of 12 months 1.25 are due; 1.00 is paid: 80 % of the pace, 0.25 short.
        ("pace_ratio(cast(1 as decimal(18, 2)), linear_due(cast(3 as decimal(18, 2)), 5, 12))", 800_000),
        ("underpaid(linear_due(cast(3 as decimal(18, 2)), 5, 12), cast(1 as decimal(18, 2)))", Decimal("0.25")),
        ("payment_needed(linear_due(cast(3 as decimal(18, 2)), 5, 12), cast(0.9 as decimal(18, 2)), 800000)",
         Decimal("0.10")),
        ("gap(cast(0.4 as decimal(18, 12)), cast(50 as decimal(18, 2)), cast(100 as decimal(18, 2)))", -100_000),
        # January, April and May of a year; April stands for itself, May for the rest.
        ("month_bit(1) | month_bit(4) | month_bit(5)", 25), ("first_month(24)", 4), ("has_month(25, 4)", True),
        ("stands_until(25, 1)", 3), ("stands_until(25, 5)", 12), ("run_of(25, 5)", 2), ("run_of(25, 1)", 1),
        ("floor_share(7, 2)", 3), ("pico(cast(0.5 as double))", 500_000_000_000),
        ("score_of('quantity', cast(92.5 as double), '%')", 925_000),
        ("trim_number(cast(12.5 as double))", "12.5"), ("trim_number(cast(12 as double))", "12"),
        ("rate_told(800500)", "80.1%"), ("full_date('09-30', 2026)", "2026-09-30"),
        ("needed_text('higher', cast(95 as double), '%', '100%')", "≥95%"),
    ],
)  # fmt: skip
def test_the_macros_mean_the_same_there(calculate, expression, expected):
    assert calculate(expression) == expected


@pytest.mark.parametrize("value", [None, True, 7, "它说“好”：it's \\ 100%", Decimal("0.000001")])
def test_values_come_through_unchanged(calculate, value):
    assert calculate("$value", value=value) == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("select unnest([1, 2]) as a, unnest([3, 4]) as b", "unnested"),
        ("select cast(share as bigint) as whole from numbers", "rounding"),
        ("select sum($limit) as total from numbers", "unknown type"),
        ("select ppm(money) as rate from numbers", "arguments"),
    ],
)
def test_what_has_no_equal_is_refused(translator, text, why):
    """A double cast to a whole number is rounded by DuckDB and cut off by Sail; two lists are paired or multiplied."""
    (tree,) = parsed(text)

    with pytest.raises(Untranslatable, match=why):
        translator.translate(tree, TYPES)


def test_a_query_of_the_statements_own_hides_a_table_of_its_name(translator):
    (tree,) = parsed("with numbers as (select 1 as small) select n.small, o.money from numbers n, base.numbers o")

    said = translator.translate(tree, TYPES | {"base_numbers": TYPES["numbers"]}).sql("spark")

    assert "FROM `numbers` AS `n`" in said and "`base_numbers` AS `o`" in said
