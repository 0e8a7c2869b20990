"""The cohort behind a score: who counted, lowest, highest, mean."""

from __future__ import annotations

from typing import Any

from baton.scoring import columns as exact
from baton.scoring.canonical import decimal_text
from baton.scoring.columns import Column
from baton.scoring.explain.context import Context
from baton.scoring.explain.replay import Replay
from baton.scoring.facts import REPORTED
from baton.scoring.methods import COHORT_RELATIVE

BY_MEAN = {"ratio_to_mean", "team_balance", "over_fulfilment"}


def compares(item: dict[str, Any]) -> str:
    """The input that the method compares within the cohort, empty where it compares none."""
    if item["method"] in COHORT_RELATIVE:
        return "x"
    if item["method"] == "over_fulfilment" and item["params"]["group_extra"] is not None:
        return "g"
    if item["method"] == "direct":
        strict = item["params"]["no_ties"] or item["params"]["min_spread"] is not None
        return "x" if strict else ""
    return ""


def cohort_of(context: Context, made: Replay) -> dict[str, Any] | None:
    """How many counted, with the lowest, highest and mean figure and whose they are."""
    name = compares(made.item)
    value = made.inputs.values.get(name) if name else None
    if not isinstance(value, Column) or int(made.inputs.state[made.at]) != REPORTED:
        return None
    cells = made.scored.member.nonzero()[0].tolist()
    found: dict[str, Any] = {
        "input": name,
        "unit": context.data[made.item["data"][name]["item"]]["unit"],
        "n": len(cells),
        "members": bool(made.scored.member[made.at]),
        "lowest": None,
        "highest": None,
        "mean": None,
    }
    if cells:
        chosen = Column(value.spread(made.block.size).num[cells], value.places)
        low, high = min(cells, key=_key(value)), max(cells, key=_key(value))
        found["lowest"], found["highest"] = (
            _entry(context, made, value, low),
            _entry(context, made, value, high),
        )
        found["mean"] = _mean(chosen)
    return found


def _key(value: Column) -> Any:
    return lambda i: value.ratio(i)[0]


def _entry(context: Context, made: Replay, value: Column, at: int) -> dict[str, str]:
    subject = made.plan.rows[int(made.plan.cell_row[at])].subject
    return {
        "subject": subject,
        "name": context.subject_name(subject),
        "value": decimal_text(*value.ratio(at)),
    }


def _mean(chosen: Column) -> str:
    total = exact.column_of([sum(int(n) for n in chosen.num.tolist())], chosen.places)
    return decimal_text(*exact.quotient(total, exact.constant(len(chosen))).ratio())
