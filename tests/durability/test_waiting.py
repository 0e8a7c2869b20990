"""Whoever only looks never waits for a writer; a file with results waits a while, and without an entry it does not leave."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.durability.waiting import PATIENCE
from tests.journeys.serving import ROOT, environment

HAS_CLUSTER = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def found(request, tmp_path_factory):
    command = [sys.executable, "-m", "tests.durability.waiting", str(tmp_path_factory.mktemp("waiting") / "home")]  # fmt: skip
    if request.param == "postgresql":
        if not HAS_CLUSTER:
            pytest.skip("没有装 PostgreSQL")
        command = ["sh", "scripts/with-postgresql.sh", *command]
    done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_page_does_not_wait_for_a_writer_and_its_look_is_noted_the_next_time(found):
    status, seconds, _ = found["page"]
    assert status == 200 and seconds < PATIENCE
    assert found["page after"][0] == 200


def test_a_file_that_can_not_be_noted_is_refused_with_a_sentence(found):
    status, seconds, told = found["file"]
    assert status == 409 and PATIENCE <= seconds < PATIENCE + 5
    assert "没有能记进操作记录，文件没有交出来" in told and "过一会儿再点" in told
    assert found["file after"][0] == 200


def test_the_log_has_one_entry_for_the_look_and_one_for_the_file(found):
    assert found["meanwhile"] == 0 and found["afterwards"] == 2
