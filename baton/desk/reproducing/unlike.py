"""名册、方案不是那一年的样子: units that the roster sets apart though they were ranked, grades that no rule gives."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from baton.desk.reproducing.differences import Comparison, Difference
from baton.desk.reproducing.parts import Likely
from baton.documents.published import GRADE, RANK, apart_in
from baton.scoring.result import Result

OTHER, SEPARATE = "other", "separate"


def unlike(result: Result, comparison: Comparison) -> Iterator[Likely]:
    """What can't be the same because the roster or the rule book says otherwise than that year's did."""
    by_group: defaultdict[str, list[Difference]] = defaultdict(list)
    for one in comparison.differences:
        by_group[one.group].append(one)
    for group, own in by_group.items():
        yield from _apart(result, comparison, group, own)
        yield from _apart_then(result, comparison, group, own)
        yield from _ungraded(result, group, own)


def _apart(
    result: Result, comparison: Comparison, group: str, own: list[Difference]
) -> Iterator[Likely]:
    """Units that are set apart here and were ranked there, with the ranks that differ only by them."""
    apart = [
        code
        for code, line in result.lines.items()
        if line.group == group and line.status == SEPARATE and _was_ranked(comparison, code)
    ]
    if not apart:
        return
    cells = {one.key for one in own if one.subject in apart and one.column in (RANK, GRADE)}
    for one in own:
        line = result.lines.get(one.subject)
        if one.column == RANK and one.published.isdecimal() and line is not None and line.rank is not None:  # fmt: skip
            ahead = sum(_total(result, code) > _total(result, one.subject) for code in apart)
            if ahead and int(one.published) == line.rank + ahead:
                cells.add(one.key)
    names = "、".join(_name(result, code) for code in apart)
    sentence = (
        f"用的名册里{names}单列，没有排名次；公布表里排了。那一年不是单列的，请交那一年的名册再算"
    )
    if cells:
        yield Likely(OTHER, sentence, frozenset(cells))


def _apart_then(
    result: Result, comparison: Comparison, group: str, own: list[Difference]
) -> Iterator[Likely]:
    """Units that were set apart there and are ranked here, with the ranks that differ only by them."""
    apart = [
        code
        for code, line in result.lines.items()
        if line.group == group and line.rank is not None and apart_in(comparison.announced, code)
    ]
    cells = {one.key for one in own if one.subject in apart and one.column in (RANK, GRADE)}
    for one in own:
        line = result.lines.get(one.subject)
        if one.column == RANK and one.published.isdecimal() and line is not None and line.rank is not None:  # fmt: skip
            ahead = sum(_total(result, code) > _total(result, one.subject) for code in apart)
            if ahead and int(one.published) == line.rank - ahead:
                cells.add(one.key)
    if apart and cells:
        names = "、".join(_name(result, code) for code in apart)
        sentence = f"公布表里{names}有总分、没有排名次，像是单列；用的名册里排了。那一年单列的，请交写着单列的名册再算"  # fmt: skip
        yield Likely(OTHER, sentence, frozenset(cells))


def _ungraded(result: Result, group: str, own: list[Difference]) -> Iterator[Likely]:
    """Grades of a group whose scheme has no rule for them."""
    entry = next((one.entry for one in result.plan.groups if one.name == group), None)
    cells = {one.key for one in own if one.column == GRADE and not one.computed}
    if entry is not None and not entry["grades"] and cells:
        sentence = f"“{group}”那一年的方案里没有等次规则，公布的等次不能复算"
        yield Likely(OTHER, sentence, frozenset(cells))


def _was_ranked(comparison: Comparison, code: str) -> bool:
    cell = comparison.announced.get((code, RANK))
    return cell is not None and cell.text.isdecimal()


def _total(result: Result, code: str) -> Fraction:
    return Fraction(result.lines[code].total or 0)


def _name(result: Result, code: str) -> str:
    return next((one.name or code for one in result.plan.facts.roster if one.subject == code), code)
