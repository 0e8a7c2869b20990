"""What stands in a 总表, whether in the workbook or on paper: columns, names, notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from baton.punctuation import full_width
from baton.scoring.canonical import decimal_text
from baton.scoring.explain.context import Context
from baton.scoring.explain.rescaled import rescaled
from baton.scoring.explain.standing import veto_notes
from baton.scoring.facts import HELD_BACK, STATES, Subject
from baton.scoring.plan import Group, children_of
from baton.scoring.result import Line, Result
from baton.scoring.scope import told as scope_told
from baton.scoring.scope_scaling import shown_children
from baton.scoring.scores import OUTCOMES

SHOWN_OUTCOME = {"open": "待定", "dropped": "缺项", "unscored": "单列"}
STATE_WORD = {
    "not_yet": "未报", "pending": "待定", "missing": "缺报", "excused": "单列", "not_applicable": "无此任务",
}  # fmt: skip
MOST_PLACES = 4  # decimals that a figure is shown with; the workbook keeps all of them
ADDING = {"sum", "weighted"}
GAP, MOVED, LEVEL = "距前一名", "比上一稿", "同分"
OWN, OWN_TASKS = (
    "=",
    "各单位任务",
)  # OWN: before a part's code, its own indicators together as one column
MISSING = {
    "zero": ",计 0 分",
    "group_least": ",按组内最低分计",
    "constant": ",按 {} 分计",
    "hold": ",待定",
}
MOST_NAMED = 3
REASONS = {"open": "尚有未出数的项目", "dropped": "全部缺项", "edge": "名额边上同分，待会议确定"}


def columns_of(result: Result, group: Group) -> tuple[list[tuple[str, str]], dict[str, list[str]]]:
    """(code, paper) in tree order, children before their node; a node's own indicators collapsed where any is rare.

    All of them or none: beside other children they are one column together, so that what is printed adds up.
    """
    plan = result.plan
    found: list[tuple[str, str]] = []
    collapsed: dict[str, list[str]] = {}

    def visit(code: str, paper: str) -> None:
        children = shown_children(plan, code)
        own = [child for child in children if child in plan.items and _is_own(result, child)]
        folds = plan.nodes[code]["kind"] == "sum" and any(
            _is_rare(result, group, one) for one in own
        )
        for child in children:
            if child in plan.nodes:
                visit(child, paper or plan.nodes[child]["name"])
            elif folds and child in own:
                collapsed.setdefault(code, []).append(child)
            else:
                found.append((child, paper))
        folded = collapsed.get(code, ())
        if len(folded) < len(children) and any(_number_of(result, group, one) for one in folded):
            found.append((OWN + code, paper))
        found.append((code, paper))

    for top in [group.entry["root"], *group.entry["outside"]]:
        if top in plan.nodes:
            visit(top, "")
        else:
            found.append((top, ""))
    root = group.entry["root"]
    found.sort(key=lambda entry: entry[0] == root)
    return found, collapsed


def folded_note(result: Result, collapsed: Mapping[str, Sequence[str]], detail: str) -> list[str]:
    """Where the indicators stand that have no column."""
    names = "、".join(full_width(str(result.plan.nodes[code]["name"])) for code in collapsed)
    return [f"“{names}”各单位的任务不一样，表里只列各单位任务的合计；各项见 Excel 总表的“{detail}”和各单位核对单。"] if names else []  # fmt: skip


def name_of(result: Result, code: str) -> str:
    """What stands over a column, and whether it adds up what stands before it."""
    if code.startswith(OWN):
        return OWN_TASKS
    entry = result.plan.nodes.get(code) or result.plan.items[code]
    adds = code in result.plan.nodes and entry["kind"] in ADDING
    return full_width(str(entry["name"]) + ("(合计)" if adds else ""))


def full_points(result: Result, group: Group, code: str) -> str:
    """The points a column is worth, where they are the same for all; a bonus has none."""
    if code.startswith(OWN):
        worth = {_points_of_own(result, one.subject, code) for one in result.plan.rows[group.start : group.stop]}  # fmt: skip
        return worth.pop() if len(worth) == 1 else ""
    entry = result.plan.nodes.get(code) or result.plan.items[code]
    if entry["role"] != "ordinary":
        return ""
    if code in result.plan.nodes:
        values = result.nodes[group.name][code]
        found = {decimal_text(*values.full.ratio(at)) for at in range(group.stop - group.start) if values.present[at]}  # fmt: skip
    else:
        cells = (result.cell(one.subject, code) for one in result.plan.rows[group.start : group.stop])  # fmt: skip
        found = {decimal_text(*result.scores.points.ratio(cell)) for cell in cells if cell is not None}  # fmt: skip
    return found.pop() if len(found) == 1 else ""


def own_of(result: Result, code: str) -> list[str]:
    """The indicators that a column of own indicators adds up."""
    children = children_of(result.plan.nodes[code.removeprefix(OWN)])
    return [one for one in children if one in result.plan.items and _is_own(result, one)]


def _points_of_own(result: Result, subject: str, code: str) -> str:
    cells = (result.cell(subject, one) for one in own_of(result, code))
    return _added(decimal_text(*result.scores.points.ratio(cell)) for cell in cells if cell is not None)  # fmt: skip


def _added(texts: Iterable[str]) -> str:
    """The exact sum of decimals as they are written."""
    parts = list(texts)
    places = max((len(one.partition(".")[2]) for one in parts), default=0)
    return decimal_text(int(sum(map(Fraction, parts), Fraction(0)) * 10**places), places)


def _is_own(result: Result, code: str) -> bool:
    item = result.plan.items[code]
    return bool(item["applies"] == "agreed" and item["role"] == "ordinary")


def _is_rare(result: Result, group: Group, code: str) -> bool:
    """An own indicator of less than half the group."""
    return 2 * _number_of(result, group, code) < group.stop - group.start


def _number_of(result: Result, group: Group, code: str) -> int:
    """How many of a group have an indicator."""
    start, stop = result.plan.cells_of.get(code, (0, 0))
    rows = result.plan.cell_row[start:stop]
    return int(((rows >= group.start) & (rows < group.stop)).sum())


def called(subject: Subject, names: Mapping[str, str]) -> str:
    """The name; an official's with the unit, as two may be called alike."""
    units = "、".join(names.get(unit, unit) for unit, _ in subject.links)
    name = subject.name or subject.subject
    return f"{name}（{units}）" if units else name


