"""Times in milliseconds: medians and 95th percentiles of repeated calls."""

import time
from collections.abc import Callable, Sequence
from typing import Any

REPEATS = 20
MOST_SECONDS = 60.0
FEWEST = 3


def middle(times: Sequence[float]) -> float:
    """The median."""
    return percentile(times, 50)


def percentile(times: Sequence[float], share: int) -> float:
    """The smallest of the times that `share` percent of them do not exceed."""
    ordered = sorted(times)
    return ordered[max(0, -(-len(ordered) * share // 100) - 1)]


def repeated(call: Callable[[], Any], repeats: int = REPEATS) -> list[float]:
    """Milliseconds of each call after one that is not counted; fewer than `repeats` where they take a minute."""
    call()
    return gathered(lambda: once(call), repeats, MOST_SECONDS)


def gathered(measured: Callable[[], float], repeats: int, most_seconds: float) -> list[float]:
    """Milliseconds measured again and again, fewer than `repeats` times where these take so many seconds."""
    times: list[float] = []
    while len(times) < repeats and (len(times) < FEWEST or sum(times) < most_seconds * 1000):
        times.append(measured())
    return times


def once(call: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
