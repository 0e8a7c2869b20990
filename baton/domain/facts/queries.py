"""Reading the ledger of figures."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from baton.domain.facts.models import Current, Figure, Mark, State
from baton.domain.facts.services import BY_HAND, Row, rows_digest
from baton.domain.schemes.models import Scheme

SHEET = "sheet:"  # how the batch of an accepted sheet begins
BULLETIN = "table:"  # and that of a bulletin
COLUMNS = ("subject", "item", "period", "key", "value", "state", "source", "date")


def observations(scheme: Scheme) -> list[list[str | None]]:
    """The newest figure of every cell, as rows of the canonical table (semantics §2)."""
    found = Current.objects.filter(scheme=scheme).order_by("subject", "item", "period", "key")
    return [list(line) for line in found.values_list(*COLUMNS)]


def idle(scheme: Scheme) -> set[tuple[str, str]]:
    """Units and data items that are excused or no task in some period."""
    found = Current.objects.filter(scheme=scheme, state__in=[State.EXCUSED, State.NOT_APPLICABLE])
    return set(found.values_list("subject", "item"))


def items(scheme: Scheme) -> set[str]:
    """Every data item of which the ledger ever had a figure."""
    return set(Current.objects.filter(scheme=scheme).values_list("item", flat=True).distinct())


def cells(scheme: Scheme, items: list[str], period: str) -> dict[tuple[str, str, str], Current]:
    """The newest figures of some data items in a period, by (subject, item, key)."""
    found = Current.objects.filter(scheme=scheme, item__in=items, period=period)
    return {(cell.subject, cell.item, cell.key): cell for cell in found}


def latest_of(scheme: Scheme, items: list[str], periods: list[str]) -> dict[tuple[str, str], str]:
    """By unit and data item the figure of the last of these periods in which the item was reported at all."""
    found = Current.objects.filter(
        scheme=scheme, item__in=items, period__in=periods, key="", value__isnull=False
    ).values_list("subject", "item", "period", "value")
    place = {period: at for at, period in enumerate(periods)}
    last: dict[str, int] = {}
    lines = list(found)
    for _, item, period, _ in lines:
        last[item] = max(last.get(item, -1), place[period])
    return {
        (subject, item): str(value)
        for subject, item, period, value in lines
        if place[period] == last[item]
    }


def reported(scheme: Scheme, items: list[str]) -> dict[tuple[str, str, str], str]:
    """The figures of some data items in all periods, by (subject, item, period); one query."""
    found = Current.objects.filter(scheme=scheme, item__in=items, key="", value__isnull=False)
    lines = found.values_list("subject", "item", "period", "value")
    return {(subject, item, period): str(value) for subject, item, period, value in lines}


def newest(scheme: Scheme, items: list[str]) -> dict[tuple[str, str, str, str], tuple[str, bool]]:
    """By cell of some data items what it says (figure, else state), and whether an accepted sheet said it; two queries."""
    sheets = {
        (*line[:4], line[4])
        for line in Figure.objects.filter(
            scheme=scheme, item__in=items, batch__startswith=SHEET
        ).values_list("subject", "item", "period", "key", "seq")
    }
    found = Current.objects.filter(scheme=scheme, item__in=items).values_list(
        "subject", "item", "period", "key", "value", "state", "seq"
    )
    return {
        line[:4]: (line[4] if line[4] is not None else line[5], (*line[:4], line[6]) in sheets)
        for line in found
    }


def other_ways(
    scheme: Scheme, items: list[str]
) -> dict[tuple[str, str, str, str], tuple[str, str]]:
    """By cell of some data items the figure in force and its batch, where neither a sheet nor the office itself put it in; two queries."""
    came = {
        (*line[:4], line[4]): line[5]
        for line in Figure.objects.filter(scheme=scheme, item__in=items)
        .exclude(batch__startswith=SHEET)
        .exclude(batch=BY_HAND)
        .values_list("subject", "item", "period", "key", "seq", "batch")
    }
    if not came:
        return {}
    now = Current.objects.filter(scheme=scheme, item__in=items, value__isnull=False).values_list(
        "subject", "item", "period", "key", "value", "seq"
    )
    return {
        line[:4]: (str(line[4]), came[(*line[:4], line[5])])
        for line in now
        if (*line[:4], line[5]) in came
    }


def told_of(scheme: Scheme, period: str) -> dict[str, bool]:
    """Data items of which there are figures of a period, and whether a bulletin has brought some of them; one query."""
    bulletin = Count("pk", filter=Q(batch__startswith=BULLETIN))
    found = Figure.objects.filter(scheme=scheme, period=period).order_by("item")
    return {item: bool(many) for item, many in found.values_list("item").annotate(many=bulletin)}


def by_hand(scheme: Scheme, items: list[str]) -> dict[tuple[str, str, str, str], Figure]:
    """By cell of some data items the figure the office put in itself, where it is still the newest; two queries at most."""
    own = {
        (one.subject, one.item, one.period, one.key, one.seq): one
        for one in Figure.objects.filter(scheme=scheme, item__in=items, batch=BY_HAND)
    }
    if not own:
        return {}
    now = Current.objects.filter(scheme=scheme, item__in=items).order_by("subject", "item", "period", "key")  # fmt: skip
    keys = now.values_list("subject", "item", "period", "key", "seq")
    return {key[:4]: own[key] for key in keys if key in own}


def history(scheme: Scheme, subject: str, item: str, period: str) -> QuerySet[Figure]:
    """Every figure a cell ever had, newest first, with who recorded it."""
    return (
        Figure.objects.filter(scheme=scheme, subject=subject, item=item, period=period)
        .select_related("recorded_by")
        .order_by("-id")
    )


def past_of(scheme: Scheme, subject: str, items: list[str]) -> QuerySet[Figure]:
    """Every figure that some data items of one unit (or of all, `*`) ever had, newest first."""
    return (
        Figure.objects.filter(scheme=scheme, subject=subject, item__in=items)
        .select_related("recorded_by")
        .order_by("-id")
    )


def newest_of(scheme: Scheme, item: str, period: str, subjects: Iterable[str]) -> dict[str, Figure]:
    """The newest figure of a data item by unit; one query."""
    found = Figure.objects.filter(scheme=scheme, item=item, period=period, subject__in=subjects)
    return {one.subject: one for one in found.order_by("id")}


def newest_batch(scheme: Scheme, item: str, period: str, start: str) -> Figure | None:
    """The newest figure of a data item that came with a batch of this kind, with who recorded it."""
    return (
        Figure.objects.filter(scheme=scheme, item=item, period=period, batch__startswith=start)
        .select_related("recorded_by")
        .order_by("-id")
        .first()
    )


def moved(scheme: Scheme) -> int:
    """How far the scheme's facts have moved."""
    return Mark.objects.filter(scheme=scheme).values_list("seq", flat=True).first() or 0


def recorded(scheme: Scheme, seq: int) -> str:
    """The digest of what was recorded at one step, recomputed from the ledger as it now is."""
    found = Figure.objects.filter(scheme=scheme, seq=seq).values_list(*COLUMNS)
    return rows_digest(
        Row(subject=line[0], item=line[1], period=line[2], key=line[3], value=line[4], state=line[5], source=line[6], date=line[7])
        for line in found
    )  # fmt: skip
