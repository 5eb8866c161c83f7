"""The next month of a store with one year, two and three: does it grow with the year it is of, or with all years?"""

import hashlib
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from bench.building import megabytes
from bench.generate import Year, write_batch
from dualwatch.model import Intake
from dualwatch.schema import TABLES
from dualwatch.store import Store

LAST = 12
BATCH_COLUMN = "batch_number"


def load_next(store: str, folder: str, projects: int) -> dict[str, Any]:
    """Publishes December on top of a store that ends in November: seconds, rows and MB that came to it."""
    delivered = write_batch(Path(folder), Year(projects, first_month=LAST, last_month=LAST), 0)
    tables = {path.stem: pq.read_table(path).drop_columns(BATCH_COLUMN) for path in delivered.glob("*.parquet")}
    place = Store(store)
    intake = Intake(
        tables={name: rows for name, rows in tables.items() if name in TABLES and rows.num_rows},
        sources={"bench-month.parquet": hashlib.sha256(str(projects).encode()).hexdigest()},
    )
    before = megabytes(place.path)
    start = time.perf_counter()
    place.publish([intake], "bench")
    return {
        "load_s": round(time.perf_counter() - start, 2),
        "rows": sum(rows.num_rows for rows in intake.tables.values()),
        "added_mb": round(megabytes(place.path) - before, 1),
    }
