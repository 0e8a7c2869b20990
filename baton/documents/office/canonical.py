"""Facts that come as canonical JSON (semantics §2): every line has the shape and the meaning it must have.

An archive or a facts.json may have been written by anybody, so nothing in it is taken on trust.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from typing import Any

from baton.documents.problems import Problems
from baton.scoring.canonical import DECIMAL
from baton.scoring.facts import AGREEMENT, EVENTS, EVERYBODY, OBSERVATIONS, ROSTER, STATES

DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
TITLES = {"roster": "名册", "agreement": "责任书", "observations": "数据", "events": "事件"}
REPAIR = "请用 baton export 重新导出,不要手工改动"
Test = Callable[[Any], bool]


def is_day(value: Any) -> bool:
    """An ISO date that the calendar has."""
    if not isinstance(value, str) or not DAY.fullmatch(value):
        return False
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _named(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _day_or_blank(value: Any) -> bool:
    return value == "" or is_day(value)


def _number(value: Any) -> bool:
    return isinstance(value, str) and DECIMAL.fullmatch(value) is not None


def _number_or_null(value: Any) -> bool:
    return value is None or _number(value)


def _agreed(value: Any) -> bool:
    return value is None or _number(value) or is_day(value)


def _whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _count(value: Any) -> bool:
    return _whole(value) and value >= 1


def _flag(value: Any) -> bool:
    return isinstance(value, bool)


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_text, value))


def _links(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(link, list) and len(link) == 2 and _named(link[0]) and _number(link[1])
        for link in value
    )


def _one_of(*words: str) -> Test:
    return lambda value: isinstance(value, str) and value in words


def _text_or_null(value: Any) -> bool:
    return value is None or _text(value)


@dataclass(frozen=True)
class Layout:
    """A table's columns, what each may hold, and how many of them make a line the only one of its kind."""

    columns: tuple[str, ...]
    tests: tuple[Test, ...]
    key: int


LAYOUTS = {
    "roster": Layout(ROSTER, (
        _named, _text, _one_of("unit", "person"), _text, _text, _whole, _text, _day_or_blank, _day_or_blank,
        _one_of("ranked", "separate"), _texts, _links,
    ), 1),
    "agreement": Layout(AGREEMENT, (_named, _named, _named, _agreed), 3),
    "observations": Layout(OBSERVATIONS, (
        _named, _named, _named, _text, _text_or_null, _one_of(*STATES), _text, _day_or_blank,
    ), 0),
    "events": Layout(EVENTS, (
        _named, _named, _named, _text, _text, _day_or_blank, _day_or_blank, _text, _one_of("lead", "support"),
        _count, _number_or_null, _number_or_null, _one_of("accepted", "pending", "rejected", "exempted"), _flag,
    ), 1),
}  # fmt: skip

FITS: dict[str, Test] = {"number": _number, "tally": _number, "date": is_day, "grade": _named}
REMEDIES = {
    "number": "整数至多 15 位,小数至多 6 位", "tally": "请填整数", "date": "请写成 2026-03-01", "grade": "请填等次",
}  # fmt: skip


def check_canonical(raw: Any, rulebook: dict[str, Any], name: str, *, problems: Problems) -> bool:
    """Whether ``raw`` may be read as canonical facts; everything that is wrong goes to ``problems``.

    Data items that the rule book does not know are mentioned and left aside, so that old facts can be
    scored by a new rule book.
    """
    before = problems.error_count
    if not isinstance(raw, dict) or raw.get("format") != "baton.facts/1":
        problems.error(
            name, "不是指挥棒的事实文件", "请用 baton export 导出的归档", code="facts-json"
        )
        return False
    for key, test in (
        ("as_of", _text),
        ("on", _day_or_blank),
        ("absent", _one_of("not_yet", "missing")),
    ):
        if not test(raw.get(key)):
            problems.error(name, f"表头“{key}”缺少或写得不对", REPAIR, code="facts-json")
    lines = {key: _lines(raw.get(key), key, name, problems) for key in LAYOUTS}
    if problems.error_count == before:
        _check_people(lines, name, problems)
        _check_values(lines["observations"], rulebook, name, problems)
    return problems.error_count == before


