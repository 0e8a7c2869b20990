"""Other rules scored beside a result come to the digits of a scoring from scratch, and figures are laid out once."""

from dataclasses import replace

import pytest

from baton.scoring import frame, run, score, score_beside
from baton.scoring.rulebook import alternatives, find_faults
from tests.fuzz.books import case
from tests.fuzz.compare import canonical

EACH = 3  # readings of a book


def digits(result):
    return canonical(result.canonical())


@pytest.mark.parametrize("seed", range(0, 200, 5))
def test_readings_and_events_come_to_the_same_digits(seed):
    rulebook, facts = case(seed)
    present = score(rulebook, facts)
    others = [
        book for item in rulebook["items"] for _, book in alternatives(rulebook, item["code"])
    ]
    for book in [one for one in others if not find_faults(one)][:EACH]:
        assert digits(score_beside(present, book)) == digits(score(book, facts))
    known = present.plan.facts
    fewer = replace(known, events=known.events[::2])
    assert digits(score_beside(present, rulebook, fewer)) == digits(score(rulebook, fewer))
    figures = replace(known, observations=known.observations[::2])
    assert digits(score_beside(present, rulebook, figures)) == digits(score(rulebook, figures))
    assert digits(present) == digits(score(rulebook, facts))


def test_figures_are_laid_out_again_only_where_they_are_asked_for_otherwise(monkeypatch):
    rulebook, facts = case(5)
    present, built = score(rulebook, facts), []
    monkeypatch.setattr(run, "build_frame", lambda plan: built.append(plan) or frame.build_frame(plan))  # fmt: skip
    score_beside(present, rulebook)
    assert not built
    score_beside(present, rulebook | {"items": rulebook["items"][:-1], "nodes": _without(rulebook)})
    assert len(built) == 1


def _without(rulebook):
    last = rulebook["items"][-1]["code"]
    return [
        node | {"children": [one for one in node["children"] if one != last]} if "children" in node else node
        for node in rulebook["nodes"]
    ]  # fmt: skip
