"""出材料: what every paper of a run needs, gathered from the run alone; nothing is written to the records."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

from baton.desk.ledger.undecided import pending_words
from baton.desk.results import result_of
from baton.documents.papers import Head, NameGroup
from baton.domain import clock
from baton.domain.assessment.grades import grades_of
from baton.domain.assessment.models import GradeDecision, Run, RunLine
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Stage
from baton.scoring.facts import Subject
from baton.scoring.result import Result
from baton.scoring.scope_scaling import shown_children

MOST_PLACES = 4
NO_GRADE = "等次未定"
UNGRADED = "不定等次"
APART, LEFT = "单列考核", "所在单位已撤并"  # no grade, and nothing undecided
LAST = 10**9
PUBLIC = {Stage.NOTICE, Stage.FINAL}


def head_of(run: Run) -> Head:
    """What stands above every paper of a run."""
    draft = f"第{run.number}稿" if run.number else "试算"
    return Head(
        result_of(run).plan.rulebook["name"], run.round.name, draft, run.run_id,
        run.get_stage_display() if run.number else "", run.stage == Stage.FINAL, run.round.on.isoformat(),
        run.stage in PUBLIC, run.audit_hash, _corrected(run.corrects),
    )  # fmt: skip


def _corrected(run: Run | None) -> str:
    """A draft that another one corrects, with its day."""
    if run is None:
        return ""
    day = clock.local(run.computed_at).date()
    return f"第{run.number}稿（{day.year}年{day.month}月{day.day}日）"


def groups_of(run: Run, only: str = "") -> dict[str, list[RunLine]]:
    """The run's lines by peer group, both in official order, people unit by unit; nobody who had left the roster."""
    found: dict[str, list[RunLine]] = defaultdict(list)
    for line in run.lines.exclude(status="inactive").order_by("order", "subject"):
        found[line.group].append(line)
    known = [name for name in orgs.group_names(run.round.scheme.year) if name in found]
    ordered = [*known, *(name for name in found if name not in known)]
    places = {line.subject: place for place, line in enumerate(line for name in ordered for line in found[name])}  # fmt: skip
    people = {one.subject: one for one in result_of(run).plan.rows if one.links}

    def place(line: RunLine) -> tuple[int, int]:
        return (_unit_place(people.get(line.subject), places), places[line.subject])

    return {name: sorted(found[name], key=place) for name in ordered if only in ("", name)}


def _unit_place(person: Subject | None, places: dict[str, int]) -> int:
    """Where the first unit of an official stands; units themselves keep their own order."""
    return -1 if person is None else places.get(person.links[0][0], LAST)


def told_groups(
    result: Result, groups: dict[str, list[RunLine]], *, only: str
) -> dict[str, list[RunLine]]:
    """Units; officials are told of in a paper of their own, when their group is asked for."""
    known = subjects_of(result)
    units = {
        name: lines for name, lines in groups.items()
        if any(known[line.subject].kind != "person" for line in lines if line.subject in known)
    }  # fmt: skip
    return groups if only or not units else units


def subjects_of(result: Result) -> dict[str, Subject]:
    """Everybody who is assessed, by code."""
    return {one.subject: one for one in result.plan.facts.roster}


def units_of(result: Result, subject: str, known: dict[str, Subject] | None = None) -> str:
    """The units an official belongs to; empty for a unit."""
    known = known if known is not None else subjects_of(result)
    own = known.get(subject)
    return "、".join(_name(known, unit) for unit, _ in own.links) if own else ""


def _name(known: dict[str, Subject], code: str) -> str:
    return known[code].name or code if code in known else code


def full_names(result: Result, titles: Mapping[str, str] | None = None) -> dict[str, str]:
    """How lists name everybody: people with their unit, as two may be called alike, and with their 职务 where it is known."""
    known, told = subjects_of(result), titles or {}
    found = {}
    for code, one in known.items():
        unit = serves(units_of(result, code, known), told.get(code, ""))
        found[code] = f"{one.name or code}（{unit}）" if unit else one.name or code
    return found


def serves(units: str, title: str) -> str:
    """Where somebody serves and as what.

    >>> serves("市教育局", "局长"), serves("市教育局", "市教育局局长"), serves("甲、乙", "主任"), serves("甲", "")
    ('市教育局局长', '市教育局局长', '甲、乙，主任', '甲')
    >>> serves("市民政局", "民政局局长"), serves("市委办公室", "办公室主任"), serves("青山区", "区委书记")
    ('市民政局局长', '市委办公室主任', '青山区区委书记')
    """
    if not title or title.startswith(units):
        return title or units
    for size in range(len(units) - 1, 1, -1):
        if "、" not in units and title.startswith(units[-size:]):
            return units + title[size:]
    return f"{units}，{title}" if "、" in units or "、" in title else f"{units}{title}"


def titles_of(run: Run) -> dict[str, str]:
    """职务 of the people on the roster of a run's year."""
    return orgs.titles(run.round.scheme.year)


def items_of(result: Result, subject: str) -> Iterable[tuple[str, dict[str, Any]]]:
    """The indicators of a unit in the order of the scheme's own table."""
    plan = result.plan
    group = next(one for one in plan.groups if one.name == _group_of(result, subject))
    for code in tree(result, [group.entry["root"], *group.entry["outside"]]):
        if code in plan.items and result.cell(subject, code) is not None:
            yield code, plan.items[code]


