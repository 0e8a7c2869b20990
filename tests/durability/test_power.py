"""断电: over real HTTP the disk has promised before anything is acknowledged, and a cut anywhere leaves whole deeds."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

from tests.durability.browser import Browser
from tests.durability.cut import PASSWORD, needs_strace, own, served_until_the_cut
from tests.durability.morning import SCAN, morning
from tests.durability.tracing import watched
from tests.journeys.serving import ROOT

CUTS = 60


def until_printed(home, seconds=40):
    """Wait for the worker to finish the whole set of papers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with sqlite3.connect(f"file:{home}/baton.sqlite3?mode=ro", uri=True) as database:
            done = database.execute("SELECT done_at, failed FROM printing_paperset").fetchall()
        database.close()
        if done and done[0][0]:
            return
        assert not done or not done[0][1], done
        time.sleep(0.2)
    pytest.fail("整套材料没有出好")


@pytest.fixture(scope="module")
def lived(county, tmp_path_factory):
    """A morning of writes, cut off when the papers were just made: the folder, what was acknowledged, the disk."""
    folder = tmp_path_factory.mktemp("power")
    home = shutil.copytree(county, folder / "home")
    trace = folder / "trace" if shutil.which("strace") else None
    with served_until_the_cut(home, trace) as served:
        clerk = Browser(served.address)
        clerk.sign_in("he", PASSWORD)
        told = list(morning(clerk))
        until_printed(home)
    return home, told, watched(trace, home) if trace else None


@needs_strace
def test_the_disk_has_promised_before_each_answer_and_each_file_before_its_row(lived):
    _, told, disk = lived
    assert disk.answers == len(told) + 1 >= 18  # and the signing in
    assert disk.faults == []


@needs_strace
def test_without_the_setting_the_promise_is_missing(home, tmp_path):
    """The test above can fail: with synchronous=OFF the same writes are answered without a promise."""
    with served_until_the_cut(home, tmp_path / "trace", BATON_CARELESS="1") as served:
        clerk = Browser(served.address)
        clerk.sign_in("he", PASSWORD)
        told = list(morning(clerk, most=4))
    disk = watched(tmp_path / "trace", home)
    assert disk.answers == len(told) + 1 == 5
    assert sum("回答以前没有落盘" in fault for fault in disk.faults) == 5


def opened(folders):
    """What a process of the office finds in each of these folders, read as it would be after a restart."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.durability.opening", *map(str, folders)],
        cwd=ROOT, env=own(folders[0]), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_everything_that_was_acknowledged_is_there(lived, county, tmp_path):
    home, told, _ = lived
    before, after = opened([county, shutil.copytree(home, tmp_path / "after")])
    assert before["faults"] == after["faults"] == [] == after["unmatched"]
    assert after["settings"] == ["wal", 2, 1]  # WAL, synchronous=FULL, foreign keys on
    assert after["entries"] - before["entries"] >= len(told)
    gained = {deed: count - before["deeds"].get(deed, 0) for deed, count in after["deeds"].items()}
    for deed in DEEDS:
        assert gained.get(deed) == DEEDS[deed], deed


# What a morning leaves in the log.
DEEDS = {
    "sheet.accepted": 1, "sheet.received": 1, "sheet.scan_added": 1, "sheet.returned": 1, "claims.entered": 3,
    "claims.decided": 2, "claim.attached": 1, "roster.taken_in": 1, "scheme.started": 1, "version.rewritten": 1,
    "draft.numbered": 2, "draft.released": 1, "papers.asked": 1, "papers.made": 1, "difference.settled": 1,
}  # fmt: skip


def test_a_journal_cut_anywhere_opens_at_a_whole_deed(lived, county, tmp_path):
    """At random bytes; every second time with a torn page behind the cut, as a disk leaves it."""
    home, _, _ = lived
    whole = (home / "baton.sqlite3-wal").read_bytes()
    chance, folders = random.Random(2027), []
    for turn in range(CUTS):
        folder = tmp_path / f"{turn}"
        folder.mkdir()
        for name in ("files", "papers"):
            (folder / name).symlink_to(home / name)
        shutil.copy(home / "baton.sqlite3", folder)
        at = chance.randrange(len(whole))
        torn = chance.randbytes(chance.randrange(1, 9000)) if turn % 2 else b""
        (folder / "baton.sqlite3-wal").write_bytes(whole[:at] + torn)
        folders.append(folder)
    found = opened(folders)
    assert len(found) == CUTS
    for one in found:
        assert one["integrity"] == "ok" and one["faults"] == [] == one["unmatched"], one
    assert len({one["entries"] for one in found}) > 10  # the cuts fell into different moments
    first = opened([county])[0]["entries"]
    assert min(one["entries"] for one in found) >= first


HALVES = (
    "DELETE FROM claims_decision WHERE id = (SELECT max(id) FROM claims_decision)",
    "DELETE FROM intake_scan",
    "DELETE FROM printing_paperset",
    "UPDATE intake_submission SET state = 'received', decided_at = NULL, decided_by_id = NULL WHERE state = 'returned'",
    "UPDATE printing_paperset SET done_at = NULL, sha256 = ''",
)


def test_half_a_deed_would_be_found(lived, tmp_path):
    """The test above can fail: a row without its entry, or an entry without its row, is told of."""
    home, _, _ = lived
    copies = [shutil.copytree(home, tmp_path / f"{at}") for at in range(len(HALVES))]
    for copy, sql in zip(copies, HALVES, strict=True):
        with sqlite3.connect(copy / "baton.sqlite3") as database:
            for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():  # fmt: skip
                database.execute(f"DROP TRIGGER {name}")
            assert database.execute(sql).rowcount
        database.close()
    assert all(one["unmatched"] for one in opened(copies))


def test_every_file_a_row_names_is_there_and_one_without_a_row_is_told_of(lived, tmp_path):
    home, _, _ = lived
    more, less = (shutil.copytree(home, tmp_path / name) for name in ("more", "less"))
    (more / "files" / ".arriving-abc").write_bytes(b"half")
    (more / "files" / "00").mkdir(exist_ok=True)
    (more / "files" / "00" / ("00" * 32)).write_bytes(b"nobody's")
    next(path for path in (less / "files").rglob("*") if path.stat().st_size == len(SCAN)).unlink()
    with_more, with_less = opened([more, less])
    assert with_more["faults"] == [] and with_more["loose"] == with_less["loose"] + 2
    assert any("盖章.pdf" in fault for fault in with_less["faults"])
