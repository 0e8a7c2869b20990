"""The nation's twelve months alone in a process, so that its largest memory can be read."""

from __future__ import annotations

import json
import resource
import sys

from baton.scoring.board import board
from bench.ours import ready_nation
from bench.timing import alone
from bench.workload import MONTHS, nation


def main() -> None:
    """Print median seconds of all twelve months and peak memory in GB as JSON."""
    quick = "--quick" in sys.argv
    ready = ready_nation(nation(2_000 if quick else 42_000, periods=MONTHS))

    def year() -> None:
        for month in MONTHS:
            board(ready.plan, ready.frame, month)

    seconds = alone(year, 1 if quick else 5)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    print(json.dumps({"seconds": seconds, "peak": peak}))


if __name__ == "__main__":
    main()