def _group_of(result: Result, subject: str) -> str:
    return result.lines[subject].group


def tree(result: Result, tops: list[str]) -> list[str]:
    """Nodes and indicators below these, each once, in the order in which they are written down."""
    found: dict[str, None] = {}
    waiting = list(reversed(tops))
    while waiting:
        code = waiting.pop()
        if code not in found:
            found[code] = None
            if code in result.plan.nodes:
                waiting += reversed(shown_children(result.plan, code))
    return list(found)


def total_of(result: Result, line: RunLine) -> str:
    """The total as the board prints it."""
    if line.total is None:
        return "未出"
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    number = Decimal(line.total)
    return f"{number:.{places}f} 分" if places <= MOST_PLACES else f"{number:f} 分"


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


def shown(value: Fraction) -> str:
    """Points as a paper prints them: four places at most.

    >>> shown(Fraction(9, 2000) / 7), shown(Fraction(5)), shown(Fraction(-1, 4))
    ('0.0006', '5', '−0.25')
    """
    return plain(rounded(value))


def as_pages(result: Result, value: Fraction) -> str:
    """Points with the decimals of totals, as pages show them; what is too little for them says so."""
    places = int(result.plan.rulebook["rounding"]["total"]["places"])
    if places > MOST_PLACES:
        return shown(value)
    cut = (Decimal(abs(value.numerator)) / Decimal(value.denominator)).quantize(
        Decimal(1).scaleb(-places), ROUND_HALF_UP
    )
    if value and not cut:
        return f"不到 {Decimal(1).scaleb(-places):f}"
    return f"{'−' if value < 0 else ''}{cut:f}"


def in_column(values: Sequence[Fraction]) -> list[str]:
    """Points of a column, all with as many decimals as any of them needs, four at most.

    >>> in_column([Fraction(4), Fraction(269, 100), Fraction(-1, 4)])
    ['4.00', '2.69', '−0.25']
    """
    texts = [shown(value) for value in values]
    places = max((len(text.partition(".")[2]) for text in texts), default=0)
    return [_padded(text, places) for text in texts]


def _padded(text: str, places: int) -> str:
    whole, _, rest = text.partition(".")
    return f"{whole}.{rest.ljust(places, '0')}" if places else whole


def rounded(value: Fraction, places: int = MOST_PLACES) -> Fraction:
    """Points to four places, or so many, half away from zero."""
    scaled = abs(value) * 10**places
    found = Fraction(int(scaled + Fraction(1, 2)), 10**places)
    return -found if value < 0 else found


def open_in(run: Run) -> str:
    """What of a run is not settled yet: totals that are missing, lines of the ledger that nobody has decided; else empty."""
    missing = run.lines.filter(total=None).exclude(status="inactive").count()
    without = f"{missing} 个对象没有总分" if missing else ""
    said = "，".join(part for part in (without, pending_words(result_of(run))) if part)
    return f" {said}" if said else ""


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
        NameGroup(
            name,
            by_grade(result_of(run), name, lines, decided, titles_of(run)),
            tuple(orgs.order_words([name])),
        )
        for name, lines in groups_of(run, group).items()
    ]


def by_grade(
    result: Result,
    group: str,
    lines: list[RunLine],
    decided: dict[str, str],
    titles: Mapping[str, str] | None = None,
) -> list[tuple[str, list[str]]]:
    """The names of a group's units by grade, the best grade first, each in official order.

    In a group whose scheme has no grades, and where no organ gave one, all stand under one grade without a name.
    """
    found: dict[str, list[str]] = defaultdict(list)
    order, called = levels_of(result, group), full_names(result, titles)
    without = NO_GRADE if order else UNGRADED
    people = {one.subject: one for one in result.plan.rows if one.links}
    for line in lines:
        grade = decided.get(line.subject) or line.grade or _out(result, line, people) or without
        found[grade].append(called.get(line.subject, line.name))
    if list(found) == [UNGRADED]:
        return [("", found[UNGRADED])]
    behind = {APART: 1, LEFT: 2, without: 3}
    ranked = sorted(
        found, key=lambda grade: order.index(grade) if grade in order else len(order) + behind.get(grade, 0)
    )  # fmt: skip
    return [(grade, found[grade]) for grade in ranked]


def _out(result: Result, line: RunLine, people: Mapping[str, Subject]) -> str:
    """Why somebody can have no grade: assessed apart, or left in a unit that is gone; empty for all others."""
    if line.status == "separate":
        return APART
    own = people.get(line.subject)
    units = [result.lines.get(unit) for unit, _ in own.links] if own and line.total is None else []
    return LEFT if any(unit is not None and unit.status == "inactive" for unit in units) else ""


def best_of(result: Result, group: str) -> set[str]:
    """The best grade of a group; where it has no grades, what is the best one in any other."""
    own = levels_of(result, group)
    if own:
        return {own[0]}
    return {levels[0] for one in result.plan.groups if (levels := levels_of(result, one.name))}


def levels_of(result: Result, group: str) -> list[str]:
    """The grades of a group from the best down, as its rule book lists them."""
    entry = next((one.entry for one in result.plan.groups if one.name == group), {})
    rules = entry.get("grades") or {}
    return [level["grade"] for level in rules.get("levels", [])]
