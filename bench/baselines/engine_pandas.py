"""pandas: the facts as frames in memory."""

from pathlib import Path

import numpy as np
import pandas as pd

from bench.baselines.exact import LIMB, Row
from bench.baselines.facts import NAMES

LIMB_SIZE = 2**LIMB
KEY = ["project_id", "indicator_no"]
PLACE = ["fiscal_year", "county", "dept"]


class Pandas:
    """The cases in pandas."""

    def __init__(self, facts: Path) -> None:
        self.table = {name: pd.read_parquet(facts / f"{name}.parquet") for name in NAMES}

    def group_sums(self, year: int, month: int) -> list[Row]:
        """Sums by budget book, county and pace."""
        projects = self.table["projects"]
        standing = self._standing(projects[projects["fiscal_year"] == year], year, month)
        standing["completion"] = standing["project_id"].map(self._completion(year, month))
        wide = _columns_to_sum(standing)
        groups = ["book", "county", "county_name", "region_level", "elapsed", "months"]
        sums = wide.groupby(groups, dropna=False)[list(SUMMED)].sum(min_count=1).reset_index()
        return _rows(sums)

    def _standing(self, projects: pd.DataFrame, year: int, month: int) -> pd.DataFrame:
        coverage = self.table["coverage"]
        standing = projects.merge(coverage[coverage["month"] == month].drop(columns="month"), on=PLACE)
        paid = standing["project_id"].map(self._paid(year, month)).fillna(0)
        standing["paid_to_date"] = paid.where(standing["reported"])
        return _with_pace(standing, month)

    def _paid(self, year: int, month: int) -> pd.Series:
        rows = self.table["execution"]
        return rows[(rows["fiscal_year"] == year) & (rows["month"] <= month)].groupby("project_id")["paid"].sum()

    def _goals(self, year: int, month: int, listed: pd.Series | None = None) -> pd.DataFrame:
        rows = self.table["observations"]
        chosen = (rows["fiscal_year"] == year) & (rows["month"] <= month) & (rows["valid_to"] >= month)
        if listed is not None:
            chosen &= rows["project_id"].isin(listed)
        joined = rows[chosen].merge(self.table["indicators"], on=KEY)
        joined["done"] = joined["weight"] * joined["completion"]
        return joined.groupby("project_id")[["done", "weight"]].sum()

    def _completion(self, year: int, month: int) -> pd.Series:
        goals = self._goals(year, month)
        known = goals[goals["weight"] > 0]
        return known["done"] // known["weight"]

    def county_months(self, year: int, month: int) -> list[Row]:
        """Sums by county and month."""
        projects = self.table["projects"]
        projects = projects[(projects["fiscal_year"] == year) & (projects["adjusted"] > 0)]
        rows, coverage = self.table["execution"], self.table["coverage"]
        rows = rows[(rows["fiscal_year"] == year) & (rows["month"] <= month)]
        joined = rows.merge(projects[["project_id", "county", "dept"]], on="project_id")
        paid = joined.groupby(["county", "dept", "month"])["paid"].sum().reset_index()
        wanted = coverage[(coverage["fiscal_year"] == year) & (coverage["month"] <= month)]
        running = wanted.merge(paid, on=["county", "dept", "month"], how="left").sort_values("month")
        running["paid"] = (
            running["paid"].fillna(0).astype("int64").groupby([running["county"], running["dept"]]).cumsum()
        )
        running["paid"] = running["paid"].where(running["reported"])
        groups = projects.groupby(["county", "dept", "window_start", "window_end"])["adjusted"]
        budgets = groups.agg(rated="size", budget="sum").reset_index()
        owed = _with_pace(running[running["reported"]].merge(budgets, on=["county", "dept"]), running["month"])
        owed = owed.groupby(["county", "month", "elapsed", "months"])[["rated", "budget"]].sum().reset_index()
        spent = running.groupby(["county", "month"])["paid"].sum(min_count=1).reset_index()
        blank = {"elapsed": None, "months": None, "rated": None, "budget": None}
        return [*(row | {"paid": None} for row in _rows(owed)), *(row | blank for row in _rows(spent))]

    def alert_list(self, year: int, month: int, profile: str, page_size: int) -> list[Row]:
        """One page of the projects with a red or yellow flag."""
        flags = self.table["flags"]
        of_month = (flags["profile"] == profile) & (flags["fiscal_year"] == year) & (flags["month"] == month)
        ordered = flags[of_month].sort_values(["severity_rank", "position"], kind="stable")
        judged = ordered.groupby("project_id").agg(
            severity_rank=("severity_rank", "min"), severity=("severity", "first"), run=("run", "max"),
            labels=("label", "、".join),
        ).reset_index()  # fmt: skip
        judged = judged[judged["severity_rank"] <= 2]
        listed = self._standing(judged.merge(self.table["projects"], on="project_id"), year, month)
        budget, months = listed["adjusted"], listed["months"]
        owed = 2 * (budget * listed["elapsed"] - listed["paid_to_date"] * months) + months
        listed["underpaid"] = (owed.clip(lower=0) // (2 * months)).where(budget > 0)
        listed["matched"], listed["matched_underpaid"] = len(listed), listed["underpaid"].sum()
        order = ["underpaid", "severity_rank", "project_id"]
        page = listed.sort_values(order, ascending=[False, True, True], na_position="last").head(page_size)
        goals = self._goals(year, month, page["project_id"]).rename(columns={"weight": "weights"})
        return _rows(page.merge(goals, on="project_id", how="left"))

    def search(self, search: str) -> list[Row]:
        """The projects that a search finds."""
        projects, low = self.table["projects"], search.lower()
        name, code, initials = projects["name"], projects["code"], projects["initials"]
        hit = (
            name.str.lower().str.contains(low, regex=False) | code.str.contains(search, regex=False)
            | initials.str.contains(low, regex=False)
        )  # fmt: skip
        found = projects[hit].copy()
        whole = (found["code"] == search) | (found["name"] == search)
        begins = [found["name"].str.startswith(search), found["initials"].str.startswith(low)]
        found["place"] = np.select([whole, *begins], [1, 2, 3], 4)
        order = ["place", "fiscal_year", "name", "project_id"]
        return _rows(found.sort_values(order, ascending=[True, False, True, True]).head(8))

    def project(self, project: str) -> Row:
        """One project."""
        projects = self.table["projects"]
        return _rows(projects[projects["project_id"] == project])[0]

    def payments(self, project: str, month: int) -> list[Row]:
        """The months of one project."""
        projects, coverage, rows = (self.table[name] for name in ("projects", "coverage", "execution"))
        own = coverage.merge(projects[projects["project_id"] == project], on=PLACE)
        paid = rows[rows["project_id"] == project][["month", "paid"]]
        months = own[own["month"] <= month].merge(paid, on="month", how="left").sort_values("month")
        return _rows(months[["month", "reported", "paid"]])


def _with_pace(rows: pd.DataFrame, month: int | pd.Series) -> pd.DataFrame:
    rows = rows.copy()
    rows["months"] = rows["window_end"] - rows["window_start"] + 1
    at = month if isinstance(month, int) else rows["month"]
    rows["elapsed"] = np.minimum(np.maximum(at - rows["window_start"] + 1, 0), rows["months"])
    return rows


SUMMED = (
    "projects", "initial", "adjusted", "allotted", "paid_all", "unreported", "rated", "budget", "paid",
    "unrated_budget", "completed", "completion_budget", "high_high", "high_low", "low_high", "low_low",
)  # fmt: skip


def _columns_to_sum(standing: pd.DataFrame) -> pd.DataFrame:
    budget, paid = standing["adjusted"], standing["paid_to_date"]
    rated, done = (budget > 0) & paid.notna(), (budget > 0) & standing["completion"].notna()
    share = standing["completion"].fillna(0).astype("int64")
    (high_budget, low_budget), (high_share, low_share) = divmod(budget, LIMB_SIZE), divmod(share, LIMB_SIZE)
    return standing.assign(
        projects=1, paid_all=paid, unreported=paid.isna().astype(int), rated=rated.astype(int),
        budget=budget.where(rated), paid=paid.where(rated), unrated_budget=budget.where(~rated),
        completed=done.astype(int), completion_budget=budget.where(done),
        high_high=high_budget * high_share, high_low=high_budget * low_share,
        low_high=low_budget * high_share, low_low=low_budget * low_share,
    )  # fmt: skip


def _rows(frame: pd.DataFrame) -> list[Row]:
    """Rows with None where a figure is missing, and whole numbers where pandas made them floats."""
    return [{name: _whole(value) for name, value in row.items()} for row in frame.to_dict("records")]


def _whole(value: object) -> object:
    if value is None or (isinstance(value, float) and value != value) or value is pd.NA:
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
