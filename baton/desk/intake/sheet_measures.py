"""计量单位对不上: a table in 亿元 for an item in 万元 is asked about before it is taken in; nothing is converted in silence."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import AS_IS, CONVERT, MEASURE, SHARE, Answers
from baton.desk.questions import Answer, Question
from baton.documents.layouts.measures import shift
from baton.documents.numbers import PERCENT_UNITS, rescaled, too_precise
from baton.documents.observations import KnownNames

Line = list[Any]
SOURCE = 200  # characters of a source that are kept
FEW, HUNDRED = 3, Decimal(100)
PERCENT = 2  # powers of ten from 0.082 to 8.2


def settle_measures(
    read: Read, answers: Answers, known: KnownNames, before: Sequence[Sequence[Any]]
) -> list[Question]:
    """Convert what a clerk said is to be converted; give the questions that nobody answered yet.

    before: the version before; a percentage that was below 1 there may be so again.
    """
    asks = []
    for (item, written), lines in _stated(read, known).items():
        asks += _settle(read, answers, known, (item, written), lines)
    told_before = {(line[0], line[1]): line[4] for line in before}
    for item, lines in _bare_shares(read, known).items():
        was = [told_before.get((line[0], line[1])) for line in lines]
        if not any(value and abs(Decimal(value)) <= 1 for value in was):
            asks += _share(read, answers, known, item, lines)
    for item, lines in _of_a_hundred(read, known).items():
        asks += _scale(read, answers, known, item, lines)
    return asks


def _stated(read: Read, known: KnownNames) -> dict[tuple[str, str], list[Line]]:
    found: dict[tuple[str, str], list[Line]] = {}
    for line, written in zip(read.cells, read.measure, strict=True):
        if written and written != known.items[line[1]].unit and line[4] is not None:
            found.setdefault((line[1], written), []).append(line)
    return found


def _bare_shares(read: Read, known: KnownNames) -> dict[str, list[Line]]:
    """Percentages of which no cell says per cent and none is larger than 1: 0.082 may be meant to be 8.2%."""
    found: dict[str, list[Line]] = {}
    whole: set[str] = set()
    for line, written in zip(read.cells, read.measure, strict=True):
        info = known.items[line[1]]
        if info.kind != "number" or info.unit not in PERCENT_UNITS or line[4] is None:
            continue
        if written or abs(Decimal(line[4])) > 1:
            whole.add(line[1])
        found.setdefault(line[1], []).append(line)
    return {
        item: lines
        for item, lines in found.items()
        if item not in whole and any(Decimal(line[4]) for line in lines)
    }


def _settle(
    read: Read, answers: Answers, known: KnownNames, key: tuple[str, str], lines: list[Line]
) -> list[Question]:
    item, written = key
    info, about = known.items[item], f"{item}|{written}"
    power = shift(written, info.unit)
    said = answers.of(MEASURE, about)
    if said == CONVERT and power is not None:
        convert(read, lines, power, info.unit, f"表上 {{}} {written}")
        how = f"表上写的是{written}，已{_factor(power)} 换算成{info.unit}"
        answers.tell(MEASURE, about, f"{info.name}：{how}")
        return []
    if said == AS_IS:
        for line in lines:
            _note(line, f"表上写{written}，核实后按{info.unit}收")
        told = f"{info.name}：表上写的是{written}，核实后原数按{info.unit}收"
        answers.tell(MEASURE, about, told)
        return []
    first = lines[0]
    choices = [(Answer(MEASURE, about, AS_IS), f"就是 {first[4]} {info.unit}")]
    if power is not None:
        meant = rescaled(first[4], power, 0)
        label = f"换算：{first[4]} {written}是 {meant} {info.unit}"
        choices.insert(0, (Answer(MEASURE, about, CONVERT), label))
    what = f"表上写的单位是{written}，“{info.name}”按{info.unit}报，{len(lines)} 个数对不上"
    remedy = "请选一种；都不是的，请退回重填" if power is not None else f"{written}换不成{info.unit}；计量单位写错了、数没有错的选下面，不是的请退回重填"  # fmt: skip
    return [Question(what, remedy, tuple(choices), first[6])]


def _share(
    read: Read, answers: Answers, known: KnownNames, item: str, lines: list[Line]
) -> list[Question]:
    info, said = known.items[item], answers.of(SHARE, item)
    if said == CONVERT:
        convert(read, lines, PERCENT, info.unit, "表上 {}")
        told = f"{info.name}：表上的数都在 1 以内，已乘 100 换算成{info.unit}"
        answers.tell(SHARE, item, told)
        return []
    if said == AS_IS:
        told = f"{info.name}：表上的数都在 1 以内，核实后原数按{info.unit}收"
        answers.tell(SHARE, item, told)
        return []
    first = max(lines, key=lambda line: abs(Decimal(line[4])))
    meant = rescaled(first[4], PERCENT, 0)
    choices = (
        (Answer(SHARE, item, CONVERT), f"乘 100：{first[4]} 是 {meant}{info.unit}"),
        (Answer(SHARE, item, AS_IS), f"就是 {first[4]}{info.unit}"),
    )
    what = f"“{info.name}”按{info.unit}报，表上的数都在 1 以内，如 {first[4]}"
    return [Question(what, "请选是哪一种", choices, first[6])]


def _of_a_hundred(read: Read, known: KnownNames) -> dict[str, list[Line]]:
    """Scores most of which are more than there is to get, and none more than a hundred: 91 where the full points are 10."""
    found: dict[str, list[Line]] = {}
    for line in read.cells:
        info = known.items[line[1]]
        if info.kind == "number" and info.full and line[4] is not None:
            found.setdefault(line[1], []).append(line)
    return {
        item: lines
        for item, lines in found.items()
        if len(lines) >= FEW
        and all(abs(Decimal(line[4])) <= HUNDRED for line in lines)
        and 2 * sum(Decimal(line[4]) > Decimal(known.items[item].full) for line in lines) > len(lines)
    }  # fmt: skip


def _scale(
    read: Read, answers: Answers, known: KnownNames, item: str, lines: list[Line]
) -> list[Question]:
    info, said = known.items[item], answers.of(SHARE, item)
    full = Decimal(info.full)
    if said == CONVERT:
        for line in lines:
            _note(line, f"表上 {line[4]}，按满分 100 折成满分 {info.full}")
            line[4] = plain(Decimal(line[4]) * full / HUNDRED)
        told = f"{info.name}：表上按满分 100 打，已折成满分 {info.full}"
        answers.tell(SHARE, item, told)
        return []
    if said == AS_IS:
        answers.tell(SHARE, item, f"{info.name}：超过满分 {info.full} 的，核实后原数收")
        return []
    first = max(lines, key=lambda line: Decimal(line[4]))
    over = sum(Decimal(line[4]) > full for line in lines)
    meant = plain(Decimal(first[4]) * full / HUNDRED)
    choices = (
        (Answer(SHARE, item, CONVERT), f"按满分 100 打的，折一下：{first[4]} 是 {meant} 分"),
        (Answer(SHARE, item, AS_IS), f"就是 {first[4]} 分"),
    )
    what = (
        f"“{info.name}”满分 {info.full} 分，表上 {len(lines)} 个数有 {over} 个超过，如 {first[4]}"
    )
    return [Question(what, "请选是哪一种；都不是的，请退回重填", choices, first[6], is_open=True)]


def plain(value: Decimal) -> str:
    """9.10 -> 9.1, 10.0 -> 10."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def convert(read: Read, lines: list[Line], power: int, unit: str, note: str) -> None:
    """Move the decimal point of these figures, with a note of it behind their place."""
    for line in lines:
        was, now = line[4], rescaled(line[4], power, 0)
        if too_precise(now):
            what, remedy = f"{was} 换算成{unit}后位数太多", f"请牵头单位按{unit}填写"
            read.problems.error(line[6], what, remedy, code="number-too-fine")
        _note(line, f"{note.format(was)}，已换算")
        line[4] = now


def _note(line: Line, note: str) -> None:
    """Behind the place of a figure, what was done to it; left out where there is no room."""
    told = f"{line[6]}（{note}）"
    line[6] = told if len(told) <= SOURCE else line[6]


def _factor(power: int) -> str:
    return f"乘 {10**power}" if power > 0 else f"除以 {10**-power}"
