"""离线核验器: the smallest books and facts, for digits that were computed by hand."""

from tests.fuzz.compare import verifier

V = verifier()
HALF_UP = {"places": 6, "mode": "half_up"}
ROUNDING = dict.fromkeys(("item", "coefficient", "node", "total"), HALF_UP) | {
    "rate": HALF_UP | {"places": 10}
}
NOTHING = {"policy": "unscored", "value": None, "at": None}
RESCALE = {"policy": "rescale", "value": None, "at": "root"}
ZERO = {"policy": "zero", "value": None}


def item(code, method="direct", params=None, points="10", inputs=("x",), **more):
    """An indicator that reads one data item of its own for each input."""
    taken = {"take": "at", "periods": "@", "constants": {}}
    return {
        "code": code, "points": points, "applies": "all", "role": "ordinary", "method": method,
        "params": {"min_spread": None, "no_ties": False} if params is None else params,
        "data": {name: {"item": f"{code}.{name}", **taken} for name in inputs},
        "coefficient": None, "cap": None, "floor": None, "rounding": {},
        "policies": {"not_applicable": RESCALE, "excused": NOTHING, "missing": ZERO}, **more,
    }  # fmt: skip


def node(code, kind="sum", role="ordinary", **more):
    return {"code": code, "kind": kind, "role": role, "cap": None, "floor": None, **more}


def group(name="甲", root="root", outside=(), grades=None, **ranking):
    ranking = {"on": "rounded", "style": "competition", "keys": []} | ranking
    return {
        "group": name,
        "root": root,
        "outside": list(outside),
        "ranking": ranking,
        "grades": grades,
    }


def book(items, nodes=None, groups=None, kinds=None, **more):
    """A whole rule book; without nodes everything is added up in "root"."""
    codes = [entry["code"] for entry in items]
    data = [
        (i["item"], (kinds or {}).get(i["item"], "number"))
        for e in items
        for i in e["data"].values()
    ]
    return {
        "format": "baton.rulebook/1", "semantics": "1", "calendar": ["2026-01", "2026-02"],
        "rounding": ROUNDING | {"input": None}, "interim": "none",
        "cohort": {"vetoed": "include", "separate": "include"},
        "data": [{"code": code, "kind": kind} for code, kind in dict(data).items()],
        "items": items, "nodes": nodes or [node("root", children=codes)], "vetoes": [],
        "groups": groups or [group()],
    } | more  # fmt: skip


def facts(cells, people=None, agreement=(), events=(), on=""):
    """{(subject, data): value, state or {key: count}}; people adds columns of the roster."""
    people = people or {subject: {} for subject, _ in cells}
    plain = {"kind": "unit", "group": "甲", "parent": "", "order": 1, "team": "", "from": "", "to": "",
             "listing": "ranked", "aliases": [], "links": []}  # fmt: skip
    roster = [plain | {"subject": s, "name": s} | more for s, more in people.items()]
    lines = []
    for (subject, data), cell in cells.items():
        for key, value in cell.items() if isinstance(cell, dict) else [("", cell)]:
            state = value if value in V.STATES else "reported"
            value = None if state == value else value
            lines.append([subject, data, "2026-02", key, value, state, "", ""])
    tables = {
        "roster": [[row[name] for name in V.COLUMNS["roster"]] for row in roster],
        "agreement": [list(row) for row in agreement],
        "observations": lines,
        "events": [[row[name] for name in V.COLUMNS["events"]] for row in events],
    }
    return {"format": "baton.facts/1", "as_of": "2026-02", "on": on, "absent": "missing"} | {
        name: {"columns": V.COLUMNS[name], "rows": rows} for name, rows in tables.items()
    }


def event(number, subject="甲一", **more):
    return {
        "id": f"e{number}", "subject": subject, "kind": "通报", "level": "市", "matter": "",
        "date": "2026-02-01", "until": "", "document": "", "role": "lead", "count": 1, "points": None,
        "counted": None, "decision": "accepted", "elsewhere": False,
    } | more  # fmt: skip


def table(result, name):
    """Rows by their keys, cells by their columns."""
    width, columns = V.KEYS[name], V.COLUMNS[name]
    rows = [dict(zip(columns, row, strict=True)) for row in result[name]["rows"]]
    return {
        tuple(row[c] for c in columns[:width]) if width > 1 else row[columns[0]]: row
        for row in rows
    }


def scores(method, params, xs, **more):
    """The scores of one indicator for subjects 甲一, 甲二 … with these inputs x."""
    kinds = {"a.x": "tally" if isinstance(xs[0], dict) else more.pop("kind", "number")}
    people = [f"甲{n}" for n in "一二三四五"[: len(xs)]]
    cells = {(subject, "a.x"): x for subject, x in zip(people, xs, strict=True)}
    agreement = more.pop("agreement", ())
    rules = book([item("a", method, params, **more)], kinds=kinds)
    found = table(V.recompute(rules, facts(cells, agreement=agreement)), "items")
    return [found[subject, "a"]["score"] for subject in people]
