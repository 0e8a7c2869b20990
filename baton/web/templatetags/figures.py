"""How figures are written on pages: separators, true minus signs, as many decimals as their column has."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from django import template

from baton.desk.agreed.changing import HAS_WORD
from baton.desk.looks.columns import shortened
from baton.documents.agreement_tables import HAS_TASK, TASK

register = template.Library()


@register.filter
def figure(value: object) -> str:
    """A canonical decimal with thousands separators and a true minus sign; — for nothing.

    >>> figure("-12345.60"), figure("+0.5"), figure(None)
    ('−12,345.60', '+0.5', '—')
    """
    if value is None or value == "":
        return "—"
    text = str(value)
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    whole, dot, rest = text.lstrip("+-").partition(".")
    sign = {"-": "−", "+": "+"}.get(text[:1], "")
    return sign + f"{int(whole):,}" + dot + rest


@register.filter
def agreed(value: object, field: str) -> str:
    """What a field of the agreement says: a figure, and 有 where a unit has the task.

    >>> agreed("120000", "目标"), agreed("1", "有此任务"), agreed("", "目标")
    ('120,000', '有', '—')
    """
    return HAS_WORD if field == TASK and value == HAS_TASK else figure(value)


@register.filter
def signed(value: object) -> str:
    """A change: +0.11, −0.24, 0."""
    if value is None or value == "":
        return "—"
    number = Decimal(str(value))
    if not number:
        return "0"
    return ("+" if number > 0 else "−") + f"{abs(number):,f}"


@register.filter
def share(value: str) -> str:
    """0.9231 as 92.31%."""
    return format((Decimal(value) * 100).quantize(Decimal("0.01")).normalize(), "f") + "%"


@register.filter
def percent(value: Fraction | None, digits: int | None = None) -> str:
    """A share as a percentage of two decimals at most, or of as many as its column has.

    >>> percent(Fraction(17, 16)), percent(Fraction(1, 20)), percent(Fraction(1, 20), 2), percent(None)
    ('106.25%', '5%', '5.00%', '—')
    """
    if value is None:
        return "—"
    number = Decimal(value.numerator * 100) / Decimal(value.denominator)
    cut = Decimal(shortened(f"{number:f}", 2 if digits is None else digits) or 0)
    return figure(f"{cut.normalize() if digits is None else cut:f}") + "%"


@register.filter
def growth(value: Fraction | None, digits: int) -> str:
    """A change as a percentage with its sign and as many decimals as its column has.

    >>> growth(Fraction(1, 20), 2), growth(Fraction(-41, 10000), 2), growth(Fraction(0), 0)
    ('+5.00%', '−0.41%', '0%')
    """
    shown = percent(value, digits)
    return f"+{shown}" if value and value > 0 else shown


@register.filter
def fraction(value: Fraction | None) -> str:
    """An exact number, as far as its decimals go."""
    if value is None:
        return "—"
    return figure(format(Decimal(value.numerator) / Decimal(value.denominator), "f"))


@register.filter
def change(value: Fraction | None, digits: int | None = None) -> str:
    """An exact change with its sign; with `digits` cut to as many decimals as its column has.

    >>> change(Fraction(11, 100)), change(Fraction(-1, 3), 4), change(Fraction(2), 1), change(None, 1)
    ('+0.11', '−0.3333', '+2.0', '—')
    """
    if value is None or digits is None:
        shown = fraction(value)
    else:
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        shown = figure(shortened(f"{exact:f}", digits))
    return f"+{shown}" if value and value > 0 else shown


@register.filter
def points(value: object) -> str:
    """An indicator's points, or that the agreement says them."""
    return value if isinstance(value, str) else "按责任书"


@register.filter
def places(value: object, digits: int) -> str:
    """A figure with at least so many digits behind the point.

    >>> places("97.1", 2), places("71.288947", 2), places(None, 2)
    ('97.10', '71.288947', '—')
    """
    shown = figure(value)
    whole, _, rest = shown.partition(".")
    if not shown[-1:].isdigit() or not digits:
        return shown
    return f"{whole}.{rest.ljust(digits, '0')}"


@register.filter
def short(value: object, digits: int) -> str:
    """A figure of a column of figures: as many digits as totals have, the same in every row.

    >>> short("49.5579", 2), short("-0.1", 2), short(None, 2), short("49.5579", 0)
    ('49.56', '−0.10', '—', '49.5579')
    """
    if value is None or value == "" or not digits:
        return figure(value)
    return figure(shortened(str(value), digits))


@register.filter
def lost(value: Fraction | str | None, digits: int) -> str:
    """What a coefficient took: 失 2.72, 多得 0.50, nothing.

    >>> lost(Fraction("2.7166"), 2), lost(Fraction("-0.495"), 2), lost(Fraction(0), 2)
    ('失 2.72', '多得 0.50', '')
    """
    if not value or not (value := Fraction(value)):
        return ""
    text = format(Decimal(abs(value.numerator)) / Decimal(value.denominator), "f")
    return ("失 " if value > 0 else "多得 ") + short(text, digits)


@register.filter
def points_lost(value: Fraction | None, digits: int) -> str:
    """Points lost in a column of them; gained points say so instead of standing as a negative loss.

    >>> points_lost(Fraction("2.58443214"), 2), points_lost(Fraction("-0.4"), 2), points_lost(Fraction(0), 2)
    ('2.58', '多得 0.40', '0')
    """
    if value is None:
        return "—"
    if not value:
        return "0"
    text = format(Decimal(abs(value.numerator)) / Decimal(value.denominator), "f")
    shown = short(text, digits)
    if digits and not Decimal(shown.replace(",", "")):
        shown = f"不到 {Decimal(1).scaleb(-digits):f}"
    return shown if value > 0 else f"多得{shown}" if shown.startswith("不") else f"多得 {shown}"


@register.filter
def gap(value: str, digits: int) -> str:
    """How far the one before is; nothing for the first, a word for a tie."""
    if not value:
        return "—"
    return places(value, digits) if Decimal(value) else "并列"


@register.filter
def minus(text: str) -> str:
    """Sentences in which a negative figure has a true minus sign.

    >>> minus("督查扣分得 -0.4 分，见 2026-12"), minus("3 + （-1） = 2 分，B-2")
    ('督查扣分得 −0.4 分，见 2026-12', '3 + （−1） = 2 分，B-2')
    """
    return re.sub(r"(?<![\w.)）%-])-(?=\d)", "−", text)
