"""The machine that was measured on, as far as it matters for the figures."""

import importlib.metadata
import os
import platform
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

LIBRARIES = ("duckdb", "streamlit", "plotly", "pandas", "pyarrow", "polars")
NUMBERS = 64_000_000
FEW = 5


def describe() -> dict[str, Any]:
    """Cores, memory, processor, libraries, memory bandwidth (GB/s) and the load when the run began."""
    load = os.getloadavg()[0]
    return {
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "processor": _processor(),
        "system": platform.platform(),
        "python": platform.python_version(),
        "libraries": {name: _release(name) for name in LIBRARIES},
        "bandwidth_gb_s": bandwidth(),
        "load_before": round(load, 2),
        "measured_at": datetime.now().isoformat(timespec="minutes"),
    }


def bandwidth() -> float:
    """GB/s of summing float64 in memory on every core, the best of a few."""
    cores = os.cpu_count() or 1
    parts = np.array_split(np.ones(NUMBERS), cores)
    best = float("inf")
    with ThreadPoolExecutor(cores) as pool:
        for _ in range(FEW):
            start = time.perf_counter()
            list(pool.map(np.sum, parts))
            best = min(best, time.perf_counter() - start)
    return round(NUMBERS * 8 / best / 1e9, 1)


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _release(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
