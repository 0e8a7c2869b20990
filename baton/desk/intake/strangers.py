"""不考核的单位: figures for units whose score doesn't take them are pointed out, never taken without a word."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

from baton.documents.observations import KnownNames
from baton.domain.intake.cells import Cells
from baton.domain.intake.oddities import Oddity
from baton.scoring.facts import EVERYBODY

MOST_NAMED = 8
REMEDY = "收了也不算分；请核对是不是填到了别的列、别的行"


def strangers(
    cells: Cells, assessed: Mapping[str, Set[str]], known: KnownNames, but: Set[str]
) -> list[Oddity]:
    """A sentence for each data item with such figures, in the order of the roster. assessed: data item -> units.

    but: data items whose cells are asked about one by one.
    """
    found: dict[str, dict[str, str]] = {}
    for line in cells:
        whom = assessed.get(line[1])
        if (
            whom
            and line[1] not in but
            and line[4] is not None
            and line[0] != EVERYBODY
            and line[0] not in whom
        ):
            found.setdefault(line[1], {})[line[0]] = line[4]
    order = {code: at for at, code in enumerate(known.subjects)}
    odd = []
    for item, figures in found.items():
        units = sorted(figures, key=lambda code: order.get(code, len(order)))
        named = "、".join(f"{known.subjects[code]} {figures[code]}" for code in units[:MOST_NAMED])
        more = f"等 {len(units)} 个单位" if len(units) > MOST_NAMED else ""
        said = f"{known.items[item].name}不考核这些单位，表上却有数：{named}{more}"
        only = units[0] if len(units) == 1 else ""
        odd.append(Oddity("stranger", said, REMEDY, item, only, figures[units[0]]))
    return odd


def taskless(
    cells: Cells, asked: Mapping[str, Collection[str]], assessed: Mapping[str, Set[str]], known: KnownNames, but: Set[str]
) -> list[Oddity]:  # fmt: skip
    """Figures for units of which the agreement says that they have no such task, each by itself. asked: data item -> units.

    but: data items whose cells are asked about one by one.
    """
    return [
        Oddity(
            "stranger",
            f"{known.subjects[line[0]]}的{known.items[line[1]].name}填了 {line[4]}，责任书写的是无此任务",
            "收了也不算分；确有这项任务的，先到责任书补上目标，再来收",
            line[1],
            line[0],
            line[4],
        )
        for line in cells
        if line[4] is not None and line[1] not in but and has_no_task(line, asked, assessed)
    ]


def has_no_task(
    line: Sequence[str], asked: Mapping[str, Collection[str]], assessed: Mapping[str, Set[str]]
) -> bool:
    """Whether a figure is of a unit that the indicator assesses and the agreement frees from it."""
    return line[0] in assessed.get(line[1], ()) and line[0] not in asked.get(line[1], ())
