"""跟着变: differences that follow from others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from baton.desk.reproducing.differences import Comparison, Difference
from baton.desk.reproducing.parts import HALF, Likely, children_at, group_of, name_of
from baton.desk.reproducing.within import typed_rank
from baton.documents.published import GRADE, RANK, TOTAL
from baton.scoring.plan import children_of
from baton.scoring.result import Result


def following(result: Result, comparison: Comparison) -> Iterator[Likely]:
    """Totals that differ by as much as their parts do, ranks and grades that follow from the announced totals."""
    by_subject: dict[str, dict[str, Difference]] = defaultdict(dict)
    for one in comparison.differences:
        by_subject[one.subject][one.column] = one
    moved = {subject for subject, own in by_subject.items() if TOTAL in own}
    for subject, own in by_subject.items():
        for column, one in own.items():
            if column in (RANK, GRADE):
                sentence = _after_totals(result, comparison, one, subject in moved, moved)
            else:
                sentence = _after_parts(result, one, own, comparison)
            if sentence:
                yield Likely("follows", sentence, frozenset({one.key}))


def _after_parts(
    result: Result, one: Difference, own: dict[str, Difference], comparison: Comparison
) -> str:
    if one.gap is None or one.column in result.plan.items:
        return ""

    def delta(code: str) -> Fraction:
        if (one.subject, code) in comparison.announced:
            return (own[code].gap or Fraction(0)) if code in own else Fraction(0)
        node = result.plan.nodes.get(code)
        return sum(map(delta, children_of(node)), Fraction(0)) if node else Fraction(0)

    children = children_at(result, one)
    parts = [code for code in children if delta(code)]
    added = sum(map(delta, children), Fraction(0))
    unit = Fraction(1, 10 ** comparison.digits.get(one.column, 0))
    if not parts or abs(one.gap - added) > unit * HALF * len(children):
        return ""
    return f"{one.label}随“{'”“'.join(name_of(result, code) for code in parts[:3])}”的差异而不同"


def _crosses(result: Result, comparison: Comparison, moved: str, own: str) -> bool:
    """Whether a total stands on another side of a unit's as announced than as computed: only then its rank follows."""
    told, made, mark = (
        comparison.announced.get((moved, TOTAL)),
        result.lines[moved].total,
        result.lines[own].total,
    )
    if told is None or made is None or mark is None:
        return True
    sides = [
        (Fraction(text) > Fraction(mark)) - (Fraction(text) < Fraction(mark))
        for text in (told.text, made)
    ]
    return sides[0] != sides[1]


def _after_totals(
    result: Result, comparison: Comparison, one: Difference, own_moved: bool, moved: set[str]
) -> str:
    if not one.published or not one.computed or not moved or typed_rank(result, comparison, one):
        return ""
    if own_moved:
        return f"{one.label}随总分的差异而不同"
    near = [
        subject for subject in moved
        if group_of(result, subject) == one.group and _crosses(result, comparison, subject, one.subject)
    ]  # fmt: skip
    return f"{one.label}随同组 {len(near)} 个单位总分的差异而不同" if near else ""
