"""What units hand in about their targets: which months, which blanks, and the words beside the numbers."""

import numpy as np
import pandas as pd

from dualwatch.demo import writing
from dualwatch.demo.budgets import Budgets
from dualwatch.demo.indicators import COUNT, DATE, EFFECT, RATE, SATISFACTION
from dualwatch.demo.places import LAST_MONTH, LAST_YEAR, MISSING_MONTHS, REGIONS
from dualwatch.demo.progress import Progress
from dualwatch.demo.roles import Roles
from dualwatch.schema import CAUSES

OPEN_ROUNDS = (6, 8)
CLOSED_ROUNDS = (6, 9, 12)
LATE_PROJECTS = 34
NEVER_PROJECTS = 8
STALE_PROJECTS = 30
TARDY_UNITS = 9
GENEROUS = 0.85
MODEST = 0.1
NOTES = (
    "前期手续办理时间较长，工程量未完成计划",
    "项目资金下达较晚，工作集中在下半年",
    "招标流标后重新组织，进度顺延",
    "人员调整，工作衔接用时较长",
    "设备到货推迟，安装调试未完成",
)
MEASURES = (
    "倒排工期，按周调度",
    "加快资金支付与验收",
    "重新组织采购并压缩时限",
    "充实人员，按月核对完成量",
    "约谈施工单位，明确节点",
)


