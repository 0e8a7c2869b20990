"""已经答的: what a clerk said of a table of claims, as sentences that can be taken back one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from baton.desk.ledger.claim_days import BARE, FIRST, LAST, MEANT, MONTHS, SERIALS
from baton.desk.ledger.claim_words import (
    CELL,
    DAY,
    HEAD,
    KIND,
    LEFT_OUT,
    LEVEL,
    MERGED,
    OWNER,
    UNIT,
    level_words,
)
from baton.desk.ledger.joint import EACH, FIRST_LEADS, GROUP, ONLY
from baton.desk.questions import Answer
from baton.documents.claim_tables import CLAIMS, NOTE
from baton.documents.headings import LEAVE

_ENDS = {FIRST: "当月 1 日", LAST: "当月最后一日"}
_DAYS = {MONTHS: "只写到月的日期", BARE: "只写了月份的日期", SERIALS: "写成天数的日期"}


def told(
    answers: Sequence[Answer], names: Mapping[str, str], kinds: Collection[str], shown: Collection[str] = ()
) -> list[tuple[Answer, str]]:  # fmt: skip
    """Every answer that counts as a sentence; what means nothing here is left out.

    names: of units, by code. shown: pages whose kind is told elsewhere, as KIND has them.
    """
    last = {one.about: one for one in answers}
    found = [
        (one, _sentence(one, names, kinds))
        for one in last.values()
        if not (one.what == KIND and one.written in shown)
    ]
    return [(one, sentence) for one, sentence in found if sentence]


def _sentence(one: Answer, names: Mapping[str, str], kinds: Collection[str]) -> str:
    written, value = one.written, one.value
    if one.what == UNIT:
        return _unit(written, value, names)
    if one.what == MERGED:
        return (
            f"“{written}”的记在{names[value]}名下"
            if value in names
            else _unit(written, value, names)
        )
    if one.what == OWNER:
        return f"整张表都是{names[value]}的" if value in names else ""
    if one.what == KIND:
        return _kind(written, value, kinds)
    if one.what == LEVEL:
        is_same = written.partition("\n")[2] == value
        return (
            f"{level_words(written)}照写收下" if is_same else f"{level_words(written)}就是“{value}”"
        )
    if one.what == DAY:
        return _day(written, value)
    if one.what == HEAD:
        ways = {NOTE: "记进说明", LEAVE: "不读"} | {spec.key: f"是“{spec.name}”" for spec in CLAIMS}
        return f"“{written}”这一列{ways[value]}" if value in ways else ""
    return f"{written} 是 {value}" if one.what == CELL else ""


def _unit(written: str, value: str, names: Mapping[str, str]) -> str:
    if value in names:
        return f"“{written}”就是{names[value]}"
    if value.startswith(ONLY) and (name := names.get(value.removeprefix(ONLY))):
        return f"“{written}”只记{name}的一条"
    if value.startswith(GROUP):
        return f"“{written}”：{value.removeprefix(GROUP)}的各家各记一条"
    ways = {
        LEFT_OUT: f"“{written}”的几行不收",
        EACH: f"“{written}”各记一条",
        FIRST_LEADS: f"“{written}”各记一条，第一家牵头",
    }
    return ways.get(value, "")


def _kind(written: str, value: str, kinds: Collection[str]) -> str:
    page = written.removesuffix("\n")
    without = not written or written.endswith("\n")
    said = f"{f'“{page}”页' if page else ''}没有写种类的" if without else f"“{written}”"
    if value == LEFT_OUT:
        return f"{said}不收"
    if value not in kinds:
        return ""
    return f"{said}都是“{value}”" if without else f"{said}就是“{value}”"


def _day(written: str, value: str) -> str:
    said = _DAYS.get(written, f"日期“{written}”")
    if value == LEFT_OUT:
        return f"{said}不记"
    if value == MEANT:
        return f"{said}照表格软件的意思读"
    year, _, end = value.rpartition("*")
    if end in _ENDS:
        return f"{said}记作 {year} 年{_ENDS[end]}" if year else f"{said}记作{_ENDS[end]}"
    return f"{said}是 {value}"
