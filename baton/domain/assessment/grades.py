"""等次: per unit what a run computed, what an organ decided, on which draft, and whether that still stands.

A decision is made on a draft. Later drafts carry it as long as the unit's computed grade and the vetoes upon it are
as they were there; otherwise it has lapsed, and the organ is asked anew: a draft after that does not take it up again,
whatever it computes. An earlier draft never shows it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from baton.domain.assessment.models import GradeDecision, Release, Run, RunLine

NONE, UNDECIDED, EDGE = "无等次", "未定", "edge"
Place = tuple[int, str]  # a run (or a round) and a subject


@dataclass(frozen=True)
class Grade:
    """One unit's grade on one run.

    computed: what this run came to; decision: the newest of an organ that this run knows and that was not withdrawn;
    stands: whether it holds on this run. is_level: several with the same total share the last places, so that nothing
    could be computed. lapsed_on: the number of the earlier draft on which it lost its grounds; 0 where this run is the
    first, or it stands.
    """

    subject: str
    computed: str
    decision: GradeDecision | None = None
    stands: bool = True
    is_level: bool = False
    lapsed_on: int = 0

    @property
    def computed_words(self) -> str:
        """The computed grade, or why there is none."""
        return self.computed or (UNDECIDED if self.is_level else NONE)

    @property
    def shown(self) -> str:
        """The grade that counts: the decided one where it stands, else the computed one; may be empty."""
        return self.decision.decided if self.decision and self.stands else self.computed

    @property
    def is_decided(self) -> bool:
        """Whether an organ's decision makes the grade."""
        return self.decision is not None and self.stands

    @property
    def has_lapsed(self) -> bool:
        """Whether an organ decided on other grounds than this run's, so that it has to be asked anew."""
        return self.decision is not None and not self.stands

    @property
    def note(self) -> str:
        """What stands beside the grade: who decided and what was computed; empty where nothing was decided."""
        if self.decision is None:
            return ""
        made, computed = self.decision, self.computed_words
        on = f"作于第 {made.run.number} 稿" if made.run and made.run.number else "早先作出"
        if not self.stands:
            then = made.computed or NONE
            since = f"第 {self.lapsed_on} 稿起依据变了，" if self.lapsed_on else ""
            return f"{made.organ}定“{made.decided}”{on}（当时算出{then}），{since}本稿算出{computed}，请重新提请"
        day = made.decided_on
        return f"算出的是{computed}；{made.organ} {day.year} 年 {day.month} 月 {day.day} 日{made.document}定，{on}"

    @property
    def short(self) -> str:
        """The same for readers in a hurry."""
        if self.decision is None:
            return ""
        if not self.stands:
            return "等重新提请"
        return f"{self.decision.organ}定；算出的是{self.computed_words}"


def grades_of(run: Run, *, until: datetime | None = None, lines: Sequence[RunLine] | None = None) -> dict[str, Grade]:  # fmt: skip
    """Every unit's grade on a run, by subject; at most three queries.

    until: decisions recorded later are left out, as they were not released with the run.
    lines: the run's lines where they are at hand.
    """
    own = list(run.lines.all()) if lines is None else lines
    return {subject: found for (_, subject), found in grades_of_lines(own, until=until).items()}


def unseen(release: Release, lines: Sequence[RunLine] | None = None) -> int:
    """How many grades of a released draft are others since an organ decided after the release.

    lines: the draft's lines where they are at hand.
    """
    own = list(release.run.lines.all()) if lines is None else lines
    now = grades_of(release.run, lines=own)
    then = grades_of(release.run, until=release.released_at, lines=own)
    return sum(now[one].decision != then[one].decision for one in now)


def told_of(run: Run) -> dict[str, tuple[str, str]]:
    """The grade and what stands beside it, of the units on which an organ decided; as workbooks print it."""
    return {
        subject: (grade.shown, grade.note)
        for subject, grade in grades_of(run).items()
        if grade.decision
    }


