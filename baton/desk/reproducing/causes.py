"""为什么不同: likely causes, each with the differences it would explain and the agreement it would break.

Three kinds of evidence: the announced table contradicts itself (a total that is not the sum, a rank that does not follow
from the totals, digits exchanged); the same sum done another way gives the announced number (order of rounding,
another reading); or one difference follows from others. Nothing is decided here: a person does that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk.reproducing.differences import (
    Comparison,
    Difference,
    Key,
    cut,
    exact,
    printed,
    same,
)
from baton.desk.trials.trying import declared
from baton.documents.published import GRADE, RANK, TOTAL
from baton.scoring import score
from baton.scoring.plan import children_of
from baton.scoring.result import Result
from baton.scoring.rulebook import alternatives, find_faults

Book = dict[str, Any]
MOST_TOGETHER = 2  # readings that are tried with every way of rounding
MOST_READINGS = 40  # other readings that are computed; a city's takes a third of a second each
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Likely:
    """One likely cause. kind: a value of Cause; cells: what it would explain; broken: agreeing cells it would spoil."""

    kind: str
    sentence: str
    cells: frozenset[Key]
    broken: int = 0
    code: str = ""


@dataclass(frozen=True)
class Trial:
    """A likely cause found by computing the year with another rule book, and that rule book."""

    likely: Likely
    book: Book


def causes(result: Result, comparison: Comparison) -> list[Likely]:
    """Every likely cause, the one that explains most first.

    The year is computed otherwise only while a difference is left that neither the table itself nor another
    difference accounts for.
    """
    found = [*_within(result, comparison), *_following(result, comparison)]
    told = {key for one in found for key in one.cells}
    if any(one.key not in told for one in comparison.differences):
        trials = [*_rounded_otherwise(result, comparison), *_read_otherwise(result, comparison)]
        found += [*(one.likely for one in trials), *_both(result, comparison, trials)]
    return sorted(found, key=lambda one: (one.kind == "follows", one.broken - len(one.cells)))


def _within(result: Result, comparison: Comparison) -> Iterator[Likely]:
    """What the announced table shows by itself, cell by cell."""
    for one in comparison.differences:
        for check in (
            _left_blank,
            _typed_rank,
            _exchanged,
            _not_the_sum,
            _cut_off,
            _next_row,
        ):
            likely = check(result, comparison, one)
            if likely:
                yield Likely(likely[0], likely[1], frozenset({one.key}))
                break


Said = tuple[str, str] | None


def _left_blank(result: Result, comparison: Comparison, one: Difference) -> Said:
    if not one.published:
        return "missing", f"公布表上{one.name}的{one.label}是空的"
    return None


def _typed_rank(result: Result, comparison: Comparison, one: Difference) -> Said:
    """A rank that does not follow from the announced totals themselves."""
    if one.column != RANK or not one.published:
        return None
    totals = {
        subject: Fraction(cell.text)
        for (subject, column), cell in comparison.announced.items()
        if column == TOTAL and cell.text
    }
    if one.subject not in totals:
        return None
    own = totals[one.subject]
    group = [value for subject, value in totals.items() if _group(result, subject) == one.group]
    inside, all_over = (
        1 + sum(value > own for value in values) for values in (group, totals.values())
    )
    if int(one.published) in {inside, all_over}:
        return None
    return (
        "typed",
        f"按公布的总分，{one.name}应是第 {inside} 名，公布的第 {one.published} 名像是手工填的",
    )


def _group(result: Result, subject: str) -> str:
    line = result.lines.get(subject)
    return line.group if line else ""


def _not_the_sum(result: Result, comparison: Comparison, one: Difference) -> Said:
    """An announced total or paper that is not the sum of the announced parts, though it should be."""
    parts = _parts(result, comparison, one)
    if not parts or one.gap is None:
        return None
    stated = Fraction(one.published)
    added = sum(parts.values(), Fraction(0))
    if not _adds_up(result, one) or _near(stated, added, comparison, one, len(parts)):
        return None
    gap = stated - added
    for code, value in parts.items():
        if value and _near(gap, -value, comparison, one, 1):
            return (
                "missing",
                f"公布的{one.label}比各项之和少 {_text(-gap)}，正好是“{_name(result, code)}”：像是漏加了",
            )
        if value and _near(gap, value, comparison, one, 1):
            return (
                "sum",
                f"公布的{one.label}比各项之和多 {_text(gap)}，正好是“{_name(result, code)}”：像是加了两次",
            )
    word = "多" if gap > 0 else "少"
    return "sum", f"公布的{one.label}比公布的各项之和{word} {_text(abs(gap))}"


def _parts(result: Result, comparison: Comparison, one: Difference) -> dict[str, Fraction]:
    """The announced parts of a total or paper when all of them were announced."""
    found = {}
    for code in _children(result, one):
        cell = comparison.announced.get((one.subject, code))
        if cell is None:
            if Fraction(exact(result, one.subject, code) or 0):
                return {}
            continue
        found[code] = Fraction(cell.text or 0)
    return found


def _children(result: Result, one: Difference) -> list[str]:
    plan = result.plan
    node = one.column
    if node == TOTAL:
        node = next((group.entry["root"] for group in plan.groups if group.name == one.group), "")
    return list(children_of(plan.nodes[node])) if node in plan.nodes else []


def _adds_up(result: Result, one: Difference) -> bool:
    """Whether the rule book's own total is the sum of its parts (it need not be: coefficients, means)."""
    own = exact(result, one.subject, one.column)
    if not own:
        return True
    added = sum(
        (Fraction(exact(result, one.subject, code) or 0) for code in _children(result, one)),
        Fraction(0),
    )
    return abs(Fraction(own) - added) <= Fraction(1, 50)


