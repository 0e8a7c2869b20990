"""拦着计分的, as pages show it: each sentence with the way to where it is put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.urls import reverse

from baton.desk import obstacles
from baton.desk.agreed.asked import missing_count
from baton.desk.intake.arrivals import full_place
from baton.desk.obstacles import Failure, Obstacle, Obstacles
from baton.desk.rules.shared import HALF_YEAR
from baton.documents.office.checking import AGREED, EVENT
from baton.documents.office.figures import FIGURE
from baton.domain.claims import queries as claims
from baton.domain.intake.models import Sheet
from baton.domain.rounds.models import Round
from baton.scoring.facts import EVERYBODY

MOST_SHOWN = 10


@dataclass(frozen=True)
class Told:
    """One obstacle: the sentence, what to do, where it came from, the way there."""

    sentence: str
    remedy: str
    source: str
    way: str
    verb: str


@dataclass(frozen=True)
class Stopped:
    """Why a round is not being computed anew: lines to put right, how many more, or why the program failed.

    repairs: (name, address of its method form) of the indicators whose rules it failed at.
    """

    lines: list[Told] = field(default_factory=list)
    more: int = 0
    targets: int = 0
    failure: str = ""
    repairs: list[tuple[str, str]] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines or self.targets or self.failure)

    @property
    def count(self) -> int:
        return len(self.lines) + self.more


@dataclass(frozen=True)
class Held:
    """Why what was written down since the newest result isn't in it: targets that the agreement lacks, and what stops the round."""

    lacking: int
    stopped: Stopped

    def __bool__(self) -> bool:
        return bool(self.lacking or self.stopped)

    @property
    def told(self) -> str:
        """In a few words, where there is no room for the ways to it."""
        if self.lacking:
            return f"责任书缺 {self.lacking} 项目标"
        return f"有 {self.stopped.count} 处算不了分" if self.stopped.lines else "程序出错，见上面"


def held(round: Round) -> Held:
    """What keeps a round from being computed as its records now stand."""
    return Held(missing_count(round)[0], stopped(round))


def stopped(round: Round, *, most: int = MOST_SHOWN) -> Stopped:
    """What keeps a stale round from being computed; at most two queries beyond those for its facts."""
    found = obstacles.obstacles_of(round)
    if not found.count:
        return _failed(obstacles.failure_of(round))
    return stopped_by(round, found, most)


def _failed(failure: Failure | None) -> Stopped:
    if failure is None:
        return Stopped()
    ways = [(name, reverse("office:method", args=[code])) for code, name in failure.names.items()]
    return Stopped(failure=failure.sentence, repairs=ways)


def stopped_by(round: Round, found: Obstacles, most: int = MOST_SHOWN) -> Stopped:
    """These obstacles; a target that nobody has written is only counted, since the agreement's page lists them."""
    shown = found.others[:most]
    return Stopped(told(round, shown), found.other_count - len(shown), found.targets)


def told(round: Round, found: Sequence[Obstacle]) -> list[Told]:
    """Obstacles with the way to each."""
    numbers = [one.item for one in found if one.kind == EVENT]
    pages = {one.number: one.pk for one in claims.numbered(round.scheme, numbers)} if numbers else {}  # fmt: skip
    figures = any(one.kind == FIGURE for one in found)
    sheets = {item: one.pk for one in Sheet.objects.filter(round=round) for item in one.items} if figures else {}  # fmt: skip
    return [_told(round, one, sheets, pages) for one in found]


def _told(round: Round, one: Obstacle, sheets: Mapping[str, int], pages: Mapping[str, int]) -> Told:
    way, verb = reverse("office:setup"), "去看名册与轮次"
    if one.kind == FIGURE:
        way, verb = _figure(round, one, sheets)
    elif one.kind == EVENT and one.item in pages:
        way, verb = reverse("office:claim", args=[pages[one.item]]), "看这一条"
    elif one.kind == AGREED:
        way, verb = reverse("office:target", args=[one.subject, one.item]), "去改目标"
    return Told(one.sentence, one.remedy, full_place(one.source), way, verb)


def _figure(round: Round, one: Obstacle, sheets: Mapping[str, int]) -> tuple[str, str]:
    """To the figure itself; another period's stands on its lead unit's sheet."""
    if one.subject == EVERYBODY:
        return reverse("office:references"), "去改参照值"
    if one.item == HALF_YEAR:
        return reverse("office:round", args=[round.pk]), "去看半年成绩"
    if one.period == round.as_of:
        return reverse("office:cell", args=[one.subject, one.item]), "改这一格"
    if one.item in sheets:
        return reverse("office:sheet", args=[sheets[one.item]]), "去看打分表"
    return reverse("office:desk"), "去收件台"
