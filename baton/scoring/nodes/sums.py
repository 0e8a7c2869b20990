"""sum: children added up, dropped indicators rescaled, bonus never (semantics §7)."""

from __future__ import annotations

from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, ZERO, Column, Mask
from baton.scoring.nodes.gaps import KINDS, LOST, Gaps
from baton.scoring.nodes.runs import Own
from baton.scoring.nodes.values import (
    COMPLETE_NODE,
    DROPPED_NODE,
    OPEN_NODE,
    Values,
    tree_node,
)
from baton.scoring.scores import DROPPED, OPEN, UNSCORED, Scores


def total(
    node: dict[str, Any],
    own: Own,
    scores: Scores,
    children: list[tuple[dict[str, Any], Values]],
    gaps: Gaps | None,
    place: int,
) -> Values:
    """Sum of the node's own cells and of its child nodes; the node stands at ``place`` of ``gaps``."""
    value = own.every.total(scores.score)
    full = have = whole = own.full_points(scores.points)
    is_open: Mask = np.zeros(own.every.size, dtype=bool)
    lost: Column | None = None
    if gaps is not None:
        is_open, lost = gaps.is_open[place], gaps.taken(LOST, place)
        full = have = whole = _less(full, gaps.taken(KINDS[UNSCORED], place))
        have = whole = _less(full, gaps.taken(KINDS[DROPPED], place))
        have = _less(whole, gaps.taken(KINDS[OPEN], place))
    bonus = ZERO if own.bonus is None else own.bonus.total(scores.score)
    for child, values in children:
        value, is_open = value + values.value, is_open | (values.status == OPEN_NODE)
        if (values.status == DROPPED_NODE).any():
            gone = exact.where(values.status == DROPPED_NODE, values.full, ZERO)
            lost = gone if lost is None else lost + gone
        full, bonus = full + values.full, bonus + values.bonus
        if child["role"] == "ordinary":
            have, whole = have + values.have, whole + values.whole
    return _composed(node, value, (full, bonus, have, whole), lost, is_open)


def _less(points: Column, taken: Column | None) -> Column:
    return points if taken is None else points - taken


def _composed(
    node: dict[str, Any],
    value: Column,
    sides: tuple[Column, Column, Column, Column],
    lost: Column | None,
    is_open: Mask,
) -> Values:
    full, bonus, have, whole = sides
    status = np.where(is_open, OPEN_NODE, COMPLETE_NODE).astype(np.uint8)
    if lost is not None:
        needs = np.broadcast_to(lost > ZERO, is_open.shape)
        kept = full - lost
        usable = needs & (kept > ZERO)
        safe = exact.where(usable, kept, ONE)
        rescaled = exact.quotient((value - bonus) * full, safe) + bonus
        value = exact.where(usable, rescaled, value)
        status = np.where(needs & ~usable, DROPPED_NODE, status).astype(np.uint8)
    if node["role"] != "ordinary":
        full, have, whole = ZERO, ZERO, ZERO
    return tree_node(value, status, full=full, bonus=bonus, have=have, whole=whole)
