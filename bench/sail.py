"""The same batches built once more by an engine, beside the store: how long, and whether every table is the same."""

import time
from pathlib import Path
from typing import Any

from bench.building import megabytes
from dualwatch import batches
from dualwatch.store import Store
from dualwatch.store.assembling import build

DUCKDB, SAIL = "DuckDB", "local"


def rebuild(store: str, engine: str) -> dict[str, Any]:
    """Seconds, processor seconds of all threads, MB of the file and the hash of each table it holds."""
    place = Store(store)
    chosen = batches.all_batches(place.batches_path)
    built = Path(store).parent / f"built-{engine}"
    built.mkdir()
    start, worked = time.perf_counter(), time.process_time()
    content = build(built, chosen, engine=None if engine == DUCKDB else engine).content
    return {
        "build_s": round(time.perf_counter() - start, 2),
        "cpu_s": round(time.process_time() - worked, 2),
        "file_mb": megabytes(built),
        "content": content,
    }
