"""What the filters offer the reader, and how a URL may say a choice: by its label or by its code."""

from dataclasses import dataclass

import streamlit as st

from components import data
from dualwatch.glossary import PARAMETERS
from dualwatch.model import Severity

MOST_CHOICES = 20
DENOMINATORS = {"adjusted": "调整后预算", "initial": "年初预算", "allotted": "已下达指标"}
TOPICS = {
    "全部": "",
    "执行率偏低": "money",
    "目标偏离": "work",
    "两项都有": "both",
    "钱事不匹配": "mismatch",
    "填报与目标": "report",
    "新增和加重": "changed",
}
ORDERS = {
    "按级别排序": "",
    "按少支付金额排序": "underpaid",
    "按差排序": "gap",
    "按完成率排序": "completion",
    "按连续月数排序": "run",
    "按预算排序": "budget",
}
LISTS = {"departments": "department", "books": "book", "categories": "category"}


@dataclass(frozen=True)
class Choices:
    """What the filters offer: labels by code of each kind, and the last month of each year."""

    labels: dict[str, dict[str, str]]
    counties: int
    last_months: dict[int, int]

    def of(self, kind: str) -> dict[str, str]:
        """Labels by code of one kind, in the order of the question."""
        return self.labels.get(kind, {})


def choices() -> Choices:
    """What context/options and context/calendar offer the reader."""
    return _choices(repr(data.shown()))


@st.cache_resource(show_spinner=False, max_entries=MOST_CHOICES)
def _choices(shown: str) -> Choices:
    options = data.rows("context/options")
    labels: dict[str, dict[str, str]] = {}
    for option in options:
        labels.setdefault(option["kind"], {})[option["code"]] = option["label"]
    counties = sum(option["kind"] == "county" and option["region_level"] == "县" for option in options)
    months = {row["fiscal_year"]: row["last_month"] for row in data.rows("context/calendar")}
    return Choices(labels, counties, months)


def in_labels(said: dict[str, list[str]], offered: Choices) -> dict[str, list[str]]:
    """URL parameters with each code in place of a filter's label put as that label; the rest unchanged."""
    labels = _labels(offered)
    return {key: [labels.get(key, {}).get(value, value) for value in values] for key, values in said.items()}


def strangers(said: dict[str, list[str]], offered: Choices) -> list[str]:
    """What URL parameters in labels ask for that no filter offers, each with the filter's name."""
    labels = _labels(offered)
    asked = ((key, value) for key in said if key in labels for value in said[key])
    return [f"{_name(key)}“{value}”" for key, value in asked if value not in labels[key].values()]


def _name(key: str) -> str:
    """What a URL key chooses, without the codes it may be given."""
    return PARAMETERS[key].partition("：")[0]


def _labels(offered: Choices) -> dict[str, dict[str, str]]:
    """The labels of each filter by code, under its URL key."""
    kinds = {"counties": "county", **LISTS, "profile": "profile"}
    labels = {key: offered.of(kind) for key, kind in kinds.items()}
    labels["denominator"] = DENOMINATORS
    labels["topic"] = {code: label for label, code in TOPICS.items()}
    labels["sort"] = {code: label for label, code in ORDERS.items()}
    labels["severities"] = {str(severity): severity.label for severity in Severity}
    labels["year"] = {str(year): f"{year} 年" for year in offered.last_months}
    labels["month"] = {str(month): f"{month} 月" for month in range(1, 13)}
    return labels
