"""工作台: what blocks the next step, and who has not sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from baton.desk.agreed.asked import missing_count
from baton.desk.looks.missing import aside_of
from baton.desk.looks.stranded import Stranded, stranded_of
from baton.desk.looks.waiting import Waiting, waiting_of
from baton.desk.milestones import listing as mileages
from baton.desk.parts import contrary
from baton.desk.parts.hearing import Heard
from baton.documents.numbers import quoted
from baton.domain import clock
from baton.domain.assessment import plans
from baton.domain.assessment import queries as runs
from baton.domain.claims import queries as claims
from baton.domain.intake import queries as intake
from baton.domain.intake.queries import Entry
from baton.domain.progress import queries as progress
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.calendar import agenda
from baton.domain.rounds.models import Round
from baton.web.components.obstacles import Stopped, stopped
from baton.web.components.rounds import round_of

MOST_NAMED = 5
MOST_QUOTED, LONGEST_QUOTE = 2, 24


@dataclass(frozen=True)
class Todo:
    """One thing that keeps the next draft: where, how many of what, who, and the way there."""

    place: str
    number: int
    words: str
    way: str
    verb: str
    who: str = ""
    said: str = ""  # the whole sentence where a number and its word do not do


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """工作台"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "workbench"})
    today = clock.today()
    if round.is_closed:
        return _closed(request, round, today)
    desk = intake.desk(round, today)
    counts = claims.counts(round)
    run = runs.provisional(round)
    waiting = waiting_of(run) if run else Waiting()
    returned, aside = desk.of("returned"), aside_of(desk.entries)
    is_stale = runs.is_stale(round, run)
    lacking = missing_count(round)[0] if is_stale else 0
    stops = stopped(round, most=MOST_NAMED) if is_stale else Stopped()
    to_desk, to_claims = reverse("office:desk"), reverse("office:claims")
    to_missing = reverse("office:missing", args=[run.pk]) if run else reverse("office:board")
    late = _unreleased(round, today)
    slow = [
        one.unit.name
        for one in progress.unsettled(round.scheme)
        if one.rectification.due_on < today
    ]
    missed = mileages.overdue(round, today)
    unmade = contrary.waiting(round.scheme)
    unsent = [one for one in desk.of("none") if one.sheet.items and not one.days_late]
    todo = [
        Todo("收件台", int(not desk.entries), "", to_desk, "去列", said="还没有列出各牵头单位应交的打分表"),
        *_stops(stops),
        Todo("责任书", lacking, "项目标没有，算不出成绩", reverse("office:targets"), "去填"),
        Todo("收件台", len(desk.late), "张打分表过期未交", to_desk, "催一催", _leads(desk.late)),
        Todo("收件台", len(unsent), "张打分表还没有交，没到截止日期", to_desk, "去看", _leads(unsent)),
        Todo("收件台", len(desk.of("received")), f"张待核，疑点 {desk.odd} 处", to_desk, "去核", _leads(desk.of("received"))),
        Todo("收件台", len(returned), "张退回了，还没有再交", to_desk, "去看", _leads(returned)),
        Todo("收件台", len(desk.incomplete), "张交过以后规则里又添了项，还没有补报" if desk.are_added else "张交过的表还缺项，没有补报", to_desk, "去看", _leads(desk.incomplete)),
        Todo("收件台", sum(cells for _, cells in aside), "格先不采用，等答复", to_desk, "去看", _leads([one for one, _ in aside])),
        Todo("加减分", counts["pending"], "", to_claims, "去定", said=claims.waiting(round) if counts["pending"] else ""),
        Todo("指标体系", len(unmade), "句加分、扣分、否决的原话还没有照着填，也没有说不填", reverse("office:scheme_parts"), "去填", _quoted(unmade)),
        Todo("平时记录", len(slow), "件整改过了限期，还没有办结", reverse("office:records") + "?show=open", "去看", _names(slow)),
        Todo("里程表", len(missed), "个里程碑到期没有办", reverse("office:milestones") + "?show=overdue", "去催", _names(list(dict.fromkeys(one.whom for one in missed)))),
        Todo("发布", len(late), "处到了时候，还没有发布或发出", reverse("office:round", args=[round.pk]) + "#release-plan", "去看", "、".join(late[:MOST_NAMED])),
        *(_moves(stranded_of(run, waiting), round) if run else ()),
        Todo("成绩", waiting.count, "", to_missing, "看缺什么", _names([one.name for one in waiting.units]), f"{waiting.words}还没有总分"),
    ]  # fmt: skip
    due = agenda(round, list(rounds.steps(round)), today)
    page = {
        "section": "workbench", "round": round, "today": today, "desk": desk, "run": run,
        "todo": [entry for entry in todo if entry.number], "due": due, "overdue": [one for one in due if one.status == "late"],
        "drafts": list(runs.drafts(round)[:3]), "is_stale": is_stale, "stopped": stops,
        "rounds": list(rounds.rounds()),
    }  # fmt: skip
    return render(request, "office/workbench.html", page)


