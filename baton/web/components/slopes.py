"""名次走向: ranks in two drafts side by side on one scale; who moved is named, the others are thin lines.

Drawn on the server as SVG. Places with a name get its height on both sides, places without one are pressed together,
so that no two names overlap and a level line always means the same place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 12  # so few are all named
MOST = 24  # of more, so many that moved are named
HEIGHT = 18  # of a name
PRESSED = ((60, 6), (150, 4))  # up to so many units, the height of a place without a name
THINNEST = 1
HEAD = 26  # room for what the two sides are called
EDGE = 22  # room for the line under a grade and its name
LONGEST = 10  # signs of a name
UP, DOWN = "up", "down"


@dataclass(frozen=True)
class Ranked:
    """One who has a rank in both drafts; order: as equals are listed; has_new_grade: its grade changed too."""

    name: str
    old: int
    new: int
    order: int
    has_new_grade: bool = False

    @property
    def places(self) -> int:
        """How many places up, or down where it is negative."""
        return self.old - self.new


@dataclass(frozen=True)
class Named:
    """A line with names at both ends."""

    name: str
    old: int
    new: int
    left: int
    right: int
    way: str
    told: str


@dataclass(frozen=True)
class Slopes:
    """The whole drawing. thin: the path of those without a name; edge: where the first grade ends, 0 for nowhere.

    said: the drawing in a sentence; up, down: how many rose and fell.
    """

    height: int
    named: list[Named]
    thin: str
    edge: int
    said: str
    count: int
    up: int
    down: int
    names_all_moved: bool

    @property
    def moved(self) -> int:
        """How many changed places."""
        return self.up + self.down


def slopes(rows: Sequence[Ranked], places_of_grade: int = 0) -> Slopes | None:
    """The drawing of a group, None when nobody changed places; places_of_grade: under how many a grade ends now."""
    moved = sorted((one for one in rows if one.places), key=lambda one: (not one.has_new_grade, -abs(one.places), one.new))  # fmt: skip
    if not moved:
        return None
    before = sorted(rows, key=lambda one: (one.old, one.order))
    after = sorted(rows, key=lambda one: (one.new, one.order))
    named = list(rows) if len(rows) <= FEW else [*moved[:MOST], after[0], after[-1]]
    chosen = {id(one) for one in named}
    pressed = next((height for most, height in PRESSED if len(rows) <= most), THINNEST)
    at, edge = HEAD, 0
    middles = []
    for place, (left, right) in enumerate(zip(before, after, strict=True), 1):
        height = HEIGHT if {id(left), id(right)} & chosen else pressed
        middles.append(at + height // 2)
        at += height
        if place == places_of_grade and place < len(rows):
            edge, at = at + EDGE - 4, at + EDGE
    lefts = {id(one): middle for one, middle in zip(before, middles, strict=True)}
    rights = {id(one): middle for one, middle in zip(after, middles, strict=True)}
    thin = "".join(f"M0 {lefts[id(one)]}L100 {rights[id(one)]}" for one in after if id(one) not in chosen)  # fmt: skip
    lines = [_named(one, lefts[id(one)], rights[id(one)]) for one in after if id(one) in chosen]
    return Slopes(
        at + HEIGHT // 2, lines, thin, edge, _said(moved), len(rows), sum(one.places > 0 for one in moved),
        sum(one.places < 0 for one in moved), len(rows) <= FEW or len(moved) <= MOST,
    )  # fmt: skip


def _named(one: Ranked, left: int, right: int) -> Named:
    way = UP if one.places > 0 else DOWN if one.places else ""
    name = one.name if len(one.name) <= LONGEST else f"{one.name[: LONGEST - 1]}…"
    return Named(name, one.old, one.new, left, right, way, arrow(one.places))


def arrow(places: int) -> str:
    """How many places up or down, in a sign and words.

    >>> arrow(3), arrow(-1), arrow(0)
    ('↑ 3 位', '↓ 1 位', '')
    """
    if not places:
        return ""
    return f"↑ {places} 位" if places > 0 else f"↓ {-places} 位"


def _said(moved: Sequence[Ranked]) -> str:
    """How many rose and fell, and who most."""
    parts = []
    for word, own in (("升", [one for one in moved if one.places > 0]), ("降", [one for one in moved if one.places < 0])):  # fmt: skip
        if own:
            most = max(own, key=lambda one: abs(one.places))
            parts.append(f"{len(own)} 个{word}了名次，最多的是{most.name}，{word} {abs(most.places)} 位")  # fmt: skip
    return "；".join(parts)
