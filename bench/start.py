"""How long a command takes to start: --help and one question of a store, beside a bare Python."""

import subprocess
import sys
from typing import Any

from bench.timing import middle, once
from bench.visits import ROOT

RUNS = 10
QUESTION = "context/calendar"


def measure(store: str) -> dict[str, Any]:
    """Seconds of each command, the median of ten after one that is not counted."""
    commands = {
        "python": ["-c", "pass"],
        "help": ["-m", "dualwatch", "--help"],
        "ask": ["-m", "dualwatch", "ask", QUESTION, "--store", store],
    }
    return {f"{name}_s": _seconds(command) for name, command in commands.items()}


def _seconds(command: list[str]) -> float:
    def run() -> None:
        subprocess.run([sys.executable, *command], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)

    run()
    return round(middle([once(run) for _ in range(RUNS)]) / 1000, 3)
