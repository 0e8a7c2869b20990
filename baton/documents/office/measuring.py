"""计量单位对不上: figures in 亿元 for an item in 万元 are left open until somebody says whether they are to be converted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from baton.documents.layouts.known import ItemInfo, ObservationColumns
from baton.documents.layouts.measures import shift
from baton.documents.numbers import rescaled, too_precise
from baton.documents.problems import Problems

CONVERT, AS_IS = "convert", "as_is"


@dataclass
class Stated:
    """Figures of an item in another unit of measure. unit: the item's own; count: how many; first: one of them.

    meant: what the first is in the item's unit, "" where the two units can't be converted.
    """

    name: str
    written: str
    unit: str
    first: str
    meant: str
    place: str
    count: int = 0

    @property
    def key(self) -> str:
        """How an answer names it."""
        return key_of(self.name, self.written)


@dataclass
class Measures:
    """said: by key, CONVERT or AS_IS, as somebody said. open: what is left to say."""

    said: Mapping[str, str] = field(default_factory=dict)
    open: dict[str, Stated] = field(default_factory=dict)

    def settle(
        self, read: ObservationColumns, items: Mapping[str, ItemInfo], problems: Problems
    ) -> bool:
        """Convert the figures of which it was said, keep the rest; whether there are any in another unit."""
        found = False
        for at, written in enumerate(read.measure):
            info, value = items[read.item[at]], read.value[at]
            if not written or written == info.unit or value is None:
                continue
            found = True
            power, said = shift(written, info.unit), self.said.get(key_of(info.name, written))
            meant = "" if power is None else rescaled(value, power, 0)
            if said == CONVERT and meant:
                if too_precise(meant):
                    what = f"{value} 换算成{info.unit}后位数太多"
                    problems.error(read.source[at], what, f"请按{info.unit}填写", code="number-too-fine")  # fmt: skip
                read.value[at] = meant
            elif said != AS_IS:
                one = Stated(info.name, written, info.unit, value, meant, read.source[at])
                self.open.setdefault(one.key, one).count += 1
        return found


def key_of(name: str, written: str) -> str:
    """财政收入|亿元."""
    return f"{name}|{written}"