def _lines(table: Any, key: str, name: str, problems: Problems) -> list[list[Any]]:
    """The lines of one table in the order of the semantics; [] after a fault."""
    layout, title = LAYOUTS[key], TITLES[key]
    shaped = (
        isinstance(table, dict)
        and _texts(table.get("columns"))
        and isinstance(table.get("rows"), list)
    )
    if not shaped or sorted(table["columns"]) != sorted(layout.columns):
        problems.error(f"{name}·{title}", f"没有“{key}”表,或它的列不对", REPAIR, code="facts-json")
        return []
    places = [table["columns"].index(column) for column in layout.columns]
    found: list[list[Any]] = []
    seen: dict[Hashable, int] = {}
    for number, row in enumerate(table["rows"], start=1):
        place = f"{name}·{title}第{number}行"
        if not isinstance(row, list) or len(row) != len(places):
            problems.error(place, f"应有 {len(places)} 格", REPAIR, code="facts-json")
            continue
        line = [row[at] for at in places]
        wrong = list(_wrong(line, layout))
        for column in wrong:
            problems.error(place, f"“{column}”写得不对:{_shown(line[layout.columns.index(column)])}", REPAIR,
                           code="facts-json")  # fmt: skip
        if not wrong and layout.key:
            first = seen.setdefault(tuple(line[: layout.key]), number)
            if first != number:
                what = f"与第{first}行是同一项({'、'.join(map(str, line[: layout.key]))})"
                problems.error(place, what, "请只留一行", code="duplicate")
        found.append(line)
    return found


def _wrong(line: list[Any], layout: Layout) -> Iterator[str]:
    for column, value, test in zip(layout.columns, line, layout.tests, strict=True):
        if not test(value):
            yield column


def _shown(value: Any) -> str:
    """A value short enough for a sentence, whatever somebody put there."""
    if isinstance(value, dict | list):
        return "{…}" if isinstance(value, dict) else "[…]"
    text = str(value) if not isinstance(value, int) or abs(value) < 10**20 else "(很大的整数)"
    return text if len(text) <= 40 else text[:40] + "…"


def _check_people(lines: dict[str, list[list[Any]]], name: str, problems: Problems) -> None:
    """Whoever is named must be on the roster."""
    known = {line[0] for line in lines["roster"]}

    def check(key: str, number: int, who: str, role: str) -> None:
        if who not in known:
            place = f"{name}·{TITLES[key]}第{number}行"
            problems.error(
                place, f"名册里没有{role}“{_shown(who)}”", "请先把它加进名册", code="name-unknown"
            )

    for number, line in enumerate(lines["roster"], start=1):
        if line[4]:
            check("roster", number, line[4], "上级")
        for unit, _ in line[11]:
            check("roster", number, unit, "所在单位")
    for key, at in (("agreement", 0), ("observations", 0), ("events", 1)):
        for number, line in enumerate(lines[key], start=1):
            if not (key == "agreement" and line[at] == EVERYBODY):
                check(key, number, line[at], "单位")


def _check_values(
    lines: list[list[Any]], rulebook: dict[str, Any], name: str, problems: Problems
) -> None:
    """A value stands exactly where something was reported, fits its kind, and stands there once."""
    data = {entry["code"]: entry for entry in rulebook["data"]}
    unknown: Counter[str] = Counter()
    seen: dict[tuple[str, str, str], int] = {}
    for number, line in enumerate(lines, start=1):
        subject, item, period, _, value, state = line[:6]
        place = f"{name}·数据第{number}行"
        entry = data.get(item)
        if (value is not None) != (state == "reported"):
            what = f"状态是 {state},值是 {_shown(value)},两者矛盾"
            problems.error(place, what, REPAIR, code="facts-json")
        if entry is None:
            unknown[item] += 1
            continue
        if value is not None and not FITS[entry["kind"]](value):
            what = f"“{entry['name']}”的值“{_shown(value)}”写得不对"
            problems.error(place, what, REMEDIES[entry["kind"]], code="facts-json")
        if entry["kind"] != "tally":
            first = seen.setdefault((subject, item, period), number)
            if first != number:
                what = f"同一单位、同一数据项、同一期间报了两次,另一处是第{first}行"
                problems.error(place, what, "请只留一行", code="duplicate")
    for item, count in sorted(unknown.items()):
        what = f"规则书没有数据项“{_shown(item)}”,{count} 行没有用到"
        problems.warn(f"{name}·数据", what, "如果应当用到,请核对规则书", code="name-unknown")
