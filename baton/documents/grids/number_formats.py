"""单元格格式: what a spreadsheet's number format does to the digits a person sees."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
}
_HARMLESS = re.compile(r'"[^"]*"|\[[^\]]*\]|[_*].')
_ESCAPED_POINT = re.compile(r"[0#?][\\!]\.[0#?]")
_ESCAPED = re.compile(r"[\\!].")
_SCALING_COMMA = re.compile(r"[0#?],+(?![0#?,])")


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """percent: shown times 100 with %. scaled: shown in thousands or 万. decimals: shown, None if not fixed."""

    percent: bool = False
    scaled: bool = False
    decimals: int | None = None

    @property
    def is_plain(self) -> bool:
        return not self.percent and not self.scaled and self.decimals is None


PLAIN = NumberFormat()


def number_format(code: str) -> NumberFormat:
    """Understand a format code such as "0.0%", '0!.0,"万"' or "#,##0.00"; dates and General are plain."""
    section = code.split(";")[0]
    bare = _HARMLESS.sub("", section)
    escaped_point = bool(_ESCAPED_POINT.search(bare))
    bare = _ESCAPED.sub("", bare)
    if not re.search(r"[0#?]", bare) or re.search(r"[ymdhsYMDHSeE/]|General", bare):
        return PLAIN
    fraction = re.search(r"\.([0#?]*)", bare)
    decimals = len(fraction[1]) if fraction else 0
    return NumberFormat("%" in bare, escaped_point or bool(_SCALING_COMMA.search(bare)), decimals)


def built_in(identifier: int) -> NumberFormat:
    """The format Excel means by a number below 164."""
    return number_format(_BUILT_IN.get(identifier, "General"))
