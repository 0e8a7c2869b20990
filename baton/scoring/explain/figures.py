"""The figures an indicator used: observations with source and date, and the agreement's values."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from baton.scoring.canonical import decimal_text
from baton.scoring.columns import Column
from baton.scoring.explain.context import Context, Place
from baton.scoring.explain.replay import Ground
from baton.scoring.explain.wording import STATE_WORDS
from baton.scoring.facts import EVERYBODY, REPORTED
from baton.scoring.methods import BY_ROUND
from baton.scoring.methods.cells import Grades
from baton.scoring.rulebook.specs import METHODS
from baton.scoring.rulebook.specs.book import ITEM_FIELDS, TAKE

ITEM_LABELS = {field.key: field.label for field in ITEM_FIELDS}
MEASURES = {
    "target", "threshold", "reference", "bad", "good", "low", "high", "zero_at", "full_at",
    "benchmark", "value", "margin",
}  # fmt: skip
MEASURE, IN_VALUE = "measure", "value"
PART_LABELS = {
    "parts": "第 {} 项",
    "preconditions": "第 {} 个前提",
    "rounds": "第 {} 期",
    "references": "第 {} 个参照",
}


def inputs_of(context: Context, place: Place, ground: Ground, at: int) -> list[dict[str, Any]]:
    """Every input with the value the method saw and the lines it came from."""
    found, rule = [], ground.block.items[0]
    for name, entry in rule["data"].items():
        datum = context.data[entry["item"]]
        periods = _periods(context, rule, entry)
        constants = entry["constants"] or rule["params"].get("constants") or {}
        lines = _lines(context, place, entry["item"], periods, constants)
        lines = _ordered(lines, periods, rule)
        take = "rounds" if rule["method"] in BY_ROUND else entry["take"]
        found.append(
            {
                "input": name,
                "item": entry["item"],
                "name": datum["name"] or entry["item"],
                "unit": datum["unit"],
                "kind": datum["kind"],
                "take": take,
                "take_words": "逐期" if take == "rounds" else TAKE.words[take][0],
                "periods": periods,
                "value": _value(ground, at, name),
                "lines": lines,
            }
        )
    return found


def agreement_of(context: Context, place: Place, item: dict[str, Any]) -> list[dict[str, Any]]:
    """Every value of the agreement that the indicator's rule asks for."""
    subject, code = place.subject.subject, item["code"]
    found = []
    for path, field in _fields(item):
        own = context.facts.agreement.get((subject, code), {})
        found.append(
            {
                "use": label_of(item, path),
                "unit": _unit_of(context, item, path),
                "field": field,
                "value": context.facts.agreed(subject, code, field),
                "from": subject if field in own else EVERYBODY,
            }
        )
    return found


def label_of(item: dict[str, Any], path: tuple[Any, ...]) -> str:
    """The Chinese name of a parameter, from the table of methods."""
    if path[0] != "params":
        return ITEM_LABELS[path[0]]
    method = METHODS[item["method"]]
    labels = {field.key: field for field in method.fields}
    first = labels.get(path[1])
    if len(path) == 2 or first is None:
        return first.label if first else str(path[-1])
    inner = getattr(getattr(first.shape, "of", None), "fields", ())
    names = {field.key: field.label for field in inner}
    where = PART_LABELS.get(path[1], "第 {} 个").format(path[2] + 1) if _is_number(path[2]) else ""
    return f"{where}{names.get(path[-1], str(path[-1]))}"


def held_against(item: dict[str, Any]) -> dict[str, str]:
    """The parameters that an indicator's own figure is compared with, in its unit: key -> what it is called.

    A line in per cent of the target (百分点口径: 完成率), or a share, is none of them.
    """
    fields = METHODS[item["method"]].fields
    return {
        one.key: one.label
        for one in fields
        if one.key in MEASURES
        and getattr(one.shape, "unit", "") == MEASURE
        and not _is_rate(item, one.key)
    }


def _is_rate(item: dict[str, Any], key: str) -> bool:
    """Whether a parameter is a line for the completion rate."""
    return key == "threshold" and item["params"].get(MEASURE, IN_VALUE) != IN_VALUE


