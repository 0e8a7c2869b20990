"""The result depends on the rule book and the facts alone: not on the order of rows, hashes, language or time zone."""

import os
import subprocess
import sys

import pytest

from tests.architecture.tree import ROOT

# Prints one hash over the results of the given seeds, their rows shuffled by the last argument.
SCRIPT = """
import hashlib, random, sys
from baton.scoring import score
from tests.fuzz.books import case
from tests.fuzz.compare import canonical
first, last, order = map(int, sys.argv[1:])
total = hashlib.sha256()
for seed in range(first, last):
    rulebook, facts = case(seed)
    if order:
        for name in ("roster", "agreement", "observations", "events"):
            random.Random(order).shuffle(facts[name]["rows"])
    total.update(canonical(score(rulebook, facts).canonical()))
print(total.hexdigest())
"""
SEEDS = ("5000", "5025")
LANGUAGES = ("C", "zh_CN.UTF-8", "C.UTF-8")
ZONES = ("UTC0", "CST-8")


def results(order=0, **environment):
    """The hash of the results in a process of its own."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *SEEDS, str(order)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.fixture(scope="module")
def usual():
    """The hash of the results in the usual surroundings."""
    return results(PYTHONHASHSEED="0", LC_ALL="C.UTF-8", TZ="UTC0")


@pytest.mark.parametrize("number", range(10))
def test_surroundings_do_not_move_a_digit(usual, number):
    language, zone = LANGUAGES[number % 3], ZONES[number % 2]
    assert results(PYTHONHASHSEED=str(number + 1), LC_ALL=language, TZ=zone) == usual


@pytest.mark.parametrize("order", (1, 2))
def test_the_order_of_rows_does_not_move_a_digit(usual, order):
    assert results(order, PYTHONHASHSEED="0") == usual
