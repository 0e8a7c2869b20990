"""早先的程序留下的办公室: today's program opens it, finds everything as it was left, and still names who edits a row."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.serving import COMMAND, ROOT, environment

PAST = sorted((Path(__file__).parent / "past").glob("*.zip"))
DIFFERENT, MOST, KINDS = 1, 200_000, 60
NO_LONGER_THERE = 409  # sets of papers are printed anew, not backed up
EDITS = {
    "claims_claim": ("title = '改过的事项'", "加减分（claims_claim）第 "),
    "targets_target": ("value = '1'", "责任书（targets_target）第 "),
    "assessment_runline": ("total = '99.99'", "稿上的成绩（assessment_runline）第 "),
}


def run(home, *words):
    return subprocess.run(
        [*COMMAND, *map(str, words)], cwd=ROOT, env=environment(BATON_HOME=str(home)), capture_output=True, text=True, check=False
    )  # fmt: skip


@pytest.fixture(scope="module", params=PAST, ids=lambda path: path.stem)
def past(request):
    return request.param


@pytest.fixture(scope="module")
def restored(past, tmp_path_factory):
    """The office, put back by today's program; its database is still of the shape of its day."""
    home = tmp_path_factory.mktemp("past") / "home"
    done = run(home, "restore", past)
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(restored, tmp_path):
    """A copy of it."""
    return shutil.copytree(restored, tmp_path / "home")


def test_it_opens_whole_with_the_same_totals(past, home):
    assert past.stat().st_size < MOST
    looked = subprocess.run(
        [sys.executable, "-m", "tests.durability.past.opened"],
        cwd=ROOT, env=environment(BATON_HOME=str(home)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert looked.returncode == 0, looked.stderr[-3000:]
    found = json.loads(looked.stdout.splitlines()[-1])
    assert found["faults"] == found["faults afterwards"] == []
    told = json.loads(past.with_suffix(".json").read_text("utf-8"))
    assert found["kept"] == found["again"] == told
    for round, now in found["now"].items():
        assert now in [told[name] for name in told if name.startswith(round)]
    pages = found["pages"]
    assert set(pages.pop("office:printed", [])) <= {NO_LONGER_THERE}
    assert not {kind: codes for kind, codes in pages.items() if not {*codes} <= {200, 302}}
    assert len(pages) > KINDS
    _check_found_out(home)


def test_rows_edited_before_the_upgrade_are_found_out(home):
    _check_found_out(home)


def _check_found_out(home):
    expected = [f"{said}{_edited(home, table, change)} 行" for table, (change, said) in EDITS.items()]  # fmt: skip
    done = run(home, "doctor")
    assert done.returncode == DIFFERENT and all(one in done.stdout for one in expected), done.stdout


def _edited(home, table, change):
    """The number of the row that somebody changed who had first taken the database's guards away."""
    with sqlite3.connect(home / "baton.sqlite3") as database:
        guards = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", (table,))  # fmt: skip
        for (name,) in guards.fetchall():
            database.execute(f"DROP TRIGGER {name}")
        row = database.execute(f"SELECT max(id) FROM {table}").fetchone()[0]
        database.execute(f"UPDATE {table} SET {change} WHERE id = ?", (row,))
    database.close()
    return row
