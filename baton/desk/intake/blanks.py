"""空着的格: an empty cell of a unit that is asked for a figure is a doubt; one of a unit that isn't says nothing and is passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.documents.observations import KnownNames
from baton.domain.facts.models import State
from baton.domain.intake.cells import Changed
from baton.domain.intake.oddities import Oddity

MOST_NAMED = 5
Line = list[Any]


def settle_blanks(
    read: Read, known: KnownNames, expected: Mapping[str, Sequence[str]], before: Collection[tuple[str, str]]
) -> list[Oddity]:  # fmt: skip
    """Leave out the empty cells of units that nobody asks; give the others as doubts, an item each.

    before: cells (unit, item) of the version before; what stood there is told as gone.
    """
    asked = {item: set(units) for item, units in expected.items()}
    pairs = list(zip(read.cells, read.measure, strict=True))
    rest = [(line, one) for line, one in pairs if not _is_blank(line, read) or line[0] in asked.get(line[1], (line[0],))]  # fmt: skip
    if len(rest) < len(pairs):
        read.cells[:], read.measure[:] = [line for line, _ in rest], [one for _, one in rest]
    if all(line[4] is None for line in read.cells):
        return []
    empty: dict[str, list[Line]] = {}
    for line in read.cells:
        if _is_blank(line, read) and (line[0], line[1]) not in before:
            empty.setdefault(line[1], []).append(line)
    found = []
    for item, lines in empty.items():
        units = list(dict.fromkeys(line[0] for line in lines))
        named = "、".join(known.subjects[unit] for unit in units[:MOST_NAMED])
        more = f"等 {len(units)} 个单位" if len(units) > MOST_NAMED else ""
        said = f"{known.items[item].name}有 {len(lines)} 格空着（{named}{more}），按“未出数”收"
        remedy = "漏填的请补上；没有此任务的请写“无此任务”，没出数的请写“未出数”"
        found.append(Oddity("blank", said, remedy, item, units[0]))
    return found


def changes(found: Sequence[Changed], expected: Mapping[str, Sequence[str]]) -> list[Changed]:
    """What changed since the version before; that a unit nobody asks has no such task, as nothing said before, is none."""
    nothing = (None, State.NOT_YET)
    return [
        one
        for one in found
        if not (one.now == State.NOT_APPLICABLE and one.was in nothing)
        or one.subject in expected.get(one.item, (one.subject,))
    ]


def count_figures(cells: Sequence[Sequence[Any]]) -> int:
    """How many cells say something: a figure, or a state other than that there is none yet."""
    return sum(line[4] is not None or line[5] != State.NOT_YET for line in cells)


def _is_blank(line: Sequence[Any], read: Read) -> bool:
    return line[4] is None and line[5] == State.NOT_YET and read.unclear.get(line[6]) == ""
