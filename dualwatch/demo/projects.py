"""The roll: which project stands in which year, whose it is and what it is called."""

import numpy as np
import pandas as pd

from dualwatch.demo.names import FAMILIES, RUNNING_TOPICS, STAFF_TOPICS
from dualwatch.demo.places import CITY_CODE, DEPARTMENTS, REGIONS, SMALL, YEARS, Region

CATEGORIES = {"R": "人员类", "Y": "运转类", "T": "特定目标类"}
ADDED_A_YEAR = 46
RETIRED_FROM = (0, 1, 9)
PHASES = ("", *(f"（{number}期）" for number in "二三四五六七八九十"))
SUBORDINATES = {
    "教育": ("第一中学", "实验小学"),
    "卫健": ("妇幼保健院", "中医医院"),
    "文化": ("文化服务中心",),
    "农业": ("农业技术推广中心", "农村经济经营站"),
    "水利": ("水利工程管理所",),
    "交通": ("公路养护所", "运输服务中心"),
    "城建": ("市政设施管理所", "房屋征收中心"),
    "民政": ("社会福利中心",),
    "人社": ("就业服务中心", "社会保险中心"),
    "生态": ("环境监测站",),
    "政法": ("综合保障中心",),
    "科技": ("科技情报所",),
}
BOOKS = {
    "国资": ("国有资本经营预算", 0.65),
    "人社": ("社会保险基金预算", 0.22),
    "医保": ("社会保险基金预算", 0.45),
    "城建": ("政府性基金预算", 0.32),
    "国土": ("政府性基金预算", 0.30),
    "交通": ("政府性基金预算", 0.25),
    "水利": ("政府性基金预算", 0.22),
    "农业": ("政府性基金预算", 0.14),
    "产业": ("国有资本经营预算", 0.10),
    "教育": ("政府性基金预算", 0.05),
}


def _shares(total: int, weights: np.ndarray, least: int) -> np.ndarray:
    """Whole numbers that add up to the total, by largest remainder over a minimum each."""
    exact = weights / weights.sum() * (total - least * len(weights))
    counts = np.floor(exact).astype(int)
    rest = total - least * len(weights) - counts.sum()
    counts[np.argsort(-(exact - counts), kind="stable")[:rest]] += 1
    return counts + least


def _department_counts(region: Region) -> dict[int, int]:
    """Projects of each department (by position) in one region."""
    weights = np.array([item.city if region.code == CITY_CODE else item.county for item in DEPARTMENTS])
    small = np.array([region.code == CITY_CODE and not item.county and item.city <= SMALL for item in DEPARTMENTS])
    large = np.flatnonzero((weights > 0) & ~small)
    counts = np.where(small, weights, 0)
    least = 5 if region.code == CITY_CODE else 1
    counts[large] = _shares(region.projects - int(counts.sum()), weights[large].astype(float), least)
    return {int(position): int(counts[position]) for position in np.flatnonzero(counts)}


def _places() -> list[tuple[int, int]]:
    """Region and department of every slot; the last three leave the roll of the last year."""
    standing = [
        (number, department)
        for number, region in enumerate(REGIONS)
        for department, count in _department_counts(region).items()
        for _ in range(count)
    ]
    education = next(n for n, item in enumerate(DEPARTMENTS) if item.name == "教育局")
    return standing + [(number, education) for number in RETIRED_FROM]


def _prefix(region: Region) -> str:
    return "市" if region.code == CITY_CODE else region.name


def _agency(region: int, department: int, draw: float) -> tuple[str, str]:
    """Code and name of the spending unit; half the projects belong to the department itself."""
    own = DEPARTMENTS[department]
    under = SUBORDINATES.get(own.family, ()) if own.county else ()
    pick = 0 if not under or draw < 0.6 else 1 + int((draw - 0.6) / 0.4 * len(under))
    name = own.name if pick == 0 else own.name + under[pick - 1]
    return f"{own.code}{region * 3 + pick + 1:03d}", _prefix(REGIONS[region]) + name


def slots(random: np.random.Generator) -> pd.DataFrame:
    """One row a place on the roll, the same in every year: region, department, unit, category, book."""
    places = _places()
    draws = random.random((len(places), 4))
    frame = pd.DataFrame(places, columns=["region", "department"])
    frame["slot"] = np.arange(len(frame))
    frame["family"] = [DEPARTMENTS[item].family for item in frame["department"]]
    agencies = [_agency(*place, draw) for place, draw in zip(places, draws[:, 0], strict=True)]
    frame["agency_code"], frame["agency_name"] = zip(*agencies, strict=True)
    frame["letter"] = np.where(draws[:, 1] < 0.08, "R", np.where(draws[:, 1] < 0.28, "Y", "T"))
    frame["retired"] = frame["slot"] >= len(places) - len(RETIRED_FROM)
    frame.loc[frame["retired"], "letter"] = "T"
    frame["book"] = [_book(*row) for row in zip(frame["family"], frame["letter"], draws[:, 2], strict=True)]
    frame["is_key"] = (draws[:, 3] < 0.11) & (frame["letter"] == "T")
    frame["secret_level"] = _secrets(frame, random)
    return frame


