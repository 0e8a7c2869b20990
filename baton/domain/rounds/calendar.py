"""日程: the usual days of a round counted from its first day, and what of a calendar is done, next or late."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from baton.domain.rounds.models import Round, Stage, Step

ORDER = list(Stage.values)
NOTICE_DAYS = 5  # working days a result hangs out before it becomes final
Kind = Round.Kind

# Working days from the day the notice goes out.
USUAL: dict[str, tuple[tuple[str, int, str], ...]] = {
    Kind.YEAR_END: (
        ("收件截止", 10, ""), ("核对稿", 13, Stage.CHECK), ("征求意见", 18, Stage.OPINION), ("考核委审议", 23, Stage.COMMITTEE),
        ("常委会审定", 28, Stage.STANDING), ("公示", 30, Stage.NOTICE), ("正式", 30 + NOTICE_DAYS + 1, Stage.FINAL),
    ),
    Kind.MID_YEAR: (
        ("收件截止", 8, ""), ("核对稿", 11, Stage.CHECK), ("考核委审议", 16, Stage.COMMITTEE), ("正式", 19, Stage.FINAL),
    ),
    Kind.QUARTER: (("收件截止", 5, ""), ("核对稿", 7, Stage.CHECK), ("正式", 9, Stage.FINAL)),
    Kind.AD_HOC: (("收件截止", 3, ""), ("正式", 5, Stage.FINAL)),
}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """One line of a calendar before it is kept."""

    name: str
    due_on: date
    stage: str = ""
    note: str = ""


def usual(kind: str, start: date) -> list[Planned]:
    """The usual calendar of a kind of round. Saturdays and Sundays don't count; holidays are not known here."""
    return [
        Planned(name, workday(start, days), str(stage)) for name, days, stage in USUAL[Kind(kind)]
    ]


def workday(start: date, days: int) -> date:
    """The working day so many working days after a day."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


def workdays_between(first: date, last: date) -> int:
    """Working days after the first day and before the last."""
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, (last - first).days))


@dataclass(frozen=True)
class Due:
    """A line of the calendar today: done, late, next or later, and how many days off."""

    step: Step
    status: str
    days: int
    is_passed: bool = False  # nobody said that it was done, but what comes after it is

    @property
    def words(self) -> str:
        """已办完, 已过, 跳过了, 过了 2 天, 就是今天, 还有 5 天."""
        if self.status == "done" and self.is_passed:
            return "跳过了，没有记办完" if self.days > 0 else "已过"
        if self.status == "done":
            return "已办完"
        if self.days < 0:
            return f"过了 {-self.days} 天"
        return f"还有 {self.days} 天" if self.days else "就是今天"


def agenda(round: Round, steps: Sequence[Step], today: date) -> list[Due]:
    """The calendar with what is done: marked so, its draft numbered, or something after it done already."""
    reached = ORDER.index(round.stage)
    done = [
        step.done_on is not None or bool(step.stage and reached and ORDER.index(step.stage) <= reached)
        for step in steps
    ]  # fmt: skip
    last = max((place for place, is_done in enumerate(done) if is_done), default=-1)
    found: list[Due] = []
    for place, step in enumerate(steps):
        days = (step.due_on - today).days
        if place <= last or round.is_closed:
            status = "done"
        elif days < 0:
            status = "late"
        else:
            status = "later" if any(one.status == "next" for one in found) else "next"
        found.append(Due(step, status, days, is_passed=status == "done" and not done[place]))
    return found
