"""The shapes of files that can be read without writing anything: the import format itself and the shipped mappings.

A new format is one entry here, one mapping in data/mappings/ and one sample that the tests read.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "data" / "mappings"


@dataclass(frozen=True)
class Format:
    """A shipped mapping: its name on the command line and the Chinese words for it."""

    name: str
    label: str

    @property
    def path(self) -> Path:
        """Where its mapping file lies."""
        return FOLDER / f"{self.name}.toml"


FORMATS = {
    shipped.name: shipped
    for shipped in (
        Format("cn-selfeval", "公开的项目支出绩效自评表（projects.csv 与 indicators.csv）"),
        Format("tenjo", "Tenjo 指标计划：一个目标一行，带自己那份资金"),
    )
}


def mapping_path(stated: str | Path) -> Path:
    """The mapping file that is meant: a path, or the name of a shipped mapping with or without .toml."""
    path = Path(stated)
    shipped = FORMATS.get(path.name.removesuffix(".toml"))
    return shipped.path if shipped and not path.exists() and len(path.parts) == 1 else path
