"""通报: how a round came out, as deep as was chosen for those it goes to; nothing chosen: grades alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

from baton.desk.looks.in_province import in_province
from baton.desk.looks.own_tree import factors
from baton.desk.looks.waiting import Waiting, waiting_of
from baton.desk.papers.gathering import (
    APART,
    LEFT,
    NO_GRADE,
    UNGRADED,
    as_pages,
    by_grade,
    decisions_of,
    full_names,
    groups_of,
    items_of,
    rounded,
    told_groups,
    total_of,
)
from baton.desk.papers.losing import losses_of
from baton.desk.results import result_of
from baton.documents.papers import Bulletin, BulletinGroup
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.grades import EDGE, Grade
from baton.domain.assessment.models import GradeDecision, Run, RunLine
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import Layer
from baton.domain.orgs.queries import order_words
from baton.domain.rounds.models import Round
from baton.punctuation import full_width
from baton.scoring.explain.standing import veto_notes
from baton.scoring.result import Result
from baton.scoring.scope import told as scope_told

OUT = {APART: "单列考核，不评等次", LEFT: "所在单位已撤并，没有评等次"}
MOST_ITEMS = 3
FEWEST = 3  # of a smaller group nobody is told apart by sums
MOST_RANKED = 60  # rows of a table within a text; a larger group is told by grade


def bulletin(run: Run, group: str = "", *, layer: str = Layer.NAMES.value) -> Bulletin:
    """通报: overall, group by group in official order, gains and losses, vetoes, decided grades; down to a layer."""
    result = result_of(run)
    groups = told_groups(result, groups_of(run, group), only=group)
    decided, before = decisions_of(run), _before(run)
    lines = [line for own in groups.values() for line in own]
    gone = run.lines.filter(status="inactive", group__in=groups)
    waiting = waiting_of(run, [*lines, *gone])
    return Bulletin(
        _title(result.plan.rulebook["name"], run.round),
        _opening(run, len(lines), len(groups)),
        _overall(run, groups, decided, waiting, layer),
        [
            _group(result, name, own, decided, layer, before, waiting.of(name))
            for name, own in groups.items()
        ],
        [said for line in lines if (said := _veto(result, line))],
        [_decision(decided[line.subject], line) for line in lines if line.subject in decided],
        with_moves=reaches(layer, Layer.TOTALS),
    )


def _title(scheme: str, round: Round) -> str:
    if round.kind == Round.Kind.YEAR_END:
        return f"关于{scheme}结果的通报"
    return f"关于{scheme}（{round.name}）结果的通报"


def _opening(run: Run, units: int, groups: int) -> str:
    basis = result_of(run).plan.rulebook["basis"]
    named = f"根据{'、'.join(_basis(one) for one in basis)}，" if basis else ""
    day = run.round.on
    return (
        f"{named}对 {units} 个考核对象分 {groups} 组进行了考核，数据截至 {day.year} 年 {day.month} 月 {day.day} 日。"
        "现将结果通报如下。"
    )


def _basis(entry: object) -> str:
    """A document of the scheme by its title and number."""
    if not isinstance(entry, dict):
        return (
            entry
            if isinstance(entry, str) and "〔" in entry
            else f"《{entry}》"
            if isinstance(entry, str) and not entry.startswith("《")
            else str(entry)
        )
    title = entry.get("title") or entry.get("name") or ""
    number = entry.get("document") or entry.get("number") or ""
    return (f"《{title}》" if title else "") + (
        f"（{number}）" if title and number else str(number)
    )


def _overall(
    run: Run, groups: dict[str, list[RunLine]], decided: dict[str, GradeDecision], waiting: Waiting, layer: str
) -> list[str]:  # fmt: skip
    lines = [line for own in groups.values() for line in own]
    given = sum(line.total is not None for line in lines)
    said = f"{len(lines)} 个考核对象中，{given} 个已有总分"
    said += f"，{waiting.words}未出总分。" if waiting.count else "。"
    headed = run.headline and reaches(layer, Layer.TOTALS)  # it says who is first
    found = [run.headline.rstrip("。") + "。"] if headed else []
    found.append(said)
    found += _scoped(result_of(run), list(groups))
    province = in_province(run.round.scheme.year)
    found += [province] if province else []
    if waiting.gone:
        named = "、".join(_left(line, waiting.merged) for line in waiting.gone)
        found.append(f"另有 {len(waiting.gone)} 个截至日已不在名册，不排：{named}。")
    order: list[str] = []
    count: Counter[str] = Counter()
    ungraded: list[str] = []
    for name, own in groups.items():
        told = {subject: one.decided for subject, one in decided.items()}
        for grade, units in by_grade(result_of(run), name, own, told):
            count[grade] += len(units)
            ungraded += [name] if grade in {"", UNGRADED} else []
            order += [grade] if grade not in order else []
    grades = [grade for grade in order if grade not in {"", NO_GRADE, UNGRADED, APART, LEFT}]
    if grades:
        listed = "、".join(f"{grade} {count[grade]} 个" for grade in grades)
        open_ones = f"，等次未定 {count[NO_GRADE]} 个" if count[NO_GRADE] else ""
        out = "".join(f"，{count[one]} 个{word}" for one, word in OUT.items() if count[one])
        without = count[""] + count[UNGRADED]
        out += f"，不评等次 {without} 个（{'、'.join(ungraded)}）" if without else ""
        found.append(f"等次：{listed}{open_ones}{out}。")
    return found


def _scoped(result: Result, groups: list[str]) -> list[str]:
    """That only some indicators were assessed, once where it is the same for all groups."""
    told: dict[str, list[str]] = {}
    for name in groups:
        if said := scope_told(result.plan.rulebook, name):
            told.setdefault(said, []).append(name)
    whole = len(told) == 1 and len(next(iter(told.values()))) == len(groups)
    return [f"{said}。" if whole else f"{'、'.join(named)}{said}。" for said, named in told.items()]


def _left(line: RunLine, merged: dict[str, str]) -> str:
    return f"{line.name}（并入{merged[line.subject]}）" if line.subject in merged else line.name


def _group(
    result: Result, name: str, lines: list[RunLine], decided: dict[str, GradeDecision], layer: str, before: Run | None,
    waiting: Waiting,
) -> BulletinGroup:  # fmt: skip
    told = {subject: one.decided for subject, one in decided.items()}
    without = f"，{waiting.words}未出总分" if waiting.count else ""
    with_ranks = reaches(layer, Layer.TOTALS)
    how = (
        "按名次"
        if with_ranks and len(lines) <= MOST_RANKED
        else f"按{next(iter(order_words([name])), '机构序')}"
    )
    summary = f"共 {len(lines)} 个{without}，{how}排列如下。"
    tallies = _tallies(result, lines)
    with_points = reaches(layer, Layer.ITEMS) and len(lines) >= FEWEST
    alone = len(lines) < FEWEST and not reaches(layer, Layer.ITEMS)
    told_group = BulletinGroup(
        name, summary, by_grade(result, name, lines, told),
        _ranks(result, lines, decided) if how == "按名次" else [], "" if alone else _gains(tallies),
        "" if alone else _losses(result, tallies, with_points=with_points),
        _moves(name, lines, before) if with_ranks else "",
    )  # fmt: skip
    return plainly(told_group, plain_names(result.plan.rulebook, name))


def _ranks(
    result: Result, lines: list[RunLine], decided: dict[str, GradeDecision]
) -> list[list[str]]:
    ordered = sorted(lines, key=lambda line: (line.rank is None, line.rank or 0, line.order))
    rows, called = [], full_names(result)
    for line in ordered:
        decision = decided.get(line.subject)
        grade = decision.decided if decision else line.grade
        computed = Grade(line.subject, line.grade, is_level=line.reason == EDGE).computed_words
        note = f"算出的是{computed}" if decision else ""
        if line.status == "separate":
            note = "考核成绩单列"
        rows.append(
            [
                str(line.rank or "—"),
                called.get(line.subject, line.name),
                total_of(result, line),
                grade or "—",
                note,
            ]
        )
    return rows


def _before(run: Run) -> Run | None:
    """The newest draft of the last round of this kind before this one, whichever year's scheme it belongs to."""
    earlier = Run.objects.filter(
        round__kind=run.round.kind, round__on__lt=run.round.on, kind=Run.Kind.DRAFT
    )
    return earlier.select_related("round").order_by("-round__on", "-number").first()


