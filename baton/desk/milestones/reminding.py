"""催办: who is to be reminded of which milestones, as text to paste into the messenger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from baton.desk.milestones.listing import OVERDUE, Line

ASKS = "请抓紧办理，回复办到哪一步、什么时候办成"


def by_unit(lines: Sequence[Line]) -> str:
    """One paragraph for each unit; where all units have to reach it, for those whose figures have not, else for the lead unit."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in lines:
        if one.milestone.unit is None and one.verdict is not None and one.verdict.unmet:
            for unit in one.verdict.unmet:
                found[unit.name].append(_said(one, f"{unit.value}{one.verdict.gauge.unit}"))
        else:
            found[_whom(one)].append(_said(one))
    return _paragraphs(found)


def by_lead(lines: Sequence[Line]) -> str:
    """One paragraph for each lead unit, which is to press the others."""
    found: dict[str, list[str]] = defaultdict(list)
    for one in lines:
        lead = one.milestone.lead
        whom = f"{one.whom}的" if lead and one.whom != lead else ""
        found[lead or one.whom].append(whom + _said(one))
    return _paragraphs(found)


def _whom(one: Line) -> str:
    return one.milestone.unit.name if one.milestone.unit else one.milestone.lead or one.whom


def _said(one: Line, reached: str = "") -> str:
    """“财政收入”6 月 30 日应过半，现在 35400万元，过了 15 天."""
    due = one.due_on
    said = f"“{one.milestone.task}”{due.month} 月 {due.day} 日的节点“{one.milestone.asked.rstrip('。')}”"
    figures = f"现在 {reached}" if reached else one.figures
    late = f"已{one.when}" if one.state == OVERDUE else one.when
    return "，".join(part for part in (said, figures, late) if part)


def _paragraphs(found: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}：{'；'.join(told)}。{ASKS}。" for name, told in found.items())
