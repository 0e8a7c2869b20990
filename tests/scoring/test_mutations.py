"""Twenty small faults, planted one by one in a copy of the engine: the random comparison finds each of them."""

import os
import shutil
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT
from tests.fuzz.mutations import MUTATIONS, Mutation

BOOKS = 500
# Prints the first seed on which the engine below sys.path and the verifier differ.
SCRIPT = """
import sys
import baton.scoring
from tests.fuzz.books import case
from tests.fuzz.compare import compare
assert baton.scoring.__file__.startswith(sys.argv[1]), baton.scoring.__file__
for seed in range(int(sys.argv[2])):
    difference = compare(*case(seed))[0]
    if difference:
        print(seed, difference.text)
        break
"""


def planted(mutation, folder):
    """A copy of the engine with one fault in it; what was compiled of the other files comes along."""
    shutil.copytree(ROOT / "baton" / "scoring", folder / "baton" / "scoring")
    for module in (ROOT / "baton").glob("*.py"):
        shutil.copy2(module, folder / "baton")
    path = folder / "baton" / "scoring" / mutation.file
    source = path.read_text("utf-8")
    found = source.count(mutation.old)
    assert found == 1, f"{mutation.file}: {found} times, must be once: {mutation.old!r}"
    path.write_text(source.replace(mutation.old, mutation.new), encoding="utf-8")
    return folder


def first_difference(folder):
    """What the comparison says about the engine in `folder`; empty when it finds nothing."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(folder), str(BOOKS)],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.title)
def test_a_planted_fault_is_found(tmp_path, mutation):
    assert first_difference(planted(mutation, tmp_path)), f"{BOOKS} books do not show it"


def test_there_are_twenty_different_faults():
    assert len({(m.file, m.old, m.new) for m in MUTATIONS}) == len(MUTATIONS) >= 20
    assert all(m.old != m.new for m in MUTATIONS)


def test_a_fault_that_no_longer_fits_the_engine_is_noticed(tmp_path):
    with pytest.raises(AssertionError, match="must be once"):
        planted(Mutation("gone", "__init__.py", "this text is nowhere", ""), tmp_path)
