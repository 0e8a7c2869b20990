"""同组比较: one figure among those of its peers as a strip of dots, with the sentences that say the same."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from baton.scoring.explain.peers import Peers, peers_of
from baton.scoring.result import Result
from baton.web.templatetags.figures import figure

LEAST = 3  # so few figures make no picture
CLOSE = Decimal("2.2")  # per cent of the axis within which dots are stacked
STEP, TALLEST = 7, 84  # height of a stacked dot, and of all that are stacked
MARGIN = 4  # per cent on both sides of the axis
NAME = 30  # room above for the own name and its line
LINE = 16  # height of a line of words below
SIDES = ((25, "s"), (75, "m"), (100, "e"))  # up to where words start, stand in the middle, end


@dataclass(frozen=True)
class Dot:
    """One peer's figure; x in per cent."""

    x: str
    y: int
    is_own: bool


@dataclass(frozen=True)
class Tick:
    """A value of the axis in words; x in per cent, side: how the words lie to it."""

    x: str
    y: int
    side: str
    words: str


@dataclass(frozen=True)
class Strip:
    """The drawing; base: where the axis lies; of: what the figures are; said: the same in sentences."""

    of: str
    height: int
    base: int
    dots: list[Dot]
    own: Tick
    ends: list[Tick]
    marks: list[Tick]
    said: list[str]


@dataclass(frozen=True)
class Axis:
    """From the least to the largest of what is drawn, in per cent of the width."""

    low: Decimal
    high: Decimal

    def at(self, value: Decimal) -> Decimal:
        if self.low == self.high:
            return Decimal(50)
        return MARGIN + (value - self.low) / (self.high - self.low) * (100 - 2 * MARGIN)

    def tick(self, value: Decimal, y: int, words: str, side: str = "") -> Tick:
        x = self.at(value)
        return Tick(_text(x), y, side or next(side for most, side in SIDES if x <= most), words)


def strip_of(result: Result, subject: str, code: str) -> Strip | None:
    """Where a subject stands among its peers on an indicator; None where there is too little to compare."""
    found = peers_of(result, subject, code)
    if found is None or subject not in found.values or len(found.values) < LEAST:
        return None
    return drawn(found, subject, {row.subject: row.name or row.subject for row in result.plan.rows})


def drawn(peers: Peers, subject: str, names: dict[str, str]) -> Strip:
    """Figures as dots on one axis, the own one named; a mark that lies too far away is only said."""
    values = {key: Decimal(value) for key, value in peers.values.items()}
    low, high = min(values.values()), max(values.values())
    far = (high - low) or Decimal(1)
    marks = [(word, value) for word, text in peers.marks if low - far <= (value := Decimal(text)) <= high + far]  # fmt: skip
    everything = [low, high, *(value for _, value in marks)]
    axis = Axis(min(everything), max(everything))
    levels = _levels({key: axis.at(value) for key, value in values.items()})
    top = max(levels.values())
    step = min(STEP, TALLEST // max(top, 1))
    base = NAME + step * top + STEP
    dots = [Dot(_text(axis.at(value)), base - STEP - step * levels[key], key == subject) for key, value in values.items()]  # fmt: skip
    ends = [(low, "s"), (high, "e")] if high > low else [(low, "")]
    own = values[subject]
    return Strip(
        peers.of, base + LINE * (1 + len(marks)) + 6, base, sorted(dots, key=lambda dot: dot.is_own),
        axis.tick(own, 10, f"{names[subject]} {_said(own, peers)}"),
        [axis.tick(value, base + LINE, _said(value, peers), side) for value, side in ends],
        [axis.tick(value, base + LINE * row, f"{word} {_said(value, peers)}") for row, (word, value) in enumerate(marks, 2)],
        [*_standing(values, subject, names, peers), *_against(own, peers)],
    )  # fmt: skip


def _levels(places: dict[str, Decimal]) -> dict[str, int]:
    """How high each dot is stacked, so that no two of one height touch."""
    ends: list[Decimal] = []
    found = {}
    for key, x in sorted(places.items(), key=lambda one: one[1]):
        level = next((at for at, end in enumerate(ends) if x - end >= CLOSE), len(ends))
        ends[level : level + 1] = [x]
        found[key] = level
    return found


def _standing(values: dict[str, Decimal], subject: str, names: dict[str, str], peers: Peers) -> list[str]:  # fmt: skip
    """Where it stands, and who has the largest and the least."""
    own, numbers = values[subject], list(values.values())
    if len(set(numbers)) == 1:
        return [f"本组 {len(values)} 个都是 {_said(numbers[0], peers)}。"]
    ends = [f"{word} {_said(value, peers)}（{_whose(value, values, names)}）" for word, value in (("最大", max(numbers)), ("最小", min(numbers)))]  # fmt: skip
    place, same = sum(one > own for one in numbers) + 1, numbers.count(own) - 1
    level = f"，一样的还有 {same} 个" if same else ""
    return [f"本组 {len(values)} 个有数，{names[subject]} {_said(own, peers)}，从大到小第 {place}{level}。", f"{'，'.join(ends)}。"]  # fmt: skip


def _whose(value: Decimal, values: dict[str, Decimal], names: dict[str, str]) -> str:
    own = [key for key, one in values.items() if one == value]
    return names[own[0]] if len(own) == 1 else f"{len(own)} 个"


def _against(own: Decimal, peers: Peers) -> list[str]:
    """How far the figure lies from what it is held against."""
    found = []
    for word, text in peers.marks:
        gap = own - Decimal(text)
        how = f"{'多' if gap > 0 else '少'} {figure(_plain(abs(gap)))}" if gap else "正好"
        found.append(f"{word} {_said(Decimal(text), peers)}，{how}。")
    if peers.has_own_marks:
        found.append("各单位的目标不全一样，数大数小不等于得分高低。")
    return found


def _said(value: Decimal, peers: Peers) -> str:
    return f"{figure(_plain(value))}{peers.unit}"


def _plain(value: Decimal) -> str:
    return format(value, "f")


def _text(x: Decimal) -> str:
    return format(x, ".1f")
