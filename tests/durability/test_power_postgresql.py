"""断电,另一种数据库: the journal is on the disk before each answer, and a cluster that crashed has every deed whole."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.cut import needs_strace, own
from tests.durability.postgresql import NOT_ALLOWED
from tests.durability.test_power import DEEDS
from tests.journeys.serving import ROOT

HAS_CLUSTER = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = [
    needs_strace,
    pytest.mark.skipif(not HAS_CLUSTER, reason="没有装 PostgreSQL,另一种数据库的断电没有核对"),
]


def test_the_journal_is_on_the_disk_before_each_answer_and_a_crash_leaves_whole_deeds(tmp_path):
    done = subprocess.run(
        ["sh", "scripts/with-postgresql.sh", sys.executable, "-m", "tests.durability.postgresql", str(tmp_path / "home")],
        cwd=ROOT, env=own(tmp_path / "home", FSYNC="on"), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode == NOT_ALLOWED:
        pytest.skip("这台机器不让看别的进程的系统调用,另一种数据库的断电没有核对")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found["promised"]) == 17 and all(found["promised"].values()), found["promised"]
    # The same would be red: with synchronous_commit=off the answers come before the promise.
    assert len(found["careless"]) == 5 and sum(found["careless"].values()) < 5, found["careless"]
    after = found["after"]
    assert after["faults"] == [] == after["unmatched"]
    for deed, count in DEEDS.items():
        if deed != "papers.made":  # the worker stood still
            assert after["deeds"].get(deed, 0) >= count, deed
