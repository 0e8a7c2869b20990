"""换版没有动到的组: whether a board that was computed before the round took another version still stands as it is."""

from __future__ import annotations

from typing import Any

from baton.desk.results import result_of
from baton.domain.assessment import gather
from baton.domain.assessment.models import Run
from baton.domain.facts import queries as figures
from baton.scoring.facts import Facts
from baton.scoring.plan import children_of

Book = dict[str, Any]
APART = ("rounding", "cohort", "interim", "calendar", "semantics")  # what concerns every group


def is_untouched(run: Run, group: str) -> bool:
    """Whether nothing has changed since but the round's version, and none of it concerns this group.

    Its tree, its data, its vetoes and what the agreement says of them are the same in both; so are the groups it takes
    points from.
    """
    round = run.round
    if run.version_id == round.version_id or run.seq != figures.moved(round.scheme):
        return False
    before, now = result_of(run).plan.rulebook, gather.rulebook_of(round)
    if any(before.get(key) != now.get(key) for key in APART):
        return False
    old, new = _part(before, group), _part(now, group)
    if old is None or old != new:
        return False
    agreed = Facts.from_canonical(gather.facts_of(round, reported=False))
    return _agreed(result_of(run).plan.facts, old) == _agreed(agreed, old)


def _agreed(facts: Facts, part: Book) -> dict[tuple[str, str], dict[str, str | None]]:
    """What the agreement says of the indicators and nodes of a part."""
    return {key: fields for key, fields in facts.agreement.items() if key[1] in part["entries"]}


def _part(book: Book, group: str) -> Book | None:
    """All of a book that a group's scores come from; None where there is no such group."""
    entries = {one["code"]: one for table in ("items", "nodes") for one in book[table]}
    tables, rows, groups = dict[str, Any](), list[Book](), list[str]()
    todo = [group]
    while todo:
        name = todo.pop()
        own = next((one for one in book["groups"] if one["group"] == name), None)
        if own is None:
            return None
        groups.append(name)
        rows.append(own)
        waiting = [own["root"], *own["outside"]]
        while waiting:
            code = waiting.pop()
            if code in tables:
                continue
            tables[code] = entry = entries[code]
            waiting += children_of(entry) if "kind" in entry else []
            if entry.get("kind") == "children" and entry["group"] not in groups:
                todo.append(entry["group"])
            if entry.get("kind") == "link":  # anybody's points
                todo += [one["group"] for one in book["groups"] if one["group"] not in groups]
    used = {one["item"] for code in tables for one in tables[code].get("data", {}).values()}
    return {
        "groups": rows, "entries": tables, "data": [one for one in book["data"] if one["code"] in used], "vetoes": book["vetoes"],
    }  # fmt: skip