def why_open(result: Result, cell: int) -> str:
    """What stands where there is no score."""
    state = STATES[int(result.scores.state[cell])]
    outcome = OUTCOMES[int(result.scores.outcome[cell])]
    if state == "not_yet" and (held := result.plan.facts.held_back):
        subject = result.plan.rows[int(result.plan.cell_row[cell])].subject
        item = result.plan.items[result.plan.codes[int(result.plan.cell_item[cell])]]
        if any((subject, one["item"]) in held for one in item["data"].values()):
            return HELD_BACK
    return STATE_WORD.get(state) or SHOWN_OUTCOME.get(outcome, "")


def note_of(result: Result, line: Line, grades: Mapping[str, tuple[str, str]]) -> str:
    """Why there is no total or no grade, what was made up for, what an organ decided, vetoes on which somebody decided."""
    grade, decided = grades.get(line.subject, ("", ""))
    is_open = line.reason in REASONS and not (line.reason == "edge" and grade)
    notes = ([REASONS[line.reason]] if is_open else []) + ([decided] if decided else [])
    if line.status == "separate":
        notes.append("考核成绩单列")
    if line.total is None and line.share is not None:
        now = f",监测值 {line.interim or '—'}" if Decimal(line.share) else ""
        notes.append(f"已出数指标占总分 {percent(line.share)}{now}")
    if line.total is not None:
        notes += _missing(result, line.subject)
        told = rescaled(Context.of(result), line.subject)
        notes += [one.sentence for one in told if not one.is_for_all]
    effect = result.effects.get(line.subject)
    if effect is not None:
        notes.append("一票否决:" + _vetoes(result, effect.events))
    lapsed = veto_notes(result, line.subject, undecided=False)
    notes += [note for note in lapsed if "不生效" in note]
    return full_width(";".join(notes))


