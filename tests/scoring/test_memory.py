"""A year's figures are nothing for the garbage collector to look through."""

import gc

from baton.scoring.facts import AGREEMENT, EVENTS, OBSERVATIONS, ROSTER, Facts, table

EMPTY = {name: table(columns, []) for name, columns in (("roster", ROSTER), ("agreement", AGREEMENT), ("events", EVENTS))}  # fmt: skip
LINES = [[f"S{n}", "GDP", "2026-12", "", "1.5", "reported", "表", ""] for n in range(1000)]


def test_observations_are_not_searched_for_garbage():
    raw = {**EMPTY, "observations": table(OBSERVATIONS, LINES), "as_of": "", "on": "", "absent": "not_yet"}  # fmt: skip
    facts = Facts.from_canonical(raw)
    gc.collect()
    assert len(facts.observations) == len(LINES)
    assert not any(gc.is_tracked(line) for line in facts.observations)
    assert facts.canonical()["observations"]["rows"] == sorted(LINES)
