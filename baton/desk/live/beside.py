"""台上这个单位的事实: what was written down about it in the year, and its figures, beside every rating."""

from __future__ import annotations

from dataclasses import dataclass

from baton.domain.assessment import gather
from baton.domain.assessment import queries as assessment
from baton.domain.assessment.models import Run
from baton.domain.facts.models import Current, State
from baton.domain.hearings.models import Hearing
from baton.domain.orgs.models import Unit
from baton.domain.progress import queries as progress
from baton.domain.progress.models import Record

MOST = 12  # of each beside the slips; the unit's own pages have them all


@dataclass(frozen=True)
class Known:
    """One figure of a unit with the name of its indicator."""

    name: str
    value: str
    unit: str
    source: str


@dataclass(frozen=True)
class Beside:
    """What lies beside: the newest records (those of this indicator first), and figures in the order of the scheme."""

    records: list[Record]
    figures: list[Known]
    more_records: int
    more_figures: int
    run: Run | None


def beside(hearing: Hearing, unit: Unit) -> Beside:
    """Everything known about the unit up to the session's day; three queries. Its own scores are not among them.

    run: where the unit's own page is, once the round was computed.
    """
    records = progress.standing(hearing.round.scheme, unit.code, until=hearing.held_on)
    records.reverse()
    records.sort(key=lambda one: one.indicator != hearing.indicator)
    figures = _figures(hearing, unit)
    return Beside(
        records[:MOST],
        figures[:MOST],
        len(records[MOST:]),
        len(figures[MOST:]),
        assessment.provisional(hearing.round),
    )


def _figures(hearing: Hearing, unit: Unit) -> list[Known]:
    book = gather.rulebook_of(hearing.round)
    data = {entry["code"]: entry for entry in book["data"]}
    found = Current.objects.filter(
        scheme=hearing.round.scheme_id, subject=unit.code, period=hearing.round.as_of, key="", state=State.REPORTED
    ).exclude(item=hearing.item)  # fmt: skip
    inputs = [entry["item"] for item in book["items"] for entry in item["data"].values()]
    places = {code: place for place, code in enumerate(dict.fromkeys(inputs))}
    return [
        Known(data[one.item]["name"], str(one.value), data[one.item]["unit"], one.source)
        for one in sorted(found, key=lambda one: places.get(one.item, 0))
        if one.item in places
    ]
