"""What each question answers, made from an engine's sums; money in 分 on both sides of the comparison."""

from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from typing import Any

from bench.baselines.exact import WHOLE, Row, due, ppm, rates, total

RANKED_FROM = 5


def totals(rows: list[Row]) -> list[Row]:
    """overview/totals: one row a budget book."""
    return [
        {
            "budget_book": book, "projects": total(group, "projects"), "initial_budget": total(group, "initial"),
            "adjusted_budget": total(group, "adjusted"), "allotted": total(group, "allotted"),
            "paid": total(group, "paid_all"), "rated": total(group, "rated"),
            "unrated": total(group, "projects") - total(group, "rated"),
            "unrated_budget": total(group, "unrated_budget"), "unreported": total(group, "unreported"),
            **rates(group),
        }
        for book, group in grouped(rows, "book")
    ]  # fmt: skip


def counties(rows: list[Row]) -> list[Row]:
    """compare/counties: one row a region, the ranked ones with their place."""
    found = [_county(code, group) for code, group in grouped(rows, "county")]
    ranked = sorted((row["execution_rate"] for row in found if row["is_ranked"]), reverse=True)
    for row in found:
        row["rank"] = 1 + ranked.index(row["execution_rate"]) if row["is_ranked"] and len(ranked) > 1 else None
    return found


def _county(code: str, group: list[Row]) -> Row:
    compared = group[0]["region_level"] in ("县", "乡") or code[4:6] not in ("", "00", "99")
    rated = total(group, "rated") or 0
    return {
        "mof_div_code": code, "mof_div_name": group[0]["county_name"], "is_compared": compared,
        "is_ranked": compared and rated >= RANKED_FROM, "projects": total(group, "projects"), "rated": rated,
        "unrated": (total(group, "projects") or 0) - rated, "unrated_budget": total(group, "unrated_budget"),
        "budget": total(group, "budget"), "paid": total(group, "paid"), "completed": total(group, "completed"),
        **rates(group), "pace_ratio": ppm(total(group, "paid"), due(group)),
    }  # fmt: skip


def county_months(rows: list[Row]) -> list[Row]:
    """compare/county_months: one row a region and month."""
    keyed = [row | {"cell": (row["county"], int(row["month"]))} for row in rows]
    return [_county_month(cell, group) for cell, group in grouped(keyed, "cell")]


def _county_month(cell: tuple[str, int], group: list[Row]) -> Row:
    paid, budget, owed = total(group, "paid"), total(group, "budget"), due(group)
    gap = ppm(paid - owed, budget) if paid is not None and owed is not None else None
    return {"mof_div_code": cell[0], "month": cell[1], "rated": total(group, "rated") or 0,
            "execution_rate": ppm(paid, budget), "expected_rate": ppm(owed, budget), "execution_gap": gap}  # fmt: skip


def alert_list(rows: list[Row]) -> list[Row]:
    """alerts/projects: one page in its order."""
    return [_alert(row) for row in rows]


def _alert(row: Row) -> Row:
    budget, paid = row["adjusted"], row["paid_to_date"]
    owed = Fraction(int(budget) * int(row["elapsed"]), int(row["months"]))
    return {
        "project_id": row["project_id"], "pro_name": row["name"], "mof_div_name": row["county_name"],
        "dept_name": row["dept_name"], "budget_book": row["book"], "severity": row["severity"],
        "rule_labels": row["labels"], "run": row["run"], "budget": budget, "paid_to_date": paid,
        "execution_rate": ppm(paid, budget), "expected_rate": ppm(owed, budget),
        "execution_gap": ppm(paid - owed, budget) if paid is not None else None,
        "completion_rate": ppm(row["done"], row["weights"] and int(row["weights"]) * WHOLE),
        "underpaid": row["underpaid"], "matched": row["matched"], "matched_underpaid": row["matched_underpaid"],
    }  # fmt: skip


def curve(project: Row, months: list[Row]) -> list[Row]:
    """projects/curve: one row a month of one project."""
    found, before, running = [], 0, 0
    budget, start = int(project["adjusted"]), int(project["window_start"])
    window = int(project["window_end"]) - start + 1
    for row in months:
        running += int(row["paid"] or 0)
        to_date = running if row["reported"] else None
        missing = to_date - before if to_date is not None and before is not None else None
        owed = Fraction(budget * min(max(int(row["month"]) - start + 1, 0), window), window)
        found.append({
            "month": row["month"], "reported": bool(row["reported"]), "budget": budget,
            "paid": row["paid"] if row["paid"] is not None else missing, "paid_to_date": to_date,
            "execution_rate": ppm(to_date, budget), "expected_rate": ppm(owed, budget),
            "execution_gap": ppm(to_date - owed, budget) if to_date is not None else None,
        })  # fmt: skip
        before = to_date
    return found


def search(rows: list[Row]) -> list[Row]:
    """context/search: the projects found, in their order."""
    names = {"project_id": "project_id", "pro_name": "name", "pro_code": "code", "fiscal_year": "fiscal_year",
             "mof_div_name": "county_name", "dept_name": "dept_name"}  # fmt: skip
    return [{shown: row[name] for shown, name in names.items()} for row in rows]


def grouped(rows: list[Row], name: str) -> list[tuple[Any, list[Row]]]:
    """The rows by the value of a column, in its order."""
    ordered = sorted(rows, key=lambda row: row[name])
    return [(key, list(group)) for key, group in groupby(ordered, key=lambda row: row[name])]


def plain(row: Row) -> Row:
    """A row of the store's answer as the baselines write it: 元 as whole 分."""
    return {name: int(value * 100) if isinstance(value, Decimal) else value for name, value in row.items()}


def difference(expected: list[Row], found: list[Row], key: str | None) -> str | None:
    """The first figure that differs, or None; rows are matched by a key, else by their order."""
    if len(expected) != len(found):
        return f"{len(expected)} rows against {len(found)}"
    if key:
        expected, found = (sorted(rows, key=lambda row: tuple(row[part] for part in key.split())) for rows in
                           (expected, found))  # fmt: skip
    for place, (one, other) in enumerate(zip(expected, found, strict=True)):
        for name, value in other.items():
            if one[name] != value:
                return f"row {place + 1}, {name}: {one[name]} against {value}"
    return None