def _near(a: Fraction, b: Fraction, comparison: Comparison, one: Difference, count: int) -> bool:
    """Equal but for what printing so many numbers with so few digits may do."""
    unit = Fraction(1, 10 ** comparison.digits.get(one.column, 0))
    return abs(a - b) <= unit * HALF * (count - 1 if count > 1 else 0)


def _cut_off(result: Result, comparison: Comparison, one: Difference) -> Said:
    if one.gap is None:
        return None
    value = exact(result, one.subject, one.column)
    if Fraction(one.published) == Fraction(cut(value, comparison.digits[one.column], down=True)):
        return "rounding", f"算出来是 {value}，公布时直接去了尾，没有四舍五入"
    return None


def _exchanged(result: Result, comparison: Comparison, one: Difference) -> Said:
    if one.gap is None or one.published == one.computed:
        return None
    digits = comparison.digits[one.column]
    a, b = (_padded(text, digits) for text in (one.published, one.computed))
    places = [at for at in range(min(len(a), len(b))) if a[at] != b[at]]
    if len(a) == len(b) and len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        if a[first] == b[second] and a[second] == b[first]:
            return "typed", f"{b} 写成了 {a}，像是两位数字写颠倒了"
    return None


def _padded(text: str, digits: int) -> str:
    """18.1 as 18.10 where two decimals are shown."""
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(digits, '0')}" if digits else text


def _next_row(result: Result, comparison: Comparison, one: Difference) -> Said:
    """A value that belongs to the unit in the row above or below, where that row is wrong as well."""
    if one.gap is None:
        return None
    for other in comparison.differences:
        if (
            other.column == one.column
            and other is not one
            and other.computed == one.published != ""
        ):
            return "typed", f"公布的 {one.published} 是{other.name}的得分，像是错了行"
    return None


def _rounded_otherwise(result: Result, comparison: Comparison) -> Iterator[Trial]:
    """Whole recomputations with another order or way of rounding."""
    if any(one.gap is not None for one in comparison.differences):
        book = result.plan.rulebook
        for sentence, changed in _roundings(book["rounding"], _places(comparison)):
            yield from _tried(result, _rounding(book, changed), comparison, "rounding", sentence)


def _places(comparison: Comparison) -> int:
    return max((digits for digits in comparison.digits.values()), default=2) or 2


def _rounding(book: Book, changed: Book) -> Book:
    """The rule book with other ways of rounding, also where an indicator has its own."""
    items = [
        {**item, "rounding": {k: v for k, v in item["rounding"].items() if k not in changed}}
        for item in book["items"]
    ]  # fmt: skip
    return {**book, "rounding": {**book["rounding"], **changed}, "items": items}


def _both(result: Result, comparison: Comparison, trials: list[Trial]) -> Iterator[Likely]:
    """Another reading and another way of rounding at once, for what neither explains alone."""
    told = {key for one in trials for key in one.likely.cells}
    readings = sorted(
        (one for one in trials if one.likely.kind == "reading"),
        key=lambda one: one.likely.broken - len(one.likely.cells),
    )
    if all(one.key in told for one in comparison.differences if one.gap is not None):
        return
    for trial in readings[:MOST_TOGETHER]:
        for sentence, changed in _roundings(result.plan.rulebook["rounding"], _places(comparison)):
            together = f"{trial.likely.sentence}，{sentence}"
            book = _rounding(trial.book, changed)
            for one in _tried(result, book, comparison, "reading", together, trial.likely.code):
                if not one.likely.cells <= told:
                    yield one.likely


