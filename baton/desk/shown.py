"""摆出来看: what pages of every kind of reader show of a result."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from baton.domain.assessment.grades import Grade
from baton.domain.assessment.models import RunLine
from baton.scoring.facts import STATES
from baton.scoring.plan import children_of
from baton.scoring.result import Result

MOST_POINTS = 3


@dataclass(frozen=True)
class Item:
    """One indicator of a unit's page; points as decimal text, the loss exact."""

    code: str
    name: str
    full: str
    score: str | None
    lost: Fraction | None
    state: str
    lead: str


def items_of(result: Result, subject: str) -> list[Item]:
    """A unit's indicators, the most lost points first."""
    plan, found = result.plan, []
    for code in plan.cells_of:
        cell = result.cell(subject, code)
        if cell is None:
            continue
        item = plan.items[code]
        numerator, places = result.scores.points.ratio(cell)
        full = Fraction(numerator, 10**places)
        score = result.score(subject, code)
        lost = full - Fraction(score) if score is not None and item["role"] == "ordinary" else None
        state = STATES[int(result.scores.state[cell])]
        found.append(Item(code, item["name"], _plain(full), score, lost, state, item["lead"]))
    return sorted(found, key=lambda one: (-(one.lost or Fraction(0)), one.code))


def papers_of(result: Result, group: str) -> list[tuple[str, str]]:
    """The papers right under a group's total: code and name."""
    plan = result.plan
    root = next((one.entry["root"] for one in plan.groups if one.name == group), None)
    if root is None:
        return []
    codes = children_of(plan.nodes[root])
    return [(code, (plan.nodes.get(code) or plan.items[code])["name"]) for code in codes]


def points_to_note(
    lines: Sequence[RunLine], before: Sequence[RunLine], grades: Mapping[str, Grade] | None = None
) -> list[str]:
    """At most three sentences for a leader in a hurry: who fell, where a trifle decides, who has no total.

    grades: what counts where an organ decided; the computed ones otherwise.
    """
    told = {line.subject: line.grade for line in lines}
    told |= {subject: grade.shown for subject, grade in (grades or {}).items()}
    found = [*_fallen(lines, before), *_at_the_edge(lines, told), *_without(lines)]
    return found[:MOST_POINTS]


def _fallen(lines: Sequence[RunLine], before: Sequence[RunLine]) -> list[str]:
    ranks = {line.subject: line.rank for line in before}
    falls = [
        (line.rank - (ranks.get(line.subject) or line.rank), line) for line in lines if line.rank is not None
    ]  # fmt: skip
    deep = sorted((one for one in falls if one[0] > 0), key=lambda one: (-one[0], one[1].order))[
        :MOST_POINTS
    ]
    if not deep:
        return []
    return [
        "退得最多："
        + "、".join(f"{line.name}退 {fall} 位到第 {line.rank} 名" for fall, line in deep)
    ]


def _at_the_edge(lines: Sequence[RunLine], told: Mapping[str, str]) -> list[str]:
    """The closest neighbours whose grades differ, or who have none because their total is the same."""
    by_group: dict[str, list[RunLine]] = {}
    for line in sorted(lines, key=lambda line: (line.rank or 0, line.order)):
        if line.rank is not None and line.total:
            by_group.setdefault(line.group, []).append(line)
    found = []
    for group in by_group.values():
        graded = any(told[line.subject] for line in group)
        tied = [line for line in group if graded and not told[line.subject]]
        if tied:
            found.append(
                (
                    Fraction(-1),
                    f"{tied[0].group}名额边上同分，等会议定：{'、'.join(line.name for line in tied)}",
                )
            )
        for last, first in itertools.pairwise(group):
            gap = Fraction(last.total or 0) - Fraction(first.total or 0)
            grades = told[last.subject], told[first.subject]
            if all(grades) and grades[0] != grades[1] and gap > 0:
                found.append(
                    (
                        gap,
                        f"{last.group}“{grades[0]}”末位{last.name}只比{first.name}高 {_plain(gap)} 分",
                    )
                )
    return [sentence for _, sentence in sorted(found)[:1]]


def _without(lines: Sequence[RunLine]) -> list[str]:
    names = [line.name for line in lines if line.status == "unranked"]
    if not names:
        return []
    more = f"等 {len(names)} 个" if len(names) > MOST_POINTS else ""
    return [f"还没有总分：{'、'.join(names[:MOST_POINTS])}{more}"]


def _plain(value: Fraction) -> str:
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
