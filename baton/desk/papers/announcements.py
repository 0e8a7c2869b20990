"""表扬名单 and 考核预告: gathered from the decided grades, and from the round's own calendar and sheets."""

from __future__ import annotations

from collections import defaultdict

from baton.desk.papers.gathering import (
    best_of,
    by_grade,
    decisions_of,
    full_names,
    groups_of,
    levels_of,
    subjects_of,
    titles_of,
)
from baton.desk.results import result_of
from baton.documents.papers import Notice, Praise
from baton.domain.assessment.models import Run, RunLine
from baton.domain.intake.models import Sheet
from baton.domain.orgs.queries import official_order, order_words
from baton.scoring.result import Result

DOCUMENTS = ("方案", "办法", "细则", "规定", "意见")
ASSESSED = {"ranked", "unranked"}  # of whom a grade is waited for


def praise(run: Run, group: str = "") -> Praise:
    """The best grade of each group, as decided where an organ decided; of a group without grades who was given it.

    A decision on single units is no basis of the whole list: it is told beside them.
    """
    result, decisions = result_of(run), decisions_of(run)
    decided = {subject: one.decided for subject, one in decisions.items()}
    titles = titles_of(run)
    called, found, told, count = (
        full_names(result, titles),
        [],
        defaultdict[str, list[str]](list),
        0,
    )
    for name, lines in groups_of(run, group).items():
        best = best_of(result, name)
        own = [line for line in lines if (decided.get(line.subject) or line.grade) in best]
        for grade, units in by_grade(result, name, own, decided, titles):
            found.append((name, grade, units))
            count += len(units)
        for line in own:
            if (one := decisions.get(line.subject)) is not None:
                told[f"{one.organ}{one.meeting}（{one.document}）"].append(called.get(line.subject, line.name))  # fmt: skip
    words = order_words([name for name, _, _ in found] or groups_of(run, group))
    if len(told) == 1 and len(*told.values()) == count:
        return Praise(list(told), found, tuple(words))
    apart = [f"其中{'、'.join(units)}的等次由{whose}决定。" for whose, units in told.items()]
    return Praise(
        [], found, tuple(words), tuple(apart), "" if found else _nobody(run, group, decided)
    )


def _nobody(run: Run, group: str, decided: dict[str, str]) -> str:
    """That nobody has the best grade, where grades are set; empty where none is set yet."""
    result, best, left = result_of(run), dict[str, None](), 0
    for name, lines in groups_of(run, group).items():
        graded = [line for line in lines if decided.get(line.subject) or line.grade]
        if graded:
            best |= dict.fromkeys(sorted(best_of(result, name)))
        if levels_of(result, name):
            left += sum(line.status in ASSESSED for line in lines) - sum(line.status in ASSESSED for line in graded)  # fmt: skip
    if not best:
        return ""
    more = f"还有 {left} 个没有定等次。" if left else ""
    return f"没有评为{'、'.join(f'“{one}”' for one in best)}的，不出表扬名单。{more}"


def notice(run: Run, group: str = "") -> Notice:
    """Who is assessed, the calendar, which lead unit owes which sheet by when."""
    round, result = run.round, result_of(run)
    groups = [(name, _named(result, lines)) for name, lines in groups_of(run, group).items()]
    count = sum(len(lines) for lines in groups_of(run, group).values())
    until = f"{round.on.year} 年 {round.on.month} 月 {round.on.day} 日"
    opening = f"按照{_scheme(run, result.plan.rulebook['name'])}，将开展{round.name}，对 {count} 个考核对象分 {len(groups)} 组考核，数据截至 {until}。现将有关安排预告如下。"
    steps = [[step.name, _day(step.due_on)] for step in round.steps.order_by("due_on", "id")]
    order = official_order(round.scheme.year)
    owed = sorted(Sheet.objects.filter(round=round).select_related("lead"), key=lambda one: order.get(one.lead_id, len(order)))  # fmt: skip
    return Notice(
        opening, groups, steps, [[one.lead.name, one.title, _day(one.due_on)] for one in owed]
    )


def _scheme(run: Run, name: str) -> str:
    """The scheme as a document, with the number under which it was issued where the version has one."""
    called = name if name.endswith(DOCUMENTS) else f"{name}方案"
    last = run.version.approvals.exclude(document="").order_by("decided_on", "id").last()
    return f"{called}（{last.document}）" if last else called


def _named(result: Result, lines: list[RunLine]) -> list[str]:
    """The names of units; of officials only how many there are."""
    known, called = subjects_of(result), full_names(result)
    if lines and all(
        known[line.subject].kind == "person" for line in lines if line.subject in known
    ):
        return [f"各单位领导干部 {len(lines)} 名"]
    return [called.get(line.subject, line.name) for line in lines]


def _day(day: object) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日"  # type: ignore[attr-defined]
