"""The delivered files judged by hand: pace and completion straight from the rules, without the store."""

import re
from collections import defaultdict
from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from dualwatch import demo
from dualwatch.schema import TABLES

YEARS = (2023, 2024, 2025, 2026)
CITY, LAST_YEAR, AUGUST = "990100000", 2026, 8
NUMBERS = {"higher", "lower", "exact zero"}
LEVELS = {"达成": 1.0, "部分达成": 0.7, "未达成": 0.3}
GROWING = ("长度", "宽度", "高度", "面积", "进度", "完成率", "开工率", "支付率")


def _table_of(name: str, columns: list[str]) -> str:
    """The canonical table a file holds, by its columns."""
    fits = [table.name for table in TABLES.values() if set(columns) <= set(table.by_name) >= set(table.required)]
    held = [table for table in fits if set(TABLES[table].required) <= set(columns)]
    assert held, name
    return max(held, key=lambda table: len(set(TABLES[table].required)))


def read_rows(path: Path) -> list[dict]:
    """Rows of one delivered file, money as Decimal 元."""
    if path.suffix == ".parquet":
        return pyarrow.parquet.read_table(path).to_pylist()
    head = path.read_text(encoding="utf-8-sig").splitlines()[0].replace('"', "").split(",")
    money = {field.name for table in TABLES.values() for field in table.fields if field.kind == "money"}
    whole = {"fiscal_year", "month", "weight"}
    types = {
        name: pa.decimal128(18, 2) if name in money else pa.int32() if name in whole else pa.string() for name in head
    }
    options = pyarrow.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    return pyarrow.csv.read_csv(path, convert_options=options).to_pylist()


def project_key(row: dict) -> tuple:
    """Year, region and code."""
    return row["fiscal_year"], row["mof_div_code"], row["pro_code"]


class City:
    """All files in the order of loading: the last row of a key stands, and a roll retires what it lacks."""

    def __init__(self, deliveries: list[demo.Delivery]) -> None:
        self.tables: dict[str, dict[tuple, dict]] = defaultdict(dict)
        self.revised: dict[str, int] = defaultdict(int)
        self.retired: set[tuple] = set()
        for delivery in deliveries:
            for path in sorted(delivery.folder.iterdir()):
                self._take(path)

    def _take(self, path: Path) -> None:
        rows = read_rows(path)
        name = _table_of(path.name, list(rows[0]))
        held = self.tables[name]
        keys = {tuple(row[part] for part in TABLES[name].key): row for row in rows}
        assert len(keys) == len(rows), path.name
        if name == "projects":
            years = {row["fiscal_year"] for row in rows}
            self.retired |= {key for key in held if key[0] in years} - set(keys)
        self.revised[name] += sum(key in held and held[key] != row for key, row in keys.items())
        held.update(keys)

    def projects(self, year: int) -> dict[tuple, dict]:
        """The roll of a year, without retired projects."""
        roll = self.tables["projects"]
        return {key: row for key, row in roll.items() if key[0] == year and key not in self.retired}

    def by_project(self, name: str) -> dict[tuple, list[dict]]:
        """Rows of a table by project."""
        grouped = defaultdict(list)
        for row in self.tables[name].values():
            grouped[project_key(row)].append(row)
        return grouped


def elapsed(project: dict, month: int) -> float:
    """Share of the project's own window that has passed by the month."""
    start, end = project["start_month"] or 1, project["end_month"] or 12
    return min(1.0, max(0.0, (month - start + 1) / (end - start + 1)))


def unit_of(project: dict) -> tuple[str, str]:
    """Region and department."""
    return project["mof_div_code"], project["dept_code"]


def reporting_units(city: City) -> set[tuple[str, str]]:
    """Units with a row of payment for the last month."""
    roll = city.projects(LAST_YEAR)
    rows = city.tables["execution"]
    return {unit_of(roll[key[:3]]) for key in rows if key[0] == LAST_YEAR and key[3] == AUGUST}


def number_in(text: str) -> float | None:
    found = re.search(r"\d[\d,]*(\.\d+)?", text)
    return float(found.group().replace(",", "")) if found else None


def kind_of(indicator: dict) -> str:
    """Which reading of measures.md an indicator's target takes."""
    written = (indicator["sign"] or "") + indicator["target"]
    if re.search(r"月.*前", written):
        return "date"
    if number_in(written) is None:
        return "level"
    if re.search("≤|不超过|以内", written):
        return "lower"
    return "exact zero" if number_in(indicator["target"]) == 0 else "higher"


def completion(indicator: dict, actual: str) -> float:
    """Completion of one indicator, 0 to 1; dates of these files count as met."""
    kind = kind_of(indicator)
    if kind == "level":
        return LEVELS[actual]
    if kind == "date":
        return 1.0
    target, value = number_in(indicator["target"]), number_in(actual)
    if kind == "exact zero":
        return 1.0 if value == 0 else 0.0
    if kind == "lower":
        return 1.0 if value <= target else max(0.0, 1 - (value - target) / target)
    return min(1.0, value / target)


def is_level(indicator: dict) -> bool:
    """Point in time by the stated column or the guess of measures.md."""
    if indicator["accumulation"]:
        return indicator["accumulation"] == "时点"
    if kind_of(indicator) != "higher":
        return True
    if indicator["level3"].endswith(GROWING):
        return False
    unit = indicator["unit"] or ("%" if "%" in indicator["target"] else "")
    return unit == "%" or indicator["level3"].endswith(("率", "度"))


def latest_filled(rows: list[dict]) -> dict[str, dict]:
    """The latest filled observation of each indicator up to the last month."""
    filled = sorted((row for row in rows if row["actual"] and row["month"] <= AUGUST), key=lambda row: row["month"])
    return {row["indicator_no"]: row for row in filled}


def judged_indicators(city: City) -> dict[tuple, list[tuple[dict, float, float]]]:
    """For each project its indicators with completion and expected completion at the last month."""
    seen = city.by_project("observations")
    found = defaultdict(list)
    for key, indicators in city.by_project("indicators").items():
        if key[0] != LAST_YEAR or key in city.retired:
            continue
        latest = latest_filled(seen.get(key, []))
        for indicator in indicators:
            row = latest.get(indicator["indicator_no"])
            if row:
                due = 1.0 if is_level(indicator) else elapsed(city.tables["projects"][key], row["month"])
                found[key].append((indicator, completion(indicator, row["actual"]), due))
    return found


def completion_ratios(judged: dict, kinds: set[str]) -> dict[tuple, float]:
    """Completion ratio of each project over its indicators of the given kinds."""
    ratios = {}
    for key, rows in judged.items():
        counted = [row for row in rows if kind_of(row[0]) in kinds]
        expected = sum(indicator["weight"] * due for indicator, _, due in counted)
        if expected:
            ratios[key] = sum(indicator["weight"] * done for indicator, done, _ in counted) / expected
    return ratios
