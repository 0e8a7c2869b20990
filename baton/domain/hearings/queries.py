"""Reading sessions. What is sealed does not leave here before the session was closed."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from baton.domain.hearings.combining import Outcome, combined
from baton.domain.hearings.models import Appearance, Hearing
from baton.domain.rounds.models import Round


@dataclass(frozen=True)
class Line:
    """One unit of a session; scores and outcome only where they may be seen."""

    appearance: Appearance
    expected: int
    scores: tuple[str, ...] = ()
    outcome: Outcome | None = None

    @property
    def is_complete(self) -> bool:
        return self.appearance.came >= self.expected

    @property
    def short(self) -> int:
        """Slips that have not come."""
        return 0 if self.appearance.absent_why else max(0, self.expected - self.appearance.came)


def hearings(round: Round) -> QuerySet[Hearing]:
    """The sessions of a round, the newest day first."""
    found = Hearing.objects.filter(round=round).prefetch_related("appearances")
    return found.order_by("-held_on", "-pk")


def is_open(hearing: Hearing) -> bool:
    """Whether scores may be seen: shown at once, or closed once already."""
    return not hearing.is_sealed or hearing.version > 0


def lines(hearing: Hearing) -> list[Line]:
    """Every unit in its place; one query, and no score of a sealed session."""
    found = hearing.appearances.select_related("unit", "keyed_by").order_by("position")
    if not is_open(hearing):
        return [Line(one, hearing.expected) for one in found]
    return [_line(one, hearing) for one in found.select_related("tally")]


def on_screen(hearing: Hearing, line: Line) -> Outcome | None:
    """What the hall sees of a unit: its score once all slips have come, or the next one is on the stage."""
    is_over = line.is_complete or line.appearance.position != hearing.on_stage
    return line.outcome if is_over else None


def _line(one: Appearance, hearing: Hearing) -> Line:
    scores = tuple(one.tally.scores)
    return Line(one, hearing.expected, scores, combined(scores, hearing))
