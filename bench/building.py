"""Generates batches into a store's folder and builds a version of them, as a publication does."""

import time
from pathlib import Path
from typing import Any

from bench.generate import Year, write_batch
from dualwatch import batches
from dualwatch.store import Store


def generate(store: str, years: list[dict[str, int]]) -> None:
    """Writes one batch a year (the fields of bench.generate.Year) into the store's folder."""
    folder = Store(store).batches_path
    folder.mkdir(parents=True, exist_ok=True)
    for number, stated in enumerate(years, len(batches.all_batches(folder)) + 1):
        write_batch(folder, Year(**stated), number)


def publish(store: str) -> dict[str, Any]:
    """Builds and puts in force a version of every batch in the folder: seconds, MB of the file and of the batches."""
    place = Store(store)
    with place.writing():
        start = time.perf_counter()
        version = place.rebuild(batches.all_batches(place.batches_path), "bench")
        seconds = time.perf_counter() - start
        place.point(version.name)
    return {
        "build_s": round(seconds, 2),
        "file_mb": megabytes(place.versions_path),
        "batches_mb": megabytes(place.batches_path),
    }


def megabytes(folder: Path) -> float:
    """The size of all files under a folder."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)
