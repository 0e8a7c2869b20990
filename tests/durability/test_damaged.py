"""坏了的数据库文件: the commands that look after the office say so, and touch no backup that is there."""

from __future__ import annotations

import sqlite3
import subprocess

import pytest

from tests.durability.cut import own
from tests.journeys.serving import COMMAND, ROOT


def run(home, *words):
    return subprocess.run([*COMMAND, *words], cwd=ROOT, env=own(home), capture_output=True, text=True, check=False)  # fmt: skip


@pytest.fixture
def damaged(home):
    """Pages in the middle of the database were overwritten, as a failing disk does."""
    place = home / "baton.sqlite3"
    content = bytearray(place.read_bytes())
    content[8192:-8192] = bytes(len(content) - 16384)
    place.write_bytes(content)
    return home


def test_the_doctor_says_what_to_do_about_it(damaged):
    done = run(damaged, "doctor")
    assert done.returncode not in {0, 70} and "程序自身出错" not in done.stderr
    assert "数据库文件坏了" in done.stderr and "baton restore" in done.stderr


def test_a_single_damaged_page_is_laid_to_the_disk_and_to_nobody(home):
    place = home / "baton.sqlite3"
    with sqlite3.connect(place) as database:
        size = database.execute("PRAGMA page_size").fetchone()[0]
        at = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'claims_claim'").fetchone()[0]  # fmt: skip
    database.close()
    content = bytearray(place.read_bytes())
    content[(at - 1) * size : at * size] = b"\xff" * size
    place.write_bytes(content)
    done = run(home, "doctor")
    assert "数据库文件坏了" in done.stderr and "有人" not in done.stdout + done.stderr


def test_a_backup_that_is_there_is_not_overwritten_by_a_damaged_one(damaged, tmp_path):
    target = tmp_path / "备份.zip"
    target.write_bytes(b"the last good one")
    done = run(damaged, "backup", str(target), "--force")
    assert done.returncode not in {0, 70} and "数据库文件坏了" in done.stderr
    assert target.read_bytes() == b"the last good one"
    assert [path.name for path in tmp_path.iterdir() if path.name not in {"home"}] == ["备份.zip"]


def test_a_whole_office_is_content(home):
    done = run(home, "doctor")
    assert done.returncode == 0 and "完好" in done.stdout
