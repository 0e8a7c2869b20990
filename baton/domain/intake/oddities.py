"""What is odd about a sheet, as sentences with a proposed remedy. A clerk decides; nothing is corrected in silence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from baton.domain.intake.cells import Cells, told
from baton.scoring.canonical import DECIMAL

JUMP = Fraction(1, 4)  # a change by more than a quarter is worth a look
FEW = 3  # fewer units than this are not called alike
HELD = "照这样采用，这一项全组都没有分，要等重评"
MOST_NAMED = 5
MANY = 4  # fewer units say nothing about what is usual
GLANCE = 8  # so many oddities are read one by one
FAR = 4  # times as much, or as little, as usual
WORLDS = 1000  # times as much, or as little, as the others where nothing is known of before: 元 for 万元, 万元 for 亿元
THIS_YEAR, YEAR_AGO = ("上一期", "这一期"), ("上年", "今年")


PREVIOUS = "上一版"
KINDS = {
    "blank": "没填", "outside": "超出界限", "gone": "上一版有、这一版没有", "absent": "缺单位", "swapped": "像写颠倒了",
    "jump": "跳变", "out_of_line": "和别的单位走势不一样", "alike": "全都一样", "tie": "不许并列的并列了", "spread": "拉不开",
    "total": "合计不符", "points": "得分与规则不符", "merged": "年中并入的", "outdated": "空表是旧的", "misplaced": "像是别的轮次的表",
    "dash": "写着“—”的", "no_reason": "没写扣分原因", "reason_differs": "扣分原因对不上",
    "ballots": "票数不一样多", "own": "考核办改过的", "in_use": "和现用的数不同", "period": "别的期次的数", "stranger": "不考核的单位有数",
}  # fmt: skip


def by_kind(oddities: Sequence[Mapping[str, Any]]) -> str:
    """How many of each kind, the most first, of many oddities; nothing of a few, which can be read at a glance.

    >>> by_kind([{"kind": "jump"}] * 3 + [{"kind": "gone"}] * 9), by_kind([{"kind": "jump"}])
    ('上一版有、这一版没有 9 处，跳变 3 处', '')
    """
    if len(oddities) <= GLANCE:
        return ""
    counted = Counter(KINDS.get(odd["kind"], "别的") for odd in oddities).most_common()
    return "，".join(f"{word} {number} 处" for word, number in counted)


@dataclass(frozen=True)
class Oddity:
    """One oddity: where, what, and what to do.

    kind: blank, outside, gone, absent, swapped, jump, out_of_line, alike, tie, spread, total, points, merged, outdated, misplaced,
    dash, no_reason, reason_differs, ballots, own, in_use, period, stranger.
    """

    kind: str
    sentence: str
    remedy: str
    item: str = ""
    subject: str = ""
    now: str = ""
    was: str = ""

    def data(self) -> dict[str, Any]:
        """As it is kept with the submission."""
        return asdict(self)


@dataclass(frozen=True)
class Known:
    """What a sheet is looked at with: names, the rule book, the version before, who is expected where.

    as_of: the period that is asked for, where that is known. earlier: figures of an earlier period of the year; last_year: of the same period a year ago. beside: points and
    reasons beside the figures. version: what the version before is called.
    """

    names: Mapping[str, str]
    rulebook: Mapping[str, Any]
    before: Cells = ()
    expected: Mapping[str, Sequence[str]] = ()  # type: ignore[assignment]
    remarks: Sequence[str] = ()
    earlier: Mapping[tuple[str, str], str] = field(default_factory=dict)
    beside: Sequence[Any] = ()
    last_year: Mapping[tuple[str, str], str] = field(default_factory=dict)
    as_of: str = ""
    version: str = PREVIOUS


def find_oddities(cells: Cells, known: Known) -> list[Oddity]:
    """All oddities of a sheet, unit by unit first, then those of whole columns."""
    data = {entry["code"]: entry for entry in known.rulebook["data"]}
    old = {tuple(line[:4]): line for line in known.before}
    found: list[Oddity] = []
    if cells and all(line[4] is None for line in cells):
        found.append(Oddity("blank", "表里一个数也没有填", "请填好再交"))
    for line in cells:
        found += _outside(line, data, known)
        found += _against(line, old.get(tuple(line[:4])), known, data)
    found += _absent(cells, known, data, old)
    found += _columns(cells, known, data)
    names = {code: entry["name"] for code, entry in data.items()}
    found += out_of_line(cells, known.earlier, known.names, names, THIS_YEAR)
    found += out_of_line(cells, known.last_year, known.names, names, YEAR_AGO)
    return found + [Oddity("total", remark, "请核对后再交") for remark in known.remarks]


def _outside(line: Sequence[Any], data: Mapping[str, Any], known: Known) -> list[Oddity]:
    entry, value = data.get(line[1]), _number(line)
    if entry is None or value is None:
        return []
    who = known.names.get(line[0], line[0])
    for bound, word, wrong in (
        (entry["max"], "超过", lambda limit: value > limit),
        (entry["min"], "低于", lambda limit: value < limit),
    ):
        if bound is not None and wrong(Fraction(bound)):
            full = "满分" if entry["unit"] == "分" and word == "超过" else "界限"
            said = f"{who}的{entry['name']}填了 {line[4]}，{word}{full} {bound}"
            return [Oddity("outside", said, "请核对位数和单位", line[1], line[0], line[4])]
    return []


def _against(
    line: Sequence[Any], before: Sequence[Any] | None, known: Known, data: Mapping[str, Any]
) -> list[Oddity]:
    """A figure against the one of the version before."""
    if before is None or told(line) == told(before) or line[1] not in data:
        return []
    who, name = known.names.get(line[0], line[0]), data[line[1]]["name"]
    name += f"（{line[3].replace('|', '的')}）" if line[3] else ""
    was, now = _number(before), _number(line)
    if was is not None and now is None:
        said = f"{who}的{name}{known.version}是 {before[4]}，这一版没有数"
        return [Oddity("gone", said, "漏了，还是不考这个单位？", line[1], line[0], "", before[4])]
    if was is None or now is None:
        return []
    if sorted(line[4]) == sorted(before[4]):
        said = f"{who}的{name}填了 {line[4]}，像是把{known.version}的 {before[4]} 写颠倒了"
        return [
            Oddity(
                "swapped", said, f"要改成 {before[4]} 吗？", line[1], line[0], line[4], before[4]
            )
        ]
    if was and abs(now - was) > abs(was) * JUMP:
        of = "" if known.version == PREVIOUS else f"{known.version}的 "
        said = f"{who}的{name}由{of or ' '}{before[4]} 变成 {line[4]}，没写原因"
        return [Oddity("jump", said, "请确认，或写明原因", line[1], line[0], line[4], before[4])]
    return []


def _absent(
    cells: Cells, known: Known, data: Mapping[str, Any], old: Mapping[Any, Any]
) -> list[Oddity]:
    """Units that should be on the sheet and are not."""
    now = {line[1] for line in cells if line[2] == known.as_of}
    there = {(line[0], line[1]) for line in cells if line[2] == known.as_of or line[1] not in now}
    before = {(key[0], key[1]): line for key, line in old.items()}
    found = []
    order = {subject: at for at, subject in enumerate(known.names)}
    for item, subjects in dict(known.expected).items():
        gone = [subject for subject in subjects if (subject, item) not in there]
        gone.sort(key=lambda subject: order.get(subject, len(order)))
        for subject in gone:
            was = before.get((subject, item))
            if was is not None and was[4] is not None:
                said = f"{known.names.get(subject, subject)}的{data[item]['name']}{known.version}是 {was[4]}，这一版没填"
                found.append(
                    Oddity("gone", said, "漏了，还是不考这个单位？", item, subject, "", was[4])
                )
        never = [subject for subject in gone if (subject, item) not in before]
        if never:
            named = _few([known.names.get(subject, subject) for subject in never])
            said = f"{data[item]['name']}缺{named}"
            found.append(
                Oddity(
                    "absent",
                    said,
                    "没有此任务的请写“无此任务”，没出数的请写“未出数”",
                    item,
                    never[0],
                )
            )
    return found


def _columns(cells: Cells, known: Known, data: Mapping[str, Any]) -> list[Oddity]:
    """What can only be seen in a whole column: all alike, ties where none may be, too little spread."""
    direct = {
        entry["data"]["x"]["item"]: entry["params"]
        for entry in known.rulebook["items"]
        if entry["method"] == "direct"
    }
    by_item: dict[str, list[tuple[Fraction, str, str]]] = defaultdict(list)
    for line in cells:
        value = _number(line)
        if value is not None and line[1] in data and data[line[1]]["kind"] == "number":
            by_item[line[1]].append((value, line[0], line[4]))
    found = []
    for item, values in by_item.items():
        name, params = data[item]["name"], direct.get(item, {})
        if len(values) >= FEW and len({value for value, _, _ in values}) == 1:
            said = f"{name}：{len(values)} 个单位全是 {values[0][2]}，拉不开"
            found.append(Oddity("alike", said, "请确认是否真的没有差别", item))
            continue
        found += _worlds_apart(item, name, values, known)
        if params.get("no_ties"):
            found += _ties(item, name, values, known)
        least = params.get("min_spread")
        spread = max(values)[0] - min(values)[0]
        if least is not None and len(values) > 1 and spread < Fraction(least):
            said = f"{name}最高 {max(values)[2]}、最低 {min(values)[2]}，相差不到规定的 {least} 分"
            found.append(Oddity("spread", said, f"请拉开差距后再交；{HELD}", item))
    return found


def _worlds_apart(
    item: str, name: str, values: Sequence[tuple[Fraction, str, str]], known: Known
) -> list[Oddity]:
    """Figures of units of which nothing is known of before, a thousand times as much or as little as the others'."""
    told_of = {tuple(line[:2]) for line in known.before} | {*known.earlier, *known.last_year}
    positive = sorted(one for one in values if one[0] > 0)
    if len(positive) < MANY:
        return []
    usual, _, middle = positive[len(positive) // 2]
    found = []
    for value, subject, text in positive:
        if (subject, item) not in told_of and not usual / WORLDS < value < usual * WORLDS:
            said = f"{known.names.get(subject, subject)}的{name}填了 {text}，别的单位多在 {middle} 上下"
            found.append(Oddity("out_of_line", said, "请核对位数和计量单位", item, subject, text))
    return found


def out_of_line(
    cells: Cells, earlier: Mapping[tuple[str, str], str], names: Mapping[str, str], items: Mapping[str, str],
    words: tuple[str, str],
) -> list[Oddity]:  # fmt: skip
    """A figure that moved quite otherwise since then than those of the other units: a digit too many, 元 for 万元.

    Cumulative figures grow and rates do not; what is usual is therefore taken from the column itself.
    """
    grown: dict[str, list[tuple[Fraction, Sequence[Any], str]]] = defaultdict(list)
    for line in cells:
        was, now = earlier.get((line[0], line[1])), _number(line)
        if was is not None and now is not None and Fraction(was) > 0 and now > 0 and not line[3]:
            grown[line[1]].append((now / Fraction(was), line, was))
    found = []
    for item, lines in grown.items():
        usual = sorted(ratio for ratio, _, _ in lines)[len(lines) // 2]
        for ratio, line, was in lines if len(lines) >= MANY else ():
            if not usual / FAR < ratio < usual * FAR:
                said = (
                    f"{names.get(line[0], line[0])}的{items[item]}{words[0]}是 {was}，{words[1]}是 {line[4]}，"
                    f"约为 {_times(ratio)} 倍；别的单位多在 {_times(usual)} 倍上下"
                )
                remedy = "请核对位数和计量单位"
                found.append(Oddity("out_of_line", said, remedy, item, line[0], line[4], was))
    return found


def _ties(
    item: str, name: str, values: list[tuple[Fraction, str, str]], known: Known
) -> list[Oddity]:
    together: dict[Fraction, list[tuple[str, str]]] = defaultdict(list)
    for value, subject, text in values:
        together[value].append((subject, text))
    return [
        Oddity(
            "tie", f"{name}不许并列，{_few([known.names.get(s, s) for s, _ in same])}都是 {same[0][1]}",
            f"请分出先后；{HELD}", item, same[0][0], same[0][1],
        )
        for same in together.values()
        if len(same) > 1
    ]  # fmt: skip


def _few(names: Sequence[str]) -> str:
    """The first names, and how many there are when not all are named."""
    more = f"等 {len(names)} 个单位" if len(names) > MOST_NAMED else ""
    return "、".join(names[:MOST_NAMED]) + more


def _times(ratio: Fraction) -> str:
    """A factor as it is said: 12, 1.9, 0.004."""
    digits = 0 if ratio >= 10 else 1 if ratio >= 1 else 3
    return format(round(Decimal(ratio.numerator) / Decimal(ratio.denominator), digits), "f")


def _number(line: Sequence[Any]) -> Fraction | None:
    value = line[4]
    return Fraction(value) if value is not None and DECIMAL.fullmatch(value) else None
