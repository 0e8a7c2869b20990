"""multiplier: the base times one coefficient per paper, each with its map, limits and rounding."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.scoring.columns import Rounding
from baton.scoring.explain.context import Context, Part, Place
from baton.scoring.explain.wording import cut, figure, fraction, limit, named, signed, step
from baton.scoring.methods.tracing import cut_text
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS

CARRIED = "除不尽的取 10 位小数,四舍五入"


@dataclass(frozen=True)
class Factor:
    """One coefficient: its value (None: not multiplied), how it came about, and what it stands on."""

    node: str
    name: str
    value: Fraction | None
    text: str
    facts: dict[str, Any]


def multiplied(
    context: Context, place: Place, node: dict[str, Any], parts: list[Part]
) -> tuple[Fraction | None, list[dict[str, Any]], dict[str, Any]]:
    """Base × coefficients, exactly; the node's rounding comes after."""
    base = parts[0]
    factors = factors_of(context, place, node, parts)
    shown = {"coefficients": [_data(factor) for factor in factors]}
    if not base.present or base.status == "dropped":
        return None, [step("基数", "基数没有可计分的内容")], shown
    steps = [step(f"系数 {one.name}", one.text, one.value) for one in factors]
    if base.value is None:
        return None, [*steps, step("基数", f"{named(base.code, base.name)}还没有出数")], shown
    value, text = base.value, figure(base.value)
    for factor in factors:
        if factor.value is not None:
            value *= factor.value
            text += f" × {signed(factor.value)}"
    told = f"基数 {named(base.code, base.name)} {text} = {figure(value)} 分"
    return value, [*steps, step("相乘", told, value)], shown


def factors_of(
    context: Context, place: Place, node: dict[str, Any], parts: list[Part]
) -> list[Factor]:
    """The coefficients of one subject in their order."""
    return [
        _factor(context, place, entry, part)
        for entry, part in zip(node["coefficients"], parts[1:], strict=True)
    ]


def _factor(context: Context, place: Place, entry: dict[str, Any], part: Part) -> Factor:
    facts: dict[str, Any] = {"map": entry["map"], "value": None}
    facts["map_words"] = COEFFICIENT_MAPS[entry["map"]].title
    raw, text, settled = None, "还没有出数", False
    if part.present and part.status == "complete":
        facts["value"] = figure(part.number)
        raw, text, settled = _mapped(context, place, entry, part.number, facts)
    if raw is None:
        if entry["missing"] == "constant":
            value = fraction(entry["constant"])
            return Factor(part.code, part.name, value, f"{text},按约定取 {figure(value)}", facts)
        return Factor(part.code, part.name, None, f"{text},等出数再乘,不出总分", facts)
    if settled:
        return Factor(part.code, part.name, raw, text, facts)
    value, told = _limited(context, entry, raw)
    return Factor(part.code, part.name, value, text + told, facts)


def _mapped(
    context: Context, place: Place, entry: dict[str, Any], u: Fraction, facts: dict[str, Any]
) -> tuple[Fraction | None, str, bool]:
    """The raw coefficient, its words, and whether limits and rounding still apply."""
    kind, shown = entry["map"], figure(u)
    if kind == "direct":
        return u, f"得分 {shown} 直接作系数", False
    if kind == "linear":
        a, b = fraction(entry["a"]), fraction(entry["b"])
        value = a + b * u
        text = f"{figure(a)} + {signed(b)} × 得分 {signed(u)} = {figure(value)}"
        return value, text, False
    if kind == "table":
        value = _tier(entry["tiers"], u)
        return value, f"得分 {shown} 所在档的系数 {figure(value)}", False
    return _compared(context, place, entry, u, facts)


def _tier(tiers: list[dict[str, Any]], u: Fraction) -> Fraction:
    found = tiers[0]
    for tier in tiers[1:]:
        if u >= fraction(tier["from"]):
            found = tier
    return fraction(found["award"])


def _compared(
    context: Context, place: Place, entry: dict[str, Any], u: Fraction, facts: dict[str, Any]
) -> tuple[Fraction | None, str, bool]:
    """Coefficients by comparison with the peers' values before vetoes."""
    cohort = [value for _, value in context.cohort(place.group, entry["node"])]
    facts["n"] = len(cohort)
    if not cohort:
        return None, "同组没有可以相比的", False
    if entry["map"] == "mean_ratio":
        mean = cut(sum(cohort, Fraction(0)) / len(cohort))
        facts["mean"] = figure(mean)
        if mean <= 0:
            return None, f"同组平均 {figure(mean)},不能作除数", False
        value = cut(u / mean)
        return (
            value,
            f"得分 {figure(u)} ÷ 同组平均 {figure(mean)} = {figure(value)}({CARRIED})",
            False,
        )
    least, most = min(cohort), max(cohort)
    facts |= {"lowest": figure(least), "highest": figure(most)}
    if least == most:
        equal = fraction(entry["equal"])
        return equal, f"同组都是 {figure(least)},系数按约定取 {figure(equal)}", True
    low, high = fraction(entry["low"]), fraction(entry["high"])
    share = min(Fraction(1), max(Fraction(0), cut((u - least) / (most - least))))
    value = low + (high - low) * share
    text = (
        f"得分 {figure(u)} 在同组最低 {figure(least)} 与最高 {figure(most)} 之间的位置 "
        f"{figure(share)}({CARRIED}),{figure(low)} + ({figure(high)} − {figure(low)}) × "
        f"{figure(share)} = {figure(value)}"
    )
    return value, text, False


def _limited(context: Context, entry: dict[str, Any], raw: Fraction) -> tuple[Fraction, str]:
    """Limits and rounding in the declared order."""
    place = Rounding(**context.plan.rulebook["rounding"]["coefficient"])
    low, high = limit(entry["low"]), limit(entry["high"])
    if entry["order"] == "round_clip":
        done = cut(raw, place)
        value, told = _clipped(done, low, high)
        return value, f",{cut_text(place)},得 {figure(done)}{told}"
    held, told = _clipped(raw, low, high)
    value = cut(held, place)
    return value, f"{told},{cut_text(place)},得 {figure(value)}"


def _clipped(value: Fraction, low: Fraction | None, high: Fraction | None) -> tuple[Fraction, str]:
    found, told = value, ""
    if low is not None and found < low:
        found, told = low, f",不低于 {figure(low)},取 {figure(low)}"
    if high is not None and found > high:
        found, told = high, f",不高于 {figure(high)},取 {figure(high)}"
    return found, told


def _data(factor: Factor) -> dict[str, Any]:
    value = None if factor.value is None else figure(factor.value)
    head = {"node": factor.node, "name": factor.name, "coefficient": value, "text": factor.text}
    return head | factor.facts
