"""Runs of the tests leave nothing behind, and never take away what another run works in."""

import fcntl
import os
import subprocess
import sys

import pytest

from tests import homes
from tests.architecture.tree import ROOT

BEGUN = """
import os, signal, sys
from tests import homes
home = homes.own()
(home / "baton.sqlite3").write_bytes(b"")
print(home, flush=True)
if sys.argv[1] == "killed":
    os.kill(os.getpid(), signal.SIGKILL)
"""


def begun(folder, end):
    """The folder of a run that ended like this, as it stood an hour ago."""
    done = subprocess.run(
        [sys.executable, "-c", BEGUN, end], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert done.stdout.strip(), done.stderr
    for held in folder.glob(f"*/{homes.HELD}"):
        os.utime(held, (1, 1))


def test_a_run_that_ends_takes_its_folder_along(tmp_path):
    begun(tmp_path, "ended")
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_cleared_by_the_next(tmp_path):
    begun(tmp_path, "killed")
    assert len(list(tmp_path.glob("baton-tests-*/home/baton.sqlite3"))) == 1
    begun(tmp_path, "ended")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["living", "young", "somebody's", "file"])
def test_whatever_may_still_be_needed_stays(tmp_path, kind):
    base = tmp_path / "baton-tests-abc"
    if kind == "file":
        base.write_text("")
    else:
        base.mkdir()
    if kind in {"living", "young"}:
        (base / homes.HELD).touch()
    if kind != "living":
        homes.clear(tmp_path)
        assert base.exists()
        return
    os.utime(base / homes.HELD, (1, 1))
    with (base / homes.HELD).open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        homes.clear(tmp_path)
        assert base.exists()
    homes.clear(tmp_path)
    assert not base.exists()
