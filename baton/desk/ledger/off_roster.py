"""不在册的: why a claim of a unit that was merged or abolished before a result's day counts for nobody."""

from __future__ import annotations

from baton.scoring.facts import Subject
from baton.scoring.result import Result


def off_roster(result: Result, subject: str) -> str:
    """The reason with what to do; empty for a unit that stands."""
    facts = result.plan.facts
    found = next((one for one in facts.roster if one.subject == subject), None)
    return told(found, facts.on) if found is not None else ""


def told(unit: Subject, on: str) -> str:
    """The same of a line of the roster."""
    if unit.is_active(on):
        return ""
    when = f"{unit.end} 以后" if unit.end and unit.end < on else "截至日期"
    return f"{unit.name}{when}不在册（并入或撤销了），不计分；要计的，请更正到承接的单位名下"
