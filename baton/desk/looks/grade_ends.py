"""等次到此: the line under the last of each grade on a board, with what decides there and what could still move it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from baton.desk import answers
from baton.desk.looks.grade_lines import points_told, short_of
from baton.desk.looks.ties import entry_of, parted
from baton.desk.results import result_of
from baton.desk.trials.leaving import Outcome, outcome
from baton.domain.assessment.models import Run
from baton.domain.claims.kinds import can_count, kinds_of
from baton.scoring.result import Line, Result

MOST_TRIED = 3  # units of a group whose undecided claims are tried


@dataclass(frozen=True)
class Waits:
    """A unit beside the line that has undecided claims; effect: what accepting them all would do, empty: not tried."""

    subject: str
    name: str
    numbers: tuple[str, ...]
    effect: str = ""


@dataclass(frozen=True)
class GradeEnd:
    """Where a grade ends: after whose row, in what words, and whose undecided claims touch it."""

    after: str
    grade: str
    words: str
    told: str
    waits: tuple[Waits, ...]


def ends_of(run: Run, group: str, decided: Mapping[str, str] | None = None) -> list[GradeEnd]:
    """The lines of a group's board. What claims would do is told once the worker has found it out.

    decided: the grades that organs decided, by subject.
    """
    result = result_of(run)
    found = grade_ends(result, group, decided)
    asked = question(run, group)
    tried = effects_of(run, group) if any(one.waits for one in found) and answers.is_known(asked) else {}  # fmt: skip
    return [
        replace(one, waits=tuple(replace(wait, effect=tried.get(wait.subject, "")) for wait in one.waits))
        for one in found
    ]  # fmt: skip


def question(run: Run, group: str) -> tuple[str, str, str]:
    """Under which name the effects are kept."""
    return run.archive, "grade ends", group


def effects_of(run: Run, group: str) -> dict[str, str]:
    """What accepting the undecided claims of each unit beside a line would do; a scoring for each unit."""
    return answers.kept(question(run, group), lambda: _effects(result_of(run), group), shared=True)


def settled(equals: Sequence[tuple[str, str]]) -> str:
    """What was decided about equals for whom the places of a grade do not suffice: the name and the decided grade of each."""
    known = "、".join(f"{name}{grade}" for name, grade in equals if grade)
    left = "、".join(name for name, grade in equals if not grade)
    if not known:
        return "等会议定"
    return f"机关已定：{known}" + (f"；{left}还等会议定" if left else "")


def grade_ends(
    result: Result, group: str, decided: Mapping[str, str] | None = None
) -> list[GradeEnd]:
    """Where each grade but the last ends among the ranked of a group, as the board lists them."""
    grades = entry_of(result, group)["grades"]
    if grades is None:
        return []
    ranked = ranked_of(result, group)
    tied = set(result.edges.get(group, []))
    apart = _apart(result, group)
    found = []
    for level in grades["levels"][:-1]:
        own = [at for at, line in enumerate(ranked) if line.grade == level["grade"] and line.subject not in apart]  # fmt: skip
        used = len(own)
        last = own[-1] if own else -1
        stop = last + 1
        while stop < len(ranked) and ranked[stop].subject in tied:
            stop += 1
        if stop == 0 or (not own and ranked[stop - 1].subject not in tied):
            continue
        contested = ranked[last + 1 : stop]
        tied -= {one.subject for one in contested}
        after = ranked[stop] if stop < len(ranked) else None
        if after is None and not contested:
            continue
        quota = result.quotas.get(group, {}).get(level["grade"])
        beside = [*contested, *([ranked[last]] if own else []), *([after] if after else [])]
        found.append(
            GradeEnd(
                ranked[stop - 1].subject, level["grade"], _words(level["grade"], used, quota, bool(contested)),
                _contest(result, contested, used, quota, decided or {}) if contested else _next(result, ranked[last], after, decided or {}),
                tuple(_waits(result, beside)),
            )
        )  # fmt: skip
    return found


def ranked_of(result: Result, group: str) -> list[Line]:
    """The ranked lines of a group as a board lists them."""
    order = {one.subject: one.order for one in result.plan.facts.roster}
    lines = [
        line for line in result.lines.values() if line.group == group and line.rank is not None
    ]
    return sorted(lines, key=lambda line: (line.rank or 0, order.get(line.subject, 0)))


def _apart(result: Result, group: str) -> set[str]:
    """Those who got their grade outside the places: by promotion, or by force of a veto."""
    rules = entry_of(result, group)["grades"]
    kind = (rules["promotion"] or {}).get("kind")
    forced = {subject for subject, effect in result.effects.items() if effect.forced}
    if not kind:
        return forced
    return forced | {
        event.subject for event in result.plan.facts.events
        if event.kind == kind and event.decision == "accepted"
    }  # fmt: skip


def _words(grade: str, used: int, quota: int | None, is_contested: bool) -> str:
    if quota is None:
        return f"{grade} {used} 个到此"
    if used == quota or is_contested:
        return f"{grade}名额 {quota} 个到此"
    return f"{grade}到此，用了 {used} 个，名额 {quota} 个"


def _contest(
    result: Result, contested: list[Line], used: int, quota: int | None, decided: Mapping[str, str]
) -> str:
    names = "、".join(_name(result, one.subject) for one in contested)
    told = settled(
        [(_name(result, one.subject), decided.get(one.subject, "")) for one in contested]
    )
    left = "" if quota is None else f"，名额只剩 {max(quota - used, 0)} 个"
    return f"{names}同为 {contested[0].total} 分{left}，{told}"


def _next(result: Result, last: Line, after: Line | None, decided: Mapping[str, str]) -> str:
    if after is None or not last.total or not after.total:
        return ""
    name = _name(result, after.subject)
    if grade := decided.get(after.subject):
        name = f"{name}（机关已定为{grade}）"
    if short := short_of(result, after, last.grade):
        return f"下一个{name}离 {short.line} 分的线差 {short.told} 分"
    gap = Fraction(last.total) - Fraction(after.total)
    if gap:
        return f"下一个{name}差 {points_told(gap)} 分" if gap > 0 else ""
    return "，".join(one for one in (f"下一个{name}同分", parted(result, last, after)) if one)


def _waits(result: Result, beside: list[Line]) -> list[Waits]:
    """Units beside a line with undecided claims that can be accepted, each once."""
    numbers: dict[str, list[str]] = {one.subject: [] for one in beside}
    kinds = kinds_of(result.plan.rulebook)
    for event in result.plan.facts.events:
        is_open = event.decision == "pending" and can_count(kinds, event.kind, event.level)
        if is_open and event.subject in numbers:
            numbers[event.subject].append(event.id)
    return [Waits(subject, _name(result, subject), tuple(own)) for subject, own in numbers.items() if own]  # fmt: skip


def _effects(result: Result, group: str) -> dict[str, str]:
    waiting = {wait.subject: wait for one in grade_ends(result, group) for wait in one.waits}
    found = {}
    for subject, wait in list(waiting.items())[:MOST_TRIED]:
        facts = result.plan.facts
        events = [replace(one, decision="accepted") if one.id in wait.numbers else one for one in facts.events]  # fmt: skip
        made = outcome(result, "", "", result.plan.rulebook, replace(facts, events=events))
        found[subject] = _told(made, subject, group)
    return found


def _told(made: Outcome, subject: str, group: str) -> str:
    """What becomes of the unit itself, and of others' grades in its group."""
    said = []
    for one in made.shifts:
        if one.subject == subject and one.ranks[0] != one.ranks[1] and one.ranks[1]:
            said.append(f"到第 {one.ranks[1]} 名" if one.ranks[0] is None else
                        f"{'升' if one.ranks[1] < one.ranks[0] else '降'}到第 {one.ranks[1]} 名")  # fmt: skip
    changed = [one for one in made.moved if one.group == group and one.has_new_grade]
    said += [f"{one.name}由{one.grades[0] or '未定'}变{one.grades[1] or '未定'}" for one in changed[:MOST_TRIED]]  # fmt: skip
    if any(name == group and before and not after for name, before, after in made.undecided):
        said.append("并列消失")
    return "，".join(said) or "名次和等次都不变"


def _name(result: Result, subject: str) -> str:
    row = result.plan.row_of[subject]
    return result.plan.rows[row].name or subject
