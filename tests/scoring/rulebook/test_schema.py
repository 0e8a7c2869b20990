"""The JSON Schema accepts every sound rule book and refuses what has the wrong shape."""

import copy

import jsonschema
import pytest

from baton.scoring.rulebook.schema import schema
from tests.scoring.rulebook.books import book, everything, item
from tests.scoring.rulebook.method_examples import EXAMPLES

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("method", EXAMPLES)
def test_every_method_is_accepted(method):
    VALIDATOR.validate(book([item(method)]))


def test_everything_is_accepted():
    VALIDATOR.validate(everything())


@pytest.mark.parametrize(
    ("path", "new"),
    [
        (("items", 0, "params", "target"), "1.50"),
        (("items", 0, "params", "target"), "-0"),
        (("items", 0, "params", "target"), 5),
        (("items", 0, "params", "cap"), {"field": ""}),
        (("items", 0, "params", "more"), "1"),
        (("items", 0, "method"), "completed"),
        (("nodes", 0, "kind"), "weighted"),
        (("groups", 0, "grades", "levels", 0, "quota"), {"share": "0.2", "count": 1}),
        (("rounding", "rate", "places"), 11),
        (("calendar",), []),
    ],
)
def test_wrong_shapes_are_refused(path, new):
    wrong = copy.deepcopy(book())
    inner = wrong
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    assert not VALIDATOR.is_valid(wrong)
