"""A complete rule book and facts for one case: everything a case leaves unsaid is said here.

A value in a case is the text of a number, date or grade for the current period; `?missing` is a
state without a value; an object gives periods, or keys of a tally, or periods with keys. A value
that is not there has no row at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.scoring.cases.reading import Case

ITEM = "指标"
GROUP = "组"
ROOT = "总分"
CALENDAR = [f"2026-{month:02}" for month in range(1, 13)]
AS_OF = "2026-12"
KINDS = {
    "timeliness": "date",
    "grade_conversion": "grade",
    "ballots": "tally",
    "rater_categories": "tally",
    "trimmed_ratings": "tally",
}
ROUNDING = {
    "input": None,
    "rate": {"places": 10, "mode": "half_up"},
    **{at: {"places": 6, "mode": "half_up"} for at in ("item", "coefficient", "node", "total")},
}
# A state that is not 已报 shows as such: nothing is put in its place unless the case asks for it.
POLICIES = {
    "not_applicable": {"policy": "unscored", "value": None, "at": None},
    "excused": {"policy": "unscored", "value": None, "at": None},
    "missing": {"policy": "hold", "value": None},
}
RANKING = {"on": "rounded", "style": "competition", "keys": []}
COEFFICIENT = dict.fromkeys(
    ("a", "b", "tiers", "low", "high", "equal", "constant")
)  # unused keys are null
DIRECT = {"min_spread": None, "no_ties": False}
COLUMNS = {
    "roster": [
        "subject", "name", "kind", "group", "parent", "order", "team", "from", "to", "listing",
        "aliases", "links",
    ],
    "agreement": ["subject", "indicator", "field", "value"],
    "observations": ["subject", "item", "period", "key", "value", "state", "source", "date"],
    "events": [
        "id", "subject", "kind", "level", "matter", "date", "until", "document", "role", "count",
        "points", "counted", "decision", "elsewhere",
    ],
}  # fmt: skip
EVENT = {
    "kind": "", "level": "", "matter": "", "date": "2026-06-30", "until": "", "document": "",
    "role": "lead", "count": 1, "points": None, "counted": None, "decision": "accepted",
    "elsewhere": False,
}  # fmt: skip
KEYS = {"roster": 1, "agreement": 3, "observations": 4, "events": 1}


def mini_book(case: Case) -> tuple[dict[str, Any], dict[str, Any]]:
    """The rule book and the facts of a case, in their canonical form."""
    items = _items(case)
    full = [(code, _indicator(code, item)) for code, item in items.items()]
    kinds = {
        entry["item"]: _kind(items[code]) for code, item in full for entry in item["data"].values()
    }
    return _rulebook(case, [item for _, item in full], kinds), _facts(case, kinds)


def data_name(code: str, name: str) -> str:
    """The data item behind an input: the indicator's own name for `x`."""
    return code if name == "x" else f"{code}.{name}"


def _items(case: Case) -> dict[str, dict[str, Any]]:
    """Code → what the case says of the indicator; a case for one method has one indicator."""
    if case.method is None:
        return case.cell("items")
    settings = case.settings
    names = {
        name: None for subject in case.subjects for name in subject if name not in _RESERVED
    } | dict.fromkeys(settings.get("inputs", ()))
    return {
        ITEM: {
            "W": case.full,
            "method": case.method,
            "params": case.cell("params"),
            "inputs": {name: settings.get("take", {}).get(name, {}) for name in names},
            **settings.get("item", {}),
        }
    }


_RESERVED = {
    "subject", "team", "listing", "from", "to", "parent", "group", "links", "events", "kind",
}  # fmt: skip


def _kind(item: dict[str, Any]) -> str:
    method, params = item.get("method", "direct"), item.get("params") or {}
    if method == "per_case" and params["levels"] is not None:
        return "tally"
    if method == "converted" and params["source"] == "grade":
        return "grade"
    return KINDS.get(method, "number")


def _indicator(code: str, item: dict[str, Any]) -> dict[str, Any]:
    said = {key: value for key, value in item.items() if key not in ("W", "inputs")}
    take = {"take": "at", "periods": "@", "constants": {}}
    return {
        "code": code, "name": code, "sentence": "", "basis": "", "lead": "", "scorer": "",
        "unit": "", "direction": "", "status": "final", "points": item["W"], "applies": "all",
        "role": "ordinary", "method": "direct", "params": DIRECT, "coefficient": None,
        "cap": None, "floor": None, "rounding": {}, "readings": {},
        **said,
        "policies": POLICIES | item.get("policies", {}),
        "data": {
            name: {"item": data_name(code, name)} | take | entry
            for name, entry in item.get("inputs", {"x": {}}).items()
        },
    }  # fmt: skip


