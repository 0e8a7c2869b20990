"""发空表: the workbook a lead unit fills in, numbered so that it is known when it comes back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.tasks import POINTS, Agreed, Task
from baton.desk.intake import stamps
from baton.desk.intake.counted import levels_of, named
from baton.desk.intake.leads import Leads
from baton.desk.intake.sheet_names import AtHand, roster_of
from baton.documents.lead_columns import Column
from baton.documents.lead_sheet import LeadSheet, write_lead_sheet
from baton.domain.intake.models import Sheet

SAMPLES = {
    "number": "填数，如 86.4",
    "tally": "分级填件数，没有就填 0",
    "date": "填日期，如 2026-03-01",
}


def empty_sheet(sheet: Sheet, path: Path, at: datetime) -> None:
    """The workbook of a lead unit: its units down, its data items across, the rule's sentence beside each cell."""
    hand = AtHand(sheet.round)
    rulebook, subjects, agreed = hand.rulebook, hand.expected(sheet), agreed_of(sheet.round)
    columns = [
        column
        for item in Leads().items_of(sheet, rulebook)
        for column in _columns(item, sheet, rulebook, subjects, agreed)
    ]
    columns = list({column.name: column for column in reversed(columns)}.values())[::-1]
    wanted = {code for column in columns for code in column.subjects}
    page = LeadSheet(
        f"{sheet.title}（{sheet.round.name}）", stamps.line_of(sheet, at), stamps.number_of(sheet, at),
        sheet.round.as_of, roster_of(sheet.round, sorted(wanted)), columns,
    )  # fmt: skip
    write_lead_sheet(page, path)


def _columns(
    item: dict[str, Any], sheet: Sheet, rulebook: dict[str, Any], subjects: dict[str, list[str]], agreed: Agreed
) -> list[Column]:  # fmt: skip
    data = {entry["code"]: entry for entry in rulebook["data"]}
    found = []
    for entry in item["data"].values():
        about = data[entry["item"]]
        if entry["item"] not in sheet.items:
            continue
        levels = levels_of(item) if about["kind"] == "tally" else None
        words = item["params"].get("table") if about["kind"] == "grade" else None
        words = tuple(words) if isinstance(words, dict) else ()
        found.append(
            Column(
                about["name"], about["unit"], item["name"], item["sentence"],
                _sample(item, about, words),
                frozenset(subjects.get(entry["item"], ())),
                has_points=item["method"] != "direct" and about["kind"] == "number",
                periods=_periods(item, entry, sheet.round.as_of, rulebook["calendar"]), words=words,
                least=about["min"], most=about["max"], keys=levels.keys if levels else (),
                votes=("marks" if levels.is_marks else "levels") if levels and levels.is_votes else "",
                points=item["points"] if isinstance(item["points"], str) else "按责任书",
                is_direct=item["method"] == "direct", **_agreed(item["code"], agreed),
            )
        )  # fmt: skip
    return found


def _agreed(code: str, agreed: Agreed) -> dict[str, dict[str, str]]:
    """What the agreement says about an indicator, unit by unit: full points, and what was promised."""
    tasks = next((one.tasks for one in agreed.every if one.code == code), ())
    said = {task.subject: _promised(task) for task in tasks}
    return {
        "full": {task.subject: task.points for task in tasks if task.points},
        "targets": {subject: text for subject, text in said.items() if text},
    }


def _promised(task: Task) -> str:
    """目标 as it stands; other fields with their names: 基数 80，目标 100."""
    told = [one for one in task.fields if one.value and not one.is_task and one.name != POINTS]
    if len(told) == 1:
        return told[0].value or ""
    return "，".join(f"{one.name} {one.value}" for one in told)


def _sample(item: dict[str, Any], about: dict[str, Any], words: tuple[str, ...]) -> str:
    """What to write: of points given by hand between which they lie, of votes the levels, else a figure as an example."""
    if words:
        return f"填等次：{'、'.join(words)}"
    levels = levels_of(item) if about["kind"] == "tally" else None
    if levels and levels.is_marks:
        return "每种分数一行：“类别”写分数，“数值”写票数"
    if levels and levels.is_votes:
        return f"每一级填票数，没有填 0：{named(levels.keys)}"
    if item["method"] == "direct" and about["kind"] == "number" and about["max"] is not None:
        return f"填得分，{about['min'] or '0'} 到 {about['max']} 之间"
    return SAMPLES.get(about["kind"], "填等次")


def _periods(
    item: dict[str, Any], entry: dict[str, Any], as_of: str, calendar: list[str]
) -> tuple[str, ...]:
    """The periods an input takes up to the round's, when it names them; none when it takes the round's own."""
    rounds = item["params"].get("rounds")
    named = entry["periods"] if isinstance(entry["periods"], list) else None
    if isinstance(rounds, list):
        named = [one if isinstance(one, str) else one["period"] for one in rounds]
    if named is None or named == [as_of]:
        return ()
    past = set(calendar[: calendar.index(as_of) + 1])
    return tuple(str(period) for period in named if str(period) in past)
