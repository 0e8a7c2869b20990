"""对外不说的: undecided vetoes and deductions, of which nobody outside the office learns before they are decided."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from baton.desk.looks.shown import Account
from baton.scoring.explain import Explanation, explain
from baton.scoring.result import Result

LEDGER, PENDING, DEDUCT, NOT_YET = "ledger", "pending", "deduct", "not_yet"
NOT_OUT = "未出数"


def kept_back(result: Result, subject: str = "") -> set[str]:
    """The numbers of the undecided lines of a subject, or of all, that are no bonus: vetoes, deductions, what nothing counts."""
    told = _bonuses(result)
    return {
        event.id
        for event in result.plan.facts.events
        if event.decision == PENDING and event.kind not in told and subject in ("", event.subject)
    }


def held(result: Result, subject: str) -> set[str]:
    """The indicators of a subject that have no points because of a line that is kept back."""
    hidden = kept_back(result, subject)
    kinds = {event.kind for event in result.plan.facts.events if event.id in hidden}
    return {
        code
        for code, item in result.plan.items.items()
        if item["method"] == LEDGER
        and kinds & {*item["params"]["kinds"]}
        and result.cell(subject, code) is not None
        and result.score(subject, code) is None
    }


def explained(result: Result, subject: str, code: str) -> Explanation:
    """An explanation as readers outside the office have it; CannotExplain as ever."""
    made, hidden = explain(result, subject, code), kept_back(result, subject)
    if not hidden:
        return made
    waiting = held(result, subject)
    told = _without(made.data(), _naming(hidden), waiting)
    if code in waiting:
        title = f"{told['name']}还没有出数"
        told |= {"title": title, "state": NOT_YET, "steps": [], "policy": None}
    return Explanation(told)


def accounted(account: Account, result: Result, subject: str) -> Account:
    """A unit's account where what waits for such a line has simply no points yet."""
    waiting = held(result, subject)
    items = [replace(one, state=NOT_YET) if one.code in waiting else one for one in account.items]
    return replace(account, items=items)


def _bonuses(result: Result) -> set[str]:
    """The kinds for which units apply themselves."""
    entries = [one["params"] for one in result.plan.items.values() if one["method"] == LEDGER]
    added, taken = (
        {kind for one in entries if (one["sign"] == DEDUCT) is is_taken for kind in one["kinds"]}
        for is_taken in (False, True)
    )
    return added - taken - {veto["kind"] for veto in result.plan.rulebook["vetoes"]}


def _naming(numbers: set[str]) -> re.Pattern[str]:
    each = "|".join(re.escape(one) for one in sorted(numbers, key=len, reverse=True))
    return re.compile(rf"(?<![0-9A-Za-z])(?:{each})(?![0-9A-Za-z])")


def _without(told: Any, naming: re.Pattern[str], waiting: set[str]) -> Any:
    """Plain data without the entries of lists that name one of these numbers, nor why such an indicator waits."""
    if isinstance(told, list):
        return [_without(one, naming, waiting) for one in told if not _names(one, naming)]
    if not isinstance(told, dict):
        return told
    found = {key: _without(value, naming, waiting) for key, value in told.items()}
    if told.get("code") in waiting:
        found |= {key: NOT_OUT for key in ("state_words", "reason") if key in found}
    return found


def _names(one: Any, naming: re.Pattern[str]) -> bool:
    values = one.values() if isinstance(one, dict) else [one]
    return any(isinstance(value, str) and naming.search(value) for value in values)
