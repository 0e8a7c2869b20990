"""sum: children added up, and what is dropped made up for by the others (缺项折算)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from baton.scoring.explain.context import Context, Part, Place
from baton.scoring.explain.wording import cut, figure, joined, signed, step
from baton.scoring.rulebook.specs.nodes import NOT_ASSESSED

MANY = 8


@dataclass(frozen=True)
class Rescaling:
    """F full points, of which D are dropped here and K kept; S is the sum, B the part never rescaled."""

    full: Fraction
    dropped: Fraction
    total: Fraction
    bonus: Fraction
    causes: tuple[tuple[str, str, Fraction], ...]

    @property
    def kept(self) -> Fraction:
        """Full points that are left."""
        return self.full - self.dropped

    @property
    def is_scope(self) -> bool:
        """Whether nothing is missing but what a round doesn't assess."""
        return bool(self.causes) and all(name == NOT_ASSESSED for _, name, _ in self.causes)

    @property
    def is_brought(self) -> bool:
        """Whether the sum is brought to the full points of a whole scheme by a round that assesses some of it."""
        return any(name == NOT_ASSESSED for _, name, _ in self.causes)

    @property
    def lacking(self) -> list[tuple[str, str, Fraction]]:
        """What this one lacks of what is assessed."""
        return [one for one in self.causes if one[1] != NOT_ASSESSED]

    @property
    def needed(self) -> bool:
        """Whether anything is dropped here."""
        return self.dropped > 0

    @property
    def value(self) -> Fraction | None:
        """The sum after rescaling; None where nothing is left to rescale by."""
        if not self.needed:
            return self.total
        if self.kept <= 0:
            return None
        return cut((self.total - self.bonus) * self.full / self.kept) + self.bonus


def rescaling_of(
    context: Context, place: Place, node: dict[str, Any], parts: list[Part]
) -> Rescaling:
    """What a sum node comes to for one subject."""
    there = [part for part in parts if part.present]
    causes = _dropped_items(context, place, node["code"])
    causes += [
        (part.code, part.name, part.full)
        for part in there if part.kind != "item" and part.status == "dropped"
    ]  # fmt: skip
    return Rescaling(
        sum((part.full for part in there), Fraction(0)),
        sum((full for *_, full in causes), Fraction(0)),
        sum((part.number for part in there), Fraction(0)),
        sum((part.bonus for part in there), Fraction(0)),
        tuple(causes),
    )


def summed(
    context: Context, place: Place, node: dict[str, Any], parts: list[Part]
) -> tuple[Fraction | None, list[dict[str, Any]], dict[str, Any]]:
    """The sum with its rescaling spelled out."""
    found = rescaling_of(context, place, node, parts)
    values = [part.value for part in parts if part.present and part.value is not None]
    text = f"{joined(values) if len(values) <= MANY else f'{len(values)} 项之和'} = "
    text = text if len(values) > 1 else "" if values else "没有得分的项,"
    steps = [step("相加", f"{text}{figure(found.total)} 分", found.total)]
    if not found.needed:
        return found.total, steps, {"rescaled": None}
    steps += _told(found)
    return found.value, steps, {"rescaled": _data(found)}


def _dropped_items(context: Context, place: Place, code: str) -> list[tuple[str, str, Fraction]]:
    """Indicators of this subject whose own policy sends them to this node."""
    found, likely = [], context.made_up_at.get(code, set())
    for item in place.group.items if likely else ():
        if item not in likely:
            continue
        policies, part = context.plan.items[item]["policies"], context.part(place, item)
        if part.outcome == "dropped" and policies[part.state].get("at") == code:
            found.append((item, part.name, part.full))
    return found


def _told(found: Rescaling) -> list[dict[str, Any]]:
    if found.is_brought and found.value is not None:
        return [_brought(found)]
    if found.is_brought:
        return [step("折算", "这一轮考的各项都不计,没有可折算的")]
    names = "、".join(f"{name or code} {figure(full)} 分" for code, name, full in found.causes)
    full, kept = figure(found.full), figure(found.kept)
    steps = [
        step("缺项", f"{names},共 {figure(found.dropped)} 分不计", found.dropped),
        step("还有满分", f"{full} − {figure(found.dropped)} = {kept} 分", found.kept),
    ]
    if found.value is None:
        return [*steps, step("折算", "没有可计分的内容,本大项不计,由上一级折算")]
    base = figure(found.total - found.bonus)
    text = f"{base} × {full} ÷ {kept}"
    if found.bonus:
        base = f"({figure(found.total)} − 加减分 {signed(found.bonus)})"
        text = f"{base} × {full} ÷ {kept} + {signed(found.bonus)}"
    told = f"{text} = {figure(found.value)} 分"
    return [*steps, step("缺项折算", told, found.value, "除不尽的取 10 位小数,四舍五入")]


def _brought(found: Rescaling) -> dict[str, Any]:
    """折算成百分 in one sentence: the factor as a fraction, and how it is rounded."""
    full, kept = figure(found.full), figure(found.kept)
    base, aside = figure(found.total - found.bonus), ""
    if found.bonus:
        base, aside = (
            f"({figure(found.total)} − 加减分 {signed(found.bonus)})",
            f" + {signed(found.bonus)}",
        )
    lacking = "、".join(f"{name} {figure(points)} 分" for _, name, points in found.lacking)
    without = f"(没有{lacking})" if lacking else ""
    told = f"这一轮考的合计 {kept} 分{without},折算成 {full} 分:{base} × {full}/{kept}{aside} = {figure(found.value)} 分"  # type: ignore[arg-type]
    return step("折算", told, found.value, "除不尽的取 10 位小数,四舍五入")


def _data(found: Rescaling) -> dict[str, Any]:
    factor = figure(found.full / found.kept) if found.kept > 0 else None
    return {
        "full": figure(found.full),
        "dropped": figure(found.dropped),
        "kept": figure(found.kept),
        "factor": factor,
        "bonus": figure(found.bonus),
        "items": [
            {"code": code, "name": name, "full": figure(full)} for code, name, full in found.causes
        ],
    }
