"""A page and a download while somebody else writes for a long time: run as a process of its own, on either database.

Prints one line of JSON: how each was answered, after how many seconds, and what the log then says.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any

PATIENCE = 1.0  # of a download, instead of 20 seconds
PASSWORD = "yunzhou-2027-kaohe"


def main(home: Path) -> dict[str, Any]:
    """Furnish an office, then look and take away while another writer has the turn, and once more after it."""
    from tests.durability.county import furnish

    home.mkdir()
    os.environ["BATON_HOME"] = str(home)
    furnish(home, PASSWORD)
    from django.test import Client
    from django.test.utils import setup_test_environment

    from baton.domain.accounts.models import Person
    from baton.domain.assessment.models import Run
    from baton.web.components import takings

    setup_test_environment()
    takings.PATIENCE = PATIENCE
    clerk = Client()
    clerk.force_login(
        Person.objects.get(username="he"), "django.contrib.auth.backends.ModelBackend"
    )
    run = Run.objects.filter(round__scheme__year=2026).latest("pk")

    def asked(path: str) -> tuple[int, float, str]:
        began = time.monotonic()
        answer = clerk.get(f"/office/run/{run.pk}/{path}")
        told = "" if "Content-Disposition" in answer else unescape(answer.content.decode())
        return answer.status_code, time.monotonic() - began, told

    for path in ("", "archive/"):  # whatever is read only once is read
        asked(path)
    _forget()
    before = _deeds()
    with _somebody_writes(home):
        found = {"page": asked(""), "file": asked("archive/"), "meanwhile": _deeds() - before}
    found |= {"page after": asked(""), "file after": asked("archive/")}
    return found | {"afterwards": _deeds() - before}


def _forget() -> None:
    """As after a night: the first look of another day."""
    from datetime import timedelta

    from django.conf import settings

    from baton.web import looking

    looking.forget()
    settings.DEMO_CLOCK += timedelta(days=1)


def _deeds() -> int:
    from baton.domain.audit.models import Entry

    return Entry.objects.filter(action__startswith="result.").count()


@contextmanager
def _somebody_writes(home: Path) -> Iterator[None]:
    if url := os.environ.get("DATABASE_URL"):
        import psycopg

        from baton.domain.audit.services import LOCK

        with psycopg.connect(url) as other:
            other.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            yield
            other.rollback()
    else:
        writer = sqlite3.connect(home / "baton.sqlite3", isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        yield
        writer.execute("ROLLBACK")
        writer.close()


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
