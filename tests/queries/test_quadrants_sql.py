"""Who has a place in the quadrants: asked without dividing, it must say what the corner of the divided rates says."""

import pytest

from tests.conftest import project
from tests.given import paid

BUDGET = 1_000_000
LINE = 250_000
# What is due in 1/693,000,000 分: of a budget of 1,000,000 元, a millionth is 100 分.
MILLIONTH = 100 * 693_000_000
CASES = {
    "at the line": (1, 250_000 * MILLIONTH, 900_000, True),
    "half a millionth below rounds up to it": (1, 250_000 * MILLIONTH - MILLIONTH // 2, 900_000, True),
    "a trace less rounds down": (1, 250_000 * MILLIONTH - MILLIONTH // 2 - 1, 900_000, False),
    "well above": (1, 900_000 * MILLIONTH, 900_000, True),
    "nothing due": (1, 0, 900_000, False),
    "due unknown": (1, None, 900_000, False),
    "unreported": (None, 900_000 * MILLIONTH, 900_000, False),
    "nothing paid": (0, 900_000 * MILLIONTH, 900_000, True),
    "no indicator to compare": (1, 900_000 * MILLIONTH, None, False),
}


@pytest.fixture(scope="module")
def store(make_store):
    return make_store({"projects": [project("any")], "execution": [paid("any", 1)]})


@pytest.mark.parametrize("case", CASES)
def test_a_place_is_a_corner_that_is_known(store, read, case):
    paid_to_date, due, completion, placed = CASES[case]
    money, bound = (
        "cast($paid as decimal(18, 2))",
        {"paid": paid_to_date, "due": due, "budget": BUDGET, "work": completion},
    )

    (found,) = read(
        store,
        f"""select is_placed({money}, cast($due as hugeint), $budget, cast($work as bigint), {LINE}) as placed,
               quadrant(pace_ratio({money}, cast($due as hugeint)), cast($work as bigint),
                   expected_rate(cast($due as hugeint), $budget), 800000, 800000, {LINE}) <> '未知' as cornered""",
        **bound,
    )

    assert found == {"placed": placed, "cornered": placed}
