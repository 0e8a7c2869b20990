"""Reading the agreed values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from baton.domain.schemes.models import Scheme
from baton.domain.targets.models import Seal, Target

Cell = tuple[str, str, str]


def agreed(scheme: Scheme) -> QuerySet[Target]:
    """The newest line of every cell that has not been withdrawn."""
    newest = (
        Target.objects.filter(scheme=scheme)
        .values("subject", "indicator", "field")
        .annotate(newest=Max("id"))
        .values("newest")
    )
    return Target.objects.filter(pk__in=newest, is_withdrawn=False)


def agreement(scheme: Scheme) -> list[list[str | None]]:
    """The agreed values as rows of the canonical table (semantics §2)."""
    found = agreed(scheme).order_by("subject", "indicator", "field")
    return [list(line) for line in found.values_list("subject", "indicator", "field", "value")]


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


def sealed_agreement(scheme: Scheme, seal: Seal) -> list[list[str | None]]:
    """The agreed values as they were sealed, as rows of the canonical table."""
    lines: dict[Cell, Target] = {}
    for line in Target.objects.filter(~_later(seal), scheme=scheme).order_by("id"):
        lines[line.subject, line.indicator, line.field] = line
    return [[*cell, line.value] for cell, line in sorted(lines.items()) if not line.is_withdrawn]


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
