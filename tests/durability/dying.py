"""Workers and servers that are killed at one of their writes, and the next ones: run as a process of its own.

A line of JSON for each. Each of them is a fork of this process on a copy of the folder; SIGKILL strikes at the n-th thing it writes.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from tests.durability.opening import look

NEVER = 10**9
LAST = 6  # so many of the last writes are all struck at


def looks() -> None:
    """A worker's looks until nothing is left to do."""
    from baton.desk import worker
    from baton.desk.papers import printing

    printing.can_print = lambda: False  # PDF takes longest and is no different
    printing.tidy()  # as a worker does when it begins
    for _ in range(1000):
        if not worker.look({}) and not is_waiting():
            return
    raise RuntimeError("the work does not end")


def deeds() -> None:
    """What a clerk does with files: each is done, or was done by the one before."""
    from django.test import Client

    from baton.domain.accounts.models import Person
    from baton.domain.intake.models import Submission
    from tests.durability.browser import file
    from tests.durability.morning import LATER_AIR, SCAN

    clerk = Client()
    clerk.force_login(
        Person.objects.get(username="he"), "django.contrib.auth.backends.ModelBackend"
    )
    sheet = Submission.objects.get(state="accepted").sheet_id
    address = f"/office/desk/{sheet}"
    for path, said in (
        (f"{address}/receive/", {"take": "1", "file": file("表.csv", LATER_AIR.replace("\t", ","))}),
        (f"{address}/1/scan/", {"scan": file("盖章.pdf", SCAN)}),
        ("/office/templates/", {"kind": "checks", "file": file("我的.docx", clerk.get("/office/templates/checks/sample/").content)}),
        ("/office/board/number/", {"stage": "check", "why": "送核对"}),
    ):  # fmt: skip
        assert clerk.post(path, said).status_code in {302, 409}, path


def lived(home: Path, room: int, *, kind: str) -> int:
    """One life; returns how much it wrote."""
    from django.db import connections

    from tests.disk import disk

    on(home)
    database = connections["default"]
    commit = type(database)._commit
    with disk(room, lambda _: os.kill(os.getpid(), signal.SIGKILL)) as it:

        def committed() -> None:
            it.take("commit")
            commit(database)
            it.take("committed")

        database._commit = committed
        KINDS[kind]()
    return it.used


KINDS = {"worker": looks, "clerk": deeds}


def is_waiting() -> bool:
    from baton.domain.assessment import queries as runs
    from baton.domain.printing import queries

    return bool(queries.next_open() or runs.stale_rounds())


def on(home: Path) -> None:
    """Everything from here on is about this folder."""
    from django.conf import settings
    from django.db import connection

    connection.close()
    settings.BATON_HOME = home
    connection.settings_dict["NAME"] = str(home / "baton.sqlite3")


def forked(do: Callable[[], Any]) -> tuple[int, Any]:
    """Run in a process of its own; the signal that ended it (0: none) and what it returned."""
    ours, theirs = os.pipe()
    child = os.fork()
    if not child:
        os.write(theirs, json.dumps(do()).encode())
        os._exit(0)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return (status & 0x7F if status & 0x7F else status >> 8), json.loads(said or b"null")


def standing(home: Path) -> dict[str, Any]:
    """The folder as the next worker finds it: records, results, sets of papers."""
    found = look(home)
    from baton.domain.assessment.models import Run
    from baton.domain.printing.models import PaperSet

    runs = [run.lines.count() for run in Run.objects.all()]
    sets = []
    for one in PaperSet.objects.all():
        place = home / "files" / one.sha256[:2] / (one.sha256 or "none")
        sets.append([bool(one.done_at), one.failed, one.sha256, _whole(place)])
    loose = [path.name for path in (home / "papers").glob("*/")]
    return found | {"lines": runs, "sets": sets, "waits": is_waiting(), "left": loose}


def _whole(place: Path) -> str:
    """The hash of a zip that opens; empty when it is not there."""
    import hashlib

    if not place.exists():
        return ""
    with zipfile.ZipFile(place) as packed:
        assert packed.testzip() is None
    return hashlib.sha256(place.read_bytes()).hexdigest()


def main(home: Path, tries: int, kind: str) -> None:
    """Count the writes of one who lives, then let others die at some of them."""
    work = partial(lived, kind=kind)

    whole = shutil.copytree(home, home.parent / "whole")
    used = work(whole, NEVER)  # here and not in a fork, so that the forks need not import anything
    standing(whole)
    on(home)
    chance = random.Random(used)
    rooms = {*range(used - LAST, used), *chance.sample(range(used), min(tries, used))}
    for room in sorted(rooms):
        copy = shutil.copytree(home, home.parent / "copy")
        struck, _ = forked(partial(work, copy, room))
        _, cut = forked(partial(standing, copy))
        ended, _ = forked(partial(work, copy, NEVER))
        _, after = forked(partial(standing, copy))
        print(json.dumps({"room": room, "of": used, "struck": struck, "ended": ended, "cut": cut, "after": after}))  # fmt: skip
        shutil.rmtree(copy)


if __name__ == "__main__":
    import django

    django.setup()
    main(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
