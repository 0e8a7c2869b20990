"""Where a subject stands among its peers on one indicator: everybody's figure, and the values they are held against."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from baton.scoring.canonical import decimal_text
from baton.scoring.columns import Column
from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.figures import held_against
from baton.scoring.explain.replay import small_plan
from baton.scoring.facts import REPORTED
from baton.scoring.frame import build_frame
from baton.scoring.inputs import Moment
from baton.scoring.result import Result


@dataclass(frozen=True)
class Peers:
    """values: by subject, decimal text; of: what they are; marks: what the subject's own figure is held against.

    has_own_marks: other subjects are held against other values.
    """

    of: str
    unit: str
    values: dict[str, str]
    marks: list[tuple[str, str]]
    has_own_marks: bool = False


SCORES = "得分"


def peers_of(result: Result, subject: str, code: str) -> Peers | None:
    """Everybody's figure of an indicator in a subject's group; scores where no number tells the figure.

    None where the rule book has no such indicator.
    """
    context = Context.of(result)
    item = context.plan.items.get(code)
    if item is None:
        return None
    place = context.place(subject)
    found = _figures(context, place, item)
    if found is not None:
        return found
    rows = context.plan.rows[place.group.start : place.group.stop]
    scores = {row.subject: result.score(row.subject, code) for row in rows}
    return Peers(SCORES, "分", {key: one for key, one in scores.items() if one is not None}, [])


def _figures(context: Context, place: Place, item: dict[str, Any]) -> Peers | None:
    numbers = [name for name, entry in item["data"].items() if context.data[entry["item"]]["kind"] == "number"]  # fmt: skip
    if not numbers:
        return None
    name = "x" if "x" in numbers else numbers[0]
    plan = small_plan(context, place, item["code"])
    block, moment = plan.blocks[0], Moment.of(context.plan, context.moment.as_of)
    inputs = moment.inputs(plan, block, build_frame(plan), context.result.board.events)
    value = inputs.values[name]
    if not isinstance(value, Column):
        return None
    values = {
        plan.rows[int(row)].subject: decimal_text(*value.ratio(at))
        for at, row in enumerate(plan.cell_row)
        if int(inputs.state[at]) == REPORTED
    }
    datum = context.data[item["data"][name]["item"]]
    marks = _marks(context, item, place.subject.subject)
    differ = any(_marks(context, item, one) != marks for one in values)
    return Peers(datum["name"] or datum["code"], datum["unit"], values, marks, differ)


def _marks(context: Context, item: dict[str, Any], subject: str) -> list[tuple[str, str]]:
    found = []
    for key, label in held_against(item).items():
        value = item["params"].get(key)
        if isinstance(value, dict) and set(value) == {"field"}:
            value = context.facts.agreed(subject, item["code"], value["field"])
        if isinstance(value, str):
            found.append((label, value))
    return found
