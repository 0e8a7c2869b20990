"""Clocks: competitors take turns in one run, and medians are compared."""

from __future__ import annotations

import gc
import resource
import statistics
import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple


class Taken(NamedTuple):
    """Medians in seconds: by the clock on the wall, and of the processor, which others cannot take."""

    wall: float
    processor: float


def interleaved(
    jobs: Mapping[str, Callable[[], Any]], rounds: int = 7, warm: int = 2
) -> dict[str, Taken]:
    """What each job takes; A B C A B C …, so that a busy moment hits all of them alike."""
    found: dict[str, list[Taken]] = {name: [] for name in jobs}
    for _ in range(warm):
        for job in jobs.values():
            job()
    gc.collect()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, job in jobs.items():
                found[name].append(once(job))
    finally:
        gc.enable()
    return {name: median(times) for name, times in found.items()}


def alone(job: Callable[[], Any], rounds: int = 5, warm: int = 1) -> Taken:
    """What one job takes."""
    return interleaved({"": job}, rounds, warm)[""]


def once(job: Callable[[], Any]) -> Taken:
    """One run by both clocks, child processes included."""
    wall, processor = time.perf_counter(), _processor()
    job()
    return Taken(time.perf_counter() - wall, _processor() - processor)


def median(times: list[Taken]) -> Taken:
    """Medians of both clocks."""
    return Taken(
        statistics.median(t.wall for t in times), statistics.median(t.processor for t in times)
    )


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
