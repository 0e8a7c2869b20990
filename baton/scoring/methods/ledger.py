"""加减分台账 (M25): commendations and deductions, same matter once, sub-caps before the cap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from baton.scoring import columns as exact
from baton.scoring.canonical import decimal_text, parse_decimal
from baton.scoring.columns import ZERO, Column, Mask
from baton.scoring.facts import Event
from baton.scoring.methods.cells import Cells
from baton.scoring.methods.completion import compared
from baton.scoring.methods.tracing import COMPARE_WORDS

PLACES = 12  # a level has at most six decimals and the supporter's share six more


@dataclass
class Entry:
    """One event on its way through the ledger; ``amount`` is an integer of 10**-PLACES points."""

    event: Event
    amount: int
    list: str = ""
    why: str = ""


@dataclass
class Account:
    """What one subject's events come to, or why they can't be counted yet."""

    entries: list[Entry]
    dropped: list[Entry]
    lists: dict[str, tuple[int, int]]
    total: int = 0
    pending: str = ""


def ledger(c: Cells) -> Column:
    """M25 加减分台账: 同一事项取最高,配合减半,分项封顶,再总封顶。来源:“同一事项不重复加分”条款。

    >>> from baton.scoring.methods.example import award
    >>> award([("A", "国家"), ("A", "省"), ("B", "省", "support"), ("C1", "市"), ("C2", "市"),
    ...        ("C3", "市")], levels={"国家": "2", "省": "1", "市": "0.5"}, support_share="0.5",
    ...       lists={"市": "市级"}, list_caps={"市级": "1"}, cap="5")
    '3.5'
    """
    accounts = [account(c.params, events) for events in c.inputs["events"]]
    c.returned |= np.array([bool(found.pending) for found in accounts], dtype=bool)
    total = exact.column_of([found.total for found in accounts], PLACES)
    cap = c.optional("cap")
    capped = total if cap is None else exact.minimum(cap, total)
    if c.trace is not None and accounts:
        _explain(c, accounts[c.trace.cell], capped)
    holds = _conditions(c)
    score = exact.where(holds, capped, ZERO)
    score = -score if c.raw("sign") == "deduct" else score
    words = "{result:分}" if c.here(holds) else "前提没有全部做到,计 {result:分}"
    c.step("得分", words, score)
    return score


def account(params: Mapping[str, Any], events: list[Event]) -> Account:
    """Steps 1 to 7 of the page for one subject, the overall cap left to the caller."""
    found = Account([], [], {})
    counted = _counted(params, events, found)
    if found.pending:
        return found
    half_first = params["order"] == "half_first"
    share = _units(params["support_share"], PLACES // 2)
    for entry in counted if half_first else ():
        _halve(entry, share)
    kept = _once_per_matter(params, counted, found)
    for entry in () if half_first else kept:
        _halve(entry, share)
    for entry in kept:
        _less_last_year(entry, params["counted"])
    _capped_lists(params, kept, found)
    return found


def _counted(params: Mapping[str, Any], events: list[Event], found: Account) -> list[Entry]:
    chosen: list[Event] = []
    for event in events:
        if event.kind not in params["kinds"] or event.decision not in {"accepted", "pending"}:
            continue
        if params["from"] is not None and event.date < params["from"]:
            continue
        if params["to"] is not None and event.date > params["to"]:
            continue
        if event.elsewhere and params["elsewhere"] == "skip":
            found.dropped.append(Entry(event, 0, why="已在别处计过,不再计"))
        elif event.decision == "accepted":
            chosen.append(event)
        elif params["undecided"] == "pending":
            found.pending = f"{event.id}({event.matter or event.level})还没有认定,等认定后再算"
        else:
            found.dropped.append(Entry(event, 0, why="还没有认定,暂不计"))
    return [
        Entry(event, amount)
        for event in chosen
        if (amount := _amount(params, event, found)) is not None
    ]


def _amount(params: Mapping[str, Any], event: Event, found: Account) -> int | None:
    if event.level in params["levels"]:
        return _units(params["levels"][event.level]) * event.count
    given = params["given"]
    if given is None or event.points is None:
        found.pending = f"{event.id} 的级别“{event.level}”不在分值表里,等定分后再算"
        return None
    points = min(_units(given["most"]), max(_units(given["least"]), _units(event.points)))
    return points * event.count


def _once_per_matter(
    params: Mapping[str, Any], entries: list[Entry], found: Account
) -> list[Entry]:
    if params["same_matter"] == "sum":
        return entries
    matters: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        event = entry.event
        matters[("matter", event.matter) if event.matter else ("event", event.id)].append(entry)
    kept = []
    for same in matters.values():
        best = min(same, key=lambda entry: (-entry.amount, entry.event.id))
        kept.append(best)
        for entry in same:
            if entry is not best:
                entry.why = f"同一事项只计最高一次,已计 {best.event.id}"
                found.dropped.append(entry)
    return kept


def _halve(entry: Entry, share: int) -> None:
    if entry.event.role == "support":
        entry.amount = entry.amount * share // 10 ** (PLACES // 2)


def _less_last_year(entry: Entry, how: str) -> None:
    counted = _units(entry.event.counted or "0")
    if how == "difference":
        entry.amount = max(0, entry.amount - counted)
    elif how == "none" and counted > 0:
        entry.amount, entry.why = 0, "上年已加,不再加"


def _capped_lists(params: Mapping[str, Any], kept: list[Entry], found: Account) -> None:
    sums: dict[str, int] = defaultdict(int)
    for entry in kept:
        entry.list = params["lists"].get(entry.event.level, "")
        sums[entry.list] += entry.amount
    for name, total in sums.items():
        cap = params["list_caps"].get(name)
        used = total if cap is None else min(_units(cap), total)
        found.lists[name] = total, used
        found.total += used
    found.entries = kept


def _conditions(c: Cells) -> Mask:
    holds = np.ones(c.size, dtype=bool)
    for i, wanted in enumerate(c.raw("preconditions")):
        value = c.p("preconditions", i, "value")
        name = wanted["data"]
        met = compared(c.inputs[name], value, wanted["compare"])
        holds &= met
        words = "做到了" if c.here(met) else "没有做到"
        c.step("前提", "{x},要求" + COMPARE_WORDS[wanted["compare"]] + " {value}," + words,
               x=c.unit(c.inputs[name], name), value=c.unit(value, name))  # fmt: skip
    return holds


def _explain(c: Cells, found: Account, capped: Column) -> None:
    trace = c.trace
    if trace is None:
        return
    for entry in found.entries:
        amount = decimal_text(entry.amount, PLACES)
        trace.say(_name(entry), f"{_kind(c, entry)},计 {amount} 分", amount)
    for entry in found.dropped:
        trace.say(_name(entry), f"{entry.event.level},{entry.why}", "0")
    for name, (whole, used) in found.lists.items():
        if whole != used:
            shown, cap = decimal_text(whole, PLACES), decimal_text(used, PLACES)
            trace.say(f"清单“{name or '其他'}”封顶", f"{shown} 分,按 {cap} 分计", cap)
    if found.pending:
        trace.halt("待定", found.pending)
    if not found.entries and not found.dropped:
        trace.say("事件", "没有要计的事件", "0")
    total = decimal_text(found.total, PLACES)
    if c.here(~capped.same(exact.constant(found.total, PLACES))):
        c.step("合计", f"{total} 分,合计不超过 {{cap:分}}", cap=capped)
    else:
        trace.say("合计", f"{total} 分", total)


def _name(entry: Entry) -> str:
    event = entry.event
    return f"{event.matter}({event.id})" if event.matter else event.id


def _kind(c: Cells, entry: Entry) -> str:
    """An event in words: level, document, how often, in which role, and what was taken off."""
    event = entry.event
    parts = [event.level + (f"({event.document})" if event.document else "")]
    if event.level not in c.raw("levels") and event.points is not None:
        parts.append(f"原给 {event.points} 分")
    if event.count > 1:
        parts.append(f"{event.count} 件")
    if event.role == "support":
        share, places = parse_decimal(c.raw("support_share"))
        parts.append(f"配合单位按 {decimal_text(share * 100, places)}%")
    if event.counted and c.raw("counted") == "difference":
        parts.append(f"上年已计 {event.counted} 分,只计差额")
    return ",".join([*parts, *([entry.why] if entry.why else [])])


def _units(text: str, places: int = PLACES) -> int:
    numerator, used = parse_decimal(text)
    return int(numerator * 10 ** (places - used))
