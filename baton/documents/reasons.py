"""动了什么: which figures, targets and claims of a unit read differently in two drafts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from baton.documents.comparing import Own
from baton.scoring.facts import Event, Facts

STATES = {
    "reported": "", "excused": "单列", "not_applicable": "无此任务", "not_yet": "未报", "pending": "待定", "missing": "缺报",
}  # fmt: skip
DECISIONS = {"accepted": "认定", "pending": "待定", "rejected": "不予认定", "exempted": "免除"}


@dataclass(frozen=True)
class Reason:
    """One thing that reads differently: its name, what it said, what it says, where that was read.

    cell: of a figure, its data item, period and key.
    """

    what: str
    old: str
    new: str
    source: str = ""
    cell: tuple[str, str, str] | None = None


def reasons(
    old: Facts, new: Facts, rulebooks: Sequence[dict[str, Any]], subjects: Iterable[str]
) -> dict[str, list[Reason]]:
    """By subject: its own figures, targets and claims that changed, in that order; nothing for who has none.

    rulebooks: the old and the new one; what only the old one knows keeps the name it had there. A figure of a period that
    neither of them takes, such as a quarter's beside the year, is no change of theirs.
    """
    before, after = Own(old), Own(new)
    names = {entry["code"]: entry for book in rulebooks for entry in book["data"]}
    items = {entry["code"]: entry["name"] for book in rulebooks for entry in book["items"]}
    taken = _periods(rulebooks, [old.as_of, new.as_of])
    found = {}
    for subject in subjects:
        if before.differs(after, subject):
            found[subject] = [
                *_figures(before.observed[subject], after.observed[subject], names, taken),
                *_targets(before.agreed[subject], after.agreed[subject], items),
                *_events(before.events[subject], after.events[subject]),
            ]
    return {subject: told for subject, told in found.items() if told}


def _periods(rulebooks: Sequence[dict[str, Any]], ends: list[str]) -> dict[str, set[str]]:
    """By data item the periods at which indicators take it; an item that no indicator takes is not in it."""
    found: dict[str, set[str]] = {}
    for book in rulebooks:
        whole = {"@": ends, "to_date": book["calendar"]}
        for item in book["items"]:
            for one in item["data"].values():
                told = one["periods"]
                found.setdefault(one["item"], set()).update(
                    whole[told] if isinstance(told, str) else told
                )
    return found


def _figures(
    old: list[Any], new: list[Any], names: dict[str, Any], taken: dict[str, set[str]]
) -> Iterator[Reason]:  # fmt: skip
    before, after = ({tuple(line[1:4]): line for line in lines} for lines in (old, new))
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        before_said, now_said = _said(was, names), _said(now, names)
        item, period, part = key
        if before_said != now_said and period in taken.get(item, {period}):
            name = names[item]["name"] if item in names else item
            what = f"{name}（{period}）" if period else name
            source = now[6] if now else ""
            yield Reason(f"{what}{part}", before_said, now_said, source or "", (item, period, part))


def _said(line: Any, names: dict[str, Any]) -> str:
    if line is None:
        return "没有报"
    _, item, _, _, value, state, *_ = line
    if value is None:
        return str(STATES.get(state, state))
    unit = names[item].get("unit") or "" if item in names else ""
    return f"{value}{unit}" + (f"（{STATES[state]}）" if STATES.get(state) else "")


def _targets(old: dict[Any, Any], new: dict[Any, Any], items: dict[str, str]) -> Iterator[Reason]:
    for key in sorted(old.keys() | new.keys()):
        was, now = old.get(key, {}), new.get(key, {})
        for field in sorted(was.keys() | now.keys()):
            if was.get(field) != now.get(field):
                what = f"责任书“{items.get(key[1], key[1])}”的{field}"
                yield Reason(what, was.get(field) or "没有", now.get(field) or "没有")


def _events(old: list[Event], new: list[Event]) -> Iterator[Reason]:
    before, after = ({event.id: event for event in events} for events in (old, new))
    for key in sorted(before.keys() | after.keys()):
        was, now = before.get(key), after.get(key)
        if was != now:
            event = now or was
            assert event is not None
            what = f"{event.kind}“{event.matter or event.id}”"
            yield Reason(what, _counted(was), _counted(now), event.document)


def _counted(event: Event | None) -> str:
    if event is None:
        return "没有"
    level = f"{event.level} " if event.level else ""
    return level + DECISIONS.get(event.decision, event.decision)
