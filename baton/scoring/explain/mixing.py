"""weighted, geometric, min, max, children and link nodes for one subject."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.columns import CARRY
from baton.scoring.explain.context import Context, Part, Place, cell
from baton.scoring.explain.wording import cut, figure, fraction, joined, named, signed, step
from baton.scoring.nodes.links import Linked

CARRIED = "除不尽的取 10 位小数,四舍五入"
Made = tuple[Fraction | None, list[dict[str, Any]], dict[str, Any]]


def weighted(context: Context, place: Place, node: dict[str, Any], parts: list[Part]) -> Made:
    """Weighted mean of what is there."""
    there = counted(parts)
    weights = {part.code: fraction(node["weights"][part.code]) for part in there}
    total, value = weighted_mean(node, parts)
    shown = {"weights": {code: figure(weight) for code, weight in weights.items()}}
    if not there or not total:
        return None, [step("加权平均", "各项都没有可计分的内容")], shown
    terms = [
        f"{signed(part.value)} × {figure(weights[part.code])}" for part in there
        if part.value is not None
    ]  # fmt: skip
    text = f"({' + '.join(terms) or '0'}) ÷ 权重之和 {figure(total)} = {figure(value)} 分"
    return value, [step("加权平均", text, value, CARRIED)], shown


def weighted_mean(node: dict[str, Any], parts: list[Part]) -> tuple[Fraction, Fraction]:
    """The weights' sum and the mean at ten places; zero over one where there is no weight."""
    there = counted(parts)
    weights = [fraction(node["weights"][part.code]) for part in there]
    total = sum(weights, Fraction(0))
    top = sum((w * part.number for w, part in zip(weights, there, strict=True)), Fraction(0))
    return total, cut(top / total if total > 0 else top)


def counted(parts: list[Part]) -> list[Part]:
    """Children that are there and not dropped."""
    return [part for part in parts if part.present and part.status != "dropped"]


def combined(context: Context, place: Place, node: dict[str, Any], parts: list[Part]) -> Made:
    """Smallest, largest or geometric mean; nothing while a child is open."""
    there = counted(parts)
    word = {"min": "最低", "max": "最高", "geometric": "几何平均"}[node["kind"]]
    if not there:
        return None, [step(word, "各项都没有可计分的内容")], {}
    if any(part.status == "open" for part in there):
        return None, [step(word, "要等各项都出数才能算")], {}
    values = [part.number for part in there]
    if node["kind"] != "geometric":
        value = min(values) if node["kind"] == "min" else max(values)
        whose = next(part for part in there if part.number == value)
        text = f"{'、'.join(figure(one) for one in values)} 中{word}的是"
        text += f"{named(whose.code, whose.name)} {figure(value)} 分"
        return value, [step(word, text, value)], {}
    least = fraction(node["least"])
    raised = [max(least, value) for value in values]
    value = _root(raised)
    steps = []
    if raised != values:
        steps.append(step("每项保底", f"每项最低按 {figure(least)} 分:{joined(raised, '、')}"))
    text = f"({joined(raised, ' × ')}) 开 {len(raised)} 次方 = {figure(value)} 分"
    return value, [*steps, step(word, text, value, "取 10 位小数,四舍五入")], {}


def linked(context: Context, place: Place, node: dict[str, Any], parts: list[Part]) -> Made:
    """The weighted mean of other subjects' values times the factor."""
    found = context.others.linked(node, place.subject)
    shown = {"links": [_link(context, one) for one in found]}
    there = [(one.weight, one.value) for one in found if one.value is not None]
    total = sum((weight for weight, _ in there), Fraction(0))
    missing = len(there) < len(found)
    what = "总分" if node["take"] == "total" else f"“{context.name(node['take'])}”"
    if not there or total <= 0 or (node["kind"] == "link" and missing):
        why = "还没有出数" if found else "名册里没有这样的对象"
        return None, [step("取分", f"所取对象的{what}{why}")], shown
    mean = cut(sum((weight * value for weight, value in there), Fraction(0)) / total)
    factor = fraction(node["factor"])
    value = mean * factor
    terms = [f"{signed(value)} × {figure(weight)}" for weight, value in there]
    text = f"({' + '.join(terms)}) ÷ 权重之和 {figure(total)} = {figure(mean)} 分"
    if len(there) == 1:
        text = f"{_name(context, found)}的{what} {figure(mean)} 分"
    steps = [step(f"所取{what}", text, mean, "" if len(there) == 1 else CARRIED)]
    if factor != 1:
        told = f"{figure(mean)} 分 × {figure(factor)} = {figure(value)} 分"
        steps.append(step("折算", told, value))
    return value, steps, shown


def _name(context: Context, found: list[Linked]) -> str:
    return next(context.subject_name(one.subject) for one in found if one.value is not None)


def _link(context: Context, one: Linked) -> dict[str, Any]:
    return {
        "subject": one.subject,
        "name": context.subject_name(one.subject),
        "weight": figure(one.weight),
        "value": None if one.value is None else figure(one.value),
    }


def _root(values: list[Fraction]) -> Fraction:
    """The root by the kernel: exact products, the exact root cut at ten places."""
    product = Fraction(1)
    for value in values:
        product *= value
    places = 0
    while product.denominator != 1 and (product * 10**places).denominator != 1:
        places += 1
    whole = exact.column_of([int(product * 10**places)], places)
    found = cell(exact.root(whole, np.array([len(values)])), 0)
    return cut(found, CARRY)
