"""别的期次的数: a sheet whose figures are all of another period than the one that is asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from baton.documents.scheme_table import spoken
from baton.domain.intake.cells import Cells
from baton.domain.intake.oddities import Oddity
from baton.domain.rounds.models import Round


def other_periods(
    round: Round, cells: Cells, names: Mapping[str, str], wanted: Collection[str]
) -> list[Oddity]:
    """Each data item of which the sheet has figures, and none of the round's period. wanted: the items that are asked for."""
    found: dict[str, set[str]] = {}
    for line in cells:
        found.setdefault(line[1], set()).add(line[2])
    return [
        Oddity(
            "period",
            f"{names[item]}：表上是{'、'.join(map(spoken, sorted(periods)))}的数，这一轮要{spoken(round.as_of)}的，表上没有",
            f"采用了也只记作{'、'.join(map(spoken, sorted(periods)))}的数；请牵头单位补报{spoken(round.as_of)}的数",
            item,
        )
        for item, periods in found.items()
        if item in wanted and round.as_of not in periods
    ]