def _book(family: str, letter: str, draw: float) -> str:
    book, share = BOOKS.get(family, ("", 0.0))
    return book if letter == "T" and draw < share else "一般公共预算"


def _secrets(frame: pd.DataFrame, random: np.random.Generator) -> list[str | None]:
    """A few classified places among police, emergency and general offices, and a few left blank."""
    levels: list[str | None] = ["非涉密"] * len(frame)
    closed = np.flatnonzero(frame["family"].isin(["政法", "应急"]) & (frame["letter"] != "R"))
    chosen = random.permutation(closed)[:20]
    others = np.setdiff1d(np.arange(len(frame)), chosen)
    for position in random.permutation(others)[:15]:
        levels[position] = None
    for rank, position in enumerate(chosen):
        levels[position] = "涉密" if rank < 12 else "半涉密"
    return levels


def _generations(frame: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """How often each slot has taken up a new project by each year."""
    renewal = np.where(frame["letter"] == "T", 0.2, 0.015)
    renewed = random.random((len(frame), len(YEARS))) < renewal[:, None]
    renewed[:, 0] = False
    return renewed.cumsum(axis=1)


def _with_ranks(frame: pd.DataFrame) -> pd.DataFrame:
    """Add each slot's rank and the size of the group that shares its list of names."""
    shared = [DEPARTMENTS[item].county > 0 for item in frame["department"]]
    owner = np.where(shared, frame["family"], frame["department"].astype(str))
    field = frame["region"].astype(str) + owner
    unit = frame["region"].astype(str) + frame["agency_name"]
    group = np.where(frame["letter"] == "T", field, unit + frame["letter"])
    keys = frame.groupby(group, sort=False)["slot"]
    return frame.assign(rank=keys.cumcount(), size=keys.transform("size"))


def _name(row: tuple) -> str:
    """A name no other project of the region has in any year."""
    region, department, family, agency, letter, rank, size, generation = row
    topics = {"R": STAFF_TOPICS, "Y": RUNNING_TOPICS, "T": FAMILIES[family].topics}[letter]
    position = rank + generation * size
    phase = PHASES[position // len(topics) % len(PHASES)]
    if letter != "T":
        return f"{agency}{topics[position % len(topics)]}{phase}"
    own = DEPARTMENTS[department]
    offset = 3 * region if own.county else department
    topic = topics[(position + offset) % len(topics)]
    return f"{REGIONS[region].short if own.county else '市' + own.name}{topic}{phase}"


def _code(region: int, year: int, letter: str, slot: int) -> str:
    return f"{REGIONS[region].code[:6]}{year % 100:02d}{letter}{slot + 1:05d}"


def _year_rows(frame: pd.DataFrame, generations: np.ndarray, number: int) -> pd.DataFrame:
    """The roll of one year."""
    year = YEARS[number]
    rows = frame.assign(fiscal_year=year, generation=generations[:, number])
    rows["kept"] = (generations[:, number] == generations[:, number - 1]) & (number > 0)
    rows["created"] = year - (generations[:, : number + 1] == generations[:, [number]]).sum(axis=1) + 1
    named = ["region", "department", "family", "agency_name", "letter", "rank", "size", "generation"]
    rows["pro_name"] = [_name(row) for row in zip(*(rows[column] for column in named), strict=True)]
    codes = [_code(r, year, c, s) for r, c, s in zip(rows["region"], rows["letter"], rows["slot"], strict=True)]
    rows["pro_code"] = codes
    before = [_code(r, year - 1, c, s) for r, c, s in zip(rows["region"], rows["letter"], rows["slot"], strict=True)]
    rows["previous_pro_code"] = pd.Series(before, index=rows.index, dtype=object).where(rows["kept"], None)
    return rows if number == len(YEARS) - 1 else rows[~rows["retired"]]


def _mark_added(rows: pd.DataFrame, random: np.random.Generator) -> np.ndarray:
    """Which projects were approved during the year: new ones only, the same number every year."""
    added = np.zeros(len(rows), dtype=bool)
    fresh = (~rows["kept"] & ~rows["retired"] & (rows["letter"] == "T")).to_numpy()
    for year in YEARS:
        open_rows = np.flatnonzero(fresh & (rows["fiscal_year"] == year).to_numpy())
        added[random.permutation(open_rows)[:ADDED_A_YEAR]] = True
    return added


def roll(random: np.random.Generator) -> pd.DataFrame:
    """One row a project and year, ordered by year and slot."""
    frame = _with_ranks(slots(random))
    generations = _generations(frame, random)
    years = [_year_rows(frame, generations, number) for number in range(len(YEARS))]
    rows = pd.concat(years, ignore_index=True)
    rows["added"] = _mark_added(rows, random)
    return rows
