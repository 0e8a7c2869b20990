"""One furnished county for all trials, each of which works on a copy of its own."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from tests.durability.cut import PASSWORD, own
from tests.journeys.serving import ROOT


@pytest.fixture(scope="session")
def county(tmp_path_factory):
    """The folder of an office before its morning."""
    home = tmp_path_factory.mktemp("county") / "home"
    home.mkdir()
    subprocess.run(
        [sys.executable, "-m", "tests.durability.county", PASSWORD],
        cwd=ROOT, env=own(home), check=True,
    )  # fmt: skip
    assert not (home / "baton.sqlite3-wal").exists()
    return home


@pytest.fixture
def home(county, tmp_path):
    """A copy of it."""
    return shutil.copytree(county, tmp_path / "home")