def _moves(name: str, lines: list[RunLine], before: Run | None) -> str:
    """Who has come forward and who has fallen back since the round before, the furthest first."""
    if before is None:
        return ""
    was = dict(before.lines.filter(group=name, rank__isnull=False).values_list("subject", "rank"))
    steps = [
        (was[line.subject] - line.rank, line.name)
        for line in lines if line.rank is not None and line.subject in was
    ]  # fmt: skip
    if not steps:
        return ""
    up = sorted((step for step in steps if step[0] > 0), key=lambda step: -step[0])
    down = sorted((step for step in steps if step[0] < 0), key=lambda step: step[0])
    said = [
        f"{len(found)} 个{word}，{'、'.join(f'{unit}{verb} {abs(places)} 位' for places, unit in found[:MOST_ITEMS])}"
        for found, word, verb in ((up, "名次前进", "进"), (down, "名次后退", "退")) if found
    ]  # fmt: skip
    told = "；".join(said) or "名次没有变化"
    return f"{name}：与{before.round.name}比，{told}。"


@dataclass
class Tally:
    """How a group did on one ordinary indicator."""

    name: str
    lost: Fraction
    losers: int
    full: int
    worst: tuple[Fraction, str]


def _tallies(result: Result, lines: list[RunLine]) -> list[Tally]:
    """Each ordinary indicator of a group, in the order of the rule book."""
    found: dict[str, Tally] = {}
    for line in lines:
        if line.subject not in result.plan.row_of:
            continue
        own, below = losses_of(result, line.subject), factors(result, line.subject)
        for code, item in items_of(result, line.subject):
            if (
                item["role"] == "ordinary"
                and code not in below
                and result.score(line.subject, code) is not None
            ):
                _count(found, code, item["name"], own.items.get(code, Fraction(0)), line.name)
        for code, lost in own.coefficients.items():
            _count(found, code, _named(result, code), lost, line.name)
    return list(found.values())


