"""离线核验器: small books whose digits were computed by hand; each calculation stands beside it."""

import pytest

from tests.fuzz.compare import verifier

V = verifier()
HALF_UP = {"places": 6, "mode": "half_up"}
ROUNDING = dict.fromkeys(("rate", "item", "coefficient", "node", "total"), HALF_UP)
NOTHING = {"policy": "unscored", "value": None, "at": None}
RESCALE = {"policy": "rescale", "value": None, "at": "root"}
ZERO = {"policy": "zero", "value": None}
TEN_CASES = {"mode": "weighted", "weights": {"好": "1", "中": "0.6"}, "excluded": ["弃权"], "top": None,
             "tiers": None, "award_as": None}  # fmt: skip


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


def tiers_of(**more):
    given = {
        "measure": "value",
        "target": None,
        "closed": "left",
        "award_as": "points",
        "step": None,
    }
    steps = [
        {"from": None, "award": "0"},
        {"from": "60", "award": "6"},
        {"from": "80", "award": "10"},
    ]
    return given | {"tiers": steps} | more


def places(**more):
    return {"direction": "high", "from": "top", "ties": "high", "shape": "decrement", "per_place": "0.1",
            "least": "0", "table": None, "then": None, "step": None, "award_as": "share"} | more  # fmt: skip


