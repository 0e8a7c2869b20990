"""score = f(rule book, facts): the one pure function (semantics, all sections)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from baton.scoring.board import Board, GroupBoard, board, final_of
from baton.scoring.columns import Column
from baton.scoring.facts import Facts
from baton.scoring.frame import Frame, build_frame, same_figures
from baton.scoring.grading import Candidate, grade
from baton.scoring.plan import Plan, compile_plan
from baton.scoring.ranking import order_codes
from baton.scoring.result import Line, Result, texts_of


def score(rulebook: dict[str, Any], facts: dict[str, Any] | Facts) -> Result:
    """Score canonical facts by a canonical rule book; both must be free of faults."""
    if isinstance(facts, dict):
        facts = Facts.from_canonical(facts)
    plan = compile_plan(rulebook, facts)
    return run(plan, build_frame(plan), facts.as_of)


def score_beside(result: Result, rulebook: dict[str, Any], facts: Facts | None = None) -> Result:
    """Score other rules, or facts with other events, beside a result; the same as :func:`score`, sooner.

    Figures that both ask for alike are not laid out again.
    """
    facts = result.plan.facts if facts is None else facts
    plan = compile_plan(rulebook, facts)
    if not same_figures(result.plan, plan, result.frame):
        return run(plan, build_frame(plan), facts.as_of)
    return run(plan, result.frame, facts.as_of)


def run(plan: Plan, frame: Frame, as_of: str) -> Result:
    """Score a laid-out plan at one reference period, with grades and a line for every subject."""
    made = board(plan, frame, as_of)
    result = Result(
        plan, frame, made.moment, made.standing, made.before, made.scores,
        {name: found.values for name, found in made.groups.items()}, {}, made.effects, {}, {}, made,
    )  # fmt: skip
    for found in made.groups.values():
        _add_lines(result, found)
        if found.group.entry["grades"]:
            _grade(result, made, found)
    for subject in plan.facts.roster:
        if subject.group in made.groups and subject.subject not in plan.row_of:
            line = Line(subject.subject, subject.group, "inactive", reason="inactive")
            result.lines[subject.subject] = line
    return result


def _add_lines(result: Result, found: GroupBoard) -> None:
    group = found.group
    root = found.values[group.entry["root"]]
    totals = texts_of(found.total, found.has_total.tolist())
    carried = texts_of(found.carried, found.has_total.tolist())
    interim = texts_of(root.value, found.interim.tolist())
    shares = texts_of(found.share, found.has_share.tolist())
    ranks, dropped = found.rank.tolist(), found.dropped.tolist()
    for at, subject in enumerate(result.plan.rows[group.start : group.stop]):
        status, reason = "ranked", ""
        if totals[at] is None:
            status, reason = "unranked", "dropped" if dropped[at] else "open"
        elif subject.listing == "separate":
            status = "separate"
        result.lines[subject.subject] = Line(
            subject.subject, group.name, status, totals[at], carried[at], interim[at], shares[at],
            ranks[at] or None, None, reason,
        )  # fmt: skip


def _grade(result: Result, made: Board, found: GroupBoard) -> None:
    rules, group = found.group.entry["grades"], found.group
    rows = np.flatnonzero(found.ranked)
    if not len(rows):
        return
    on = group.entry["ranking"]["on"]
    codes = found.order[rows]
    if rules["keys"]:
        parts = [(Column(codes), np.ones(len(rows), dtype=bool), "asc")]
        for key in rules["keys"]:
            value, known = final_of(made, group, found.values, key["key"])
            parts.append((value[rows], known[rows], key["order"]))
        codes = order_codes(parts)
    kind = (rules["promotion"] or {}).get("kind")
    candidates, promoted = [], set()
    for at, code in zip(rows.tolist(), codes.tolist(), strict=True):
        line = result.lines[made.plan.rows[group.start + at].subject]
        main = line.total if on == "rounded" else line.carried
        candidates.append(Candidate(line.subject, Fraction(main or 0), code))
        own = made.events.get(line.subject, ())
        if any(event.kind == kind and event.decision == "accepted" for event in own):
            promoted.add(line.subject)
    graded = grade(rules, candidates, made.effects, promoted)
    result.quotas[group.name], result.edges[group.name] = graded.quotas, graded.edge
    for subject, name in graded.grades.items():
        result.lines[subject].grade = name
    for subject in graded.edge:
        result.lines[subject].reason = "edge"