def _count(found: dict[str, Tally], code: str, name: str, lost: Fraction, unit: str) -> None:
    """Add one unit's loss to an indicator's tally."""
    tally = found.setdefault(code, Tally(name, Fraction(0), 0, 0, (Fraction(0), "")))
    lost = rounded(lost)
    tally.lost += max(lost, Fraction(0))
    tally.losers += lost > 0
    tally.full += lost <= 0
    if lost > tally.worst[0]:
        tally.worst = (lost, unit)


def _named(result: Result, code: str) -> str:
    entry = result.plan.items.get(code) or result.plan.nodes[code]
    return f"{entry['name']}（系数）"


def _losses(result: Result, tallies: list[Tally], *, with_points: bool) -> str:
    """The indicators that took most; how many points and from whom only where indicators are released."""
    lost = sorted((one for one in tallies if one.lost), key=lambda one: -one.lost)[:MOST_ITEMS]
    if not lost:
        return "没有失分的指标。" if tallies else "还没有得分。"
    told, told_as = [], partial(as_pages, result)
    for one in lost:
        said = f"“{one.name}”（{one.losers} 个失分"
        if with_points:
            said += f"，合计 {told_as(one.lost)} 分，{one.worst[1]}最多，{told_as(one.worst[0])} 分"
        told.append(said + "）")
    return "失分最多的指标是" + "、".join(told) + "。"


def _gains(tallies: list[Tally]) -> str:
    whole = [one for one in tallies if one.full and not one.losers]
    if not whole:
        return ""
    named = "、".join(f"“{one.name}”" for one in whole[:MOST_ITEMS])
    rest = f"等 {len(whole)} 个" if len(whole) > MOST_ITEMS else ""
    return f"全部得满分的指标是{named}{rest}。"


def _veto(result: Result, line: RunLine) -> str:
    """The vetoes in force on a unit; what is being looked into or has run out is nobody else's business."""
    notes = [note for note in veto_notes(result, line.subject) if "不生效" not in note]
    return f"{line.name}（{line.group}）：{full_width('；'.join(notes))}。" if notes else ""


def _decision(decision: GradeDecision, line: RunLine) -> str:
    without = "算出的等次未定" if line.reason == EDGE else "算出的没有等次"
    computed = f"算出的等次是{line.grade}" if line.grade else without
    day = decision.decided_on
    return (
        f"{line.name}（{line.group}）：{computed}，{decision.organ}{decision.meeting}"
        f"（{day.year} 年 {day.month} 月 {day.day} 日，{decision.document}）定为{decision.decided}。"
        f"理由：{decision.reason.rstrip('。')}。"
    )
