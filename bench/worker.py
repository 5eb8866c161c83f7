"""One measure in a process of its own: python -m bench.worker MODULE:FUNCTION GIVEN OUT, both files JSON."""

import importlib
import json
import resource
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Calls the function with what is GIVEN and writes its answer and the process's peak memory (MB) to OUT."""
    place, given, out = sys.argv[1:]
    module, function = place.split(":")
    arguments = json.loads(Path(given).read_text(encoding="utf-8"))
    answer: Any = getattr(importlib.import_module(module), function)(**arguments)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(out).write_text(json.dumps({"answer": answer, "peak_mb": round(peak)}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
