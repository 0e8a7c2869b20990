"""How figures, days and moments are written on pages."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone

register = template.Library()


@register.filter
def day(value: date | None) -> str:
    """1 月 13 日; the year only when it is not asked away."""
    return f"{value.month} 月 {value.day} 日" if value else "—"


@register.filter
def full_day(value: date | None) -> str:
    """2027 年 1 月 13 日"""
    return f"{value.year} 年 {value.month} 月 {value.day} 日" if value else "—"


@register.filter
def moment(value: datetime | None) -> str:
    """1 月 14 日 10:12, in the office's time zone."""
    if not value:
        return "—"
    local = timezone.localtime(value)
    return f"{local.month} 月 {local.day} 日 {local:%H:%M}"


@register.filter
def figure(value: object) -> str:
    """A canonical decimal with thousands separators and a true minus sign; — for nothing.

    >>> figure("-12345.60"), figure(None)
    ('−12,345.60', '—')
    """
    if value is None or value == "":
        return "—"
    text = str(value)
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    whole, dot, rest = text.lstrip("-").partition(".")
    return ("−" if text.startswith("-") else "") + f"{int(whole):,}" + dot + rest


@register.filter
def signed(value: object) -> str:
    """A change: +0.11, −0.24, 0."""
    if value is None or value == "":
        return "—"
    number = Decimal(str(value))
    if not number:
        return "0"
    return ("+" if number > 0 else "−") + f"{abs(number):,f}"
