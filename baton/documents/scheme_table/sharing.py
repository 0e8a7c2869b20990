"""合用的分值: points merged over several indicators. The table does not say what each has, so a person does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from baton.documents.problems import Problems
from baton.documents.scheme_table.rows import SchemeRow
from baton.scoring.canonical import decimal_text

EVEN, EACH, ONE = "even", "each", "one"
UNSETTLED = "scheme-shared"


@dataclass(frozen=True)
class Shared:
    """Points over several indicators. key: for the answer; answers: (what is sent, its words)."""

    key: str
    place: str
    points: str
    names: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]


def settled(
    rows: list[SchemeRow], answers: Mapping[str, str], problems: Problems, asked: list[Shared]
) -> list[SchemeRow]:
    """Every indicator with points of its own; what is not answered yet goes to `asked` and is a fault."""
    found: list[SchemeRow] = []
    for key, members in _together(rows):
        if not key or len(members) == 1:
            found += members
            continue
        question = _question(key, members)
        answer = answers.get(key, "")
        if answer not in dict(question.answers):
            asked.append(question)
            names = "、".join(f"“{name}”" for name in question.names)
            what = f"分值 {question.points} 合并在 {len(members)} 个指标上:{names}"
            problems.error(question.place, what, "请把每个指标各几分写开", code=UNSETTLED)
        found += _answered(members, answer)
    return found


def _together(rows: Iterable[SchemeRow]) -> list[tuple[str, list[SchemeRow]]]:
    found: list[tuple[str, list[SchemeRow]]] = []
    for row in rows:
        if row.shared and found and found[-1][0] == row.shared:
            found[-1][1].append(row)
        else:
            found.append((row.shared, [row]))
    return found


def _question(key: str, members: list[SchemeRow]) -> Shared:
    points, count = members[0].points, len(members)
    answers = [(ONE, f"合起来是一个指标，共 {points} 分"), (EACH, f"每个都是 {points} 分")]
    if _part(points, count):
        answers.insert(0, (EVEN, f"平分，各 {_part(points, count)} 分"))
    names = tuple(row.name for row in members)
    return Shared(key, members[0].place, points, names, tuple(answers))


def _part(points: str, count: int) -> str:
    """An equal part where it comes out even to six decimals, else nothing."""
    exact = Fraction(points) / count * 10**6
    return decimal_text(int(exact), 6) if exact.denominator == 1 else ""


def _answered(members: list[SchemeRow], answer: str) -> list[SchemeRow]:
    if answer == EVEN:
        return [replace(row, points=_part(row.points, len(members))) for row in members]
    if answer != ONE:
        return members
    first = members[0]
    joined: dict[str, Any] = {
        key: "\n".join(dict.fromkeys(said for row in members if (said := getattr(row, key))))
        for key in (
            "target",
            "sentence",
            "definition",
            "basis",
            "source",
            "lead",
            "scorer",
            "parent",
            "note",
        )
    }
    whom = "、".join(dict.fromkeys(row.whom for row in members if row.whom))
    name = "、".join(row.name for row in members)
    return [replace(first, name=name, whom=whom if first.whom is not None else None, **joined)]