def _roundings(now: Book, places: int) -> Iterator[tuple[str, Book]]:
    """The usual other ways of rounding: what they are called and what they change."""
    half, down, even = (
        {"places": places, "mode": mode} for mode in ("half_up", "down", "half_even")
    )
    fine = {"places": 6, "mode": "half_up"}
    for sentence, changed in (
        (f"各项先取 {places} 位小数再相加", {"item": half}),
        (f"各大项先取 {places} 位小数再相加", {"node": half}),
        (f"各项、各大项都先取 {places} 位小数再相加", {"item": half, "node": half}),
        ("中间不取舍，最后才取舍", {"item": fine, "node": fine}),
        (f"各项去尾取 {places} 位小数，不四舍五入", {"item": down}),
        (f"总分去尾取 {places} 位小数，不四舍五入", {"total": down}),
        (f"总分四舍六入五成双取 {places} 位小数", {"total": even}),
        ("比率先取 2 位小数再乘分值", {"rate": {"places": 2, "mode": "half_up"}}),
        ("比率先取 4 位小数（百分数两位）再乘分值", {"rate": {"places": 4, "mode": "half_up"}}),
    ):  # fmt: skip
        if any(now.get(key) != value for key, value in changed.items()):
            yield sentence, changed


def _read_otherwise(result: Result, comparison: Comparison) -> Iterator[Trial]:
    """Whole recomputations with another usual reading of an indicator, a node or the groups."""
    book = result.plan.rulebook
    codes: list[str | None] = list(dict.fromkeys(
        one.column for one in comparison.differences if one.column in result.plan.items
    ))  # fmt: skip
    if not codes and any(one.column in (TOTAL, RANK, GRADE) for one in comparison.differences):
        codes = [item["code"] for item in book["items"]]
    tried = 0
    for code in [*codes, None]:
        for label, undeclared in alternatives(book, code):
            if tried == MOST_READINGS:
                return
            is_item = code is not None and code in result.plan.items
            other = declared(book, undeclared, code) if code and is_item else undeclared
            if find_faults(other):
                continue
            tried += 1
            key, _, word = label.partition(":")
            where = f"“{_name(result, code)}”的" if code and is_item else ""
            sentence = f"{where}“{key}”按“{word}”算"
            yield from _tried(result, other, comparison, "reading", sentence, code or "")


def _tried(
    result: Result, book: Book, comparison: Comparison, kind: str, sentence: str, code: str = ""
) -> Iterator[Trial]:
    """Which differences disappear, and which agreement with them, when the year is computed by another book."""
    other = score(book, result.plan.facts)
    differing = {one.key for one in comparison.differences}
    gone, broken = set(), 0
    for key, cell in comparison.announced.items():
        is_same = same(cell, printed(other, *key, comparison.digits))
        if key in differing and is_same:
            gone.add(key)
        broken += key not in differing and not is_same
    if gone and len(gone) > broken:
        yield Trial(Likely(kind, sentence, frozenset(gone), broken, code), book)


def _following(result: Result, comparison: Comparison) -> Iterator[Likely]:
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

    children = _children(result, one)
    parts = [code for code in children if delta(code)]
    added = sum(map(delta, children), Fraction(0))
    unit = Fraction(1, 10 ** comparison.digits.get(one.column, 0))
    if not parts or abs(one.gap - added) > unit * HALF * len(children):
        return ""
    return f"{one.label}随“{'”“'.join(_name(result, code) for code in parts[:3])}”的差异而不同"


def _after_totals(
    result: Result, comparison: Comparison, one: Difference, own_moved: bool, moved: set[str]
) -> str:
    if not one.published or not one.computed or not moved or _typed_rank(result, comparison, one):
        return ""
    if own_moved:
        return f"{one.label}随总分的差异而不同"
    near = [subject for subject in moved if _group(result, subject) == one.group]
    return f"{one.label}随同组 {len(near)} 个单位总分的差异而不同" if near else ""


def _name(result: Result, code: str) -> str:
    return str((result.plan.nodes.get(code) or result.plan.items[code])["name"])


def _text(value: Fraction) -> str:
    return cut(f"{Decimal(value.numerator) / Decimal(value.denominator):f}", 6)
