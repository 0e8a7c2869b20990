"""会议一页纸: the finding, who is first and last in each group, what is open."""

from __future__ import annotations

from fractions import Fraction
from itertools import groupby

from baton.desk.looks.findings import named
from baton.desk.looks.grade_lines import points_told, short_of
from baton.desk.looks.in_province import in_province
from baton.desk.papers.gathering import (
    decisions_of,
    full_names,
    groups_of,
    levels_of,
    subjects_of,
    titles_of,
    total_of,
)
from baton.desk.results import result_of
from baton.documents.papers import Brief, BriefGroup
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run, RunLine
from baton.scoring.result import Result

THREE = 3
MOST = 4  # equals who are named one by one
PERSON = "person"


def brief(run: Run, group: str = "") -> Brief:
    """会议一页纸 of all groups or of one: what is pending and vetoed is that of these groups alone."""
    result, groups = result_of(run), groups_of(run, group)
    called, before = full_names(result, titles_of(run)), ranks_before(run) or {}
    decided = {subject: one.decided for subject, one in decisions_of(run).items()}
    told = [_brief(result, name, lines, called, before, decided) for name, lines in groups.items()]
    lines = [line for own in groups.values() for line in own]
    headline = run.headline if run.headline and not group else _headline(result, groups)
    province = "" if group else in_province(run.round.scheme.year)
    return Brief(headline, told, _pending(result, lines), _vetoes(result, lines), province)


def ranks_before(run: Run) -> dict[str, int] | None:
    """The ranks in the draft before this one; None where there is none."""
    earlier = queries.drafts(run.round)
    if run.number:
        earlier = earlier.filter(number__lt=run.number)
    last = earlier.first()
    return (
        dict(last.lines.filter(rank__isnull=False).values_list("subject", "rank")) if last else None
    )


def _pending(result: Result, lines: list[RunLine]) -> str:
    """What is still to be decided in the ledger for these units; vetoes are no bonuses."""
    own, vetoes = (
        {line.subject for line in lines},
        {one["kind"] for one in result.plan.rulebook["vetoes"]},
    )
    waiting = [
        one for one in result.plan.facts.events if one.decision == "pending" and one.subject in own
    ]
    points = sum(one.kind not in vetoes for one in waiting)
    said = f"加减分待定 {points} 条。" if points else "加减分没有待定的。"
    rest = len(waiting) - points
    return said + (f"一票否决待定 {rest} 条。" if rest else "")


def _vetoes(result: Result, lines: list[RunLine]) -> str:
    """Whom a veto in force hits, each with the veto's name."""
    named = {one["kind"]: one["name"] for one in result.plan.rulebook["vetoes"]}
    found = []
    for line in lines:
        on = result.plan.facts.on
        hit = [
            named[one.kind] for one in result.board.events.get(line.subject, ())
            if one.kind in named and one.is_effective(on)
        ]  # fmt: skip
        if hit:
            found.append(f"{line.name}（{'、'.join(dict.fromkeys(hit))}）")
    return f"一票否决：{'、'.join(found)}。" if found else ""


def _headline(result: Result, groups: dict[str, list[RunLine]]) -> str:
    """Who leads each group and how many units and officials have no total yet."""
    leads = []
    for name, lines in groups.items():
        first = [named(line) for line in lines if line.rank == 1]
        if first and len(lines) > 1 and not _are_people(result, lines):
            leads.append(f"{name}{'、'.join(first)}" + ("并列第一" if len(first) > 1 else "第一"))
    waiting = [line for lines in groups.values() for line in lines if line.total is None]
    people = sum(_are_people(result, [line]) for line in waiting)
    said = "，".join(leads[:THREE]) or ("还没有总分" if waiting else "各组结果已出")
    counts = [f"{count} {word}" for count, word in ((len(waiting) - people, "个单位"), (people, "名领导干部")) if count]  # fmt: skip
    return said + (f"；{'、'.join(counts)}未出总分" if counts else "")


def _are_people(result: Result, lines: list[RunLine]) -> bool:
    known = subjects_of(result)
    return all(line.subject in known and known[line.subject].kind == PERSON for line in lines)


