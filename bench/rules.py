"""The rules of the workload: a dozen methods, with parameters common or agreed per unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

METHODS = (
    "completion", "efficacy_group", "control", "rank_points", "tiers", "ratio_to_best",
    "threshold_deduction", "ratio_to_mean", "per_case", "efficacy_fixed", "interval",
    "above_reference",
)  # fmt: skip
ABSOLUTE = (
    "completion", "control", "tiers", "threshold_deduction", "per_case", "efficacy_fixed",
    "interval", "above_reference",
)  # fmt: skip
STEPS = ("proportional", "whole", "started")
ABSENT = ("rescale", "group_mean", "full")


@dataclass
class Rule:
    """A method with its parameters; ``middle`` (hundredths) and ``spread`` (‰) make the figures.

    ``fields``: what the agreement holds for each unit, in tenths from … to ….
    """

    method: str
    params: dict[str, Any]
    points: Any
    middle: int
    spread: tuple[int, int]
    absent: str
    role: str = "ordinary"
    cap: str | None = None
    floor: str | None = None
    counts: bool = False
    fields: dict[str, tuple[int, int]] = field(default_factory=dict)


def rule_of(method: str, number: int, per_unit: bool, cohort: int, *, own: bool) -> Rule:
    """The rule of indicator ``number``; ``own``: points are agreed as well as targets."""
    middle = 6000 + number % 37 * 150
    target: Any = _text(middle)
    fields: dict[str, tuple[int, int]] = {}
    if per_unit:
        target = {"field": "目标"}
        fields["目标"] = (400, 1600)
    points: Any = ("0.5", "0.8", "1", "1.2")[number % 4]
    if own:
        points = {"field": "分值"}
        fields["分值"] = (3, 20)
    made = _MAKERS[method](number, target, points, cohort, middle)
    absent = ABSENT[number % 3]
    if absent == "group_mean" and cohort < 10:
        absent = "rescale"  # a group of one has no mean to give
    rule = Rule(made.pop("method", method), made.pop("params"), made.pop("points", points), middle,
                made.pop("spread"), absent, fields=fields, **made)  # fmt: skip
    if "底线" in repr(rule.params):
        rule.fields["底线"] = (100, 300)
    if rule.role == "bonus":
        rule.absent = "unscored"
    if "目标" not in repr(rule.params):
        rule.fields.pop("目标", None)
    return rule


def _completion(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    cap = ("1", "1.2")[n % 2]
    threshold = None if n % 3 else "0.7"
    return {"params": {"target": target, "cap": cap, "threshold": threshold}, "spread": (600, 1250)}


def _control(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    return {"params": {"target": target}, "spread": (600, 2100)}


def _tiers(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    edges = ((None, "0"), ("70", "0.6"), ("80", "0.75"), ("90", "0.9"), ("100", "1"))
    params = {
        "measure": "completion", "target": target, "closed": ("left", "right")[n % 2],
        "award_as": "share", "step": None,
        "tiers": [{"from": edge, "award": award} for edge, award in edges],
    }  # fmt: skip
    return {"params": params, "spread": (600, 1150)}


def _threshold(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {
        "measure": "value", "target": None, "threshold": target, "side": ("below", "above")[n % 2],
        "per_point": "0.05", "width": ("1", "1.5")[n % 2], "step": STEPS[n % 3], "least": "0",
    }  # fmt: skip
    return {"params": params, "spread": (850, 1150)}


def _per_case(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {
        "sign": "deduct", "start": points, "per_case": "0.15", "levels": None, "free": "1",
        "repeat": ("none", "double_case")[n % 2],
    }  # fmt: skip
    return {"params": params, "spread": (0, 6), "floor": "0", "counts": True}


def _bonus(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {
        "sign": "add", "start": "0", "per_case": "0.5", "levels": None, "free": "0",
        "repeat": "none",
    }  # fmt: skip
    return {"method": "per_case", "params": params, "points": "3", "spread": (0, 8), "cap": "3",
            "role": "bonus", "counts": True}  # fmt: skip


def _reference(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {
        "reference": target, "shape": "linear", "base": "0.6", "per_point": "0.02", "bands": None,
        "least": "0", "most": points,
    }  # fmt: skip
    return {"params": params, "spread": (700, 1300)}


def _efficacy_group(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {"base": "0.6", "span": "0.4", "reverse": n % 4 == 1, "equal": "1"}
    return {"params": params, "spread": (500, 1500)}


def _efficacy_fixed(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    bad = {"field": "底线"} if isinstance(target, dict) else _text(middle * 3 // 5)
    params = {"bad": bad, "good": target, "base": "0.6", "span": "0.4", "least": "0", "most": "1"}
    return {"params": params, "spread": (500, 1200)}


def _best(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    return {"params": {"reverse": n % 4 == 1}, "spread": (500, 1500)}


def _mean(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    return {"params": {"reverse": n % 4 == 3, "cap": "1.1"}, "spread": (500, 1500)}


def _rank(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    params = {
        "direction": ("high", "low")[n % 2], "from": "top", "ties": "high", "shape": "decrement",
        "per_place": "0.00001" if cohort > 5000 else "0.015", "least": "0.4", "table": None,
        "then": None, "step": None, "award_as": "share",
    }  # fmt: skip
    return {"params": params, "spread": (500, 1500)}


def _interval(n: int, target: Any, points: Any, cohort: int, middle: int) -> dict[str, Any]:
    low = {"field": "底线"} if isinstance(target, dict) else _text(middle * 4 // 5)
    params = {
        "low": low, "high": target, "per_point": "0.04", "width": "1", "step": STEPS[n % 3],
        "least": "0",
    }  # fmt: skip
    return {"params": params, "spread": (600, 1300)}


def _text(middle: int) -> str:
    whole, rest = divmod(middle, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


_MAKERS = {
    "completion": _completion, "control": _control, "tiers": _tiers, "per_case": _per_case,
    "threshold_deduction": _threshold, "bonus": _bonus, "above_reference": _reference,
    "efficacy_group": _efficacy_group, "efficacy_fixed": _efficacy_fixed, "ratio_to_best": _best,
    "ratio_to_mean": _mean, "rank_points": _rank, "interval": _interval,
}  # fmt: skip