def _missing(result: Result, subject: str) -> list[str]:
    """What was never reported, or is held back, and counts as missing, by what the rule book does to it; the first few by name."""
    found: dict[str, list[str]] = {}
    held = {item for one, item in result.plan.facts.held_back if one == subject}
    for code, item in result.plan.items.items():
        cell = result.cell(subject, code)
        if cell is not None and STATES[int(result.scores.state[cell])] == "missing":
            policy = item["policies"]["missing"]
            does = MISSING.get(policy["policy"], "").format(policy["value"])
            is_held = any(one["item"] in held for one in item["data"].values())
            said = f"{HELD_BACK},按缺报{does.removeprefix(',')}" if is_held else f"缺报{does}"
            found.setdefault(said, []).append(item["name"])
    return [
        f"{'、'.join(names[:MOST_NAMED])}{f'等 {len(names)} 项' if len(names) > MOST_NAMED else ''}{said}"
        for said, names in found.items()
    ]


def is_graded(result: Result, group: Group, grades: Mapping[str, tuple[str, str]]) -> bool:
    """Whether a table has a column of grades: not in a round of some indicators that gives none, unless an organ gave one."""
    own = result.plan.rows[group.start : group.stop]
    is_part = bool(scope_told(result.plan.rulebook, group.name))
    return bool(group.entry["grades"]) or not is_part or any(one.subject in grades for one in own)


def percent(share: str) -> str:
    """A share as a percentage of two decimals at most, as pages say it.

    >>> percent("0.9231"), percent("0.94"), percent("1"), percent("0.00005")
    ('92.31%', '94%', '100%', '0.01%')
    """
    cut = (Decimal(share) * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{cut.normalize():f}%"


def texts_of(result: Result, group: Group, code: str) -> dict[int, str]:
    """The exact points of a column, by the place of a unit within its group; where there are none, nothing.

    A part without one figure has none, whatever it comes to by itself.
    """
    if code.startswith(OWN):
        return _texts_of_own(result, group, code)
    if code in result.plan.nodes:
        values = result.nodes[group.name][code]
        there = (at for at in range(group.stop - group.start) if values.has[at] and not values.is_bare(at))  # fmt: skip
        return {at: decimal_text(*values.value.ratio(at)) for at in there}
    rows = result.plan.rows[group.start : group.stop]
    found = ((at, result.score(one.subject, code)) for at, one in enumerate(rows))
    return {at: score for at, score in found if score is not None}


def _texts_of_own(result: Result, group: Group, code: str) -> dict[int, str]:
    own, found = own_of(result, code), {}
    for at, one in enumerate(result.plan.rows[group.start : group.stop]):
        scores = [score for item in own if (score := result.score(one.subject, item)) is not None]
        if scores:
            found[at] = _added(scores)
    return found


def places_of(texts: Iterable[str]) -> int:
    """So many decimals all figures of a column are shown with: as many as the rule book left any of them, four at most.

    >>> places_of(["8.5", "10", "5.39"]), places_of(["3", "4"]), places_of(["83.5257893144"])
    (2, 0, 4)
    """
    return min(MOST_PLACES, max((len(one.partition(".")[2]) for one in texts), default=0))


def shown(text: str, places: int) -> str:
    """A figure with so many decimals and a true minus sign.

    >>> shown("8.5", 2), shown("-0.4", 1), shown("10", 0)
    ('8.50', '−0.4', '10')
    """
    cut = Decimal(text).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{cut:f}".replace("-", "−")


def gaps_of(lines: Iterable[Line]) -> dict[str, Decimal]:
    """How much everybody with a rank lacks to the rank before, by unit; the first rank is not in it."""
    ranks: dict[int, list[Line]] = {}
    for line in lines:
        if line.rank is not None and line.total is not None:
            ranks.setdefault(line.rank, []).append(line)
    found: dict[str, Decimal] = {}
    above: Decimal | None = None
    for rank in sorted(ranks):
        totals = [Decimal(line.total or 0) for line in ranks[rank]]
        if above is not None:
            found |= {line.subject: above - Decimal(line.total or 0) for line in ranks[rank]}
        above = min(totals)
    return found


def _vetoes(result: Result, numbers: Sequence[str]) -> str:
    """What the events are called and on which document they rest."""
    kinds = {veto["kind"]: veto["name"] for veto in result.plan.rulebook["vetoes"]}
    events: dict[str, Any] = {one.id: one for one in result.plan.facts.events}
    found = [
        kinds.get(events[one].kind, events[one].kind) + (f"（{events[one].document}）" if events[one].document else "")
        for one in numbers if one in events
    ]  # fmt: skip
    return "、".join(dict.fromkeys(found))
