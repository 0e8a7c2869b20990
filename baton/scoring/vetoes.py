"""M26 一票否决: separate effects, each with its own basis; they may arrive after the scores (semantics §8)."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from baton.scoring.canonical import parse_decimal
from baton.scoring.columns import Array, Column
from baton.scoring.facts import Event
from baton.scoring.plan import Plan
from baton.scoring.scores import DROPPED, UNSCORED, VETOED, Scores


@dataclass
class Effect:
    """What all effective vetoes of one subject come to."""

    events: list[str] = field(default_factory=list)
    forced: list[str] = field(default_factory=list)
    excluded: set[str] = field(default_factory=set)
    zeroed: set[str] = field(default_factory=set)
    cap: tuple[int, int] | None = None


def effective_vetoes(plan: Plan, events: dict[str, list[Event]]) -> dict[str, Effect]:
    """Per subject what its accepted, unexpired veto events bring about."""
    by_kind: dict[str, list[dict[str, Any]]] = {}
    for veto in plan.rulebook["vetoes"]:
        by_kind.setdefault(veto["kind"], []).append(veto)
    found: dict[str, Effect] = {}
    for subject, own in events.items() if by_kind else ():
        for event in own:
            if event.is_effective(plan.facts.on):
                for veto in by_kind.get(event.kind, ()):
                    _add(found.setdefault(subject, Effect()), event, veto["effects"])
    return found


def vetoed_rows(plan: Plan, effects: dict[str, Effect]) -> Array:
    """Which rows have an effective veto."""
    if not effects:
        return np.zeros(len(plan.rows), dtype=bool)
    return np.array([row.subject in effects for row in plan.rows], dtype=bool)


def with_zeroed_items(plan: Plan, scores: Scores, effects: dict[str, Effect]) -> Scores:
    """The scores after vetoes; the same object when no indicator is zeroed."""
    cells = [
        cell
        for subject, effect in effects.items()
        if subject in plan.row_of
        for code in effect.zeroed
        for row in rows_of(plan, subject)
        if (cell := _cell(plan, code, row)) is not None
        and scores.outcome[cell] not in {DROPPED, UNSCORED}
    ]
    if not cells:
        return scores
    outcome, num = scores.outcome.copy(), scores.score.num.copy()
    outcome[cells], num[cells] = VETOED, 0
    return replace(
        scores, outcome=outcome, score=Column(num, scores.score.places, scores.score.peak)
    )


def _add(effect: Effect, event: Event, effects: dict[str, Any]) -> None:
    effect.events.append(event.id)
    if effects["force_grade"] is not None:
        effect.forced.append(effects["force_grade"])
    effect.excluded |= set(effects["exclude_grades"])
    effect.zeroed |= set(effects["zero_items"])
    if effects["cap_total"] is not None:
        cap = parse_decimal(effects["cap_total"])
        if effect.cap is None or cap[0] * 10 ** effect.cap[1] < effect.cap[0] * 10 ** cap[1]:
            effect.cap = cap


def rows_of(plan: Plan, subject: str) -> list[int]:
    """The subject's row in each period."""
    first = plan.row_of[subject]
    group = next(g for g in plan.groups if g.start <= first < g.stop)
    return [first + i * group.members for i in range(group.periods)]


def _cell(plan: Plan, code: str, row: int) -> int | None:
    start, stop = plan.cells_of.get(code, (0, 0))
    at = start + int(np.searchsorted(plan.cell_row[start:stop], row))
    return at if at < stop and int(plan.cell_row[at]) == row else None
