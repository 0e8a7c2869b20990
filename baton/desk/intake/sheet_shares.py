"""百分数里的小数: 0.95 among 93.1% and 92% is most likely 95%; asked once for an indicator, never converted in silence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import AS_IS, CONVERT, SCALE, Answers
from baton.desk.intake.sheet_measures import Line, convert, plain
from baton.desk.questions import Answer, Question
from baton.documents.layouts.measured import holds_growths
from baton.documents.numbers import PERCENT_UNITS, rescaled
from baton.documents.observations import ItemInfo, KnownNames

MOST = Decimal("1.5")  # 150%, written as a fraction
MOST_GROWN = Decimal("0.3")  # 30%, written as a fraction
APART = 10  # the smallest of the others is so many times the largest fraction
NEAR = 2  # a hundred times a fraction lies within so many times the others
FEWEST, MOST_NAMED, PLACES = 3, 3, 2


def settle_shares(read: Read, answers: Answers, known: KnownNames) -> list[Question]:
    """Convert the fractions that a clerk said are per cents; give the questions that nobody answered yet."""
    asks: list[Question] = []
    found: dict[str, list[tuple[Line, bool]]] = {}
    for line, written in zip(read.cells, read.measure, strict=True):
        if line[4] is not None and _is_share(known.items[line[1]]) and Decimal(line[4]):
            found.setdefault(line[1], []).append((line, bool(written)))
    for item, lines in found.items():
        info = known.items[item]
        fractions, others = _apart(lines)
        if not fractions and holds_growths(info.name, info.unit):
            fractions, others = _apart_from_growths(lines)
        asks += _settle(read, answers, info, item, fractions, others) if fractions else []
    return asks


def _is_share(info: ItemInfo) -> bool:
    """Whether figures are per cents; those of other items may be days."""
    return info.kind == "number" and info.unit in PERCENT_UNITS and not info.full


def _apart(lines: Sequence[tuple[Line, bool]]) -> tuple[list[Line], list[Line]]:
    """The figures that look like fractions beside per cents, and the others; nothing where they are of one kind.

    lines: each with whether its own cell says per cent, as 0.95% does.
    """
    small = [line for line, is_said in lines if 0 < Decimal(line[4]) <= MOST and not is_said]
    large = [line for line, _ in lines if line not in small]
    if not small or not large or len(lines) < FEWEST:
        return [], []
    given, rest = ([Decimal(line[4]) for line in some] for some in (small, large))
    is_far = min(rest) >= APART * max(given)
    is_near = all(min(rest) / NEAR <= 100 * one <= max(rest) * NEAR for one in given)
    return (small, large) if is_far and is_near else ([], [])


def _apart_from_growths(lines: Sequence[tuple[Line, bool]]) -> tuple[list[Line], list[Line]]:
    """The same among growths, which may be small or below zero: 0.052 has more decimals than 5.1, -1.2 and 0.8 have."""
    small = [line for line, is_said in lines if abs(Decimal(line[4])) <= MOST_GROWN and not is_said]
    fine = max((_places(line) for line, _ in lines if line not in small), default=0)
    small = [line for line in small if _places(line) >= fine + 2]
    large = [line for line, _ in lines if line not in small]
    if not small or len(large) < FEWEST - 1:
        return [], []
    given, rest = (sorted(abs(Decimal(line[4])) for line in some) for some in (small, large))
    is_near = rest[0] / NEAR <= 100 * given[0] and 100 * given[-1] <= rest[-1] * NEAR
    return (small, large) if is_near else ([], [])


def _places(line: Line) -> int:
    return len(str(line[4]).partition(".")[2])


def _settle(
    read: Read,
    answers: Answers,
    info: ItemInfo,
    item: str,
    fractions: list[Line],
    others: list[Line],
) -> list[Question]:
    said = answers.of(SCALE, item)
    few = "、".join(line[4] for line in fractions[:MOST_NAMED])
    few += f" 等 {len(fractions)} 个数" if len(fractions) > MOST_NAMED else ""
    if said == CONVERT:
        convert(read, fractions, PLACES, info.unit, "表上 {}")
        answers.tell(SCALE, item, f"{info.name}：表上的 {few} 是小数，已乘 100 换算成{info.unit}")
        return []
    if said == AS_IS:
        answers.tell(SCALE, item, f"{info.name}：表上的 {few} 核实后原数收")
        return []
    first, meant = fractions[0][4], rescaled(fractions[0][4], PLACES, 0)
    least, most = (plain(one(Decimal(line[4]) for line in others)) for one in (min, max))
    unit = f" {info.unit}"
    between = f"{least} 到 {most}" if least != most else most
    what = f"“{info.name}”按{info.unit}报，表上的 {few} 像是小数：别的是 {between}，{first} 是不是 {meant}{info.unit}"
    choices = (
        (Answer(SCALE, item, CONVERT), f"换算：{first} 是 {meant}{unit}"),
        (Answer(SCALE, item, AS_IS), f"就是 {first}{unit}"),
    )
    return [
        Question(what, "请选一种；都不是的，请退回重填", choices, fractions[0][6], is_open=True)
    ]