def _brief(
    result: Result, name: str, lines: list[RunLine], called: dict[str, str], before: dict[str, int],
    decided: dict[str, str],
) -> BriefGroup:  # fmt: skip
    ranked = sorted(
        (line for line in lines if line.rank is not None),
        key=lambda line: (line.rank or 0, line.order),
    )
    first, last = _ends(ranked)
    edge = set(result.edges.get(name, []))
    level = [
        called.get(line.subject, line.name)
        for line in lines
        if line.subject in edge - decided.keys()
    ]
    waiting = [line.name for line in lines if line.total is None]
    return BriefGroup(
        name, _places(result, first, called), _places(result, last, called), "、".join(level), _named(waiting, "人" if _are_people(result, lines) else "个"),
        _moved(ranked, before), "" if level else _edge(result, name, ranked, decided),
    )  # fmt: skip


def _edge(result: Result, group: str, ranked: list[RunLine], decided: dict[str, str]) -> str:
    """Who stands on either side of the best grade's edge as it was computed, and whom an organ graded otherwise."""
    levels = levels_of(result, group)
    best = [line for line in ranked if levels and line.grade == levels[0]]
    said = []
    if best and best[-1] is not ranked[-1]:
        last, first = best[-1], ranked[ranked.index(best[-1]) + 1]
        said = _apart(result, levels[0], last, first)
    said += [
        f"{line.name}{_computed(line, levels)}，机关定为{decided[line.subject]}"
        for line in ranked
        if decided.get(line.subject, line.grade) != line.grade
    ]
    return "；".join(said)


def _computed(line: RunLine, levels: list[str]) -> str:
    """Which grade was computed; a group whose scheme has none has nothing that is still open."""
    if not line.grade and not levels:
        return "所在的组不评等次"
    return f"算出的是{line.grade or '未定'}"


def _apart(result: Result, grade: str, last: RunLine, first: RunLine) -> list[str]:
    """How far the first without a grade is from its line, or from the last who has it."""
    if short := short_of(result, result.lines[first.subject], grade):
        return [f"{first.name}离“{grade}”线 {short.line} 分差 {short.told} 分"]
    gap = Fraction(last.total or 0) - Fraction(first.total or 0)
    return [f"“{grade}”末位{last.name}比{first.name}高 {points_told(gap)} 分"] if gap > 0 else []


def _moved(ranked: list[RunLine], before: dict[str, int]) -> str:
    """Who has moved furthest since the draft before."""
    steps = sorted(
        ((before[line.subject] - (line.rank or 0), line.name) for line in ranked if line.subject in before),
        key=lambda step: -abs(step[0]),
    )  # fmt: skip
    told = [
        f"{name}{'进' if step > 0 else '退'} {abs(step)} 位" for step, name in steps[:THREE] if step
    ]
    return "、".join(told)


def _ends(ranked: list[RunLine]) -> tuple[list[RunLine], list[RunLine]]:
    """The first three and the last three; whoever shares a rank stands with them or not, never one of equals alone.

    Nobody is among both: equals that reach from the first into the last are among the first.
    """
    if not ranked:
        return [], []
    edge = ranked[:THREE][-1].rank or 0
    first = [line for line in ranked if (line.rank or 0) <= edge]
    rest = ranked[len(first) :]
    if not rest:
        return first, []
    low = rest[-THREE:][0].rank
    return first, [line for line in rest if (line.rank or 0) >= (low or 0)]


def _places(result: Result, lines: list[RunLine], called: dict[str, str]) -> str:
    """Rank, name and total of each, and who shares a rank; of many equals only how many they are."""
    found = []
    for rank, group in groupby(lines, key=lambda line: line.rank):
        own = list(group)
        if len(own) > MOST:
            found.append(f"{rank}. {len(own)} 个并列 {total_of(result, own[0])}")
            continue
        shared = "（并列）" if len(own) > 1 else ""
        found += [f"{rank}. {called.get(line.subject, line.name)} {total_of(result, line)}{shared}" for line in own]  # fmt: skip
    return "，".join(found).replace(" ", "\u00a0")


def _named(names: list[str], word: str) -> str:
    """The first names and how many there are in all."""
    if len(names) <= THREE:
        return "、".join(names)
    return "、".join(names[:THREE]) + f"等 {len(names)} {word}"
