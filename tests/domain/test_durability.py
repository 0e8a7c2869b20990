"""断电和被杀: what was acknowledged is there, nothing half-done stays, and the work that was cut off is found again."""

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WRITER = """
import os, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from baton.domain.accounts import services as accounts
from baton.domain.orgs import services as orgs
at = datetime(2027, 1, 14, tzinfo=UTC)
clerk = accounts.found(username="he", name="何科长", password="a-long-password", at=at)
unit = orgs.name_unit(name="临江县", by=clerk, at=at)
with connection.cursor() as cursor:
    settings = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]
    print(settings, flush=True)
    cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    cursor.execute("PRAGMA wal_autocheckpoint=0")
for number in range(40):
    orgs.learn_alias(text=f"写法{number}", unit=unit, by=clerk, at=at)
os._exit(9)  # no goodbye: the journal stays as it is, as after a power cut
"""


def run(code, home, **options):
    """Python in a process of its own, on a database of its own."""
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BATON_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "baton.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        **options,
    )


@pytest.fixture(scope="module")
def torn(tmp_path_factory):
    """A database whose writer was cut off; its journal holds forty whole transactions."""
    home = tmp_path_factory.mktemp("torn")
    done = run(WRITER, home)
    assert done.returncode == 9, done.stderr
    assert done.stdout.strip() == "['wal', 2, 1]"  # WAL, synchronous=FULL, foreign keys on
    return home


def state(folder):
    """Entries of the log and learnt aliases in a database as it opens after the cut."""
    with sqlite3.connect(folder / "baton.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        entries = [row[0] for row in database.execute("SELECT seq FROM audit_entry ORDER BY seq")]
        learnt = database.execute("SELECT count(*) FROM orgs_alias").fetchone()[0]
    database.close()
    return entries, learnt


def test_everything_that_was_acknowledged_is_there_after_the_writer_died(torn, tmp_path):
    shutil.copytree(torn, tmp_path / "copy")
    entries, learnt = state(tmp_path / "copy")
    assert learnt == 40 and entries == list(range(1, 43))


@pytest.mark.parametrize("turn", range(12))
def test_a_journal_cut_anywhere_opens_at_a_whole_transaction(torn, tmp_path, turn):
    shutil.copytree(torn, tmp_path / "copy")
    journal = tmp_path / "copy" / "baton.sqlite3-wal"
    whole = journal.read_bytes()
    journal.write_bytes(whole[: random.Random(turn).randrange(len(whole))])
    entries, learnt = state(tmp_path / "copy")
    assert entries == list(range(1, len(entries) + 1))
    assert learnt == len(entries) - 2  # one entry for each alias, never one without the other


ACKNOWLEDGED = """
import os, sys
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from datetime import UTC, datetime
from baton.domain.accounts import services as accounts
from baton.domain.orgs import services as orgs
at = datetime(2027, 1, 14, tzinfo=UTC)
clerk = accounts.found(username="he", name="何科长", password="a-long-password", at=at)
unit = orgs.name_unit(name="临江县", by=clerk, at=at)
if len(sys.argv) > 1:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=OFF")
for number in range(10):
    orgs.learn_alias(text=f"写法{number}", unit=unit, by=clerk, at=at)
    os.write(1, f"acknowledged {number}\\n".encode())
"""


def flushed(folder, *arguments):
    """How many of the acknowledgements had the disk's promise (fdatasync or fsync) since the one before."""
    trace = folder / "trace.txt"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BATON_HOME": str(folder),
        "DJANGO_SETTINGS_MODULE": "baton.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    command = [
        "strace",
        "-f",
        "-e",
        "trace=fdatasync,fsync,write",
        "-s",
        "40",
        "-o",
        str(trace),
        sys.executable,
        "-c",
        ACKNOWLEDGED,
    ]
    done = subprocess.run(
        [*command, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout.count("acknowledged") == 10, done.stderr
    promised, counted = False, 0
    for line in trace.read_text(errors="replace").splitlines():
        if "sync(" in line:
            promised = True
        elif 'write(1, "acknowledged' in line:
            counted, promised = counted + promised, False
    return counted


@pytest.mark.skipif(shutil.which("strace") is None, reason="没有装 strace,落盘没有核对")
def test_the_disk_has_promised_before_anything_is_acknowledged(tmp_path):
    assert flushed(tmp_path) == 10


@pytest.mark.skipif(shutil.which("strace") is None, reason="没有装 strace,落盘没有核对")
def test_without_the_setting_the_promise_is_missing(tmp_path):
    """The test above can fail: with synchronous=OFF nothing is flushed."""
    assert flushed(tmp_path, "off") < 10


CITY = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from pathlib import Path
import os
from datetime import UTC, datetime
from baton.domain.accounts import services as accounts
from baton.domain.facts import services as facts
from tests.stories import AT, MONEY, open_round, owed, send
from baton.domain.intake import services as intake
clerk = accounts.found(username="he", name="何科长", password="a-long-password", at=AT)
place = Path(os.environ["BATON_HOME"]) / "papers"
round = open_round(place, clerk)
_, made = send(owed(round, clerk)["市财政局"], MONEY, place, clerk)
intake.accept(submission=made, by=clerk, at=AT)
"""
LOOK = """
import json, django
django.setup()
from baton.domain.assessment import queries
from baton.domain.rounds.models import Round
round = Round.objects.get()
run = queries.provisional(round)
print(json.dumps([queries.is_stale(round, run), run.lines.count() if run else 0]))
"""


def test_a_worker_killed_while_computing_leaves_nothing_half_done_and_the_next_one_finishes(
    tmp_path,
):
    assert run(CITY, tmp_path).returncode == 0
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {
        "BATON_HOME": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "baton.config.settings",
        "PYTHONPATH": str(ROOT),
    }
    for wait in (0.2, 0.5, 0.8, 1.0):  # killed early, late and in between
        worker = subprocess.Popen(
            [sys.executable, "-m", "baton.desk.worker"], env=environment, cwd=ROOT
        )
        time.sleep(wait)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        stale, lines = json.loads(run(LOOK, tmp_path).stdout)
        assert (stale, lines) in {(True, 0), (False, 4)}
    worker = subprocess.Popen(
        [sys.executable, "-m", "baton.desk.worker"], env=environment, cwd=ROOT
    )
    try:
        for _ in range(60):
            time.sleep(0.5)
            if json.loads(run(LOOK, tmp_path).stdout) == [False, 4]:
                break
        else:
            pytest.fail("the second worker did not finish the work")
    finally:
        worker.terminate()
        assert worker.wait(20) == 0
