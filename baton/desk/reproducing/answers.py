"""每处差异的说法: what a person said of it, as long as both numbers are still those, else what is likely."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from baton.desk.reproducing.causes import Likely
from baton.desk.reproducing.differences import Difference, Key, cut
from baton.desk.reproducing.years import Findings
from baton.domain.refusals import Refused
from baton.domain.reproductions import queries
from baton.domain.reproductions.models import Settlement
from baton.domain.reproductions.services import Settled
from baton.domain.rounds.models import Round

MOST_CAUSES = 12
FOLLOWS = "follows"


@dataclass(frozen=True)
class Answer:
    """One difference with its explanation or, while there is none, its likeliest cause."""

    difference: Difference
    settled: Settlement | None
    likely: str
    kind: str

    @property
    def code(self) -> str:
        """The indicator or node whose explanation tells more; empty for totals, ranks and grades."""
        return "" if self.difference.column.startswith("@") else self.difference.column

    @property
    def value(self) -> str:
        """How a form names this cell."""
        return named(self.difference.key)


def named(key: Key) -> str:
    """A cell as one text.

    >>> named(("A", "@total"))
    'A\\t@total'
    """
    return "\t".join(key)


def answers(round: Round, found: Findings) -> list[Answer]:
    """Every difference of a round, in the order of the roster."""
    settled = queries.settlements(round)
    likely: dict[Key, Likely] = {}
    for cause in found.causes:
        for key in cause.cells:
            likely.setdefault(key, cause)
    return [
        _answer(one, settled.get(one.key), likely.get(one.key))
        for one in found.comparison.differences
    ]


def _answer(one: Difference, said: Settlement | None, likely: Likely | None) -> Answer:
    if said and (said.published, said.computed) != (one.published, one.computed):
        said = None
    return Answer(one, said, likely.sentence if likely else "", likely.kind if likely else "")


@dataclass(frozen=True)
class Summary:
    """What a page says above the list of differences. likely: causes with the open cells they would explain.

    columns: code, label and how many differ; groups: name and how many differ.
    """

    open: int
    explained: int
    likely: list[tuple[Likely, list[str], int]]
    following: list[str]
    columns: list[tuple[str, str, int]]
    groups: list[tuple[str, int]]


def summed_up(told: Sequence[Answer], found: Findings) -> Summary:
    """Counts, the causes that explain most, and which columns differ most."""
    open_cells = {one.difference.key for one in told if one.settled is None}
    causes = []
    for cause in found.causes:
        cells = sorted(cause.cells & open_cells)
        if cells and cause.kind != FOLLOWS and len(causes) < MOST_CAUSES:
            causes.append((cause, [named(key) for key in cells], len(cells)))
    told_apart = {key for cause, _, _ in causes for key in cause.cells}
    following = [
        one.value for one in told
        if one.settled is None and one.kind == FOLLOWS and one.difference.key not in told_apart
    ]  # fmt: skip
    labels = {one.difference.column: one.difference.label for one in told}
    counts = Counter(one.difference.column for one in told)
    columns = [(column, labels[column], many) for column, many in counts.most_common()]
    groups = list(Counter(one.difference.group for one in told).items())
    return Summary(len(open_cells), len(told) - len(open_cells), causes, following, columns, groups)


def settling(
    told: Sequence[Answer], asked: set[str], cause: str, note: str, *, each: bool = False
) -> list[Settled]:
    """Explanations of the cells asked for; each: every cell by its own likely cause."""
    chosen = [one for one in told if one.value in asked]
    if len(chosen) < len(asked):
        raise Refused("有的格子现在已经没有差异了，请看看现在的表再选。")
    return [
        Settled(
            one.difference.subject, one.difference.column, one.difference.published, one.difference.computed,
            one.kind if each else cause, one.likely if each else note,
        )
        for one in chosen
    ]  # fmt: skip


def lines(told: Sequence[Answer]) -> list[list[str]]:
    """The same as lines of a workbook."""
    found = []
    for one in told:
        cell, said = one.difference, one.settled
        found.append([
            cell.group, cell.name, cell.label, cell.published, cell.computed, gap(cell), cell.place,
            said.get_cause_display() if said else "待说明", said.note if said else one.likely,
            said.settled_by.name if said else "",
        ])  # fmt: skip
    return found


def gap(one: Difference) -> str:
    """Announced less computed, as text; empty where one of them is no number."""
    exact = one.gap
    return (
        ""
        if exact is None
        else cut(f"{Decimal(exact.numerator) / Decimal(exact.denominator):f}", 6)
    )
