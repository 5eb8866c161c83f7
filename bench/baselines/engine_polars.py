"""polars: the facts as frames in memory, asked lazily."""

from pathlib import Path
from typing import Any

import polars as pl

from bench.baselines.exact import Row
from bench.baselines.facts import NAMES

KEY = ["project_id", "indicator_no"]


class Polars:
    """The cases in polars expressions."""

    def __init__(self, facts: Path) -> None:
        frames = {name: pl.read_parquet(facts / f"{name}.parquet") for name in NAMES}
        self.table = {name: frame.lazy() for name, frame in frames.items()}

    def group_sums(self, year: int, month: int) -> list[Row]:
        """Sums by budget book, county and pace."""
        projects = self.table["projects"].filter(pl.col("fiscal_year") == year)
        standing = (
            self._reported(projects, month)
            .join(self._paid(year, month), on="project_id", how="left")
            .join(self._completion(year, month), on="project_id", how="left")
            .with_columns(*_pace(month), _to_date())
        )
        return _rows(
            standing.group_by("book", "county", "county_name", "region_level", "elapsed", "months").agg(*_sums())
        )

    def _reported(self, projects: pl.LazyFrame, month: int) -> pl.LazyFrame:
        coverage = self.table["coverage"].filter(pl.col("month") == month).drop("month")
        return projects.join(coverage, on=["fiscal_year", "county", "dept"])

    def _paid(self, year: int, month: int) -> pl.LazyFrame:
        wanted = (pl.col("fiscal_year") == year) & (pl.col("month") <= month)
        return self.table["execution"].filter(wanted).group_by("project_id").agg(pl.col("paid").sum())

    def _weighed(self, month: int) -> pl.LazyFrame:
        standing = self.table["observations"].filter((pl.col("month") <= month) & (pl.col("valid_to") >= month))
        joined = standing.join(self.table["indicators"], on=KEY)
        return joined.with_columns((pl.col("weight") * pl.col("completion")).alias("done"))

    def _completion(self, year: int, month: int) -> pl.LazyFrame:
        sums = self._weighed(month).filter(pl.col("fiscal_year") == year).group_by("project_id")
        done = sums.agg(pl.col("done").sum(), pl.col("weight").sum()).filter(pl.col("weight") > 0)
        return done.select("project_id", (pl.col("done") // pl.col("weight")).alias("completion"))

    def county_months(self, year: int, month: int) -> list[Row]:
        """Sums by county and month."""
        projects = self.table["projects"].filter((pl.col("fiscal_year") == year) & (pl.col("adjusted") > 0))
        wanted = (pl.col("fiscal_year") == year) & (pl.col("month") <= month)
        paid = (
            self.table["execution"]
            .filter(wanted)
            .join(projects.select("project_id", "county", "dept"), on="project_id")
            .group_by("county", "dept", "month")
            .agg(pl.col("paid").sum())
        )
        running = (
            self.table["coverage"]
            .filter(wanted)
            .join(paid, on=["county", "dept", "month"], how="left")
            .sort("month")
            .with_columns(pl.col("paid").fill_null(0).cum_sum().over("county", "dept"))
            .with_columns(pl.when("reported").then("paid").alias("paid"))
            .collect()
            .lazy()
        )
        groups = ["county", "dept", "window_start", "window_end"]
        budgets = projects.group_by(groups).agg(pl.len().alias("rated"), pl.col("adjusted").sum().alias("budget"))
        owed = (
            running.filter("reported")
            .drop("paid")
            .join(budgets, on=["county", "dept"])
            .with_columns(*_pace(pl.col("month")))
            .group_by("county", "month", "elapsed", "months")
            .agg(pl.col("rated").sum(), pl.col("budget").sum())
        )
        spent = running.group_by("county", "month").agg(_known_sum(pl.col("paid")))
        blank = {"elapsed": None, "months": None, "rated": None, "budget": None}
        return [*(row | {"paid": None} for row in _rows(owed)), *(row | blank for row in _rows(spent))]

    def alert_list(self, year: int, month: int, profile: str, page_size: int) -> list[Row]:
        """One page of the projects with a red or yellow flag."""
        of_month = (pl.col("profile") == profile) & (pl.col("fiscal_year") == year) & (pl.col("month") == month)
        judged = (
            self.table["flags"]
            .filter(of_month)
            .sort("severity_rank", "position")
            .group_by("project_id")
            .agg(
                pl.col("severity_rank").min(),
                pl.col("severity").first(),
                pl.col("run").max(),
                pl.col("label").str.join("、").alias("labels"),
            )
            .filter(pl.col("severity_rank") <= 2)
        )
        listed = (
            self._reported(judged.join(self.table["projects"], on="project_id"), month)
            .join(self._paid(year, month), on="project_id", how="left")
            .with_columns(*_pace(month), _to_date())
            .with_columns(_underpaid())
            .with_columns(pl.len().alias("matched"), pl.col("underpaid").sum().alias("matched_underpaid"))
        )
        page = (
            listed.sort("underpaid", "severity_rank", "project_id", descending=[True, False, False], nulls_last=True)
            .head(page_size)
            .collect()
        )
        goals = self._weighed(month).join(page.lazy().select("project_id"), on="project_id", how="semi")
        sums = goals.group_by("project_id").agg(pl.col("done").sum(), pl.col("weight").sum().alias("weights"))
        return _rows(page.lazy().join(sums, on="project_id", how="left", maintain_order="left"))

    def search(self, search: str) -> list[Row]:
        """The projects that a search finds."""
        name, code, initials, low = pl.col("name"), pl.col("code"), pl.col("initials"), search.lower()
        hit = (
            name.str.to_lowercase().str.contains(low, literal=True)
            | code.str.contains(search, literal=True)
            | initials.str.contains(low, literal=True)
        )
        place = (
            pl.when((code == search) | (name == search))
            .then(1)
            .when(name.str.starts_with(search))
            .then(2)
            .when(initials.str.starts_with(low))
            .then(3)
            .otherwise(4)
        )
        found = self.table["projects"].filter(hit).with_columns(place.alias("place"))
        order = ["place", "fiscal_year", "name", "project_id"]
        return _rows(found.sort(order, descending=[False, True, False, False]).head(8))

    def project(self, project: str) -> Row:
        """One project."""
        return _rows(self.table["projects"].filter(pl.col("project_id") == project))[0]

    def payments(self, project: str, month: int) -> list[Row]:
        """The months of one project."""
        own = self.table["projects"].filter(pl.col("project_id") == project)
        months = self.table["coverage"].join(own, on=["fiscal_year", "county", "dept"]).filter(pl.col("month") <= month)
        paid = self.table["execution"].filter(pl.col("project_id") == project).select("month", "paid")
        return _rows(months.join(paid, on="month", how="left").sort("month").select("month", "reported", "paid"))


def _rows(frame: pl.LazyFrame) -> list[Row]:
    return frame.collect().to_dicts()


def _pace(month: Any) -> list[pl.Expr]:
    window = pl.col("window_end") - pl.col("window_start") + 1
    elapsed = pl.min_horizontal(pl.max_horizontal(month - pl.col("window_start") + 1, 0), window)
    return [window.alias("months"), elapsed.alias("elapsed")]


def _to_date() -> pl.Expr:
    return pl.when("reported").then(pl.col("paid").fill_null(0)).alias("paid_to_date")


def _underpaid() -> pl.Expr:
    budget, months = pl.col("adjusted"), pl.col("months")
    owed = 2 * (budget * pl.col("elapsed") - pl.col("paid_to_date") * months) + months
    return pl.when(budget > 0).then(pl.max_horizontal(owed, 0) // (2 * months)).alias("underpaid")


def _sums() -> list[pl.Expr]:
    budget, paid, share = pl.col("adjusted"), pl.col("paid_to_date"), pl.col("completion")
    rated, done = (budget > 0) & paid.is_not_null(), (budget > 0) & share.is_not_null()
    return [
        pl.len().alias("projects"),
        *(_known_sum(pl.col(name)).alias(name) for name in ("initial", "adjusted", "allotted")),
        _known_sum(paid).alias("paid_all"),
        paid.is_null().sum().alias("unreported"),
        rated.sum().alias("rated"),
        _known_sum(budget.filter(rated)).alias("budget"),
        _known_sum(paid.filter(rated)).alias("paid"),
        _known_sum(budget.filter(~rated)).alias("unrated_budget"),
        done.sum().alias("completed"),
        _known_sum(budget.filter(done)).alias("completion_budget"),
        (budget.cast(pl.Int128) * share).filter(done).sum().alias("weighted"),
    ]


def _known_sum(values: pl.Expr) -> pl.Expr:
    """A sum that is blank where nothing is known; polars makes it 0."""
    return pl.when(values.count() > 0).then(values.sum())
