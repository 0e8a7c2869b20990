"""工作台: what blocks the next step, and who has not sent."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.desk.agreed.asked import missing_count
from baton.domain import clock
from baton.domain.assessment import queries as runs
from baton.domain.claims import queries as claims
from baton.domain.intake import queries as intake
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.calendar import agenda
from baton.web.components.rounds import round_of


@require_GET
def workbench(request: HttpRequest) -> HttpResponse:
    """工作台"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "workbench"})
    today = clock.today()
    desk = intake.desk(round, today)
    counts = claims.counts(round)
    run = runs.provisional(round)
    waiting = run.lines.filter(rank=None).exclude(status="inactive").count() if run else 0
    is_stale = runs.is_stale(round, run)
    lacking = missing_count(round)[0] if is_stale else 0
    todo = [
        ("责任书", "office:targets", lacking, "项目标没有，算不出成绩", "去填"),
        ("收件台", "office:desk", len(desk.late), "张打分表过期未交", "催一催"),
        ("收件台", "office:desk", len(desk.of("received")), f"张待核，疑点 {desk.odd} 处", "去核"),
        ("加减分", "office:claims", counts["pending"], "条加减分待定", "去定"),
        ("成绩", "office:board", waiting, "个还没有总分（单位和干部）", "看缺什么"),
    ]
    due = agenda(round, list(rounds.steps(round)), today)
    page = {
        "section": "workbench", "round": round, "today": today, "desk": desk, "run": run,
        "todo": [entry for entry in todo if entry[2]], "due": due, "overdue": [one for one in due if one.status == "late"],
        "drafts": list(runs.drafts(round)[:3]), "is_stale": is_stale,
        "rounds": list(rounds.rounds()),
    }  # fmt: skip
    return render(request, "office/workbench.html", page)
