"""Performance indicators: what each project promises, and how bureaus write it down."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dualwatch.demo import names
from dualwatch.demo.names import FAMILIES, NEEDED_WEIGHT

COUNT, RATE, CEILING, ZERO, DATE, EFFECT, SATISFACTION = (
    "count",
    "rate",
    "ceiling",
    "zero",
    "date",
    "effect",
    "satisfaction",
)
LEVELS = {
    COUNT: ("产出指标", "数量指标"),
    RATE: ("产出指标", "质量指标"),
    CEILING: ("效益指标", "社会效益指标"),
    ZERO: ("产出指标", "质量指标"),
    DATE: ("产出指标", "时效指标"),
    EFFECT: ("效益指标", "社会效益指标"),
    SATISFACTION: ("满意度指标", "服务对象满意度指标"),
}
TIME_UNITS = ("天", "个工作日", "小时", "分钟")
SHARES = {COUNT: 25, RATE: 15, CEILING: 10, ZERO: 8, DATE: 8, EFFECT: 12}
DRAWS = 24


@dataclass(frozen=True)
class Item:
    """One indicator; `goal` is a number, a month for a date, and `words` an effect's target."""

    kind: str
    name: str
    unit: str
    goal: float
    weight: int = 0
    words: str = ""

    @property
    def levels(self) -> tuple[str, str]:
        """First and second level of the official form."""
        if self.kind == CEILING and "元" in self.unit:
            return "成本指标", "经济成本指标"
        if self.kind == CEILING and self.unit in TIME_UNITS:
            return "产出指标", "时效指标"
        return LEVELS[self.kind]


def round_number(value: float) -> float:
    """The value with two significant digits, as plans are made."""
    if value < 1:
        return round(value, 2)
    step = 10 ** max(int(np.floor(np.log10(value))) - 1, 0)
    return float(round(value / step) * step)


def _pick(lines: tuple[str, ...], draw: float) -> list[str]:
    return lines[int(draw * len(lines))].split()


def _count(lines: tuple[str, ...], place: float, size: float) -> Item:
    name, unit, low, high = _pick(lines, place)
    return Item(COUNT, name, unit, round_number(float(low) * (float(high) / float(low)) ** size))


def _ceiling(lines: tuple[str, ...], place: float, size: float) -> Item:
    name, unit, limit = _pick(lines, place)
    goal = float(limit)
    return Item(CEILING, name, unit, goal if goal <= 5 else round_number(goal * (0.8 + 0.4 * size)))


def _rate(lines: tuple[str, ...], place: float) -> Item:
    name, percent = _pick(lines, place)
    return Item(RATE, name, "%", float(percent))


def _effect(lines: tuple[str, ...], place: float) -> Item:
    name, words = _pick(lines, place)
    return Item(EFFECT, name, "", 0.0, words=words)


def _satisfaction(people: str, draw: float) -> Item:
    goal = np.array([90.0, 92.0, 93.0, 98.0, 95.0])[np.searchsorted([0.025, 0.15, 0.25, 0.3], draw)]
    return Item(SATISFACTION, f"{people}满意度", "%", float(goal))


def _other(ceilings: tuple[str, ...], place: float, choice: float) -> Item:
    """A reverse indicator, a count of accidents that must stay 0, or a deadline."""
    if choice < 0.55:
        return _ceiling(ceilings, place, place)
    if choice < 0.75:
        return Item(ZERO, names.ZERO_NAMES[int(place * len(names.ZERO_NAMES))].split()[0], "起", 0.0)
    month = (6, 9, 10, 11, 12, 12)[int(place * 6)]
    return Item(DATE, names.DATE_NAMES[int(choice * 40) % len(names.DATE_NAMES)], "", float(month))


def _target_items(family: str, draw: np.ndarray) -> list[Item]:
    """Indicators of a project with an aim of its own."""
    own = FAMILIES[family]
    second = (draw[0] + 0.2 + 0.6 * draw[1]) % 1.0
    items = [_count(own.counts, draw[0], draw[2]), _count(own.counts, second, draw[3])]
    items = items if draw[4] < 0.75 and items[0].name != items[1].name else items[:1]
    items.append(_rate(own.rates, draw[5]))
    items += [_other(own.ceilings, draw[6], draw[7])] if draw[8] < 0.48 else []
    items += [_effect(own.effects, draw[9])] if draw[10] < 0.5 else []
    asked = own.policy in NEEDED_WEIGHT or draw[11] < 0.5
    return items + ([_satisfaction(own.people, draw[12])] if asked else [])


