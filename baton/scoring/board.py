"""Totals and ranks of everybody as arrays: what a board needs, without an object per subject."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import ONE, ZERO, Array, Column, Mask
from baton.scoring.facts import Event
from baton.scoring.frame import Frame
from baton.scoring.inputs import Moment, When
from baton.scoring.items import score_items
from baton.scoring.nodes import evaluate, tree_of
from baton.scoring.nodes.links import Others
from baton.scoring.nodes.stretches import stretches_of
from baton.scoring.nodes.values import COMPLETE_NODE, DROPPED_NODE, Leaves, Values
from baton.scoring.order import group_order
from baton.scoring.plan import Group, Plan, rounding_of
from baton.scoring.ranking import order_codes, ranks
from baton.scoring.scores import Scores, Standing
from baton.scoring.vetoes import Effect, effective_vetoes, rows_of, vetoed_rows, with_zeroed_items


@dataclass
class GroupBoard:
    """Peer groups with trees of one shape: node values and, row by row, total, carried total, progress and rank.

    ``order`` are dense order numbers of the ranked rows (by main value and tie-break keys); ``rank`` is 0
    and ``order`` −1 for rows that are not ranked.
    """

    group: Group
    values: dict[str, Values]
    total: Column
    carried: Column
    has_total: Mask
    dropped: Mask
    interim: Mask
    share: Column
    has_share: Mask
    ranked: Mask
    order: Array
    rank: Array

    def part(self, group: Group) -> GroupBoard:
        """The rows of one peer group."""
        same = group.start == self.group.start and group.stop == self.group.stop
        if same and group.nodes == self.group.nodes:
            return replace(self, group=group)
        rows = slice(group.start - self.group.start, group.stop - self.group.start)
        names = dict(zip(self.group.nodes, group.nodes, strict=True))
        values = {names.get(code, code): found.part(rows) for code, found in self.values.items()}
        return GroupBoard(
            group, values, self.total[rows], self.carried[rows], self.has_total[rows],
            self.dropped[rows], self.interim[rows], self.share[rows], self.has_share[rows],
            self.ranked[rows], self.order[rows], self.rank[rows],
        )  # fmt: skip


@dataclass
class Board:
    """A scored plan at one reference period; ``stretches`` are groups computed together."""

    plan: Plan
    frame: Frame
    moment: When
    standing: Standing
    effects: dict[str, Effect]
    events: dict[str, list[Event]]
    before: Scores
    scores: Scores
    stretches: list[GroupBoard]

    @cached_property
    def groups(self) -> dict[str, GroupBoard]:
        """Each peer group for itself, in the order in which they were computed."""
        return {
            peer.name: found.part(peer) for found in self.stretches for peer in found.group.peers
        }


def board(plan: Plan, frame: Frame, as_of: str) -> Board:
    """Score a laid-out plan at one reference period."""
    return board_at(plan, frame, Moment.of(plan, as_of))


def board_at(plan: Plan, frame: Frame, moment: When) -> Board:
    """Score a laid-out plan at one moment, or a tiled plan at several."""
    events = events_of(plan)
    effects = effective_vetoes(plan, events)
    standing = Standing.of(plan, vetoed_rows(plan, effects))
    before = score_items(plan, frame, moment, standing, events)
    after = with_zeroed_items(plan, before, effects)
    made = Board(plan, frame, moment, standing, effects, events, before, after, [])
    linked = [node for node in plan.rulebook["nodes"] if node["kind"] in {"children", "link"}]
    takes = {node["take"] for node in linked}
    others = Others.of(plan.facts if linked else None)
    for stretch in _in_order(plan, bool(linked)):
        found = _group_board(made, stretch, others)
        made.stretches.append(found)
        for peer in stretch.peers if takes else ():
            for take in takes:
                _publish(made, found.part(peer), take, others)
    return made


def _in_order(plan: Plan, linked: bool) -> list[Group]:
    """Stretches, sources of links before those who take from them."""
    found = stretches_of(plan)
    if not linked:
        return found
    place = {name: i for i, name in enumerate(group_order(plan.rulebook, plan.facts))}
    return sorted(found, key=lambda stretch: min(place[peer.name] for peer in stretch.peers))


def events_of(plan: Plan) -> dict[str, list[Event]]:
    """Events by subject, in the order of their numbers."""
    found: dict[str, list[Event]] = {}
    for event in sorted(plan.facts.events, key=lambda e: e.id):
        found.setdefault(event.subject, []).append(event)
    return found


def final_of(
    made: Board, group: Group, values: dict[str, Values], code: str
) -> tuple[Column, Mask]:
    """Final values of a node or an indicator for the rows of a group, and where there are any."""
    if code in made.plan.nodes:
        return values[code].value, values[code].has
    leaf = Leaves(made.plan, group, made.scores).child(code)
    return leaf.value, leaf.has & leaf.present


def _group_board(made: Board, group: Group, others: Others) -> GroupBoard:
    plan = made.plan
    tree = tree_of(plan, group)
    values = before = evaluate(tree, made.before, others, made.standing.outside)
    if made.scores is not made.before:
        values = evaluate(tree, made.scores, others, made.standing.outside, before)
    root = values[group.entry["root"]]
    complete = root.status == COMPLETE_NODE
    interim = root.has & ~complete
    has_total = complete | interim if plan.rulebook["interim"] == "total" else complete
    total = exact.rounded(root.value, rounding_of(plan.rulebook["rounding"]["total"]))
    total, carried = (_capped(made, group, value) for value in (total, root.value))
    has_share = ~root.whole.same(ZERO)
    share = exact.quotient(root.have, exact.where(has_share, root.whole, ONE))
    found = GroupBoard(
        group, values, total, carried, has_total, root.status == DROPPED_NODE, interim, share, has_share,
        has_total & plan.is_ranked[group.start : group.stop],
        np.full(len(complete), -1), np.zeros(len(complete), dtype=np.int64),
    )  # fmt: skip
    _rank(made, found)
    return found


def _capped(made: Board, group: Group, value: Column) -> Column:
    for subject, effect in made.effects.items():
        if effect.cap is None or subject not in made.plan.row_of:
            continue
        rows = np.array(rows_of(made.plan, subject)) - group.start
        if 0 <= rows[0] < len(value):
            here = np.zeros(len(value), dtype=bool)
            here[rows] = True
            value = exact.where(here, exact.minimum(value, exact.constant(*effect.cap)), value)
    return value


def _rank(made: Board, found: GroupBoard) -> None:
    rows = np.flatnonzero(found.ranked)
    if not len(rows):
        return
    ranking = found.group.entry["ranking"]
    main = found.total if ranking["on"] == "rounded" else found.carried
    parts = [(main[rows], np.ones(len(rows), dtype=bool), "desc")]
    for key in ranking["keys"]:
        value, known = final_of(made, found.group, found.values, key["key"])
        parts.append((value[rows], known[rows], key["order"]))
    period = made.plan.cohort_of_row[rows + found.group.start]
    codes = order_codes(parts, period)
    found.order[rows] = codes
    found.rank[rows] = ranks(codes, ranking["style"], period)


def _publish(made: Board, found: GroupBoard, take: str, others: Others) -> None:
    """Make this group's final values available to groups that link to it."""
    group = found.group
    if take == "total":
        value, known = found.total, found.has_total
    elif take in found.values or take in group.items:
        value, known = final_of(made, group, found.values, take)
        if take in made.plan.nodes:
            known = known & (found.values[take].status == COMPLETE_NODE)
    else:
        return
    for at in np.flatnonzero(known).tolist():
        row = made.plan.rows[group.start + at]
        others.put(at // group.members, row.subject, take, *value.ratio(at))
