"""机关定等次: which grades a unit's group has, and what an organ should know before it sets another one."""

from __future__ import annotations

from datetime import date, datetime

from baton.desk.results import result_of
from baton.domain.accounts.models import Person
from baton.domain.assessment import services
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import GradeDecision, Run
from baton.domain.refusals import Refused

USUAL = ["优秀", "良好", "一般", "较差"]


def levels_of(run: Run) -> dict[str, list[str]]:
    """The grades of each peer group, the best first; of a group without any those of the others.

    The usual ones where the rule book leaves all of them to organs.
    """
    own = _own_levels(run)
    every = list(dict.fromkeys(grade for levels in own.values() for grade in levels)) or USUAL
    return {group: levels or every for group, levels in own.items()}


def _own_levels(run: Run) -> dict[str, list[str]]:
    """The grades that the rule book itself has for each group."""
    return {
        group.name: [
            level["grade"] for level in (group.entry["grades"] or {"levels": []})["levels"]
        ]
        for group in result_of(run).plan.groups
    }


def objections(run: Run, subject: str, decided: str) -> list[str]:
    """What speaks against the grade: a veto that bars it, no place left in its quota, a group that has no grades."""
    result, lines = result_of(run), list(run.lines.all())
    found = []
    effect = result.effects.get(subject)
    if effect is not None:
        events = "、".join(effect.events)
        if decided in effect.excluded:
            found.append(f"一票否决（{events}）规定不得评“{decided}”。")
        if effect.forced and decided not in effect.forced:
            found.append(f"一票否决（{events}）规定评为“{effect.forced[0]}”。")
    group = next((line.group for line in lines if line.subject == subject), "")
    own = _own_levels(run)
    if any(own.values()) and not own.get(group):
        found.append(f"“{group}”在方案里不评等次。")
    quota = result.quotas.get(group, {}).get(decided)
    if quota is not None:
        grades = grades_of(run, lines=[line for line in lines if line.group == group])
        taken = sum(grade.shown == decided for grade in grades.values() if grade.subject != subject)
        if taken >= quota:
            found.append(f"“{decided}”名额 {quota} 个，连这一个是 {taken + 1} 个。")
    return found


def decide(
    *, run: Run, subject: str, decided: str, organ: str, meeting: str, decided_on: date, document: str, reason: str,
    despite: str = "", by: Person, at: datetime,
) -> GradeDecision:  # fmt: skip
    """Set a grade that the unit's group has; more than the quota or against a veto only with a reason for that."""
    line = run.lines.filter(subject=subject).first()
    if line is None:
        raise Refused("这一稿里没有这个单位。")
    levels = levels_of(run).get(line.group, [])
    if decided not in levels:
        raise Refused(f"{line.name}所在的“{line.group}”只有：{'、'.join(levels)}。请从中选。")
    against = "".join(objections(run, subject, decided))
    if against and not despite.strip():
        raise Refused(f"{against}仍这样定的，请在“仍这样定的理由”里写明。")
    said = (
        f"{reason.strip()}（{against}{despite.strip()}）" if against and reason.strip() else reason
    )
    if len(said) > GradeDecision._meta.get_field("reason").max_length:
        raise Refused("理由太长了，连同名额、否决的说明最多 300 个字，请写短一些。")
    return services.decide_grade(
        run=run, subject=subject, decided=decided, organ=organ, meeting=meeting, decided_on=decided_on,
        document=document, reason=said, by=by, at=at,
    )  # fmt: skip
