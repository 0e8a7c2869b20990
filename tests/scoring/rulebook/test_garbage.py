"""Whatever stands in the place of a value, the rule book's faults are named and nothing breaks."""

import json
import pickle
import random

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook
from baton.scoring.rulebook import find_faults
from tests.examples.reading import ROOT
from tests.fuzz.books import case
from tests.scoring.rulebook import books as samples
from tests.scoring.rulebook.method_examples import EXAMPLES

GARBAGE = ({}, [], None, True, 1, "", "x", "-1", [["x"]], {"field": 3})


def places(value, path=()):
    """Every place in a rule book, containers included."""
    yield path
    parts = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, part in parts:
        yield from places(part, (*path, key))


def put(pickled, path, value):
    changed = pickle.loads(pickled)
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def try_out(pickled, path, value):
    """Put something in one place of a rule book and look for faults."""
    try:
        find_faults(put(pickled, path, value))
    except Exception as error:
        pytest.fail(f"{path} = {json.dumps(value)}: {error!r}")


def books():
    yield read_rulebook(ROOT / "county-80-20" / "规则书.yaml", problems=Problems())
    for seed in range(40):
        yield case(seed)[0]


@pytest.mark.parametrize("turn", range(4))
def test_garbage_in_any_place_is_named_and_breaks_nothing(turn):
    chance = random.Random(turn)
    for book in books():
        pickled = pickle.dumps(book)
        for path in chance.sample(list(places(book))[1:], 18):
            for value in chance.sample(GARBAGE, 3):
                try_out(pickled, path, value)


@pytest.mark.parametrize("method", EXAMPLES)
def test_garbage_in_every_place_of_every_method(method):
    book = samples.book([samples.item(method)])
    pickled = pickle.dumps(book)
    for path in places(book["items"][0], ("items", 0)):
        for value in GARBAGE:
            try_out(pickled, path, value)
