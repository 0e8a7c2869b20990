"""搬家: an office goes from one database to the other and back by a backup and a restore, and loses nothing on the way."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.journeys.serving import ROOT, environment

HAS_CLUSTER = shutil.which("initdb") or any(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
pytestmark = pytest.mark.skipif(not HAS_CLUSTER, reason="没有装 PostgreSQL,搬家没有核对")
DIFFERENT, REFUSED = 1, 2


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    place = tmp_path_factory.mktemp("moving")
    done = subprocess.run(
        ["sh", "scripts/with-postgresql.sh", sys.executable, "-m", "tests.durability.moved", str(place)],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def heads(told):
    return {line for line in told.splitlines() if line.startswith("链头 ")}


def test_it_is_whole_on_either_side_with_the_same_chain(found):
    steps = ("restored", "whole", "kept", "back", "whole again")
    assert [found[step][0] for step in steps] == [0] * len(steps), found
    (head,) = heads(found["restored"][1])
    assert all(heads(found[step][1]) == {head} for step in steps)
    assert all("完好" in found[step][1] for step in ("whole", "whole again"))


def test_every_table_has_as_many_rows_there_as_back_here(found):
    there, back = found["rows"]
    assert there == back
    assert there["facts_figure"] and there["assessment_runline"] and there["audit_entry"]


def test_the_files_folder_has_no_second_database(found):
    assert not found["database there"]


def test_nothing_is_restored_over_an_office(found):
    assert found["again"][0] == REFUSED and "已经有一个办公室" in found["again"][1]
    assert not found["again there"]


def test_who_edits_a_row_there_is_found_out_and_the_next_row_has_the_next_number(found):
    assert found["found out"][0] == DIFFERENT and "assessment_runline" in found["found out"][1]
    assert found["new row"]
