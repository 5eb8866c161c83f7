"""Reads queries/: the only module that opens the SQL files, and what their headers say."""

import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from dualwatch.model import WrongUsage

ROOT = Path(__file__).resolve().parent.parent / "queries"
NOT_QUESTIONS = {"store", "checks", "rules", "comparison"}
HEADER = re.compile(r"^-- (\w+): (.*)$")
PARAMETER = re.compile(r"\$([a-z_]+)")


@dataclass(frozen=True)
class Question:
    """One SQL file: its name, the grain its first line states, its header and its text."""

    name: str
    grain: str
    sql: str
    header: tuple[tuple[str, str], ...]

    def field(self, name: str) -> str:
        """The header line `-- name: …`, empty when there is none."""
        return dict(self.header).get(name, "")

    @property
    def label(self) -> str:
        """The Chinese name shown to readers; the file's name when it has none."""
        return self.field("label") or self.name

    @cached_property
    def parameters(self) -> tuple[str, ...]:
        """The $names of the text, in order of appearance, each once."""
        return tuple(dict.fromkeys(PARAMETER.findall(self.body)))

    @property
    def returns(self) -> tuple[str, ...]:
        """The columns that the header promises."""
        return tuple(part.strip() for part in self.field("returns").split(",") if part.strip())

    @cached_property
    def body(self) -> str:
        """The SQL without its header comment."""
        return "\n".join(line for line in self.sql.splitlines() if not line.startswith("--"))


def _parse(path: Path) -> Question:
    text = path.read_text(encoding="utf-8")
    comments = [line for line in text.splitlines() if line.startswith("--")]
    header = tuple((match[1], match[2]) for line in comments if (match := HEADER.match(line)))
    name = path.relative_to(ROOT).with_suffix("").as_posix()
    return Question(name, comments[0].removeprefix("-- ") if comments else "", text.strip().rstrip(";"), header)


@cache
def _folder(folder: str) -> tuple[Question, ...]:
    return tuple(_parse(path) for path in sorted((ROOT / folder).glob("*.sql")))


@cache
def questions() -> dict[str, Question]:
    """Every question a page, a report or a person may ask, by name (`area/name`)."""
    areas = sorted(path.name for path in ROOT.iterdir() if path.is_dir() and path.name not in NOT_QUESTIONS)
    return {question.name: question for area in areas for question in _folder(area)}


def question(name: str) -> Question:
    """One question by name; a WrongUsage lists those there are."""
    if name not in questions():
        raise WrongUsage(f"没有名为“{name}”的问题。可问的有：{'、'.join(questions())}。")
    return questions()[name]


def comparisons() -> dict[str, Question]:
    """The questions asked of two versions side by side, by name."""
    return {question.name: question for question in _folder("comparison")}


def comparison(name: str) -> Question:
    """One comparison question by name; a WrongUsage lists those there are."""
    if name not in comparisons():
        raise WrongUsage(f"没有名为“{name}”的对照问题。可问的有：{'、'.join(comparisons())}。")
    return comparisons()[name]


def rules() -> dict[str, Question]:
    """The early-warning rules by name, one file each."""
    return {rule.name.removeprefix("rules/"): rule for rule in _folder("rules")}


def store_steps() -> tuple[Question, ...]:
    """The files that build a version, in their order."""
    return _folder("store")


def checks() -> tuple[Question, ...]:
    """The invariants of a version; each returns the rows that break it."""
    return _folder("checks")


def fingerprint() -> str:
    """The text that decides what a version holds: build steps, rules and checks."""
    return "\n".join(entry.sql for entry in (*store_steps(), *_folder("rules"), *checks()))
