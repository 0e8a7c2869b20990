"""数从哪里来: the version of the sheet, or the clerk, behind each figure that a result used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from baton.documents.reasons import Reason
from baton.domain.assessment.models import Run
from baton.domain.facts.models import Figure
from baton.domain.intake.models import Sheet
from baton.scoring.facts import EVERYBODY

Cell = tuple[str, str, str]  # data item, period, key
SHEET, HEARING = "sheet", "hearing"


@dataclass(frozen=True)
class Origin:
    """Who recorded a figure when; from which version of which sheet or session, or why it was changed by hand."""

    by: str
    at: datetime
    reason: str
    sheet: int | None = None
    number: int | None = None
    title: str = ""
    hearing: int | None = None


def with_words(run: Run, told: Mapping[str, Sequence[Reason]]) -> dict[str, list[Reason]]:
    """What changed, by unit, with the reason that somebody wrote when the figure was changed by hand; one query."""
    cells = {(subject, *one.cell): one for subject, own in told.items() for one in own if one.cell}
    lines = Figure.objects.filter(
        scheme=run.round.scheme_id, subject__in=list(told), item__in={key[1] for key in cells}, seq__lte=run.seq
    ) if cells else ()  # fmt: skip
    words = {(one.subject, one.item, one.period, one.key): one.reason for one in sorted(lines, key=lambda one: one.pk)}  # fmt: skip

    def said(subject: str, one: Reason) -> Reason:
        why = words.get((subject, *one.cell), "") if one.cell else ""
        source = "：".join(part for part in (one.source, why) if part)
        return replace(one, source=source) if why else one

    return {subject: [said(subject, one) for one in own] for subject, own in told.items()}


def origins(run: Run, subject: str, items: Iterable[str]) -> dict[Cell, Origin]:
    """By cell, as the ledger stood when the run was computed; two queries."""
    found = Figure.objects.filter(
        scheme=run.round.scheme_id, subject__in=(EVERYBODY, subject), item__in=list(items), seq__lte=run.seq
    ).select_related("recorded_by").order_by("pk")  # fmt: skip
    own_last = sorted(found, key=lambda one: one.subject == subject)
    newest = {(one.item, one.period, one.key): one for one in own_last}
    numbers = {one.pk: _version(one.batch, SHEET) for one in newest.values()}
    titles = dict(
        Sheet.objects.filter(pk__in={pk for pk, _ in numbers.values() if pk}).values_list(
            "pk", "title"
        )
    )
    told = {}
    for cell, one in newest.items():
        sheet, number = numbers[one.pk]
        if sheet not in titles:
            sheet = number = None
        title = titles.get(sheet, "") if sheet else ""
        told[cell] = Origin(
            one.recorded_by.name,
            one.recorded_at,
            one.reason,
            sheet,
            number,
            title,
            _version(one.batch, HEARING)[0],
        )
    return told


def _version(batch: str, of: str) -> tuple[int | None, int | None]:
    """The sheet (or session) and the number of its version, where a batch is one."""
    kind, _, rest = batch.partition(":")
    sheet, _, number = rest.partition(":")
    return (
        (int(sheet), int(number))
        if kind == of and sheet.isdigit() and number.isdigit()
        else (None, None)
    )
