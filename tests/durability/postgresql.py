"""A morning on PostgreSQL with the power cut at its end: run inside scripts/with-postgresql.sh, one line of JSON.

The cluster is watched by strace: the journal must reach the disk between a deed's being sent and its answer.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.durability.browser import Browser
from tests.durability.cut import PASSWORD, served_until_the_cut

NOT_ALLOWED = 77  # to look at another process
Deed = tuple[str, float, float]
PROMISE = re.compile(r"^\d+ +(\d+\.\d+) fdatasync\(\d+<[^>]*/pg_wal/", re.MULTILINE)


def main(home: Path) -> dict[str, Any]:
    """Live the morning, then a careless while, cut, start the cluster again, look."""
    from tests.durability.county import furnish

    home.mkdir()
    furnish(home, PASSWORD)
    from django.db import connection

    from tests.durability.morning import morning

    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
    connection.close()
    trace = home.parent / "trace"
    watch = _watched(_postmaster(data), trace)
    try:
        told = _lived(home, morning)
        careless = _lived(home, claims, BATON_CARELESS="1")
    finally:
        watch.send_signal(signal.SIGINT)
        watch.wait(20)
    promises = [float(at) for at in PROMISE.findall(trace.read_text("utf-8", "replace"))]

    def kept(deeds: list[Deed]) -> dict[str, bool]:
        """Which of the deeds the journal had on the disk before they were answered."""
        return {name: any(sent <= at <= back for at in promises) for name, sent, back in deeds}

    _crashed(data)
    from tests.durability.opening import look

    return {"promised": kept(told), "careless": kept(careless), "after": look(home)}


def claims(clerk: Browser) -> Iterator[str]:
    """Five entries in the ledger."""
    from tests.durability.morning import CLAIM

    for number in range(5):
        title = f"表彰{number}"
        assert clerk.post("/office/claims/enter/", CLAIM | {"title": title}).status == 302
        yield title


def _lived(home: Path, deeds: Callable[[Any], Iterator[str]], **more: str) -> list[Deed]:
    found = []
    with served_until_the_cut(home, DATABASE_URL=os.environ["DATABASE_URL"], **more) as served:
        _still(served.group)
        clerk = Timed(served.address)
        clerk.sign_in("he", PASSWORD)
        for name in deeds(clerk):
            found.append((name, *clerk.last))
    return found


class Timed(Browser):
    """A browser that knows when its last form was sent and answered."""

    last = (0.0, 0.0)

    def post(self, *arguments: Any) -> Any:
        sent = time.time()
        answer = super().post(*arguments)
        self.last = sent, time.time()
        return answer


def _still(group: int) -> None:
    """The worker stands still, so that no promise of its own is taken for a clerk's."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if b"baton.desk.worker" in (place / "cmdline").read_bytes() and os.getpgid(int(place.name)) == group:  # fmt: skip
                os.kill(int(place.name), signal.SIGSTOP)
        except OSError:
            continue


def _postmaster(data: Path) -> int:
    return int((data / "postmaster.pid").read_text().split()[0])


def _watched(pid: int, trace: Path) -> subprocess.Popen[bytes]:
    watch = subprocess.Popen(["strace", "-f", "-ttt", "-y", "-e", "trace=fdatasync", "-o", str(trace), "-p", str(pid)], stderr=subprocess.PIPE)  # fmt: skip
    if not watch.stderr or b"attached" not in watch.stderr.readline():
        sys.exit(NOT_ALLOWED)
    return watch


def _crashed(data: Path) -> None:
    """Every process of the cluster ends at once; then it is started again as it was."""
    pid, started = _postmaster(data), (data / "postmaster.opts").read_text().split()
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    for one in (pid, *map(int, children)):
        os.kill(one, signal.SIGKILL)
    while any(_lives(one) for one in (pid, *children)):
        time.sleep(0.05)
    for lock in (data / "postmaster.pid", *data.parent.glob(".s.PGSQL.*")):
        lock.unlink(missing_ok=True)  # after a power cut no process has its number
    words = [word.strip('"') for word in started]
    owner = data.stat().st_uid
    as_owner = {"user": owner, "extra_groups": []} if os.getuid() == 0 != owner else {}
    subprocess.run(
        [str(Path(words[0]).with_name("pg_ctl")), "-D", str(data), "-w", "-l", str(data / "again.log"), "-o", " ".join(words[3:]), "start"],
        check=True, stdout=sys.stderr, cwd=data, **as_owner,
    )  # fmt: skip


def _lives(pid: int | str) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
