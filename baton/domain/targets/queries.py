"""Reading the agreed values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from baton.domain.schemes.models import Scheme
from baton.domain.targets.models import Seal, Target

Cell = tuple[str, str, str]
Pair = tuple[str, str]  # a unit and an indicator


def agreed(scheme: Scheme, number: int | None = None) -> QuerySet[Target]:
    """The newest line of every cell that has not been withdrawn, as the version with this number has it.

    number: None for the newest version of all, a draft among them. What was said of a unit's indicator since a later
    version takes the place of everything that was said of it before.
    """
    lines = _lines(scheme, number)
    later = lines.filter(
        subject=OuterRef("subject"), indicator=OuterRef("indicator"), since__gt=OuterRef("since")
    )
    return _newest(lines).filter(~Exists(later))


def agreement(scheme: Scheme, number: int | None = None) -> list[list[str | None]]:
    """The agreed values as rows of the canonical table (semantics §2); number: as for `agreed`.

    The few lines that hold from a later version on only are told apart here: asking the database is slow for a city's.
    """
    lines = _lines(scheme, number)
    latest = {
        (subject, indicator): since
        for subject, indicator, since in lines.filter(since__gt=1)
        .order_by("since")
        .values_list("subject", "indicator", "since")
    }
    found = _newest(lines).order_by("subject", "indicator", "field")
    return [
        [subject, indicator, field, value]
        for subject, indicator, field, value, since in found.values_list(
            "subject", "indicator", "field", "value", "since"
        )
        if latest.get((subject, indicator), 1) == since
    ]


def has_no_task(
    scheme: Scheme, subject: str, indicators: Iterable[str], number: int | None = None
) -> bool:
    """Whether a unit's agreement says 无此任务 of every one of these indicators; not where there are none."""
    asked = set(indicators)
    lines = agreed(scheme, number).filter(subject=subject, indicator__in=asked, value=None)
    return bool(asked) and set(lines.values_list("indicator", flat=True)) == asked


def _lines(scheme: Scheme, number: int | None) -> QuerySet[Target]:
    lines = Target.objects.filter(scheme=scheme)
    return lines if number is None else lines.filter(since__lte=number)


def _newest(lines: QuerySet[Target]) -> QuerySet[Target]:
    """The newest line of each cell and version among these, unless it was withdrawn."""
    newest = (
        lines.values("subject", "indicator", "field", "since")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return Target.objects.filter(pk__in=newest, is_withdrawn=False)


def layers(scheme: Scheme) -> dict[Pair, list[int]]:
    """By unit and indicator, the versions since which something is said of it; only where one is later than the first."""
    found: dict[Pair, list[int]] = defaultdict(list)
    lines = Target.objects.filter(scheme=scheme, since__gt=1)
    for subject, indicator, since in lines.values_list("subject", "indicator", "since").distinct().order_by("since"):  # fmt: skip
        found[subject, indicator].append(since)
    return dict(found)


def head(scheme: Scheme) -> int:
    """The number of the newest line of a scheme; 0 when there is none."""
    return Target.objects.filter(scheme=scheme).aggregate(newest=Max("id"))["newest"] or 0


def newest(scheme: Scheme, subject: str, indicator: str) -> int:
    """The number of the newest line about a unit's indicator, withdrawn or not; 0 when there is none."""
    found = Target.objects.filter(scheme=scheme, subject=subject, indicator=indicator)
    return found.aggregate(newest=Max("id"))["newest"] or 0


def history(scheme: Scheme, subject: str, indicator: str) -> QuerySet[Target]:
    """Everything that was ever agreed about a unit's indicator, the newest first."""
    return (
        Target.objects.filter(scheme=scheme, subject=subject, indicator=indicator)
        .select_related("recorded_by")
        .order_by("-id")
    )


def seal_of(scheme: Scheme) -> Seal | None:
    """When, by whom and with which digest the agreed values were sealed; None while they move freely."""
    return Seal.objects.filter(scheme=scheme).select_related("sealed_by").first()


@dataclass(frozen=True)
class Amendment:
    """One cell that was changed after sealing: the new line, and the one it took the place of."""

    line: Target
    before: Target | None


def amendments(scheme: Scheme, seal: Seal | None) -> list[Amendment]:
    """目标调整记录: every change after sealing, the newest first."""
    if seal is None:
        return []
    later = list(
        Target.objects.filter(_later(seal), scheme=scheme)
        .select_related("recorded_by")
        .order_by("id")
    )
    before = _before(scheme, seal, later)
    found = []
    for line in later:
        cell = line.subject, line.indicator, line.field
        found.append(Amendment(line, before.get(cell)))
        before[cell] = line
    return found[::-1]


def is_amended(seal: Seal) -> bool:
    """Whether anything was changed since."""
    return Target.objects.filter(_later(seal), scheme=seal.scheme_id).exists()


def _later(seal: Seal) -> Q:
    """Lines that were written after sealing; an older seal does not know its newest line, only its moment."""
    if seal.head is not None:
        return Q(id__gt=seal.head)
    return Q(recorded_at__gt=seal.sealed_at)


def sealed_agreement(
    scheme: Scheme, seal: Seal, number: int | None = None
) -> list[list[str | None]]:
    """The agreed values as they were sealed, as rows of the canonical table; number: as for `agreed`."""
    lines: dict[tuple[Pair, int, str], Target] = {}
    newest: dict[Pair, int] = defaultdict(int)
    found = Target.objects.filter(~_later(seal), scheme=scheme).order_by("id")
    for line in found if number is None else found.filter(since__lte=number):
        pair = line.subject, line.indicator
        lines[pair, line.since, line.field] = line
        newest[pair] = max(newest[pair], line.since)
    return [
        [*pair, field, line.value]
        for (pair, since, field), line in sorted(lines.items())
        if since == newest[pair] and not line.is_withdrawn
    ]


def _before(scheme: Scheme, seal: Seal, later: Iterable[Target]) -> dict[Cell, Target]:
    """What some cells said when the values were sealed."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for line in later:
        wanted[line.subject].add(line.indicator)
    if not wanted:
        return {}
    found = Target.objects.filter(
        ~_later(seal), scheme=scheme, subject__in=list(wanted),
        indicator__in={code for codes in wanted.values() for code in codes},
    ).order_by("id")  # fmt: skip
    return {(line.subject, line.indicator, line.field): line for line in found}