def _unit_of(context: Context, item: dict[str, Any], path: tuple[Any, ...]) -> str:
    """The unit of an agreed value: that of the data it is compared with, per cent, or points."""
    if path[-1] in {"points", "cap", "floor"} and len(path) == 1:
        return "分"
    if len(path) == 2 and _is_rate(item, path[-1]):
        return "%"
    if path[-1] not in MEASURES or (len(path) == 2 and path[-1] not in held_against(item)):
        return ""
    part = item["params"][path[1]][path[2]] if len(path) > 3 and _is_number(path[2]) else {}
    name = part.get("data", "x")
    entry = item["data"].get(name) or item["data"].get("level")
    return str(context.data[entry["item"]]["unit"]) if entry else ""


def _is_number(step: Any) -> bool:
    return isinstance(step, int)


def _fields(item: dict[str, Any]) -> Iterator[tuple[tuple[Any, ...], str]]:
    stack: list[tuple[tuple[Any, ...], Any]] = [
        ((key,), item[key]) for key in ("floor", "cap", "coefficient", "params", "points")
    ]
    while stack:
        path, value = stack.pop()
        if isinstance(value, dict) and set(value) == {"field"}:
            yield path, value["field"]
        elif isinstance(value, dict):
            stack.extend(((*path, key), part) for key, part in reversed(value.items()))
        elif isinstance(value, list):
            stack.extend(((*path, i), part) for i, part in reversed(list(enumerate(value))))


def _periods(context: Context, item: dict[str, Any], entry: dict[str, Any]) -> list[str]:
    if item["method"] in BY_ROUND:
        return [r if isinstance(r, str) else r["period"] for r in item["params"]["rounds"]]
    return context.moment.periods(entry["periods"])


def _lines(
    context: Context, place: Place, item: str, periods: list[str], constants: dict[str, str]
) -> list[dict[str, Any]]:
    """The observations of these periods, and what stands in where there is none."""
    own = context.own.get((item, place.subject.subject), ())
    found = []
    for period in periods:
        here = sorted((line for line in own if line[2] == period), key=lambda line: line[3])
        reported = bool(here) and all(line[5] == "reported" for line in here)
        found += [_line(period, *line[3:]) for line in here]
        if period in constants and not reported:
            found.append(_line(period, "", constants[period], "constant", "规则书约定的常数", ""))
        elif not here:
            found.append(_line(period, "", None, context.facts.absent, "", ""))
    return found


def _line(
    period: str, key: str, value: str | None, state: str, source: str, date: str
) -> dict[str, Any]:
    words = "缺期按约定" if state == "constant" else STATE_WORDS[state]
    return {
        "period": period,
        "key": key,
        "value": value,
        "state": state,
        "state_words": words,
        "source": source,
        "date": date,
    }


def _ordered(
    lines: list[dict[str, Any]], periods: list[str], item: dict[str, Any]
) -> list[dict[str, Any]]:
    """Lines of one period side by side, those of votes from the best level down, what is no valid vote last."""
    levels, excluded = levels_of(item), item["params"].get("excluded") or ()
    place = {level: at for at, level in enumerate(levels)}

    def order(line: dict[str, Any]) -> tuple[int, bool, int]:
        key = line["key"]
        is_none = key.rpartition("|")[2] in excluded
        return periods.index(line["period"]), is_none, place.get(key, len(place))

    return sorted(lines, key=order) if levels else lines


def levels_of(item: dict[str, Any]) -> list[str]:
    """The levels of an indicator that counts votes or cases, the best first; empty for any other.

    Of raters by category, each category's levels in its turn.
    """
    params = item["params"]
    worth = params.get("weights") if "mode" in params else params.get("levels")
    best = sorted(worth, key=lambda level: -Fraction(worth[level])) if isinstance(worth, dict) else []  # fmt: skip
    best = list(dict.fromkeys([*best, *(params.get("top") or ())]))
    best = [one for one in best if one not in (params.get("excluded") or ())]
    raters = [one["category"] for one in params.get("categories") or ()]
    return [f"{rater}|{level}" for rater in raters for level in best] if raters else best


def _value(ground: Ground, at: int, name: str) -> str | None:
    """The number a numeric input came to, None where the cell is not reported or no one number tells it."""
    if int(ground.inputs.state[at]) != REPORTED:
        return None
    value = ground.inputs.values[name]
    if isinstance(value, Grades):
        return value.words[int(value.codes[at])]
    if isinstance(value, Column):
        return decimal_text(*value.ratio(at))
    return None