def _plain_items(letter: str, draw: np.ndarray) -> list[Item]:
    """Indicators of running costs and staff costs."""
    counts, rates = (
        (names.RUNNING_COUNTS, names.RUNNING_RATES) if letter == "Y" else (names.STAFF_COUNTS, names.STAFF_RATES)
    )
    items = [_count(counts, draw[0], draw[2]), _rate(rates, draw[5])]
    return items + ([_ceiling(names.RUNNING_CEILINGS, draw[6], draw[7])] if letter == "Y" and draw[8] < 0.6 else [])


def _weighted(items: list[Item], policy: str, draw: np.ndarray) -> list[Item]:
    """Weights that add up to 90 (the other 10 points are the money's) or to 100."""
    total = 90 if draw[13] < 0.85 else 100
    needed = NEEDED_WEIGHT.get(policy, 10) if draw[14] > 0.04 else 5
    asked = sum(item.kind == SATISFACTION for item in items) * needed
    base = sum(SHARES.get(item.kind, 0) for item in items)
    weights = [needed if i.kind == SATISFACTION else int(SHARES[i.kind] * (total - asked) / base) for i in items]
    weights[0] += total - sum(weights)
    return [replace(item, weight=weight) for item, weight in zip(items, weights, strict=True)]


def _items(row: tuple, draw: np.ndarray) -> list[Item]:
    family, letter = row
    items = _target_items(family, draw) if letter == "T" else _plain_items(letter, draw)
    return _weighted(items, FAMILIES[family].policy if letter == "T" else "", draw)


def _grown(item: Item, generation_age: int) -> float:
    """This year's goal of a project that goes on: counts grow a little with every year."""
    fixed = item.kind != COUNT or item.unit in ("%", "个月")
    return item.goal if fixed else round_number(item.goal * 1.04**generation_age)


def _without(rows: pd.DataFrame, random: np.random.Generator) -> set[int]:
    """A few staff and running-cost projects a year that never set an indicator."""
    bare = rows.index[(rows["letter"] != "T").to_numpy()]
    return {int(row) for row in random.permutation(bare)[:36]}


def indicators(rows: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """One row an indicator: row (of the roll), no, item fields, and draws that fix its writing."""
    generations = int(rows["generation"].max()) + 1
    draws = random.random((int(rows["slot"].max()) + 1, generations, DRAWS))
    bare = _without(rows, random)
    fields = zip(rows["family"], rows["letter"], rows["slot"], rows["generation"], strict=True)
    ages = (rows["fiscal_year"] - rows["created"]).to_numpy()
    listed = []
    for row, (family, letter, slot, generation) in enumerate(fields):
        for no, item in enumerate([] if row in bare else _items((family, letter), draws[slot, generation])):
            goal = _grown(item, ages[row])
            listed.append((row, no + 1, item.kind, item.name, item.unit, goal, item.weight, item.words, *item.levels))
    columns = ["row", "no", "kind", "name", "unit", "goal", "weight", "words", "level1", "level2"]
    frame = pd.DataFrame(listed, columns=columns)
    frame[["style", "luck", "seen", "wobble"]] = random.random((len(frame), 4))
    return frame


def measurable(frame: pd.DataFrame, rows: pd.DataFrame) -> np.ndarray:
    """Projects whose counts are large and weigh enough that they can be seen to fall behind."""
    weight = frame["weight"].where(~frame["kind"].isin([EFFECT, SATISFACTION, DATE]), 0)
    counted = weight.where((frame["kind"] == COUNT) & (frame["goal"] >= 40) & (frame["unit"] != "%"), 0)
    sums = pd.DataFrame({"row": frame["row"], "all": weight, "counted": counted}).groupby("row").sum()
    share = (sums["counted"] / sums["all"]).reindex(rows.index, fill_value=0.0).to_numpy()
    return (share >= 0.55) & (rows["letter"] == "T").to_numpy()
