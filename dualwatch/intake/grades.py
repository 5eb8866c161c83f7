"""Grades of evaluations by their scores: 优 from 90 of 100, 良 from 80, 中 from 60, else 差 (财预〔2020〕10号)."""

from decimal import Decimal

GRADES = ((90, "优"), (80, "良"), (60, "中"))
LOWEST = "差"
_SPELLINGS = {"优秀": "优", "良好": "良", "中等": "中", "一般": "中", "较差": "差", "不合格": "差"}


def grade_of(score: Decimal | None, full: Decimal | None) -> str | None:
    """The grade of a score out of full marks; None where one of them is unknown or nothing can be scored."""
    if score is None or not full:
        return None
    return next((grade for line, grade in GRADES if score * 100 >= line * full), LOWEST)


def one_spelling(grade: str) -> str:
    """A grade as it is compared: 优秀 is 优."""
    return _SPELLINGS.get(grade, grade)
