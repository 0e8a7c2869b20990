"""表里常出的错: each of the sheets that wait has errors of its own kind, as the desk finds them every January."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

Lines = list[list[Any]]
Rows = list[list[Any]]
COMMITTEE, REFORM, CALLS, ROUNDS = "市委组织部", "市发展和改革委员会", "市信访局", "市委督查室"
PARTY, SPENT, IN_TIME, DONE = "党建考核得分", "牵头项目投资", "信访事项及时受理率", "重点任务办结数"
LEVELS = {
    "民主测评票": ["优秀", "良好", "一般", "较差", "弃权"], "个人测评票": ["优秀", "称职", "基本称职", "不称职", "弃权"],
}  # fmt: skip
STATES = {
    "excused": "单列", "not_applicable": "无此任务", "not_yet": "未出数", "pending": "待定", "missing": "缺报",
}  # fmt: skip


def slipped(lead: str, lines: Lines) -> Lines:
    """The lines of a lead unit with what goes wrong in its table."""
    changed = [list(line) for line in lines]
    return _OF.get(lead, _left_out)(changed)


def sheets_of(lead: str, lines: Lines, names: dict[str, str], *, odd: bool) -> dict[str, Rows]:
    """The workbook as it is handed in: a line for each figure, ballots on pages of their own with the levels across; or,
    by one lead unit, a sheet for each indicator with a sum below it that is wrong."""
    if odd and lead == REFORM:
        items = dict.fromkeys(line[1] for line in lines)
        return {item: _summed(item, lines, names) for item in items}
    rows: Rows = [["单位", "指标", "期间", "数值", "状态"]]
    for line in lines:
        state = "" if line[4] else STATES[line[5]]
        if not line[3]:
            rows.append([names[line[0]], line[1], line[2], line[4] or "", state])
    voted = dict.fromkeys(line[1] for line in lines if line[3])
    return {"打分表": rows} | {item: _voted(item, lines, names) for item in voted}


def bulletin_of(lines: Lines, names: dict[str, str]) -> dict[str, Rows]:
    """Figures of several periods: a line for each unit and item with the months across, votes by level on pages of their own."""
    periods = sorted({line[2] for line in lines})
    told: dict[tuple[str, str], dict[str, Any]] = {}
    votes: dict[tuple[str, str], Lines] = {}
    for line in lines:
        if line[3]:
            votes.setdefault((line[1], line[2]), []).append(line)
        else:
            told.setdefault((line[0], line[1]), {})[line[2]] = _cell(line)
    rows: Rows = [["单位", "指标", *periods]]
    rows += [
        [names[subject], item, *(by_period.get(period) for period in periods)]
        for (subject, item), by_period in told.items()
    ]
    pages = {f"{item}{period}": _voted(item, own, names) for (item, period), own in votes.items()}
    return {"各期": rows} | pages


def _cell(line: list[Any]) -> Any:
    """A number as a number, a grade or a day as it is, a state as it is written."""
    if not line[4]:
        return STATES[line[5]]
    return Decimal(line[4]) if line[4].replace(".", "").replace("-", "", 1).isdigit() and "-" not in line[4][1:] else line[4]  # fmt: skip


def _voted(item: str, lines: Lines, names: dict[str, str]) -> Rows:
    """A line for each unit with its votes by level, and how many slips came back."""
    own = [line for line in lines if line[1] == item]
    levels = LEVELS.get(item) or list(dict.fromkeys(line[3] for line in own))
    counts: dict[str, dict[str, str]] = {}
    for line in own:
        counts.setdefault(line[0], {})[line[3]] = line[4]
    rows: Rows = [["单位", *levels, "收回票"]]
    for subject, told in counts.items():
        votes = [told.get(level, "0") for level in levels]
        rows.append([names[subject], *votes, str(sum(map(int, votes)))])
    return rows


def _summed(item: str, lines: Lines, names: dict[str, str]) -> Rows:
    own = [line for line in lines if line[1] == item]
    rows = [["单位", item], *([names[line[0]], line[4] or STATES[line[5]]] for line in own)]
    if item == SPENT:
        rows.append(
            ["合计", str(sum((Decimal(line[4]) for line in own if line[4]), Decimal("8.6")))]
        )
    return rows


def _left_out(lines: Lines) -> Lines:
    """A unit left out, two digits exchanged."""
    changed = lines[:-1]
    for line in changed:
        text = line[4] or ""
        if line[5] == "reported" and len(text) >= 4 and text[0] != text[1] and text[:2].isdigit():
            line[4] = text[1] + text[0] + text[2:]
            break
    return changed


def _jumped(lines: Lines) -> Lines:
    """A unit left out, another one with half as much again as it had."""
    line = next(line for line in lines[:-1] if line[1] == DONE and line[4])
    line[4] = str(int(Decimal(line[4]) * Decimal("1.5")) + 1)
    return lines[:-1]


def _beyond(lines: Lines) -> Lines:
    """The point of a percentage forgotten."""
    line = next(line for line in lines if line[1] == IN_TIME and "." in (line[4] or ""))
    line[4] = line[4].replace(".", "")
    return lines


def _alike(lines: Lines) -> Lines:
    """Scores pressed together, two of them equal."""
    own = [line for line in lines if line[1] == PARTY and line[4]]
    for line in own:
        line[4] = format(88 + (Decimal(line[4]) - 88) / 10, ".1f")
    own[1][4] = own[0][4]
    return lines


_OF: dict[str, Callable[[Lines], Lines]] = {
    ROUNDS: _jumped, CALLS: _beyond, COMMITTEE: _alike, REFORM: lambda lines: lines,
}  # fmt: skip
