"""A number that a rule may leave out may be left out: engine and verifier reckon without it, and tell it."""

import copy

import pytest

from baton.scoring import score
from baton.scoring.explain import explain
from baton.scoring.rulebook import METHODS, find_faults
from baton.scoring.rulebook.shapes import ListOf, MapOf, Record
from tests.fuzz.books import case
from tests.fuzz.compare import compare
from tests.fuzz.group_methods import METHODS as RANDOM

BOOKS = 8
# What every method of the random books must have been reckoned without.
WITHOUT = {
    "above_reference": {"least", "most"}, "above_references": {"per_point"}, "benchmark_sum": {"parts.cap"},
    "completion": {"cap", "threshold"}, "composite_completion": {"parts.cap"}, "direct": {"min_spread"},
    "efficacy_fixed": {"least", "most"}, "interval": {"least"}, "ledger": {"cap", "from", "given", "to"},
    "level_progress": {"difficulty"}, "movement": {"protect"}, "over_fulfilment": {"most"}, "rank_points": {"least"},
    "ratio_to_mean": {"cap"}, "satisfaction": {"min_sample"}, "threshold_deduction": {"least"}, "tiers": {"step"},
    "timeliness": {"parts.approved", "parts.extension", "zero_after"},
}  # fmt: skip


def empties(value, shape, path=()):
    """Every place of a parameter that holds something and may hold nothing."""
    if value is None:
        return
    if getattr(shape, "null", False):
        yield path
    parts = {}
    if isinstance(shape, Record):
        parts = {one.key: one.shape for one in shape.fields if one.key in value}
    elif isinstance(shape, ListOf):
        parts = dict.fromkeys(range(len(value)), shape.of)
    elif isinstance(shape, MapOf):
        parts = dict.fromkeys(value, shape.of)
    for key, part in parts.items():
        yield from empties(value[key], part, (*path, key))


def emptied(book, code, path):
    """The same book with nothing at one place of an indicator's parameters."""
    other = copy.deepcopy(book)
    at = next(one for one in other["items"] if one["code"] == code)["params"]
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = None
    return other


def variants(method):
    """(which parameter, book, facts, indicator): random books of a method with one parameter left out, where that is allowed."""
    names = list(RANDOM)
    for seed in range(names.index(method), BOOKS * len(names), len(names)):
        book, facts = case(seed)
        known = find_faults(book)
        item = next(one for one in book["items"] if one["method"] == method)
        for field in METHODS[method].fields:
            if field.key not in item["params"]:
                continue
            for path in empties(item["params"][field.key], field.shape, (field.key,)):
                other = emptied(book, item["code"], path)
                if all(fault in known for fault in find_faults(other)):
                    name = ".".join(step for step in path if isinstance(step, str))
                    yield name, other, facts, item["code"]


@pytest.mark.parametrize("method", list(RANDOM))
def test_what_a_rule_leaves_out_is_reckoned_without(method):
    shown = set()
    for name, book, facts, code in variants(method):
        if name in shown:
            continue
        shown.add(name)
        assert compare(book, facts)[0] is None
        result = score(book, facts)
        for subject in [one for one in result.lines if one in result.plan.row_of][:6]:
            assert explain(result, subject, code).data()["score"] == result.score(subject, code)
    assert shown >= WITHOUT.get(method, set())
