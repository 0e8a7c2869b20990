"""后台: looks again and again whether anything has moved, and computes what has.

Started as `python -m baton.desk.worker foresee` it works out, out of everybody's way, what pages will ask for.
What has to be done stands in the records (how far facts moved, how far a result was computed), never in a queue:
a worker that is killed leaves nothing half-done, and the next one finds the same work.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable

PAUSE = 0.5
POLITE = 10  # lets pages and results go first
FORESEE = "foresee"
SLICE = 1.0
log = logging.getLogger("baton.worker")


def main(job: str = "") -> int:
    """Work until told to stop."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baton.config.settings")
    import django

    django.setup()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    work = _foreseeing() if job == FORESEE else _computing()
    pause = PAUSE
    while not stop.wait(pause):
        pause = 0 if work() else PAUSE
    return 0


def _computing() -> Callable[[], bool]:
    from baton.desk.papers import printing

    printing.tidy()
    told: dict[int, str] = {}
    return lambda: look(told)


def _foreseeing() -> Callable[[], bool]:
    os.nice(POLITE)
    return foresee


def look(told: dict[int, str]) -> bool:
    """One look: first what has moved is computed, then papers are made for a second; True when papers are left to make.

    A round that can't be scored is told of once, not twice a second.
    """
    from django.db import DatabaseError, connection

    from baton.desk import computing, obstacles
    from baton.desk.papers import printing
    from baton.domain import clock
    from baton.domain.refusals import Refused

    try:
        for round, outcome in computing.refresh_all(at=clock.now()):
            said = outcome.sentence if isinstance(outcome, Refused) else ""
            is_logged = obstacles.failed_here(round) is not None  # with where the program failed
            if said and told.get(round.pk) != said and not is_logged:
                log.warning("%s 算不出来：%s", round.name, said)
            told[round.pk] = said
        return printing.go_on(now=clock.now, seconds=SLICE)
    except (DatabaseError, OSError):
        log.exception("数据库或磁盘暂时用不了，稍后再试")
        connection.close()
        return False


def foresee() -> bool:
    """Work out one thing ahead; True when there was one. Whatever fails here, its page will say."""
    from django.db import Error, connection

    from baton.desk import preparing

    try:
        return preparing.go_on()
    except Exception as fault:
        log.exception("没有先备好，打开那一页时再算")
        if isinstance(fault, Error):
            connection.close()
        return False


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
