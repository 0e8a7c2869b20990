"""Full points that count less, node by node and row by row: cells not scored, dropped or still open.

Few cells are without a score, so these few are gathered and everything else is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import Array, Column, Mask
from baton.scoring.nodes.runs import own_cells
from baton.scoring.nodes.stretches import nodes_at, stretches_of
from baton.scoring.plan import Group, Plan
from baton.scoring.scores import DROPPED, OPEN, OUTCOMES, UNSCORED, Idle, Scores

LOST, NEVER = (
    3,
    4,
)  # beside the kinds 0, 1, 2: what a node has to make up for; what takes nothing away
KINDS = {UNSCORED: 0, DROPPED: 1, OPEN: 2}
KIND_OF = np.array([KINDS.get(outcome, NEVER) for outcome in range(len(OUTCOMES))], dtype=np.int64)


@dataclass
class Gaps:
    """Sums of full points, shape (kinds, nodes, rows); ``there``: which kinds and nodes have any."""

    points: Column
    there: list[list[bool]]
    is_open: Mask

    def taken(self, kind: int, place: int) -> Column | None:
        """Full points of one kind at one node, row by row; None when there are none."""
        return self.points[kind, place] if self.there[kind][place] else None


def gaps_of(plan: Plan, group: Group, scores: Scores, numbers: dict[int, int]) -> Gaps | None:
    """What the cells of a stretch take away, None when every cell has a score.

    ``numbers``: at which place of the tree the nodes of the plan stand.
    """
    idle: Idle | None = scores.idle
    if idle is None:
        return None
    low, high = np.searchsorted(idle.rows, [group.start, group.stop])
    if low == high:
        return None
    cells, rows, at = idle.cells[low:high], idle.rows[low:high] - group.start, idle.at[low:high]
    nodes, size = len(group.nodes), group.stop - group.start
    kind, place = KIND_OF[scores.outcome[cells]], places_of(plan)[cells]
    opened = np.flatnonzero((kind == KINDS[OPEN]) & (place >= 0))
    is_open = np.zeros((nodes, size), dtype=bool)
    is_open[place[opened], rows[opened]] = True
    here = np.flatnonzero((kind != NEVER) & (place >= 0) & idle.ordinary[low:high])
    lost, made_up = _made_up(at, numbers)
    node = np.concatenate((kind[here] * nodes + place[here], LOST * nodes + made_up))
    chosen = np.concatenate((here, lost))
    points = exact.sum_at(
        scores.points[cells[chosen]],
        node * size + rows[chosen],
        (LOST + 1, nodes, size),
        max(len(peer.items) for peer in group.peers or [group]),
    )
    there = np.bincount(node, minlength=(LOST + 1) * nodes).reshape(LOST + 1, nodes) > 0
    return Gaps(points, there.tolist(), is_open)


def _made_up(at: Array, numbers: dict[int, int]) -> tuple[Array, Array]:
    """Which cells some node of the tree makes up for, and the places of those nodes."""
    known = np.array(sorted(numbers), dtype=np.int64)
    places = np.array([numbers[number] for number in known.tolist()], dtype=np.int64)
    lost = np.flatnonzero(at >= 0)
    which = np.minimum(np.searchsorted(known, at[lost]), len(known) - 1)
    good = known[which] == at[lost]
    return lost[good], places[which[good]]


def places_of(plan: Plan) -> Array:
    """At which place of its tree each cell's sum node stands; −1 where another kind of node asks for it."""
    found: Array = plan.kept("places", lambda: _places(plan))
    return found


def _places(plan: Plan) -> Array:
    found = np.full(plan.size, -1, dtype=np.int32)
    for stretch in stretches_of(plan):
        for place, code in enumerate(stretch.nodes):
            if plan.nodes[code]["kind"] == "sum":
                for cells, _ in own_cells(plan, nodes_at(stretch, place)):
                    found[cells] = place
    return found
