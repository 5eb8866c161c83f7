"""A small area whose figures are worked out by hand: two counties of six projects, months 1 to 8 of 2026.

Every project has 100 万元 and one target, 培训 100 人. At the end of month 8 the pace due is 66.7 %.
青岚区: six projects paid 70 万元. 芦川县: L1 paid 30 (a refund in month 8; 60 % of pace due is 40),
L2 paid 50 with 40 人 trained, L3 to L5 paid 70, L6 nothing. Together 710 of 1,200 万元: 59.2 %.
"""

from typing import Any

from tests.conftest import keyed, project

Row = dict[str, Any]
REGIONS = [
    {"mof_div_code": "990100", "mof_div_name": "云州市", "level": "市"},
    {"mof_div_code": "990101", "mof_div_name": "青岚区", "level": "县", "parent_code": "990100"},
    {"mof_div_code": "990112", "mof_div_name": "芦川县", "level": "县", "parent_code": "990100"},
]
COUNTIES = {"Q": "990101", "L": "990112"}
STEADY = dict.fromkeys(range(1, 9), 87500)
PAID = {
    "L1": {6: 450_000, 8: -150_000},
    "L2": {6: 500_000},
    "L3": {6: 450_000, 8: 250_000},
    "L6": {},
}
TRAINED = {"L2": (52, 40)}


def codes() -> list[str]:
    return [f"{county}{number}" for county in COUNTIES for number in range(1, 7)]


def at(code: str, **stated: Any) -> Row:
    return keyed(code, mof_div_code=COUNTIES[code[0]]) | stated


def tables() -> dict[str, list[Row]]:
    """The tables of the area, as one delivery."""
    return {
        "regions": REGIONS,
        "projects": [_project(code) for code in codes()],
        "execution": [row for code in codes() for row in _payments(code)],
        "indicators": [_indicator(code) for code in codes()],
        "observations": [row for code in codes() for row in _observations(code)],
    }


def _project(code: str) -> Row:
    name = {"Q": "青岚", "L": "芦川"}[code[0]]
    return project(code, pro_name=f"{name}培训{code[1]}期", mof_div_code=COUNTIES[code[0]], mof_div_name=None)


def _payments(code: str) -> list[Row]:
    months = PAID.get(code, STEADY)
    return [at(code, month=month, paid=months.get(month, 0)) for month in range(1, 9)]


def _indicator(code: str) -> Row:
    return at(
        code, indicator_no="1", level1="产出指标", level3="培训人数", sign="≥", target="100", unit="人", weight=50
    )


def _observations(code: str) -> list[Row]:
    june, august = TRAINED.get(code, (52, 70))
    return [at(code, indicator_no="1", month=6, actual=june), at(code, indicator_no="1", month=8, actual=august)]
