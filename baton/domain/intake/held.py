"""先不采用: cells of a sheet that came and that the office itself holds back, as figures that are not there yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Submission
from baton.domain.rounds.models import Round
from baton.scoring.facts import EVERYBODY, HELD_BACK, UNREPORTED

State = Submission.State
ADOPTED = (State.PARTIAL, State.ACCEPTED)


def held_back(round: Round, known: Collection[tuple[str, str, str]]) -> list[list[str | None]]:
    """Rows of the canonical table that say of a cell that it came and is not taken yet, without its figure.

    known: the cells, by subject, item and period, of which the ledger says something.
    """
    found = []
    for version in _partly(round):
        out = {(subject, item) for subject, item in version.left_out}
        source = f"{HELD_BACK}：{version.sheet.lead.name}打分表第 {version.number} 版"
        for line in unpack(version.cells):
            subject, item, period, key = line[:4]
            everybody = (EVERYBODY, item, period)
            if (subject, item) in out and not {(subject, item, period), everybody} & set(known):
                found.append([subject, item, period, key, None, UNREPORTED, source, ""])
    return found


def _partly(round: Round) -> Iterator[Submission]:
    """The last version of each sheet that counts, where it counts in part."""
    if round.pk is None:
        return
    versions = (
        Submission.objects.filter(sheet__round=round, state__in=ADOPTED)
        .select_related("sheet__lead")
        .defer("beside", "oddities")
        .order_by("sheet_id", "-number")
    )
    seen = set()
    for one in versions:
        if one.sheet_id not in seen and one.state == State.PARTIAL and one.left_out:
            yield one
        seen.add(one.sheet_id)
