"""出材料: what a run says, gathered into the papers an office hands out; nothing is written to the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.desk import claim_lines
from baton.desk.papers.lead_words import Words, with_words, words_of
from baton.desk.results import result_of
from baton.documents.papers import (
    Brief,
    BriefGroup,
    Check,
    CheckLine,
    ClaimLine,
    Head,
    LossGroup,
    LossLine,
    NameGroup,
)
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import GradeDecision, Run, RunLine
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Stage
from baton.scoring.explain import explain
from baton.scoring.result import Result

THREE = 3
MOST_PLACES = 4
NO_GRADE = "等次未定"


def head_of(run: Run) -> Head:
    """What stands above every paper of a run."""
    draft = f"第{run.number}稿" if run.number else "试算"
    return Head(
        result_of(run).plan.rulebook["name"], run.round.name, draft, run.run_id,
        run.get_stage_display() if run.number else "", run.stage == Stage.FINAL,
    )  # fmt: skip


def groups_of(run: Run, only: str = "") -> dict[str, list[RunLine]]:
    """The run's lines by peer group, both in official order."""
    found: dict[str, list[RunLine]] = defaultdict(list)
    for line in run.lines.order_by("order", "subject"):
        found[line.group].append(line)
    known = [name for name in orgs.group_names(run.round.scheme.year) if name in found]
    ordered = [*known, *(name for name in found if name not in known)]
    return {name: found[name] for name in ordered if only in ("", name)}


def checks(run: Run, group: str = "", *, with_rank: bool = False) -> list[Check]:
    """核对单, unit by unit."""
    result, words = result_of(run), words_of(run)
    return [
        check_of(result, line, words, with_rank=with_rank)
        for lines in groups_of(run, group).values()
        for line in lines
        if line.subject in result.plan.row_of
    ]


def check_of(result: Result, line: RunLine, words: Words, *, with_rank: bool = False) -> Check:
    """One unit's check sheet; words: what lead units wrote beside their figures."""
    own: list[CheckLine] = []
    aside: list[CheckLine] = []
    for code, item in items_of(result, line.subject):
        it = explain(result, line.subject, code).data()
        is_own = item["role"] == "ordinary"
        lost = _lost(it) if is_own else ""
        told = _reason(it) if not is_own or (lost not in {"0", "—"}) else ""
        told = with_words(told, line.subject, item, words)
        one = CheckLine(
            item["name"], it["full"] if is_own else "—", it.get("score") or it["state_words"],
            lost or "—", _figure(it), item["lead"], told,
        )  # fmt: skip
        (own if is_own else aside).append(one)
    rank = f"第 {line.rank} 名" if with_rank and line.rank is not None else ""
    return Check(
        line.name, line.group, total_of(result, line), _sum(result, line), own, aside, rank
    )  # fmt: skip


