"""Mapping files: where they lie, how they are read and written."""

import re
import tomllib
from pathlib import Path
from typing import Any

import tomli_w
from pydantic import ValidationError

from dualwatch.intake.forms.kinds import KINDS
from dualwatch.intake.mapping import Mapping
from dualwatch.model import DualwatchError

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "mappings"
_NAME = re.compile(r"[\w\-（）()]{1,60}")
_FAULTS = {"extra_forbidden": "不认识这个键", "missing": "缺少这个键"}


def mapping_files(own: Path | None = None) -> list[Path]:
    """The shipped mapping files and those an office keeps in its own folder."""
    folders = [SHIPPED, *([own] if own else [])]
    return [path for folder in folders for path in sorted(folder.glob("*.toml"))]


def load_mapping(path: str | Path) -> Mapping:
    """The mapping in a file; raises DualwatchError with a sentence."""
    found = Path(path)
    try:
        content: dict[str, Any] = tomllib.loads(found.read_text(encoding="utf-8-sig"))
        mapping = Mapping.model_validate(content)
    except OSError as error:
        raise DualwatchError(f"打不开映射文件“{path}”（{error.strerror}）：请检查路径。") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DualwatchError(
            f"映射文件“{path}”不是有效的 TOML{_at(error)}：请用原来的文件，或在页面上重新对列。"
        ) from None
    except ValidationError as error:
        raise DualwatchError(f"映射文件“{path}”写得不对：{fault(error)}。") from None
    mapping._folder = found.parent
    return mapping


def _at(error: Exception) -> str:
    """Where a file stops being TOML, as far as its reader says."""
    place = re.search(r"line (\d+), column (\d+)", str(error))
    return f"（第 {place[1]} 行第 {place[2]} 个字符起读不懂）" if place else ""


def fault(error: ValidationError) -> str:
    """What is wrong in a mapping, and where, in Chinese."""
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "整个文件"
    if first["type"] == "value_error":
        return f"{place}：{first['ctx']['error']}"
    return f"{place}：{_FAULTS.get(first['type'], '值的类型不对')}"


def to_toml(mapping: Mapping) -> str:
    """A mapping as the text of its file; load_mapping reads it back as it was."""
    return tomli_w.dumps(mapping.model_dump(mode="json", exclude_defaults=True))


def save(mapping: Mapping, folder: Path) -> Path:
    """Writes a mapping into an office's own folder, over one of the same name there, and returns the file.

    Raises DualwatchError for a name that no file can have or that a shipped mapping has.
    """
    if not _NAME.fullmatch(mapping.name):
        raise DualwatchError(f"“{mapping.name}”不能作映射的名称：请用汉字、字母、数字、下划线和连字符，不超过 60 个。")
    if (SHIPPED / f"{mapping.name}.toml").exists() or mapping.name in ("canonical", *KINDS):
        raise DualwatchError(f"“{mapping.name}”是自带的版式：请换一个名称。")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{mapping.name}.toml"
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(to_toml(mapping), encoding="utf-8")
    unfinished.replace(path)
    return path
