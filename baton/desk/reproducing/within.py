"""公布表自己: what an announced table shows by itself, cell by cell: sums, typed ranks, exchanged digits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from baton.desk.reproducing.differences import Comparison, Difference, cut, exact
from baton.desk.reproducing.parts import (
    HALF,
    NEARLY,
    Likely,
    children_at,
    exact_text,
    group_of,
    name_of,
    parts_of,
)
from baton.documents.published import LABELS, RANK, TOTAL
from baton.scoring.result import Result


def within(result: Result, comparison: Comparison) -> Iterator[Likely]:
    """What the announced table shows by itself, cell by cell."""
    for one in comparison.differences:
        for check in (
            _left_blank,
            typed_rank,
            _exchanged,
            _misprinted,
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


def typed_rank(result: Result, comparison: Comparison, one: Difference) -> Said:
    """A rank that does not follow from the announced totals themselves."""
    if one.column != RANK or not one.published.isdecimal():
        return None
    totals = {
        subject: Fraction(cell.text)
        for (subject, column), cell in comparison.announced.items()
        if column == TOTAL and cell.text
    }
    if one.subject not in totals:
        return None
    own = totals[one.subject]
    group = [value for subject, value in totals.items() if group_of(result, subject) == one.group]
    inside, all_over = (
        1 + sum(value > own for value in values) for values in (group, totals.values())
    )
    if int(one.published) in {inside, all_over}:
        return None
    return (
        "typed",
        f"按公布的总分，{one.name}应是第 {inside} 名，公布的第 {one.published} 名像是手工填的",
    )


def _not_the_sum(result: Result, comparison: Comparison, one: Difference) -> Said:
    """An announced total or paper that is not the sum of the announced parts, though it should be."""
    parts = parts_of(result, comparison, one)
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
                f"公布的{one.label}比各项之和少 {exact_text(-gap)}，正好是“{name_of(result, code)}”：像是漏加了",
            )
        if value and _near(gap, value, comparison, one, 1):
            return (
                "sum",
                f"公布的{one.label}比各项之和多 {exact_text(gap)}，正好是“{name_of(result, code)}”：像是加了两次",
            )
    word = "多" if gap > 0 else "少"
    return "sum", f"公布的{one.label}比公布的各项之和{word} {exact_text(abs(gap))}"


def _misprinted(result: Result, comparison: Comparison, one: Difference) -> Said:
    """A part that is not what the announced sums above it were made of: they hold with the computed one."""
    if one.gap is None or one.column == TOTAL:
        return None
    for column in (*result.plan.nodes, TOTAL):
        above = comparison.announced.get((one.subject, column))
        if above is None or not above.text or column == one.column:
            continue
        whole = replace(one, column=column, published=above.text)
        parts = parts_of(result, comparison, whole)
        if one.column not in parts or not _adds_up(result, whole):
            continue
        added = sum(parts.values(), Fraction(0)) - one.gap
        if _near(Fraction(above.text), added, comparison, whole, len(parts)):
            label = LABELS.get(column) or name_of(result, column)
            return (
                "typed",
                f"公布的各项之和对不上公布的{label}，{one.label}是 {one.computed} 就对得上：{one.published} 像是写错了",
            )
    return None


def _adds_up(result: Result, one: Difference) -> bool:
    """Whether the rule book's own total is the sum of its parts (it need not be: coefficients, means)."""
    own = exact(result, one.subject, one.column)
    if not own:
        return True
    added = sum(
        (Fraction(exact(result, one.subject, code) or 0) for code in children_at(result, one)),
        Fraction(0),
    )
    return abs(Fraction(own) - added) <= NEARLY


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
    point = a.find(".")
    if len(a) != len(b) or point != b.find("."):
        return None
    c, d = a.replace(".", ""), b.replace(".", "")  # 87.8 for 88.7 is exchanged across the point
    places = [at for at in range(len(c)) if c[at] != d[at]]
    if len(places) == 2 and places[1] == places[0] + 1:
        first, second = places
        if c[first] == d[second] and c[second] == d[first]:
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
