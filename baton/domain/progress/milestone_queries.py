"""Reading milestones, with what became of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet

from baton.domain.progress.models import Milestone, MilestoneNote
from baton.domain.schemes.models import Scheme

SOON = timedelta(days=7)
Kind = MilestoneNote.Kind


@dataclass(frozen=True)
class Standing:
    """Where a milestone stands by its notes, the oldest first."""

    milestone: Milestone
    notes: Sequence[MilestoneNote]

    @property
    def is_struck(self) -> bool:
        return self._last is not None and self._last.kind == Kind.STRUCK

    @property
    def done(self) -> MilestoneNote | None:
        """The note that says so, unless it was taken up again."""
        last = self._last
        return last if last is not None and last.kind == Kind.DONE else None

    @property
    def due_on(self) -> date:
        """The day it is due now, which may be later than was agreed at first."""
        days = [one.day for one in self.notes if one.kind == Kind.POSTPONED and one.day]
        return days[-1] if days else self.milestone.due_on

    @property
    def postponed(self) -> list[MilestoneNote]:
        return [one for one in self.notes if one.kind == Kind.POSTPONED]

    @property
    def _last(self) -> MilestoneNote | None:
        return self.notes[-1] if self.notes else None


def standings(scheme: Scheme) -> list[Standing]:
    """All milestones of a year with their notes, in the order of the days agreed at first; two queries."""
    return [_standing(one) for one in _told(Milestone.objects.filter(scheme=scheme))]


def standings_of(milestones: Sequence[Milestone]) -> list[Standing]:
    """These milestones with their notes as they are now; two queries."""
    found = Milestone.objects.filter(pk__in=[one.pk for one in milestones])
    return [_standing(one) for one in _told(found)]


def named(scheme: Scheme, words: Sequence[str]) -> QuerySet[Milestone]:
    """The milestones that have all these words, without those that were struck out, the first due first."""
    found = Milestone.objects.filter(scheme=scheme).exclude(notes__kind=Kind.STRUCK)
    for word in words:
        found = found.filter(
            Q(task__icontains=word) | Q(asked__icontains=word) | Q(unit__name__icontains=word)
        )
    return found.select_related("unit").order_by("due_on", "pk")


def is_any(scheme: Scheme) -> bool:
    """Whether a year has milestones at all."""
    return Milestone.objects.filter(scheme=scheme).exists()


def _told(found: QuerySet[Milestone]) -> QuerySet[Milestone]:
    notes = MilestoneNote.objects.select_related("noted_by").order_by("pk")
    return (
        found.select_related("unit", "added_by")
        .prefetch_related(Prefetch("notes", notes, to_attr="told"))
        .order_by("due_on", "pk")
    )


def _standing(one: Milestone) -> Standing:
    return Standing(one, one.told)  # type: ignore[attr-defined]