BY_HAND = {
    # 10 × 95/120 = 7.916667; 10 × min(1.2, 150/120) = 12; nothing below half of the target
    "completion": ("completion", {"target": "120", "cap": "1.2", "threshold": "0.5"},
                   ["95", "150", "59"], ["7.91667", "12", "0"]),
    # 10 × (2 − 110/100) = 9; never below nought
    "control": ("control", {"target": "100"}, ["110", "250"], ["9", "0"]),
    # c = 1.055: 5.5 points above, 5 whole ones × 0.5, at most 2; c = 1.02: 2 × 0.5
    "over": ("over_fulfilment", {"target": "200", "per_point": "0.5", "most": "2", "step": "whole",
                                 "group_extra": None}, ["211", "204", "100"], ["12", "11", "5"]),
    # left closed: 80 is in the last tier; right closed: it is not
    "tiers left": ("tiers", tiers_of(), ["80", "79.9", "59"], ["10", "6", "0"]),
    "tiers right": ("tiers", tiers_of(closed="right"), ["80", "60"], ["6", "0"]),
    # 10 + 2 × 1: (95 − 80)/7 = 2.14…, two whole steps
    "tiers step": ("tiers", tiers_of(step={"above": "80", "every": "7", "add": "1", "most": "5"}),
                   ["95"], ["12"]),
    # gap 25 in steps of 10: 2.5, 2 and 3 × 1.5 off
    **{f"threshold {how}": ("threshold_deduction",
                            {"measure": "value", "target": None, "threshold": "90", "side": "below",
                             "per_point": "1.5", "width": "10", "step": how, "least": "0"}, ["65"], [lost])
       for how, lost in (("proportional", "6.25"), ("whole", "7"), ("started", "5.5"))},
    # double_case: 2×3 − 1 = 5 × 0.5; double_all: 2×3 = 6 × 0.5
    **{f"cases {how}": ("per_case", {"sign": "deduct", "start": "10", "per_case": "0.5", "levels": None,
                                     "free": "0", "repeat": how}, ["3", "1"], [lost, "9.5"])
       for how, lost in (("none", "8.5"), ("double_case", "7.5"), ("double_all", "7"))},
    "cases by level": ("per_case", {"sign": "deduct", "start": "10", "per_case": None, "free": "0",
                                    "levels": {"省": "2", "市": "1"}, "repeat": "none"},
                       [{"省": "1", "市": "3", "县": "9"}], ["5"]),
    # 10 + 10×2/4 + 10×3/10 = 18; five above the reference, bands of 2 and the rest
    "bands": ("above_reference", {"reference": "100", "shape": "bands", "base": "10", "per_point": None,
                                  "bands": [{"width": "2", "divisor": "4"}, {"width": None, "divisor": "10"}],
                                  "least": None, "most": None}, ["105", "95"], ["18", "2"]),
    # t = (70 − 40)/60 = 0.5: 10 × (0.6 + 0.4 × 0.5)
    "efficacy": ("efficacy_group", {"base": "0.6", "span": "0.4", "reverse": False, "equal": "1"},
                 ["40", "70", "100"], ["6", "8", "10"]),
    # smallest is best: 20/30, 20/40
    "best": ("ratio_to_best", {"reverse": True}, ["20", "30", "40"], ["10", "6.66667", "5"]),
    # mean 25: 20/25, 30/25 capped at 1.1
    "mean": ("ratio_to_mean", {"reverse": False, "cap": "1.1"}, ["20", "30"], ["8", "11"]),
    # 1, 2, 2, 4: 10, 9, 9, 7; the mean of places 2 and 3 is 8.5
    "ranks": ("rank_points", places(), ["9", "7", "7", "1"], ["10", "9", "9", "7"]),
    "ranks mean": ("rank_points", places(ties="mean"), ["9", "7", "7", "1"], ["10", "8.5", "8.5", "7"]),
    # a table of two places, then the last one less 1.5 each place
    "ranks table": ("rank_points", places(shape="table", per_place=None, least=None, table=["5", "4"],
                                          then="step", step="-1.5", award_as="points"),
                    ["4", "3", "2", "1"], ["5", "4", "2.5", "1"]),
    # best 0.8×… : level 90 ≥ 80, a = 0.7: (63 + 0.3×90) = 90 %
    "grade": ("grade_conversion", {"table": {"好": "1", "一般": "0.6"}, "award_as": "share"},
              ["好", "一般"], ["10", "6"]),
    # 8 + 0.6 × 2 of ten valid votes (two abstained): 0.92
    "ballots": ("ballots", TEN_CASES, [{"好": "8", "中": "2", "弃权": "2"}], ["9.2"]),
    # one 100 and one 50 taken away of four: (80 + 90)/200
    "trimmed": ("trimmed_ratings", {"scale": "100", "low": "0", "high": "100", "trim_above": "3"},
                [{"100": "1", "50": "1", "80": "1", "90": "1", "101": "5"}], ["8.5"]),
    # 8/3 = 2.6666666667 at ten places, × 3 = 8.0000000001, to six places 8
    "custom": ("custom", {"expression": "if(x > 3 and not x > 9, x / 3 * 三, W - max(x, 1))",
                          "values": {"三": "3"}}, ["8", "2"], ["8", "8"]),
    # A = 20, B = 20 alone: 20 × 20/20
    "team": ("team_balance", {}, ["10", "30"], ["10", "30"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_HAND)
def test_a_method_gives_the_digits_computed_by_hand(case):
    method, params, xs, expected = BY_HAND[case]
    kind = "grade" if method == "grade_conversion" else "number"
    assert scores(method, params, xs, kind=kind) == expected


def test_days_late_are_counted_from_the_extended_day():
    parts = [{"data": "x", "due": "2026-01-31", "extension": {"field": "延期"}, "approved": {"field": "批准"},
              "share": "1"}]  # fmt: skip
    params = {"parts": parts, "per_day": "0.5", "stages": None, "zero_after": 10}
    agreed = [("甲二", "a", "延期", "2026-02-05"), ("甲二", "a", "批准", "2026-01-20")]
    # 4 days × 0.5 off; extended in time, so not late; eleven days are too many
    found = scores(
        "timeliness",
        params,
        ["2026-02-04", "2026-02-04", "2026-02-11"],
        agreement=agreed,
        kind="date",
    )
    assert found == ["8", "10", "0"]


def test_a_ledger_halves_support_keeps_the_highest_of_a_matter_and_caps_lists():
    params = {
        "kinds": ["通报"], "sign": "deduct", "levels": {"省": "3", "市": "2"}, "given": None,
        "lists": {"市": "市级"}, "list_caps": {"市级": "3"}, "same_matter": "highest", "support_share": "0.5",
        "order": "half_first", "counted": "difference", "elsewhere": "skip", "undecided": "ignore",
        "cap": None, "from": None, "to": None, "preconditions": [],
    }  # fmt: skip
    events = [
        event(1, level="省", role="support", matter="一"),  # 3 × 0.5 = 1.5, less than 2
        event(2, matter="一"),  # 2, kept
        event(3, counted="0.5"),  # 2 − 0.5 = 1.5; 市级 3.5, at most 3
        event(4, level="省"),  # 3
        event(5, level="省", elsewhere=True),
        event(6, level="省", decision="pending"),
    ]
    rules = book([item("a", "ledger", params, inputs=())])
    found = table(V.recompute(rules, facts({}, {"甲一": {}}, events=events)), "items")
    assert found["甲一", "a"]["score"] == "-6"


def test_a_dropped_item_is_made_up_for_by_the_others_but_bonus_is_not_stretched():
    rules = book(
        [item("a", points="30"), item("b", points="20"), item("c", points="5", role="bonus")]
    )
    cells = {("甲一", "a.x"): "24", ("甲一", "b.x"): "not_applicable", ("甲一", "c.x"): "2"}
    found = V.recompute(rules, facts(cells))
    # 24 × 50/30 + 2 = 42
    assert table(found, "subjects")["甲一"]["total"] == "42"
    assert table(found, "items")["甲一", "b"]["outcome"] == "dropped"


def test_states_and_policies():
    rules = book([item("a"), item("b")])
    rules["items"][0]["policies"] = {
        "not_applicable": {"policy": "group_mean", "value": None, "at": None},
        "excused": {"policy": "full", "value": None, "at": None}, "missing": {"policy": "hold", "value": None},
    }  # fmt: skip
    states = ["8", "5", "not_applicable", "excused", "not_yet", "missing"]
    cells = {(f"甲{n}", "a.x"): state for n, state in enumerate(states)}
    cells |= {(f"甲{n}", "b.x"): "1" for n in range(6)}
    found = V.recompute(rules, facts(cells))
    items, subjects = table(found, "items"), table(found, "subjects")
    # the mean of 8/10 and 5/10 is 0.65, × 10
    assert [items[f"甲{n}", "a"]["score"] for n in range(6)] == ["8", "5", "6.5", "10", None, None]
    assert [subjects[f"甲{n}"]["rank"] for n in range(6)] == [2, 4, 3, 1, None, None]
    # b alone is there: 10 of 20 points
    assert (subjects["甲4"]["share"], subjects["甲4"]["reason"], subjects["甲4"]["interim"]) == (
        "0.5",
        "open",
        "1",
    )


@pytest.mark.parametrize(("values", "root"), [
    (["2", "8"], "4"),
    (["2", "2", "2"], "2"),
    (["2", "1"], "1.4142135624"),  # 1.41421356237309…
    (["3", "3", "1"], "2.0800838231"),  # 2.08008382305190…
    (["0", "5"], "0"),
])  # fmt: skip
def test_the_root_is_exact_at_ten_places(values, root):
    assert V.plain(V.geometric([V.number(text) for text in values])) == root


def test_a_multiplier_maps_its_coefficient_between_the_groups_extremes():
    coefficient = {"node": "b", "map": "minmax", "a": None, "b": None, "tiers": None, "low": "0.9",
                   "high": "1.1", "equal": "1", "order": "clip_round", "missing": "no_total", "constant": None}  # fmt: skip
    rules = book(
        [item("a"), item("b")],
        [node("root", "multiplier", base="a", coefficients=[coefficient], full="10")],
    )
    cells = {("甲一", "a.x"): "80", ("甲二", "a.x"): "80", ("甲三", "a.x"): "80"}
    cells |= {("甲一", "b.x"): "1", ("甲二", "b.x"): "2", ("甲三", "b.x"): "5"}
    found = table(V.recompute(rules, facts(cells)), "subjects")
    # 0.9, 0.9 + 0.2 × 1/4 = 0.95, 1.1
    assert [found[s]["total"] for s in ("甲一", "甲二", "甲三")] == ["72", "76", "88"]


def test_a_leader_takes_the_weighted_totals_of_units_in_another_group():
    nodes = [
        node("leads", "link", via="links", take="total", full="100", factor="0.5"),
        node("root", children=["a"]),
    ]
    rules = book([item("a")], nodes, [group("乙", "leads"), group("甲")])
    people = {
        "甲一": {},
        "甲二": {},
        "张": {"group": "乙", "links": [["甲一", "3"], ["甲二", "1"]]},
    }
    found = V.recompute(rules, facts({("甲一", "a.x"): "80", ("甲二", "a.x"): "60"}, people))
    # (3 × 80 + 60)/4 × 0.5 = 37.5
    assert table(found, "subjects")["张"]["total"] == "37.5"


def test_a_veto_takes_the_item_the_total_and_the_grade():
    effects = {"force_grade": "差", "exclude_grades": [], "zero_items": ["a"], "cap_total": "4"}
    levels = [
        {"grade": g, "at_least": None, "quota": None, "quota_rounding": None} for g in ("好", "差")
    ]
    grades = {
        "levels": levels,
        "keys": [],
        "base": "ranked",
        "fill": False,
        "edge": "all",
        "promotion": None,
    }
    rules = book([item("a"), item("b")], groups=[group(grades=grades)],
                 vetoes=[{"code": "v", "kind": "通报", "effects": effects}])  # fmt: skip
    cells = {(s, f"{i}.x"): x for s in ("甲一", "甲二") for i, x in (("a", "7"), ("b", "6"))}
    events = [
        event(1, until="2026-03-31"),
        event(2, "甲二", until="2026-01-31"),
        event(3, "甲二", decision="pending"),
    ]
    found = V.recompute(rules, facts(cells, events=events, on="2026-02-28"))
    first, second = (table(found, "subjects")[s] for s in ("甲一", "甲二"))
    # 0 + 6, at most 4; what is over, and what is undecided, is no veto
    assert (first["total"], first["grade"], second["total"], second["grade"]) == (
        "4",
        "差",
        "13",
        "好",
    )
    assert table(found, "items")["甲一", "a"]["outcome"] == "vetoed"


def graded(totals, levels, **rules):
    """Grades of subjects 1, 2 … with these totals, and the reasons."""
    given = {
        "levels": levels,
        "keys": [],
        "base": "ranked",
        "fill": False,
        "edge": "all",
        "promotion": None,
    }
    cells = {(str(n), "a.x"): total for n, total in enumerate(totals)}
    found = V.recompute(book([item("a")], groups=[group(grades=given | rules)]), facts(cells))
    return "".join(row["grade"] or "?" for row in table(found, "subjects").values())


def quota(grade, share=None, rounding="floor", least=None):
    seats = (
        None if share is None else {"count": share} if isinstance(share, int) else {"share": share}
    )
    return {
        "grade": grade,
        "at_least": least,
        "quota": seats,
        "quota_rounding": None if seats is None else rounding,
    }


TIED = ["9", "8", "8", "7"]


@pytest.mark.parametrize(
    ("edge", "expected"), [("all", "优优优良"), ("none", "优良良良"), ("person", "优??良")]
)
def test_equals_at_the_edge_of_a_quota(edge, expected):
    # two seats; the second and the third are equal
    assert graded(TIED, [quota("优", 2), quota("良")], edge=edge) == expected


def test_equals_that_all_find_a_seat_are_no_edge():
    assert graded(TIED, [quota("优", 3), quota("良")], edge="person") == "优优优良"


@pytest.mark.parametrize(
    ("rounding", "expected"), [("floor", "优良良良"), ("up", "优优良良"), ("half_up", "优优良良")]
)
def test_a_share_of_four_people_is_rounded_as_written(rounding, expected):
    # 4 × 0.375 = 1.5
    assert graded(["9", "8", "7", "6"], [quota("优", "0.375", rounding), quota("良")]) == expected


def test_the_largest_remainder_gets_the_seat_left_over():
    # 5 × 0.3 = 1.5 and 5 × 0.35 = 1.75: ⌊3.25⌋ − 1 − 1 = one seat, to the second
    levels = [
        quota("优", "0.3", "largest_remainder"),
        quota("良", "0.35", "largest_remainder"),
        quota("中"),
    ]
    assert graded(["9", "8", "7", "6", "5"], levels) == "优良良中中"


def test_who_misses_the_line_takes_no_seat():
    assert graded(["9", "8", "7"], [quota("优", 2, least="8.5"), quota("良")]) == "优良良"


@pytest.mark.parametrize(
    ("style", "ranks"), [("competition", [1, 2, 2, 4]), ("dense", [1, 2, 2, 3])]
)
def test_equals_share_a_rank(style, ranks):
    cells = {(str(n), "a.x"): total for n, total in enumerate(TIED)}
    found = V.recompute(book([item("a")], groups=[group(style=style)]), facts(cells))
    assert [row["rank"] for row in table(found, "subjects").values()] == ranks


def test_a_key_decides_between_equals_and_nothing_comes_last():
    rules = book([item("a"), item("b")], [node("root", children=["a"])],
                 [group(outside=["b"], keys=[{"key": "b", "order": "asc"}])])  # fmt: skip
    cells = {(s, "a.x"): "5" for s in "123"} | {
        ("1", "b.x"): "excused",
        ("2", "b.x"): "4",
        ("3", "b.x"): "3",
    }
    found = table(V.recompute(rules, facts(cells)), "subjects")
    assert [found[s]["rank"] for s in "123"] == [3, 2, 1]


@pytest.mark.parametrize(("text", "places", "mode", "expected"), [
    ("2.5", 0, "half_up", "3"), ("-2.5", 0, "half_up", "-3"), ("2.5", 0, "half_even", "2"),
    ("-2.51", 0, "half_even", "-3"), ("-2.9", 0, "down", "-2"), ("2.001", 2, "up", "2.01"),
    ("-2.001", 2, "up", "-2.01"), ("2.01", 2, "up", "2.01"),
])  # fmt: skip
def test_rounding(text, places, mode, expected):
    assert V.plain(V.round_to(V.number(text), places, mode)) == expected


@pytest.mark.parametrize(
    "text",
    ["1e3", "-0", "01", "1.50", ".5", "1.", "1234567890123456", "0.1234567", "", "１", None, True],
)
def test_what_is_no_number(text):
    with pytest.raises(V.Broken):
        V.number(text)


@pytest.mark.parametrize("text", [
    "x +", "x > 1", "if(x, 1, 2)", "(x > 1) + 1", "y", "min()", "round(x, 11)", "round(x, 1.5)", "abs(x, 1)", "1 > x > 0",
    "not", "x x", "2x", "x ** 2", "01 + x", "x;", "+".join(["x"] * 51), "(" * 20 + "x" + ")" * 20, "-" * 30 + "x",
    "x" + " " * 500, "((((" * 100,
])  # fmt: skip
def test_a_formula_that_is_none(text):
    with pytest.raises(V.Broken):
        V.Formula(text, {"x", "W"})


def test_the_canonical_form():
    assert (
        V.canonical({"乙": ["中", 1, None, True], "a": "0.5"})
        == '{"a":"0.5","乙":["中",1,null,true]}'.encode()
    )
    given = facts({("甲二", "a.x"): "1", ("甲一", "a.x"): "2"})
    shuffled = V.recompute(book([item("a")]), given)
    given["roster"]["rows"].reverse()
    names = given["observations"]["columns"][::-1]
    given["observations"] = {
        "columns": names,
        "rows": [row[::-1] for row in given["observations"]["rows"]],
    }
    assert V.canonical(V.recompute(book([item("a")]), given)) == V.canonical(shuffled)


def test_groups_that_take_from_each_other_get_a_sentence():
    linked = {"via": "links", "take": "total", "full": "1", "factor": "1"}
    rules = book([], [node("n", "link", **linked)], [group("甲", "n")])
    people = {"一": {"links": [["二", "1"]]}, "二": {}}
    with pytest.raises(V.Broken, match="环"):
        V.recompute(rules, facts({}, people))
