"""The facts every baseline starts from, as Parquet: no mart, no rollup; money in 分, shares in 10^-12."""

from pathlib import Path

import pyarrow.parquet as pq

from bench.questions import reading
from dualwatch.store import Store

SQL = Path(__file__).resolve().parent.parent / "sql"
NAMES = tuple(sorted(path.stem for path in (SQL / "export").glob("*.sql")))
ROWS = 200_000


def export(store: str, folder: str) -> None:
    """Writes one Parquet file a fact of the version in force into a folder."""
    for name in NAMES:
        with reading(Store(store)) as cursor:
            rows = cursor.sql((SQL / "export" / f"{name}.sql").read_text(encoding="utf-8")).to_arrow_reader(ROWS)
            with pq.ParquetWriter(Path(folder) / f"{name}.parquet", rows.schema, compression="zstd") as writer:
                for batch in rows:
                    writer.write_batch(batch)
