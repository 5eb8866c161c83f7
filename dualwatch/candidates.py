"""Prepared versions on disk: built beside the store, seen by nobody until they are released."""

import json
import secrets
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from dualwatch.model import DualwatchError

FOLDER, MANIFEST, YEARS = "candidate", "prepared.json", "years"


@dataclass(frozen=True)
class Prepared:
    """A version built but not in force: the folder it waits in and what its release needs to know.

    `base` is the version that was in force when it was built, `leaving` how many demonstration batches
    its release puts out of force, `content` the SHA-256 of each table, `years` the names of its years' files.
    """

    folder: Path
    base: str | None
    digest: str
    batches: tuple[str, ...]
    new_batches: tuple[str, ...]
    leaving: int
    operator: str
    content: dict[str, str]
    years: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The name that it can be found by."""
        return self.folder.parent.name

    @property
    def file(self) -> Path:
        """Where the built DuckDB file waits."""
        return self.folder / "version.duckdb"

    @property
    def years_path(self) -> Path:
        """Where the files of those of its years wait that were not kept before."""
        return self.folder / YEARS

    @property
    def batches_path(self) -> Path:
        """Where the new batches wait."""
        return self.folder / "batches"


def new_id(now: datetime) -> str:
    """A name for a staging folder that no other has."""
    return f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}"


def write(prepared: Prepared) -> None:
    """Writes what a release needs to know, last of all, so that a half-built candidate is none."""
    stated = {name: value for name, value in asdict(prepared).items() if name != "folder"}
    unfinished = prepared.folder / f".{MANIFEST}"
    unfinished.write_text(json.dumps(stated, ensure_ascii=False), encoding="utf-8")
    unfinished.rename(prepared.folder / MANIFEST)


def read(folder: Path) -> Prepared:
    """The prepared version in a folder; a DualwatchError when there is none, or only half of one."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        raise DualwatchError("这次导入的待发布版本已不在：可能已经发布、放弃或清理。请重新检查文件。")
    stated = json.loads(manifest.read_text(encoding="utf-8"))
    lists = {name: tuple(stated.get(name, ())) for name in ("batches", "new_batches", "years")}
    return Prepared(folder, **stated | lists)


def half_built(staging: Path) -> list[Path]:
    """Every candidate folder under a staging folder that is not written to its end."""
    return [folder for folder in staging.glob(f"*/{FOLDER}") if not (folder / MANIFEST).exists()]


def waiting(staging: Path) -> list[Prepared]:
    """Every prepared version under a staging folder."""
    return [read(manifest.parent) for manifest in staging.glob(f"*/{FOLDER}/{MANIFEST}")]
