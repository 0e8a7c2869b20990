"""与去年比: this year's rule book against an earlier one, in the order of the scheme, indicators matched by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from baton.desk.rules.form_words import in_form_words
from baton.desk.rules.lineage import book_beside
from baton.desk.rules.scheme_order import merged_order
from baton.documents.names import normalised
from baton.documents.rule_changes import DATA, GONE, Change, names_of, rulebook_changes
from baton.documents.scheme_table import paired
from baton.domain.schemes import queries
from baton.domain.schemes.models import Scheme, Version
from baton.punctuation import full_width
from baton.scoring.plan import children_of

Book = dict[str, Any]
Items = dict[str, dict[str, Any]]
Inside = dict[str, set[str]]
ITEM, NODE = "指标", "大项"
IN_TABLES = {ITEM, NODE}
BEFORE = "原"
ROLES = {"bonus": "加分", "deduction": "扣分"}  # worth no points of the full ones
UP_TO = "@"  # the period that a round counts up to
YEAR = 4  # digits of a year
SILENT = {
    "代码",
    "方案",
}  # of a whole rule book: what it is called in the machine, and by its title


def earlier(scheme: Scheme) -> list[Version]:
    """Versions that a scheme can be compared with: the year before first, then older ones, then its own."""
    others = [
        version for other in queries.schemes().filter(year__lt=scheme.year)
        if (version := queries.newest(other)) is not None
    ]  # fmt: skip
    own = list(scheme.versions.defer("book").order_by("-number"))[1:]
    return [*others, *own]


def between(other: Version, version: Version) -> list[Change]:
    """Every difference from an earlier version to one, of the same scheme or of another year's."""
    new = queries.book_of(version)
    if other.scheme_id == version.scheme_id:
        return redline(queries.book_of(other), new, is_same_scheme=True)
    return redline(book_beside(other, version.scheme), new)


def redline(old: Book, new: Book, *, is_same_scheme: bool = False) -> list[Change]:
    """Every difference an official would look at, old to new, each indicator where it stands or stood in the scheme.

    Codes stay with their indicators within a scheme; between schemes they say nothing, so that names are matched.
    Data items are told only where both rule books have them and they differ in unit or bounds: the rest follows from
    the indicators.
    """
    if not is_same_scheme:
        old, new = _by_the_year(old), _by_the_year(new)
        old = _recoded(old, _codes(old, new) | _periods(old, new))
    names = names_of(old) | names_of(new)
    order = merged_order(old, new)
    changes = sorted(rulebook_changes(old, new), key=lambda one: _place(one, order))
    whole = {one["code"]: one for one in old["items"]}, {one["code"]: one for one in new["items"]}
    return list(_told(changes, names, _scores(old) | _scores(new), whole))


def _place(change: Change, order: dict[str, int]) -> tuple[int, int]:
    """The scheme as a whole, then its tables, then what is about neither."""
    title, _, rest = change.place.partition(" ")
    code = rest.partition(" ")[0]
    if not change.place:
        return 0, 0
    return (1, order[code]) if title in IN_TABLES and code in order else (2, 0)


def _told(
    changes: list[Change], names: dict[str, str], scores: set[str], whole: tuple[Items, Items]
) -> Iterator[Change]:
    for change in changes:
        title, _, rest = change.place.partition(" ")
        code, _, name = rest.partition(" ")
        if title == ITEM and not change.label:
            was, now = (_said(items.get(code)) for items in whole)
            change = replace(change, label=change.new, old=was, new=now)
        elif change.place and not change.label:
            called = name or names.get(code, code)
            was, now = (called, "") if change.new == GONE else ("", called)
            change = replace(change, label=change.new, old=was, new=now)
        if full_width(change.old) == full_width(change.new):
            continue
        if not change.place and change.label in SILENT:
            continue
        if title == DATA and (not change.label or change.label == "名称" or code in scores):
            continue
        yield in_form_words(
            replace(change, place=f"{title} {name or names.get(code, code)}".strip())
        )


def _said(item: dict[str, Any] | None) -> str:
    """An indicator that is new or gone, as its line in the table says it."""
    if item is None:
        return ""
    points = f"{item['points']} 分" if isinstance(item["points"], str) else "分值按责任书"
    points = ROLES.get(item["role"], points)
    lead = f"牵头：{item['lead']}" if item["lead"] else ""
    return "；".join(
        one for one in (points, str(item["sentence"] or "").rstrip("。；"), lead) if one
    )