def items_of(result: Result, subject: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """The indicators of a unit in the order of the rule book."""
    for code in result.plan.cells_of:
        if result.cell(subject, code) is not None:
            yield code, result.plan.items[code]


def _lost(it: dict[str, Any]) -> str:
    return str(it["lost"]) if it.get("score") is not None and it.get("lost") else "—"


def _figure(it: dict[str, Any]) -> str:
    """The figures that were used, with their units."""
    inputs = [one for one in it.get("inputs", []) if one.get("value") is not None]
    several = len(inputs) > 1
    return "；".join(
        (f"{one['name']} " if several else "") + _with_unit(one["value"], one.get("unit") or "")
        for one in inputs[:THREE]
    )


def _with_unit(value: Any, unit: str) -> str:
    return f"{value}{unit}" if unit == "%" else f"{value} {unit}".rstrip()


def _reason(it: dict[str, Any]) -> str:
    """The step in which points went: what was taken off, else the last step before the rounding."""
    if it.get("score") is None:
        return str(it["state_words"])
    steps = [step for step in it["steps"] if step["label"] != "取舍"]
    taken = [step for step in steps if "扣" in step["label"]]
    if it.get("veto"):
        return "一票否决，本项计 0 分"
    if taken or steps:
        return str((taken or steps)[-1]["text"])
    return "" if it.get("state") == "reported" else str(it["state_words"])


def total_of(result: Result, line: RunLine) -> str:
    """The total as the board prints it."""
    if line.total is None:
        return "未出"
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    number = Decimal(line.total)
    return f"{number:.{places}f} 分" if places <= MOST_PLACES else f"{number:f} 分"


def _sum(result: Result, line: RunLine) -> str:
    """失分合计 = 满分 − 得分, with what else stands between them."""
    it = explain(result, line.subject).data()
    if line.total is None:
        return f"总分未出：{it.get('reason_words') or '尚有未出数的项目'}。失分以出总分的一稿为准。"
    parts: dict[str, Fraction] = defaultdict(Fraction)
    for loss in it["losses"]:
        parts[loss["reason_words"]] += Fraction(loss["points"])
    full, total = Fraction(it["full"]), Fraction(line.total)
    listed = "，".join(f"{word} {plain(points)}" for word, points in parts.items() if points)
    within = f"（其中：{listed}）" if len([one for one in parts.values() if one]) > 1 else ""
    if sum(parts.values()) != full - total:
        return f"满分 {plain(full)} 分，得分 {plain(total)} 分。"
    return f"失分合计 {plain(full - total)} 分 = 满分 {plain(full)} 分 − 得分 {plain(total)} 分{within}。"


def plain(value: Fraction) -> str:
    """A number as people write it; a fraction without end stays a fraction.

    >>> plain(Fraction(27, 20)), plain(Fraction(-1, 500)), plain(Fraction(20, 3))
    ('1.35', '−0.002', '20/3')
    """
    sign, value = ("−" if value < 0 else ""), abs(value)
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return f"{sign}{value}"
    return f"{sign}{Decimal(value.numerator) / Decimal(value.denominator):f}"


def losses(run: Run, group: str = "") -> list[LossGroup]:
    """扣分明细: units in official order, the largest loss first."""
    result, words = result_of(run), words_of(run)
    return [
        LossGroup(name, [loss for line in lines for loss in _losses(result, line, words)])
        for name, lines in groups_of(run, group).items()
    ]


def _losses(result: Result, line: RunLine, words: Words) -> list[LossLine]:
    found: list[tuple[Fraction, LossLine]] = []
    for code, item in items_of(result, line.subject):
        cell, score = result.cell(line.subject, code), result.score(line.subject, code)
        if item["role"] != "ordinary" or score is None or cell is None:
            continue
        numerator, places = result.scores.points.ratio(cell)
        lost = Fraction(numerator, 10**places) - Fraction(score)
        if lost > 0:
            it = explain(result, line.subject, code).data()
            why = with_words(_reason(it), line.subject, item, words)
            said = LossLine(line.name, item["name"], it["full"], score, plain(lost), why)
            found.append((lost, said))
    return [one for _, one in sorted(found, key=lambda pair: -pair[0])]


def losses_from(group: str, checks: list[Check]) -> LossGroup:
    """A group's losses out of its check sheets, where these have been gathered anyway."""
    found = []
    for check in checks:
        own = [(Fraction(one.lost), one) for one in check.lines if one.lost not in {"0", "—"}]
        found += [
            LossLine(check.unit, one.name, one.full, one.score, one.lost, one.reason)
            for lost, one in sorted(own, key=lambda pair: -pair[0]) if lost > 0
        ]  # fmt: skip
    return LossGroup(group, found)


def ledger(run: Run, group: str = "") -> list[ClaimLine]:
    """加减分认定表 as the ledger stands now, unit by unit in official order."""
    return claim_lines.lines(run, group)


def brief(run: Run, group: str = "") -> Brief:
    """会议一页纸: the finding, first and last, what is open."""
    result, groups = result_of(run), groups_of(run, group)
    told = [_brief(result, name, lines) for name, lines in groups.items()]
    pending = sum(event.decision == "pending" for event in result.plan.facts.events)
    said = f"加减分待定 {pending} 条。" if pending else "加减分没有待定的。"
    return Brief(run.headline or _headline(groups), told, said)


def _headline(groups: dict[str, list[RunLine]]) -> str:
    """Who leads each group and how many units have no total yet."""
    leads = []
    for lines in groups.values():
        first = [line.name for line in lines if line.rank == 1]
        if first:
            leads.append("、".join(first) + ("并列第一" if len(first) > 1 else "第一"))
    waiting = sum(line.total is None for lines in groups.values() for line in lines)
    said = "，".join(leads[:THREE]) or "还没有总分"
    return said + (f"；{waiting} 个单位未出总分" if waiting else "")


def _brief(result: Result, name: str, lines: list[RunLine]) -> BriefGroup:
    ranked = sorted(
        (line for line in lines if line.rank is not None),
        key=lambda line: (line.rank or 0, line.order),
    )
    last = ranked[max(THREE, len(ranked) - THREE) :]
    edge = set(result.edges.get(name, []))
    level = [line.name for line in lines if line.subject in edge]
    waiting = [line.name for line in lines if line.total is None]
    return BriefGroup(
        name, _places(result, ranked[:THREE]), _places(result, last), "、".join(level), _named(waiting)
    )  # fmt: skip


def _places(result: Result, lines: list[RunLine]) -> str:
    return "，".join(
        f"{line.rank}. {line.name} {total_of(result, line)}".replace(" ", "\u00a0")
        for line in lines
    )


def _named(names: list[str]) -> str:
    """The first names and how many there are in all."""
    if len(names) <= THREE:
        return "、".join(names)
    return "、".join(names[:THREE]) + f"等 {len(names)} 个"


def decisions_of(run: Run) -> dict[str, GradeDecision]:
    """The organ's decision that makes a unit's grade on this draft, by unit."""
    return {
        subject: grade.decision
        for subject, grade in grades_of(run).items()
        if grade.decision and grade.stands
    }


def names(run: Run, group: str = "") -> list[NameGroup]:
    """公示名单: the grade an organ decided, else the computed one; each grade in official order."""
    decided = {subject: one.decided for subject, one in decisions_of(run).items()}
    return [
        NameGroup(name, by_grade(result_of(run), name, lines, decided))
        for name, lines in groups_of(run, group).items()
    ]


def by_grade(
    result: Result, group: str, lines: list[RunLine], decided: dict[str, str]
) -> list[tuple[str, list[str]]]:
    """The names of a group's units by grade, the best grade first, each in official order."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        found[decided.get(line.subject) or line.grade or NO_GRADE].append(line.name)
    order = levels_of(result, group)
    ranked = sorted(
        found, key=lambda grade: order.index(grade) if grade in order else len(order) + (grade == NO_GRADE)
    )  # fmt: skip
    return [(grade, found[grade]) for grade in ranked]


def levels_of(result: Result, group: str) -> list[str]:
    """The grades of a group from the best down, as its rule book lists them."""
    entry = next((one.entry for one in result.plan.groups if one.name == group), {})
    rules = entry.get("grades") or {}
    return [level["grade"] for level in rules.get("levels", [])]