def _stops(stops: Stopped) -> list[Todo]:
    """What keeps the round from being computed, one line each, before everything else."""
    found = [
        Todo("成绩", 1, "", one.way, one.verb, one.remedy, f"算不下去：{one.sentence}")
        for one in stops.lines
    ]
    to_board = reverse("office:board")
    if stops.more:
        found.append(Todo("成绩", 1, "", to_board, "去看", said=f"另有 {stops.more} 处也拦着计分"))
    if stops.failure:
        way = stops.repairs[0][1] if stops.repairs else to_board
        verb = "换一种写法" if stops.repairs else "去看"
        found.append(Todo("成绩", 1, "", way, verb, said=f"算不下去：{stops.failure}"))
    return found


def _moves(stranded: Sequence[Stranded], round: Round) -> list[Todo]:
    """Leaders whose unit is gone: somebody has to say where they serve now."""
    return [
        Todo(
            "名册", len(one.people), "", f"{reverse('office:roster_unit', args=[one.first])}?year={round.scheme.year}", "去办换岗",
            one.names, f"{len(one.people)} 名干部所在的{one.why}，要先办换岗或离任才有总分",
        )
        for one in stranded
    ]  # fmt: skip


def _unreleased(round: Round, today: date) -> list[str]:
    """What by the round's plan should have been seen by now: the stage and the reader."""
    plan = plans.plan_of(round)
    rows = plans.matrix(round, plan, today) if plan.made else []
    return [f"{row.word}给{cell.reader_word}" for row in rows for cell in plans.overdue([row])]


def _closed(request: HttpRequest, round: Round, today: date) -> HttpResponse:
    """A round that has ended has nothing to do any more; it leads to what it ended on."""
    page = {
        "section": "workbench", "round": round, "today": today, "final": runs.drafts(round).exists() and runs.concluding(round),
        "drafts": list(runs.drafts(round)), "rounds": list(rounds.rounds()),
    }  # fmt: skip
    return render(request, "office/workbench_closed.html", page)


def _leads(entries: Sequence[Entry]) -> str:
    return _names([one.sheet.lead.name for one in entries])


def _quoted(found: Sequence[Heard]) -> str:
    """The first sentences, cut short."""
    more = f"等 {len(found)} 句" if len(found) > MOST_QUOTED else ""
    return "；".join(quoted(one.quote, LONGEST_QUOTE) for one in found[:MOST_QUOTED]) + more


def _names(names: Sequence[str]) -> str:
    """The first five, and how many there are.

    >>> _names(["市财政局", "市教育局"]), _names(["甲", "乙", "丙", "丁", "戊", "己"])
    ('市财政局、市教育局', '甲、乙、丙、丁、戊等 6 家')
    """
    more = f"等 {len(names)} 家" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more
