"""年中并入的单位: figures under the name of a unit that is gone become its successor's, each with a sentence; of two figures a person says what counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from baton.desk.intake.sheet_answers import KEEP, MERGE, Answers
from baton.desk.questions import Answer, Question
from baton.documents.numbers import PERCENT_UNITS, canonical
from baton.documents.observations import ItemInfo, KnownNames
from baton.documents.problems import Problems
from baton.domain.intake.oddities import Oddity
from baton.domain.orgs.models import Standing
from baton.domain.rounds.models import Round

ADD = "add"
DAY = timedelta(days=1)
POINTS = "分"
CHAIN = 10  # mergers one after another that are followed
FEW = 2
Line = list[Any]


class Merged(NamedTuple):
    """Where a unit that ended went, and from which day on."""

    into: str
    since: date


def merged_units(round: Round) -> dict[str, Merged]:
    """Units that went into another one before the round's day, with the one that stands there now."""
    lines = Standing.objects.filter(
        year=round.scheme.year, merged_into__isnull=False, ends_on__lt=round.on
    ).values_list("unit__code", "merged_into__code", "ends_on")
    steps = {code: Merged(into, ended) for code, into, ended in lines}
    found = {}
    for code, (into, ended) in steps.items():
        for _ in range(CHAIN):
            if into not in steps:
                break
            into = steps[into].into
        found[code] = Merged(into, ended + DAY)
    return found


def follow_mergers(
    cells: list[Line], round: Round, known: KnownNames, answers: Answers, problems: Problems
) -> tuple[list[Oddity], list[Question]]:
    """The sentences, and a question for each unit whose successor has figures of the same items on the table as well.

    Figures of two units that went into a third of which the table says nothing are added by a person's word, or a fault.
    """
    moved = merged_units(round)
    if not moved:
        return [], []
    there = {tuple(line[:4]): line for line in cells if line[0] not in moved}
    came = set[int]()  # lines of a successor that the table has under the name of who went into it
    told, both = dict[str, Oddity](), defaultdict[str, list[tuple[Line, Line]]](list)
    for line in list(cells):
        if line[0] not in moved:
            continue
        old, into = line[0], moved[line[0]].into
        other = there.get((into, *line[1:4]))
        if other is not None and line[4] is None:
            cells.remove(line)
        elif other is not None and other[4] is not None:
            both[old].append((line, other))
        else:
            if other is not None:
                cells.remove(other)
            kept = (
                f"{_since(old, moved, known)}，表上{_name(old, known)}的数记到{_name(into, known)}"
            )
            told.setdefault(
                old,
                Oddity("merged", kept, "请核对是不是合并后的数", line[1], into, line[4] or ""),
            )
            line[0] = into
            if line[4] is not None:
                there[tuple(line[:4])] = line
                came.add(id(line))
    asks = []
    for old, pairs in both.items():
        own = not any(id(other) in came for _, other in pairs)
        ask = _settle(cells, old, pairs, moved, known, answers, is_own=own)
        if ask is not None and ask.choices:
            asks.append(ask)
        elif ask is not None:
            heir = _name(moved[old].into, known)
            problems.error(ask.place, ask.what, f"请只留{heir}一行，填合并后的数", code="merged")
    return list(told.values()), asks


def _settle(
    cells: list[Line], old: str, pairs: list[tuple[Line, Line]], moved: dict[str, Merged], known: KnownNames, answers: Answers,
    *, is_own: bool,
) -> Question | None:  # fmt: skip
    """Carry out what was said of two figures for what is one unit now, or ask. is_own: the table names the successor itself."""
    into = moved[old].into
    name, heir = _name(old, known), _name(into, known)
    can_add = all(_adds_up(known.items[line[1]]) for line, _ in pairs)
    said = answers.of(MERGE, f"{old}|{into}")
    if (said == KEEP and is_own) or (said == ADD and can_add):
        for line, other in pairs:
            if said == ADD:
                other[4] = canonical(Decimal(line[4]) + Decimal(other[4]))
                other[6] = f"{other[6]}（加 {line[6].rpartition('·')[2]}）"
            cells.remove(line)
        did = f"收的是{heir}一行的数" if said == KEEP else "两家的数相加"
        answers.tell(MERGE, f"{old}|{into}", f"{name}已并入{heir}，{did}")
        return None
    shown = "、".join(
        f"{known.items[line[1]].name} {line[4]} 和 {other[4]}" for line, other in pairs[:FEW]
    )
    more = f"等 {len(pairs)} 项" if len(pairs) > FEW else ""
    what = f"{_since(old, moved, known)}，表里两家都有数：{shown}{more}"
    ways = ([(KEEP, f"只收{heir}一行的数")] if is_own else []) + (
        [(ADD, "两家的数相加")] if can_add else []
    )
    choices = tuple((Answer(MERGE, f"{old}|{into}", way), words) for way, words in ways)
    remedy = "说不准的，请牵头单位填合并后的数"
    if is_own:
        remedy = f"{heir}一行已是合并后的数，还是只是它自己的？{remedy}"
    return Question(what, remedy, choices, pairs[0][0][6], is_open=True)


def _since(old: str, moved: dict[str, Merged], known: KnownNames) -> str:
    into, on = moved[old]
    return f"{_name(old, known)}自 {on.year} 年 {on.month} 月 {on.day} 日起并入{_name(into, known)}"


def _name(code: str, known: KnownNames) -> str:
    return known.subjects.get(code, code)


def _adds_up(info: ItemInfo) -> bool:
    """Whether the figures of two units make the figure of both together: amounts do, shares and points do not."""
    return info.kind in ("number", "tally") and info.unit not in (*PERCENT_UNITS, POINTS, "") and "率" not in info.name  # fmt: skip
