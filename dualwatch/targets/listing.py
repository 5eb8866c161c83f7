"""Reads a whole list of target texts from a CSV file into another, row by row in the same order."""

import csv
import io
from itertools import zip_longest
from pathlib import Path
from typing import Any

from dualwatch.model import DualwatchError
from dualwatch.targets.reading import Reading, read

GIVEN = ("text", "sign", "unit", "name")
FIELDS = ("kind", "sign_read", "value", "upper", "unit", "direction", "direction_guessed")


def annotate(source: Path, out: Path) -> int:
    """Writes the rows of `source` with the reading of each added; returns how many.

    `unit` in the result is the unit that was read, the column's own where the text has none.
    Raises DualwatchError for a file that is missing, is no CSV text or has no column text, and for an
    `out` that cannot be written.
    """
    rows = _rows(source)
    fields = list(dict.fromkeys([*(rows[0] if rows else GIVEN), *FIELDS]))
    try:
        with out.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, fieldnames=fields)
            writer.writeheader()
            writer.writerows(row | _as_text(read(*(row.get(name) or None for name in GIVEN))) for row in rows)
    except OSError as error:
        raise DualwatchError(f"写不了 {out}：请检查文件夹是否存在、磁盘空间和权限。") from error
    return len(rows)


def _rows(source: Path) -> list[dict[str, str]]:
    try:
        header, *lines = list(csv.reader(io.StringIO(_text(source), newline=""), strict=True)) or [[]]
    except (OSError, csv.Error) as error:
        raise DualwatchError(f"读不了 {source}：请给一个 CSV 文件，列为 {', '.join(GIVEN)}。") from error
    if "text" not in header:
        raise DualwatchError(f"{source} 没有 text 列。需要的列：{', '.join(GIVEN)}，其中 text 必须有。")
    return [dict(zip_longest(header, line[: len(header)], fillvalue="")) for line in lines]


def _text(source: Path) -> str:
    raw = source.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DualwatchError(f"{source} 不是文字文件：请另存为 UTF-8 或 GB18030 编码的 CSV。")


def _as_text(reading: Reading) -> dict[str, str]:
    figures = {name: getattr(reading, name) for name in FIELDS}
    return {name: _plain(value) for name, value in figures.items()}


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:.15g}" if isinstance(value, float) else str(value)
