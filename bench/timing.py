"""Clocks: competitors take turns in one run, and medians are compared."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Taken(NamedTuple):
    """Seconds of one job: the median counts; the best shows what a busy machine hides."""

    median: float
    best: float


def interleaved(
    jobs: Mapping[str, Callable[[], Any]], rounds: int = 7, warm: int = 2
) -> dict[str, Taken]:
    """What each job takes; A B C A B C …, so that a busy moment hits all of them alike."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(warm):
        for job in jobs.values():
            job()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, job in jobs.items():
                before = time.perf_counter()
                job()
                seconds[name].append(time.perf_counter() - before)
    finally:
        gc.enable()
    return {name: taken(found) for name, found in seconds.items()}


def taken(found: list[float]) -> Taken:
    """Median and best of several times."""
    return Taken(statistics.median(found), min(found))


def alone(job: Callable[[], Any], rounds: int = 5, warm: int = 1) -> Taken:
    """What one job takes."""
    return interleaved({"": job}, rounds, warm)[""]