def grades_of_lines(
    lines: Sequence[RunLine], *, until: datetime | None = None, until_of: Mapping[int, datetime] | None = None
) -> dict[Place, Grade]:  # fmt: skip
    """The grade of each line, whichever run it is of (`line.run` must be loaded), by run and subject.

    until, until_of: decisions recorded later are left out; the one holds for all, the other by run.
    """
    made = _decisions({line.run.round_id for line in lines})
    ends = until_of or {}
    grounds = _grounds(made)
    of_unit: dict[Place, list[GradeDecision]] = {}
    for one in made:
        of_unit.setdefault((one.round_id, one.subject), []).append(one)
    found = {}
    for line in lines:
        end = ends.get(line.run_id, until)
        known = [
            one for one in of_unit.get((line.run.round_id, line.subject), [])
            if _knows(line.run, one) and (end is None or one.recorded_at <= end)
        ]  # fmt: skip
        grade = judged(
            line.subject, line.grade, line.vetoes, known, grounds, before=line.run.number
        )  # fmt: skip
        found[line.run_id, line.subject] = replace(grade, is_level=line.reason == EDGE)
    return found


def standing_on(round_id: int, computed: Iterable[tuple[str, str, list[str]]]) -> dict[str, Grade]:
    """How a round's decisions would stand on a draft that is about to be numbered: subject, grade and vetoes of each."""
    made = _decisions({round_id})
    grounds = _grounds(made)
    return {
        subject: judged(subject, grade, vetoes, [one for one in made if one.subject == subject], grounds)
        for subject, grade, vetoes in computed
    } if made else {}  # fmt: skip


def judged(
    subject: str, computed: str, vetoes: list[str] | None, known: Sequence[GradeDecision], grounds: dict[Place, list[RunLine]],
    *, before: int | None = None,
) -> Grade:  # fmt: skip
    """A unit's grade, from what a run computed and the decisions it knows, oldest first.

    grounds: the unit's lines on the round's numbered drafts, by round and subject. before: the run's own number, None
    where it is not numbered (yet): what came after it is no concern of its.
    """
    if not known or not known[-1].decided:
        return Grade(subject, computed)
    last = known[-1]
    on = last.run.number if last.run else None
    drafts = grounds.get((last.round_id, subject), [])
    was = next((line.vetoes for line in drafts if line.run_id == last.run_id), None)

    def is_other(grade: str, then: list[str] | None) -> bool:
        return last.computed != grade or (was is not None and then is not None and was != then)

    since = next(
        (
            line.run.number or 0 for line in drafts
            if on is not None and on < (line.run.number or 0) and (before is None or (line.run.number or 0) < before)
            and is_other(line.grade, line.vetoes)
        ),
        0,
    )  # fmt: skip
    return Grade(subject, computed, last, stands=not since and not is_other(computed, vetoes), lapsed_on=since)  # fmt: skip


def _decisions(rounds: set[int]) -> list[GradeDecision]:
    return list(GradeDecision.objects.filter(round__in=rounds).select_related("run").order_by("id"))


def _grounds(made: Sequence[GradeDecision]) -> dict[Place, list[RunLine]]:
    """What the numbered drafts of the rounds said of the units that were decided on, oldest first, by round and subject."""
    rounds, subjects = {one.round_id for one in made}, {one.subject for one in made}
    if not any(one.run_id for one in made):
        return {}
    lines = RunLine.objects.filter(
        run__round__in=rounds, run__number__isnull=False, subject__in=subjects
    )
    found: dict[Place, list[RunLine]] = {}
    for line in lines.select_related("run").order_by("run__number", "pk"):
        found.setdefault((line.run.round_id, line.subject), []).append(line)
    return found


def _knows(run: Run, made: GradeDecision) -> bool:
    """A draft knows what was decided on it or on one before it; a provisional result knows all."""
    if run.number is None:
        return True
    if made.run is None or made.run.number is None:
        return made.recorded_at <= run.computed_at
    return made.run.number <= run.number