def _planned_months(rows: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Months in which each project is asked to report (rows × 12): the rounds, more for key projects."""
    months = np.arange(1, 13)
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()[:, None]
    key = rows["is_key"].to_numpy()[:, None]
    rounds = np.where(open_year, np.isin(months, OPEN_ROUNDS), np.isin(months, CLOSED_ROUNDS))
    early = (months == 3) & (key | (open_year & (random.random(len(rows)) < 0.5)[:, None]))
    monthly = open_year & key & (months <= LAST_MONTH)
    return rounds | early | monthly


def _unreported_regions(rows: pd.DataFrame, roles: Roles) -> np.ndarray:
    """Months that a county or a silent unit never sent (rows × 12)."""
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()
    mask = np.zeros((len(rows), 12), dtype=bool)
    codes = rows["region"].map(lambda number: REGIONS[number].code)
    for code, month in MISSING_MONTHS:
        mask[open_year & (codes == code).to_numpy(), month - 1] = True
    mask[roles.silent, LAST_MONTH - 1] = True
    return mask


def _forgotten(rows: pd.DataFrame, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Rounds that units missed (rows × 12)."""
    missed = np.zeros((len(rows), 12), dtype=bool)
    open_year = (rows["fiscal_year"] == LAST_YEAR).to_numpy()
    missed[~open_year] = random.random((int((~open_year).sum()), 12)) < 0.02
    willing = np.flatnonzero(open_year & ~roles.deviating & ~roles.zero & ~rows["is_key"].to_numpy())
    drawn = random.permutation(willing)
    missed[drawn[:LATE_PROJECTS], :6] = True
    silent = drawn[LATE_PROJECTS : LATE_PROJECTS + NEVER_PROJECTS]
    missed[np.append(silent, np.flatnonzero(open_year & roles.zero & ~roles.deviating))] = True
    stale = drawn[LATE_PROJECTS + NEVER_PROJECTS :][:STALE_PROJECTS]
    missed[stale, LAST_MONTH - 1] = True
    return missed


def _asked(rows: pd.DataFrame, money: Budgets, roles: Roles, random: np.random.Generator) -> np.ndarray:
    """Projects × months with a report."""
    asked = _planned_months(rows, random) & (money.elapsed > 0)
    asked &= ~_unreported_regions(rows, roles) & ~_forgotten(rows, roles, random)
    return asked & ~rows["retired"].to_numpy()[:, None]


def _settled(frame: pd.DataFrame, progress: Progress, reports: np.ndarray) -> np.ndarray:
    """Values in which the last report of the open year carries no half-reached effect."""
    owner = frame["row"].to_numpy()
    final = ~reports[owner, LAST_MONTH - 1] & (frame["kind"] == EFFECT).to_numpy()
    values = progress.values.copy()
    values[final, :LAST_MONTH] = 1.0
    return values


def _texts(listed: pd.DataFrame) -> list[str | None]:
    """The actual value of each listed row as written, None where nothing was filled in."""
    fields = zip(
        listed["kind"],
        listed["unit"],
        listed["value"],
        listed["style"],
        listed["fiscal_year"],
        listed["shown"],
        strict=True,
    )
    return [
        None
        if not shown
        else writing.finished_on(year, value, style)
        if kind == DATE
        else writing.actual(kind, unit, value, style)
        for kind, unit, value, style, year, shown in fields
    ]


def _forecasts(listed: pd.DataFrame) -> list[str | None]:
    """What the unit expects of its counts by the year's end."""
    fields = zip(listed["kind"], listed["goal"], listed["value"], listed["behind"], listed["unit"], strict=True)
    return [
        writing.plain(round(max(value, goal * 0.8 if behind else goal))) + unit if kind == COUNT else None
        for kind, goal, value, behind, unit in fields
    ]


def _remarks(listed: pd.DataFrame, random: np.random.Generator) -> pd.DataFrame:
    """Likelihood for every round; cause, note and measure where a count is behind."""
    draws = random.integers(0, 5, len(listed))
    behind = (listed["behind"] & (listed["kind"] == COUNT) & listed["shown"]).to_numpy()
    sure = np.where(behind, np.where(draws == 0, "完全不可能", "有可能"), np.where(draws == 4, "有可能", "确定能"))
    remarks = pd.DataFrame({"likelihood": pd.Series(sure, dtype=object).where(listed["shown"], None)})
    for column, words in (("cause", CAUSES), ("note", NOTES), ("measure", MEASURES)):
        remarks[column] = [words[draw] if late else None for draw, late in zip(draws, behind, strict=True)]
    return remarks


def _reported_on(rows: pd.DataFrame, listed: pd.DataFrame) -> pd.Series:
    """A day in the last week of the month; most projects of a tardy unit come up to two weeks after it."""
    owner = rows.loc[listed["row"]]
    unit = owner["region"].to_numpy() * 31 + owner["department"].to_numpy() * 17
    draw = listed.groupby("row")["wobble"].transform("first").to_numpy()
    is_late = (unit % 100 < TARDY_UNITS) & (draw < 0.7)
    days = np.where(is_late, 1 + draw * 20, -draw * 7).astype(int)
    start = pd.to_datetime({"year": listed["fiscal_year"], "month": listed["month"], "day": 1})
    ends = start + pd.offsets.MonthEnd(0)
    return (ends + pd.to_timedelta(days, unit="D")).dt.strftime("%Y-%m-%d")


def _scores(listed: pd.DataFrame) -> pd.Series:
    """What units gave themselves at the end of a closed year, whole points: full for all but clear misses."""
    done = np.select(
        [listed["kind"] == EFFECT, listed["kind"].isin([COUNT, RATE, SATISFACTION]) & (listed["goal"] > 0)],
        [listed["value"], np.minimum(listed["value"] / listed["goal"].where(listed["goal"] > 0), 1.0)],
        1.0,
    )
    earned = np.where(done >= GENEROUS, 1.0, done) * listed["weight"]
    modest = (listed["wobble"] < MODEST) & (listed["weight"] > 5)
    scored = (listed["fiscal_year"] < LAST_YEAR) & (listed["month"] == CLOSED_ROUNDS[-1]) & listed["shown"]
    return (np.floor(earned) - modest).clip(lower=0).astype("Int64").where(scored)


def _listed(rows: pd.DataFrame, frame: pd.DataFrame, progress: Progress, reports: np.ndarray) -> pd.DataFrame:
    """One row an indicator and month handed in; blank cells only in the rounds of the open year."""
    owner = frame["row"].to_numpy()
    values = _settled(frame, progress, reports)
    years = rows["fiscal_year"].to_numpy()[owner]
    blanks = (years == LAST_YEAR)[:, None] & np.isin(np.arange(1, 13), OPEN_ROUNDS)
    position, month = np.nonzero(reports[owner] & (progress.seen | blanks))
    listed = frame.iloc[position].reset_index(drop=True)
    return listed.assign(
        month=month + 1,
        value=values[position, month],
        shown=progress.seen[position, month],
        fiscal_year=years[position],
    )


def reports(
    rows: pd.DataFrame,
    frame: pd.DataFrame,
    money: Budgets,
    roles: Roles,
    progress: Progress,
    random: np.random.Generator,
) -> pd.DataFrame:
    """One row a project, indicator and month reported, with the texts of the form."""
    asked = _asked(rows, money, roles, random)
    listed = _listed(rows, frame, progress, asked)
    listed["behind"] = roles.deviating[listed["row"].to_numpy()]
    listed["actual"] = _texts(listed)
    listed["forecast"] = _forecasts(listed)
    listed = listed.join(_remarks(listed, random))
    listed["score"] = _scores(listed)
    listed["reported_on"] = _reported_on(rows, listed)
    return listed
