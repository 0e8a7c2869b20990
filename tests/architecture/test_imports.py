"""Who may import whom: the contracts in pyproject.toml hold, and each of them can fail."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT


def check_contracts(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the `baton` package below `root`."""
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def copy(tmp_path):
    """A copy of the package in which faults may be planted."""
    shutil.copytree(
        ROOT / "baton", tmp_path / "baton", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for layer in ("scoring", "documents", "cli"):
        (tmp_path / "baton" / layer).mkdir(exist_ok=True)
        (tmp_path / "baton" / layer / "__init__.py").touch()
    return tmp_path


def test_the_contracts_hold():
    outcome = check_contracts(ROOT)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.mark.parametrize(
    ("place", "line", "said"),
    [
        (
            "scoring/planted.py",
            "import baton.documents",
            "baton.scoring.planted -> baton.documents",
        ),
        ("scoring/planted.py", "from baton import cli", "baton.scoring.planted -> baton.cli"),
        ("documents/planted.py", "import baton.cli.main", "baton.documents.planted -> baton.cli"),
        ("scoring/planted.py", "import yaml", "baton.scoring.planted -> yaml"),
        ("scoring/planted.py", "import openpyxl", "baton.scoring.planted -> openpyxl"),
        (
            "scoring/planted.py",
            "import python_calamine",
            "baton.scoring.planted -> python_calamine",
        ),
        ("scoring/planted.py", "import rich.table", "baton.scoring.planted -> rich"),
        ("scoring/planted.py", "import django.db", "baton.scoring.planted -> django"),
        ("scoring/planted.py", "import random", "baton.scoring.planted -> random"),
        ("scoring/planted.py", "from time import time", "baton.scoring.planted -> time"),
        ("documents/planted.py", "import django.http", "baton.documents.planted -> django"),
        ("planted/__init__.py", "", "planted"),
    ],
)
def test_a_planted_import_is_found(copy, place, line, said):
    planted = copy / "baton" / place
    planted.parent.mkdir(exist_ok=True)
    planted.write_text(line + "\n", encoding="utf-8")
    outcome = check_contracts(copy)
    assert outcome.returncode == 1, outcome.stdout + outcome.stderr
    assert said in outcome.stdout
