"""不考核的单位: figures for units whose score doesn't take them are pointed out, never taken without a word."""

from __future__ import annotations

from collections.abc import Mapping, Set

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