def _rulebook(case: Case, items: list[dict[str, Any]], kinds: dict[str, str]) -> dict[str, Any]:
    settings = case.settings
    nodes = case.cell("nodes") if case.method is None else None
    if nodes is None:
        nodes = [{"code": ROOT, "kind": "sum", "children": [item["code"] for item in items]}]
    groups = (case.cell("groups") if case.method is None else None) or {GROUP: {}}
    return {
        "format": "baton.rulebook/1", "semantics": "1", "code": "例", "name": case.name,
        "status": "final", "period": "2026年", "basis": [],
        "calendar": settings.get("calendar", CALENDAR),
        "rounding": ROUNDING | settings.get("rounding", {}),
        "cohort": {"vetoed": "include", "separate": "include"} | settings.get("cohort", {}),
        "interim": settings.get("interim", "none"),
        "data": [
            {"code": code, "name": code, "kind": kind, "unit": "", "min": None, "max": None}
            for code, kind in sorted(kinds.items())
        ],
        "items": sorted(items, key=lambda item: item["code"]),
        "nodes": sorted(map(_node, nodes), key=lambda node: node["code"]),
        "vetoes": sorted(map(_veto, settings.get("vetoes", [])), key=lambda veto: veto["code"]),
        "groups": [
            {"group": name, "root": ROOT, "outside": [], "grades": None}
            | said
            | {"ranking": RANKING | said.get("ranking", {})}
            for name, said in sorted(groups.items())
        ],
    }  # fmt: skip


def _node(said: dict[str, Any]) -> dict[str, Any]:
    node = {"name": said["code"], "role": "ordinary", "cap": None, "floor": None} | said
    if node["kind"] == "multiplier":
        node["coefficients"] = [COEFFICIENT | entry for entry in node["coefficients"]]
    return node


def _veto(said: dict[str, Any]) -> dict[str, Any]:
    effects = {"force_grade": None, "exclude_grades": [], "zero_items": [], "cap_total": None}
    return {
        "code": said["code"], "name": said["code"], "kind": said.get("kind", said["code"]),
        "basis": "", "effects": effects | said["effects"],
    }  # fmt: skip


def _facts(case: Case, kinds: dict[str, str]) -> dict[str, Any]:
    heads = {"as_of": AS_OF, "on": "", "absent": "not_yet"} | case.settings.get("facts", {})
    rows = {
        "roster": [_person(n, subject) for n, subject in enumerate(case.subjects, 1)],
        "agreement": list(_agreement(case)),
        "observations": list(_observations(case, kinds, heads["as_of"])),
        "events": list(_events(case)),
    }
    tables = {
        name: {"columns": COLUMNS[name], "rows": sorted(table, key=lambda r, k=KEYS[name]: r[:k])}
        for name, table in rows.items()
    }
    return {"format": "baton.facts/1", **heads, **tables}


def _person(order: int, said: dict[str, Any]) -> list[Any]:
    name = said["subject"]
    return [
        name, name, said.get("kind", "unit"), said.get("group", GROUP), said.get("parent", ""),
        order, said.get("team", ""), said.get("from", ""), said.get("to", ""),
        said.get("listing", "ranked"), [], said.get("links", []),
    ]  # fmt: skip


def _agreement(case: Case) -> Iterator[list[Any]]:
    """Method cases write subject → field → value; boards write the indicator between the two."""
    for subject, said in case.cell("agreement", {}).items():
        for code, fields in ({ITEM: said} if case.method else said).items():
            for field, value in fields.items():
                yield [subject, code, field, value]


def _observations(case: Case, kinds: dict[str, str], as_of: str) -> Iterator[list[Any]]:
    for subject in case.subjects:
        for name, said in subject.items():
            code = data_name(ITEM, name) if case.method else name
            if code not in kinds or name in _RESERVED:
                continue
            keyed = kinds[code] == "tally"
            for period, cell in _by_period(said, keyed, as_of):
                for key, value in cell.items() if isinstance(cell, dict) else [("", cell)]:
                    state = value[1:] if value.startswith("?") else "reported"
                    text = None if value.startswith("?") else value
                    yield [subject["subject"], code, period, key, text, state, "", ""]


def _by_period(said: Any, keyed: bool, as_of: str) -> list[tuple[str, Any]]:
    nested = isinstance(said, dict) and any(isinstance(v, dict) for v in said.values())
    if isinstance(said, dict) and (nested or not keyed):
        return list(said.items())
    return [(as_of, said)]


def _events(case: Case) -> Iterator[list[Any]]:
    if case.method is None:
        said = case.cell("events", [])
    else:
        said = [
            {"subject": subject["subject"]} | event
            for subject in case.subjects
            for event in subject.get("events", [])
        ]
    for number, event in enumerate(said, 1):
        full = {"id": f"E{number:02}"} | EVENT | event
        yield [full[column] for column in COLUMNS["events"]]
