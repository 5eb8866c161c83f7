"""One measure in a process of its own: python -m bench.worker MODULE:FUNCTION GIVEN OUT, both files JSON."""

import importlib
import json
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Calls the function with what is GIVEN and writes its answer and the process's peak memory (MB) to OUT."""
    place, given, out = sys.argv[1:]
    module, function = place.split(":")
    arguments = json.loads(Path(given).read_text(encoding="utf-8"))
    answer: Any = getattr(importlib.import_module(module), function)(**arguments)
    Path(out).write_text(json.dumps({"answer": answer, "peak_mb": _peak_mb()}, ensure_ascii=False), encoding="utf-8")


def _peak_mb() -> int:
    """This program's own peak; getrusage would count what its parent held when it forked."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return int(status.partition("VmHWM:")[2].split()[0]) // 1024


if __name__ == "__main__":
    main()
