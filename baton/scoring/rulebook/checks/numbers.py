"""数的检查: canonical decimal text as exact fractions."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from baton.scoring.rulebook.faults import Json

CANONICAL = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,5}[1-9])?", re.ASCII)
_ROUGH = re.compile(r"[+-]?(\d+)(?:\.(\d*))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
LONGEST = 100


def number_fault(value: Json) -> tuple[str, str] | None:
    """What is wrong with a canonical number and the remedy, or None."""
    if isinstance(value, bool) or not isinstance(value, str):
        return f"应当是写成文字的数,现在是{kind_of(value)}", '请写成 "86.4" 这样的文字'
    if CANONICAL.fullmatch(value) and value != "-0":
        return None
    found = _ROUGH.fullmatch(value) if len(value) <= LONGEST else None
    if not found:
        return f"“{shorten(value)}”不是数", "请写十进制数,如 86.4"
    if len(found[1].lstrip("0")) > 15:
        return f"“{shorten(value)}”的整数部分超过15位", "请换大一级的计量单位"
    if len((found[2] or "").rstrip("0")) > 6:
        return f"“{shorten(value)}”的小数超过6位", "请保留到6位小数以内"
    return f"“{shorten(value)}”不是规范写法", "请去掉加号、前导零和末尾的零,零写 0"


def fraction(value: Json) -> Fraction | None:
    """The exact value of canonical decimal text; None for a field of the agreement, null or anything faulty."""
    if isinstance(value, str) and CANONICAL.fullmatch(value):
        return Fraction(value)
    return None


def is_day(value: Json) -> bool:
    """Whether the value is the ISO text of a day that exists."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def kind_of(value: Json) -> str:
    """The Chinese word for the JSON kind of a value."""
    if value is None:
        return "空"
    for kind, word in _KINDS:
        if isinstance(value, kind):
            return word
    return "别的东西"


def shorten(text: str, most: int = 30) -> str:
    """A text short enough to stand in a message."""
    text = " ".join(text[: most * 4].split())
    return text if len(text) <= most else text[:most] + "…"


def plain(value: Fraction) -> str:
    """A fraction in decimal text; with at most six decimals exact, else its first ten."""
    scaled, sign = abs(value) * 10**10, "-" if value < 0 else ""
    digits = str(scaled.numerator // scaled.denominator).rjust(11, "0")
    text = f"{digits[:-10]}.{digits[-10:]}".rstrip("0").rstrip(".")
    return text if text == "0" else sign + text


_KINDS: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "是否"),
    (int, "整数"),
    (str, "文字"),
    ((list, tuple), "清单"),
    (dict, "一组栏目"),
)
