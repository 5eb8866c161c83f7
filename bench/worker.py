"""One measure in a process of its own: python -m bench.worker MODULE:FUNCTION OUT, arguments as JSON on stdin."""

import importlib
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any


def main() -> None:
    """Calls the function and writes its answer and the process's peak memory (MB) to OUT."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    place, out = sys.argv[1:]
    module, function = place.split(":")
    answer: Any = getattr(importlib.import_module(module), function)(**json.load(sys.stdin))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    Path(out).write_text(json.dumps({"answer": answer, "peak_mb": round(peak)}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    main()
