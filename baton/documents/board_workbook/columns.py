"""What stands in a 总表, whether in the workbook or on paper: columns, names, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from baton.punctuation import full_width
from baton.scoring.explain.standing import veto_notes
from baton.scoring.facts import STATES, Subject
from baton.scoring.plan import Group, children_of
from baton.scoring.result import Line, Result
from baton.scoring.scores import OUTCOMES

SHOWN_OUTCOME = {"open": "待定", "dropped": "缺项", "unscored": "单列"}
STATE_WORD = {
    "not_yet": "未报", "pending": "待定", "missing": "缺报", "excused": "单列", "not_applicable": "无此任务",
}  # fmt: skip
REASONS = {"open": "尚有未出数的项目", "dropped": "全部缺项", "edge": "名额边上同分，待会议确定"}


def columns_of(result: Result, group: Group) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """(code, paper) in tree order, children before their node; rare own indicators collapsed."""
    plan = result.plan
    found: list[tuple[str, str]] = []
    collapsed: dict[str, list[str]] = {}

    def visit(code: str, paper: str) -> None:
        for child in children_of(plan.nodes[code]):
            if child in plan.nodes:
                visit(child, paper or plan.nodes[child]["name"])
            elif plan.nodes[code]["kind"] == "sum" and _is_rare(result, group, child):
                collapsed.setdefault(code, []).append(child)
            else:
                found.append((child, paper))
        found.append((code, paper))

    for top in [group.entry["root"], *group.entry["outside"]]:
        if top in plan.nodes:
            visit(top, "")
        else:
            found.append((top, ""))
    root = group.entry["root"]
    found.sort(key=lambda entry: entry[0] == root)
    return found, collapsed


def _is_rare(result: Result, group: Group, code: str) -> bool:
    """An own indicator of less than half the group: it goes to the detail sheet, not into a column."""
    item = result.plan.items[code]
    if item["applies"] != "agreed" or item["role"] != "ordinary":
        return False
    start, stop = result.plan.cells_of.get(code, (0, 0))
    rows = result.plan.cell_row[start:stop]
    mine = int(((rows >= group.start) & (rows < group.stop)).sum())
    return 2 * mine < group.stop - group.start


def called(subject: Subject, names: Mapping[str, str]) -> str:
    """The name; an official's with the unit, as two may be called alike."""
    units = "、".join(names.get(unit, unit) for unit, _ in subject.links)
    name = subject.name or subject.subject
    return f"{name}（{units}）" if units else name


def why_open(result: Result, cell: int) -> str:
    """What stands where there is no score."""
    state = STATES[int(result.scores.state[cell])]
    outcome = OUTCOMES[int(result.scores.outcome[cell])]
    return STATE_WORD.get(state) or SHOWN_OUTCOME.get(outcome, "")


def note_of(result: Result, line: Line, grades: Mapping[str, tuple[str, str]]) -> str:
    """Why there is no total or no grade, what an organ decided, vetoes."""
    grade, decided = grades.get(line.subject, ("", ""))
    is_open = line.reason in REASONS and not (line.reason == "edge" and grade)
    notes = ([REASONS[line.reason]] if is_open else []) + ([decided] if decided else [])
    if line.status == "separate":
        notes.append("考核成绩单列")
    if line.total is None and line.share is not None:
        percent = round(float(line.share) * 100, 2)
        notes.append(f"已出数指标占总分 {percent:g}%,监测值 {line.interim or '—'}")
    effect = result.effects.get(line.subject)
    if effect is not None:
        notes.append("一票否决:" + _vetoes(result, effect.events))
    notes += [note for note in veto_notes(result, line.subject) if "不生效" in note]
    return full_width(";".join(notes))


def _vetoes(result: Result, numbers: Sequence[str]) -> str:
    """What the events are called and on which document they rest."""
    kinds = {veto["kind"]: veto["name"] for veto in result.plan.rulebook["vetoes"]}
    events: dict[str, Any] = {one.id: one for one in result.plan.facts.events}
    found = [
        kinds.get(events[one].kind, events[one].kind) + (f"（{events[one].document}）" if events[one].document else "")
        for one in numbers if one in events
    ]  # fmt: skip
    return "、".join(dict.fromkeys(found))
