"""The nouns every module shares: problems, filters, scopes, rules, flags."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

DEFAULT_PROFILE = "pace-60-80"


class DualwatchError(Exception):
    """A failure whose message is a Chinese sentence fit to show a user."""


class WrongUsage(DualwatchError):
    """A question, parameter, role or format that does not exist: the asker's slip, not the data's."""


class Level(StrEnum):
    """What a problem did to its row: kept out, kept in and said, or only said."""

    REJECTED = "rejected"
    WARNING = "warning"
    NOTICE = "notice"


LEVEL_LABELS = {Level.REJECTED: "退回", Level.WARNING: "存疑", Level.NOTICE: "提示"}


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one place of one file, in a sentence that says what to do.

    `row` is the row number the sender sees in the sheet (1-based), None for a whole file;
    `cell` is the cell's address there (D218), None where the place is no single cell.
    """

    file: str
    sheet: str | None
    row: int | None
    column: str | None
    value: str | None
    reason: str
    level: Level
    cell: str | None = None

    def __str__(self) -> str:
        place = " ".join(
            part
            for part in (
                self.file,
                f"〔{self.sheet}〕" if self.sheet else "",
                f"第 {self.row} 行" if self.row else "",
                f"“{self.column}”" if self.column else "",
            )
            if part
        )
        value = f"（值：{self.value}）" if self.value else ""
        return f"[{LEVEL_LABELS[self.level]}] {place}：{self.reason}{value}"


class Severity(StrEnum):
    """How grave a flag is; the order of the members is the order on screen."""

    RED = "red"
    YELLOW = "yellow"
    NOTICE = "notice"
    NO_DATA = "no_data"

    @property
    def shape(self) -> str:
        """What says it beside the colour."""
        return SEVERITY_WORDS[self][0]

    @property
    def word(self) -> str:
        """What it is called."""
        return SEVERITY_WORDS[self][1]

    @property
    def label(self) -> str:
        """Shape and word, as a reader sees it."""
        return f"{self.shape} {self.word}"


SEVERITY_WORDS = {
    Severity.RED: ("◆", "严重"),
    Severity.YELLOW: ("▲", "预警"),
    Severity.NOTICE: ("●", "关注"),
    Severity.NO_DATA: ("○", "无数据"),
}


@dataclass(frozen=True)
class Scope:
    """Which rows a reader may see; an empty tuple with its all_* flag set means every one."""

    role: str = "管理员"
    all_regions: bool = True
    regions: tuple[str, ...] = ()
    all_departments: bool = True
    departments: tuple[str, ...] = ()
    all_agencies: bool = True
    agencies: tuple[str, ...] = ()
    all_offices: bool = True
    offices: tuple[str, ...] = ()
    see_classified: bool = True


@dataclass(frozen=True)
class Filters:
    """What a reader has chosen; None or an empty tuple leaves the choice to the store.

    Field names are the parameter names of the questions, the command line and the URL.
    """

    year: int | None = None
    month: int | None = None
    counties: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    books: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    key_only: bool = False
    denominator: str = "adjusted"
    profile: str = DEFAULT_PROFILE
    version: str | None = None


@dataclass(frozen=True)
class Control:
    """What one file gave one table: rows and 元 received = stored + rejected.

    `money` figures are DECIMAL 元 as text-safe Decimals; None where the table holds no money.
    `rows_unread` are those of sheets refused whole, which are rejected; nobody knows their money, which is left out.
    """

    file: str
    table: str
    rows_received: int
    rows_stored: int
    rows_rejected: int
    rows_unread: int = 0
    money_received: Any = None
    money_stored: Any = None
    money_rejected: Any = None


@dataclass(frozen=True)
class Coverage:
    """What a batch speaks for: the departments of its regions in its months.

    `mode` is all (every department of the regions in the file), departments (those
    in `departments`) or rows (the departments and months that have rows).
    """

    mode: str = "rows"
    departments: tuple[str, ...] = ()


class Sureness(IntEnum):
    """How sure a recognition is; a higher one wins."""

    GUESSED = 1
    LIKELY = 2
    CERTAIN = 3


SURENESS_LABELS = {Sureness.GUESSED: "猜的", Sureness.LIKELY: "较有把握", Sureness.CERTAIN: "确定"}


@dataclass(frozen=True)
class Recognition:
    """What one sheet was taken for: the format, the canonical tables it gives, how sure and why."""

    file: str
    sheet: str | None
    format: str
    label: str
    sureness: Sureness
    why: str
    used: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """The order of preference: surer first, then more columns understood."""
        return int(self.sureness), self.used


@dataclass(frozen=True)
class KnownProject:
    """A project in force as intake needs it: its names and the names of its indicators by number."""

    name: str = ""
    dept_name: str | None = None
    agency_name: str | None = None
    indicators: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Intake:
    """What reading a set of files gave: typed tables, problems and control totals.

    `tables` maps a canonical table name to a pyarrow Table with the table's fields
    and the columns source_file, source_sheet, source_row.
    `sources` maps a file name to the SHA-256 of its bytes; `recognised` says what each sheet was taken for.
    """

    tables: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    controls: list[Control] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)
    recognised: list[Recognition] = field(default_factory=list)
    coverage: Coverage = Coverage()
    stated_secrecy: str | None = None
    mapping: str | None = None
    demo: bool = False

    @property
    def rejected(self) -> int:
        """Rows kept out of the store, over all files and tables."""
        return sum(control.rows_rejected for control in self.controls)

    @property
    def unread(self) -> set[str]:
        """The files that gave no table at all, not even refused rows."""
        refused = {problem.file for problem in self.problems if problem.level == Level.REJECTED}
        return refused - {control.file for control in self.controls}
