"""Batches on disk: the accepted rows of one load as Parquet beside a manifest; never changed once written."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from dualwatch.model import DualwatchError, Intake

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Batch:
    """One batch: its folder, its number in the order of loading, and what its manifest says."""

    folder: Path
    manifest: dict[str, Any]

    @property
    def name(self) -> str:
        """NNNNNN-HASH, the folder's name."""
        return self.folder.name

    @property
    def number(self) -> int:
        """The place in the order of loading; a later batch revises an earlier one."""
        return int(self.name.split("-")[0])

    @property
    def demo(self) -> bool:
        """Whether the batch holds demonstration data."""
        return bool(self.manifest["demo"])

    @property
    def sources(self) -> dict[str, str]:
        """SHA-256 of each source file, by its name."""
        return dict(self.manifest["sources"])

    @property
    def counts(self) -> dict[str, int]:
        """Rows received, stored and rejected, over all its files and tables."""
        kinds = ("received", "stored", "rejected")
        return {kind: sum(entry[f"rows_{kind}"] for entry in self.manifest["controls"]) for kind in kinds}

    def table_file(self, table: str) -> Path | None:
        """The Parquet file of one canonical table, None where the batch has no row of it."""
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None


def read(folder: Path) -> Batch:
    """The batch in a folder; a DualwatchError where its manifest or a table that this names is gone."""
    try:
        batch = Batch(folder, json.loads((folder / MANIFEST).read_text(encoding="utf-8")))
    except (OSError, ValueError) as error:
        raise _damaged(folder, MANIFEST) from error
    stored = {entry["table"] for entry in batch.manifest["controls"] if entry["rows_stored"]}
    for table in sorted(stored):
        if batch.table_file(table) is None:
            raise _damaged(folder, f"{table}.parquet")
    return batch


def verify(batch: Batch) -> None:
    """Raises a DualwatchError where a batch is no longer what its name says it was when it was written."""
    if not batch.name.endswith(_digest(batch.folder)):
        raise _damaged(batch.folder, "Parquet 文件")


def _damaged(folder: Path, what: str) -> DualwatchError:
    return DualwatchError(f"批次 {folder.name} 的 {what} 缺失或损坏，现用版本没有改变。请从备份恢复 {folder} 后重试。")


def all_batches(root: Path) -> list[Batch]:
    """Every complete batch under a folder, in the order of loading."""
    return [read(path.parent) for path in sorted(root.glob(f"*/{MANIFEST}"))]


def fiscal_years(batch: Batch, table: str) -> set[int]:
    """The years that a batch's rows of a table speak of: as the file's statistics say, else as its rows do."""
    path = batch.table_file(table)
    if path is None:
        return set()
    from pyarrow import parquet

    years: set[int] = set()
    with parquet.ParquetFile(path) as file:
        column = file.schema_arrow.get_field_index("fiscal_year")
        for group in range(file.num_row_groups):
            told = file.metadata.row_group(group).column(column).statistics
            if told is not None and told.has_min_max and told.min == told.max:
                years.add(told.min)
            else:
                years.update(file.read_row_group(group, ["fiscal_year"])["fiscal_year"].unique().to_pylist())
    return years


def write(root: Path, number: int, intake: Intake, operator: str, loaded_at: datetime) -> Batch:
    """Writes an intake as a batch folder, whole or not at all."""
    import pyarrow as pa
    from pyarrow import parquet

    folder = root / f".incoming-{number:06d}"
    folder.mkdir(parents=True)
    try:
        for table, rows in sorted(intake.tables.items()):
            numbered = rows.append_column("batch_number", pa.array([number] * rows.num_rows, pa.int32()))
            parquet.write_table(numbered, folder / f"{table}.parquet", compression="zstd")
        manifest = _manifest(intake, operator, loaded_at)
        (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        final = root / f"{number:06d}-{_digest(folder)}"
        folder.rename(final)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return read(final)


def _manifest(intake: Intake, operator: str, loaded_at: datetime) -> dict[str, Any]:
    return {
        "demo": intake.demo,
        "sources": intake.sources,
        "operator": operator,
        "loaded_at": loaded_at.isoformat(timespec="seconds"),
        "coverage": asdict(intake.coverage),
        "stated_secrecy": intake.stated_secrecy,
        "mapping": intake.mapping,
        "controls": [{key: _plain(value) for key, value in asdict(entry).items()} for entry in intake.controls],
        "problems": [str(problem) for problem in intake.problems],
    }


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int) else str(value)


def _digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def rows(batch: Batch) -> tuple[Any, ...]:
    """The batch as one row of delivered_batches."""
    stated = batch.manifest
    coverage = stated["coverage"]
    loaded_at = datetime.fromisoformat(stated["loaded_at"])
    sources = sorted(stated["sources"])
    return (
        batch.name, batch.number, batch.demo, loaded_at, stated["operator"], sources, coverage["mode"],
        list(coverage["departments"]), stated["stated_secrecy"], stated["mapping"], *batch.counts.values(),
    )  # fmt: skip


def hold(kept: Iterable[Batch], intake: Intake) -> bool:
    """Whether the batches, demonstration data apart, hold every file of an intake already."""
    digests = {digest for batch in kept if not batch.demo for digest in batch.sources.values()}
    return bool(intake.sources) and digests.issuperset(intake.sources.values())
