"""One indicator of one group run again by the very kernel, with a trace on one cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.scoring.canonical import decimal_text
from baton.scoring.explain.context import Context, Disagreement, Place
from baton.scoring.facts import REPORTED, Facts
from baton.scoring.frame import Frame, build_frame
from baton.scoring.inputs import Inputs, Moment
from baton.scoring.items import Scored, score_block, score_items
from baton.scoring.methods.tracing import Step, Trace
from baton.scoring.plan import Block, Plan, compile_plan
from baton.scoring.scores import SCORED, Scores, Standing
from baton.scoring.vetoes import vetoed_rows, with_zeroed_items


@dataclass(frozen=True)
class Resolved:
    """A moment of which it is known what the figures say."""

    known: Inputs

    def inputs(self, plan: Plan, block: Block, frame: Frame, events: Any) -> Inputs:
        """What the figures say, without asking them again."""
        return self.known


@dataclass(frozen=True)
class Ground:
    """A plan that holds just one indicator and one group, with its scores: the same for every cell of the group."""

    plan: Plan
    frame: Frame
    standing: Standing
    block: Block
    inputs: Inputs
    before: Scores
    scores: Scores


@dataclass(frozen=True)
class Replay:
    """The cell ``at`` of the ground, scored with a trace."""

    ground: Ground
    at: int
    scored: Scored
    steps: list[Step]

    @property
    def plan(self) -> Plan:
        """The plan of just this indicator and this group."""
        return self.ground.plan

    @property
    def frame(self) -> Frame:
        """The figures laid out for it."""
        return self.ground.frame

    @property
    def block(self) -> Block:
        """Its one block."""
        return self.ground.block

    @property
    def inputs(self) -> Inputs:
        """What the figures say."""
        return self.ground.inputs

    @property
    def before(self) -> Scores:
        """The scores before vetoes."""
        return self.ground.before

    @property
    def item(self) -> dict[str, Any]:
        """The indicator's entry in the rule book."""
        return self.block.items[0]


def replay(context: Context, place: Place, code: str, cell: int) -> Replay:
    """Run the indicator again for the subject's group; :class:`Disagreement` if a figure differs."""
    result, (ground, at) = context.result, ground_of(context, place, code, cell)
    plan, block = ground.plan, ground.block
    reported = int(ground.inputs.state[at]) == REPORTED
    trace = Trace(at, _units(context, block.items[0])) if reported else None
    moment, events = Resolved(ground.inputs), result.board.events
    scored = score_block(plan, block, ground.frame, moment, ground.standing, events, trace)
    made = Replay(ground, at, scored, trace.steps if trace else [])
    if reported and int(ground.before.outcome[at]) == SCORED:
        _ends_in(made)
    return made


def ground_of(context: Context, place: Place, code: str, cell: int) -> tuple[Ground, int]:
    """The indicator as it lies for the subject's group, and the subject's cell in it; without a trace."""
    result, ground = context.result, _ground(context, place, code)
    at = int(ground.plan.cell_row.searchsorted(ground.plan.row_of[place.subject.subject]))
    _agree(code, at, result.before, ground.before, cell)
    _agree(code, at, result.scores, ground.scores, cell)
    return ground, at


def _ground(context: Context, place: Place, code: str) -> Ground:
    """Scored once and kept: whoever asks for one unit's indicator mostly asks for the next unit's as well."""
    return context.kept((place.group.name, code), lambda: _laid(context, place, code))


def _laid(context: Context, place: Place, code: str) -> Ground:
    result, plan = context.result, small_plan(context, place, code)
    block, frame = plan.blocks[0], build_frame(plan)
    standing = Standing.of(plan, vetoed_rows(plan, result.effects))
    events = result.board.events
    inputs = Moment.of(context.plan, context.moment.as_of).inputs(plan, block, frame, events)
    before = score_items(plan, frame, Resolved(inputs), standing, events)
    after = with_zeroed_items(plan, before, result.effects)
    return Ground(plan, frame, standing, block, inputs, before, after)


def rescored(context: Context, made: Replay, frame: Frame) -> str | None:
    """The cell's score by the same kernel on other figures, None where there is none."""
    moment = Moment.of(context.plan, context.moment.as_of)
    found = score_block(made.plan, made.block, frame, moment, made.ground.standing,
                        context.result.board.events)  # fmt: skip
    if int(found.state[made.at]) != REPORTED:
        return None
    return decimal_text(*found.score.ratio(made.at))


def small_plan(context: Context, place: Place, code: str) -> Plan:
    """The plan of just this indicator and this group, with just the facts that they need."""
    plan, group, facts = context.plan, place.group, context.facts
    item = plan.items[code]
    rulebook = plan.rulebook | {
        "items": [item],
        "groups": [group.entry | {"root": code, "outside": []}],
    }
    rows = plan.rows[group.start : group.stop]
    keys = [(row.subject, code) for row in rows]
    wanted = {entry["item"] for entry in item["data"].values()}
    small = Facts(
        roster=rows,
        agreement={key: facts.agreement[key] for key in keys if key in facts.agreement},
        observations=[
            line for data in sorted(wanted) for line in context.observations.get(data, ())
        ],
        events=[],
        as_of=context.moment.as_of,
        on=facts.on,
        absent=facts.absent,
        shared={code: facts.shared.get(code, {})},
    )
    return compile_plan(rulebook, small)


def _units(context: Context, item: dict[str, Any]) -> dict[str, str]:
    return {name: context.data[entry["item"]]["unit"] for name, entry in item["data"].items()}


def _agree(code: str, at: int, run: Scores, again: Scores, cell: int) -> None:
    """State, outcome and score must be those of the run."""
    ours = int(again.state[at]), int(again.outcome[at]), decimal_text(*again.score.ratio(at))
    theirs = int(run.state[cell]), int(run.outcome[cell]), decimal_text(*run.score.ratio(cell))
    if ours != theirs:
        raise Disagreement(f"{code}:解释得 {ours},结果是 {theirs}")


def _ends_in(made: Replay) -> None:
    """The last step's figure must be the score before vetoes."""
    score = decimal_text(*made.before.score.ratio(made.at))
    if not made.steps or made.steps[-1].value != score:
        last = made.steps[-1] if made.steps else None
        raise Disagreement(f"{made.item['code']}:最后一步是 {last},结果是 {score}")