def _scores(book: Book) -> set[str]:
    """Data items that are an indicator's own score: their bound is its full points, told there."""
    return {
        entry["item"]
        for item in book["items"]
        if item["method"] == "direct"
        for entry in item["data"].values()
    }


def _codes(old: Book, new: Book) -> dict[str, str]:
    """Old code → new code of what is the same; what is not gets a code that nothing of the new book has."""
    found: dict[str, str] = {}
    for pair in paired(new["items"], old["items"], is_asked=False):
        if pair.old is not None:
            found[pair.old["code"]] = pair.new["code"]
            inputs = zip(pair.old["data"].values(), pair.new["data"].values(), strict=False)
            if pair.old["method"] == pair.new["method"]:
                found |= {was["item"]: now["item"] for was, now in inputs}
    below_old = {
        code: {found.get(one, one) for one in inside} for code, inside in _below(old).items()
    }
    below_new = _below(new)
    for table in ("nodes", "data"):
        found |= _by_name(old[table], new[table], found, below_old, below_new)
    taken = {entry["code"] for table in ("items", "nodes", "data") for entry in new[table]}
    for table in ("items", "nodes", "data"):
        for entry in old[table]:
            if entry["code"] not in found and entry["code"] in taken:
                found[entry["code"]] = f"{BEFORE}{entry['code']}"
    return {one: other for one, other in found.items() if one != other}


def _by_name(
    old: list[dict[str, Any]], new: list[dict[str, Any]], known: dict[str, str], below_old: Inside, below_new: Inside
) -> dict[str, str]:  # fmt: skip
    """Old code → new code of what bears one name; among several of one name, who shares most indicators goes first."""
    by_name: dict[str, list[str]] = defaultdict(list)
    for entry in new:
        by_name[normalised(entry["name"])].append(entry["code"])
    likely = [
        (-_alike(below_old.get(was, set()), below_new.get(now, set())), was != now, at, place, was, now)
        for at, was in enumerate(entry["code"] for entry in old)
        for place, now in enumerate(by_name[normalised(old[at]["name"])])
    ]  # fmt: skip
    found: dict[str, str] = {}
    taken = set(known.values())
    for *_, was, now in sorted(likely):
        if was not in known and was not in found and now not in taken:
            found[was] = now
            taken.add(now)
    return found


def _alike(one: set[str], other: set[str]) -> Fraction:
    return Fraction(len(one & other), len(one | other) or 1)


def _below(book: Book) -> Inside:
    """The indicators below each node."""
    nodes = {node["code"]: node for node in book["nodes"]}
    found: Inside = {}

    def inside(code: str) -> set[str]:
        if code not in nodes:
            return {code}
        if code not in found:
            found[code] = set().union(*(inside(one) for one in children_of(nodes[code])))
        return found[code]

    for code in nodes:
        inside(code)
    return found


def _periods(old: Book, new: Book) -> dict[str, str]:
    """2025-03 → 2026-03: the same quarter of the year before is no change of a rule."""
    was, now = (min(book["calendar"], default="")[:YEAR] for book in (old, new))
    if not (was.isdigit() and now.isdigit()) or was == now:
        return {}
    moved = {one: f"{now}{one[YEAR:]}" for one in old["calendar"] if one.startswith(was)}
    return {one: other for one, other in moved.items() if other in new["calendar"]}


def _by_the_year(book: Book) -> Book:
    """Of a year with a single period, that period by name is the one that is counted up to."""
    only = list(book["calendar"])
    if len(only) != 1:
        return book
    items = []
    for item in book["items"]:
        data = {
            key: {**entry, "periods": UP_TO} if entry["periods"] == only else entry
            for key, entry in item["data"].items()
        }
        items.append({**item, "data": data})
    return {**book, "items": items}


def _recoded(value: Any, codes: dict[str, str], key: str = "") -> Any:
    """The rule book with other codes; names and sentences stay what they are."""
    if not codes or key in ("name", "sentence", "definition", "basis", "lead", "scorer", "source"):
        return value
    if isinstance(value, dict):
        return {codes.get(one, one): _recoded(part, codes, one) for one, part in value.items()}
    if isinstance(value, list):
        return [_recoded(one, codes) for one in value]
    return codes.get(value, value) if isinstance(value, str) else value
