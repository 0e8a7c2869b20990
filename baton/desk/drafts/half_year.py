"""半年成绩到年终: which draft of the half-year counts, whether there is a newer one, and what it came to for a unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from baton.desk.parts import half_year as rule
from baton.desk.parts.shapes import percent
from baton.desk.rules.shared import HALF_YEAR
from baton.domain import clock
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather, half_year
from baton.domain.assessment.half_year import Taken
from baton.domain.assessment.models import Run
from baton.domain.facts import queries as figures
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.scoring.facts import OBSERVATIONS, table
from baton.scoring.result import Result

ABSENT = {one.value: one.word for one in rule.ABSENT}


@dataclass(frozen=True)
class HalfYear:
    """How the half-year stands in a round: share (empty: only looked at), drafts to take, the one that was taken.

    lacking: units without a half-year result; differing: how many figures are not what the newest draft says.
    """

    share: str
    absent: str
    is_own: bool
    drafts: tuple[Run, ...]
    source: Taken | None
    lacking: tuple[str, ...]
    differing: int

    @property
    def taken(self) -> Run | None:
        return self.source.draft if self.source else None

    @property
    def newest(self) -> Run | None:
        """The newest draft of the round that was taken from; before anything was taken, of the latest round."""
        if self.taken is None:
            return self.drafts[0] if self.drafts else None
        return next((one for one in self.drafts if one.round_id == self.taken.round_id), None)

    @property
    def is_behind(self) -> bool:
        """Whether a newer draft of the same half-year says something else, or was never looked at."""
        return self.taken is not None and self.newest is not None and (self.newest.pk != self.taken.pk or self.differing > 0)  # fmt: skip


def standing(round: Round) -> HalfYear | None:
    """How the half-year stands in a round; None where there is nothing to say."""
    book = gather.rulebook_of(round)
    item = rule.half_of(book)
    is_own = round.kind == Round.Kind.MID_YEAR
    drafts = tuple(half_year.drafts_for(round))
    if item is None:
        said = drafts and round.kind == Round.Kind.YEAR_END
        return HalfYear("", "", False, drafts, None, (), 0) if said else None
    found = half_year.taken_from(round, HALF_YEAR)
    names = {line[0]: line[1] for line in orgs.roster(round.scheme.year, round.on)}
    now = {key[0]: cell for key, cell in figures.cells(round.scheme, [HALF_YEAR], round.as_of).items()}  # fmt: skip
    absent = ABSENT[rule.absent_of(item)]
    made = HalfYear(rule.share_of(book), absent, is_own, drafts, found, (), 0)
    if made.newest is None or found is None:
        return made
    rows = rows_of(round, book, made.newest)
    differing = sum(
        (row.value, row.state) != ((cell.value, cell.state) if (cell := now.get(row.subject)) else (None, ""))
        for row in rows
    )  # fmt: skip
    lacking = tuple(names[one] for one in (row.subject for row in rows) if one not in now or now[one].value is None)  # fmt: skip
    return HalfYear(made.share, absent, is_own, drafts, found, lacking, differing)  # fmt: skip


def rows_of(round: Round, book: dict[str, Any], draft: Run) -> list[Row]:
    """What a draft says of every unit whose total holds the half-year; who has no result is named as such.

    Who was merged away or abolished before the round's day has no total there, and nothing is said of it.
    """
    item = rule.half_of(book)
    if item is None:
        return []
    state = State.PENDING if rule.absent_of(item) == rule.HOLD else State.NOT_APPLICABLE
    groups = set(rule.groups_with(book))
    totals = dict(draft.lines.values_list("subject", "total"))
    given = {"item": HALF_YEAR, "period": round.as_of, "source": half_year.source_of(draft)}
    day = clock.local(draft.computed_at).date().isoformat()
    found = []
    for line in orgs.roster(round.scheme.year, round.on):
        if line[3] not in groups or not orgs.is_listed(line, round.on):
            continue
        total = totals.get(line[0])
        if total is None:
            lacks = given | {"source": f"{given['source']}没有它的总分"}
            found.append(Row(subject=line[0], value=None, state=state.value, **lacks))
        else:
            found.append(Row(subject=line[0], value=total, date=day, **given))
    return found


def untaken(round: Round, book: dict[str, Any]) -> Run | None:
    """The draft that stands for the half-year in a try, where a book needs it and nobody has taken one yet.

    Refused without any: nobody would have a total.
    """
    if rule.half_of(book) is None or half_year.taken_from(round, HALF_YEAR) is not None:
        return None
    if figures.cells(round.scheme, [HALF_YEAR], round.as_of):
        return None
    drafts = half_year.drafts_for(round)
    if not drafts:
        raise Refused(
            "本年还没有编过号的半年评估稿，谁也没有半年成绩，试出来谁都没有总分，所以没有试。请先把半年评估那一轮编一稿；"
            "要先定下来，按“留下”就行，编稿以后到年终那一轮的轮次页取半年成绩。"
        )
    return drafts[0]


def is_lacking(result: Result) -> bool:
    """Whether a result waits for the half-year as a whole: the book holds it, and nobody has taken a draft of it yet."""
    facts = result.plan.facts
    return rule.half_of(result.plan.rulebook) is not None and not any(
        line[1] == HALF_YEAR and line[2] == facts.as_of for line in facts.observations
    )


def as_if_taken(
    round: Round, book: dict[str, Any], draft: Run | None, facts: dict[str, Any]
) -> dict[str, Any]:
    """The facts with a draft's totals in the half-year's place, where a book holds it; nothing is written."""
    if draft is None or rule.half_of(book) is None:
        return facts
    rows = [[*row.cell, row.value, row.state, row.source, row.date] for row in rows_of(round, book, draft)]  # fmt: skip
    lines = sorted([*facts["observations"]["rows"], *rows], key=lambda line: line[:4])
    return facts | {"observations": table(OBSERVATIONS, lines)}


def take(*, round: Round, draft: Run, by: Person, at: datetime) -> list[str]:
    """取半年成绩: the draft's totals become the round's half-year figures; names of those that have none."""
    book = gather.rulebook_of(round)
    if rule.half_of(book) is None:
        raise Refused(
            "这一轮的规则书里，半年评估只作参考。要让它占一部分，请先到指标体系改，再用那一版。"
        )
    if round.kind == Round.Kind.MID_YEAR:
        raise Refused("这一轮自己就是半年评估，不能再取半年成绩。请改用没有半年占比的规则书版本。")
    if draft.pk not in {one.pk for one in half_year.drafts_for(round)}:
        raise Refused("只能取本年半年评估编过号的稿。")
    rows = rows_of(round, book, draft)
    half_year.take(round=round, draft=draft, rows=rows, by=by, at=at)
    names = {line[0]: line[1] for line in orgs.roster(round.scheme.year, round.on)}
    return [names[row.subject] for row in rows if row.value is None]


def told(result: Result, subject: str) -> str:
    """半年第 2 稿 92.31 × 30%: what the half-year came to for a unit; empty where it is only looked at."""
    book = result.plan.rulebook
    item = rule.half_of(book)
    if item is None or result.cell(subject, rule.CODE) is None:
        return ""
    line = next((one for one in result.plan.facts.observations if one[0] == subject and one[1] == HALF_YEAR and one[2] == result.plan.facts.as_of), None)  # fmt: skip
    score, share = result.score(subject, rule.CODE), percent(rule.share_of(book))
    if line is None:
        return f"半年成绩还没有取，占 {share}"
    source = str(line[6]).partition("（")[0]
    if line[4] is not None:
        turned = "" if score == line[4] else f"，折合 {score}"
        return f"{source} {line[4]}{turned} × {share}"
    absent = ABSENT[rule.absent_of(item)]
    return f"{source}没有它的总分：{absent}" + (f"，{score} × {share}" if score is not None else "")
