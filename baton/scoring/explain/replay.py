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


@dataclass
class Replay:
    """The cell ``at`` of a plan that holds just one indicator and one group."""

    plan: Plan
    frame: Frame
    standing: Standing
    block: Block
    at: int
    inputs: Inputs
    scored: Scored
    steps: list[Step]
    before: Scores
    scores: Scores

    @property
    def item(self) -> dict[str, Any]:
        """The indicator's entry in the rule book."""
        return self.block.items[0]


def replay(context: Context, place: Place, code: str, cell: int) -> Replay:
    """Run the indicator again for the subject's group; :class:`Disagreement` if a figure differs."""
    result = context.result
    plan = small_plan(context, place, code)
    at = int(plan.cell_row.searchsorted(plan.row_of[place.subject.subject]))
    block, frame = plan.blocks[0], build_frame(plan)
    moment = Moment.of(context.plan, context.moment.as_of)
    standing = Standing.of(plan, vetoed_rows(plan, result.effects))
    events = result.board.events
    inputs = moment.inputs(plan, block, frame, events)
    reported = int(inputs.state[at]) == REPORTED
    trace = Trace(at, _units(context, block.items[0])) if reported else None
    scored = score_block(plan, block, frame, moment, standing, events, trace)
    before = score_items(plan, frame, moment, standing, events)
    after = with_zeroed_items(plan, before, result.effects)
    steps = trace.steps if trace else []
    made = Replay(plan, frame, standing, block, at, inputs, scored, steps, before, after)
    _agree(made, result.before, before, cell)
    _agree(made, result.scores, after, cell)
    if reported and int(before.outcome[at]) == SCORED:
        _ends_in(made)
    return made


def rescored(context: Context, made: Replay, frame: Frame) -> str | None:
    """The cell's score by the same kernel on other figures, None where there is none."""
    moment = Moment.of(context.plan, context.moment.as_of)
    found = score_block(made.plan, made.block, frame, moment, made.standing,
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


def _agree(made: Replay, run: Scores, again: Scores, cell: int) -> None:
    """State, outcome and score must be those of the run."""
    at = made.at
    ours = int(again.state[at]), int(again.outcome[at]), decimal_text(*again.score.ratio(at))
    theirs = int(run.state[cell]), int(run.outcome[cell]), decimal_text(*run.score.ratio(cell))
    if ours != theirs:
        raise Disagreement(f"{made.item['code']}:解释得 {ours},结果是 {theirs}")


def _ends_in(made: Replay) -> None:
    """The last step's figure must be the score before vetoes."""
    score = decimal_text(*made.before.score.ratio(made.at))
    if not made.steps or made.steps[-1].value != score:
        last = made.steps[-1] if made.steps else None
        raise Disagreement(f"{made.item['code']}:最后一步是 {last},结果是 {score}")
