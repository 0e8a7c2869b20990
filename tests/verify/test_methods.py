"""离线核验器: digits of methods, roots, roundings and formulas; each calculation stands beside it."""

import pytest

from tests.verify.making import V, book, event, facts, group, item, node, scores, table

TEN_CASES = {"mode": "weighted", "weights": {"好": "1", "中": "0.6"}, "excluded": ["弃权"], "top": None,
             "tiers": None, "award_as": None}  # fmt: skip


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
                   ["95", "150", "59"], ["7.916667", "12", "0"]),
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
    "best": ("ratio_to_best", {"reverse": True}, ["20", "30", "40"], ["10", "6.666667", "5"]),
    # mean 25: 20/25, 30/25 capped at 1.1
    "mean": ("ratio_to_mean", {"reverse": False, "cap": "1.1"}, ["20", "30"], ["8", "11"]),
    # 1, 2, 2, 4: 10, 9, 9, 7; the mean of places 2 and 3 is 8.5
    "ranks": ("rank_points", places(), ["9", "7", "7", "1"], ["10", "9", "9", "7"]),
    "ranks mean": ("rank_points", places(ties="mean"), ["9", "7", "7", "1"], ["10", "8.5", "8.5", "7"]),
    # no lowest award: the third place is at 1 − 2 × 0.6
    "ranks without a floor": ("rank_points", places(per_place="0.6", least=None), ["3", "2", "1"], ["10", "4", "-2"]),
    # a table of two places, then the last one less 1.5 each place
    "ranks table": ("rank_points", places(shape="table", per_place=None, least=None, table=["5", "4"],
                                          then="step", step="-1.5", award_as="points"),
                    ["4", "3", "2", "1"], ["5", "4", "2.5", "1"]),
    # the table gives shares of ten points
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
    # one team: both means are 20, and x × 20/20 is x
    "team": ("team_balance", {}, ["10", "30"], ["10", "30"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BY_HAND)
def test_a_method_gives_the_digits_computed_by_hand(case):
    method, params, xs, expected = BY_HAND[case]
    kind = "grade" if method == "grade_conversion" else "number"
    assert scores(method, params, xs, kind=kind) == expected


@pytest.mark.parametrize(("need", "per", "expected"), [
    ("each", "2", "9.8"),  # 5 + (5 − 2×0.1)
    ("each", None, "5"),
    ("all", "2", "9.8"),  # 10 − 2×0.1, the worst of both
    ("all", None, "0"),
])  # fmt: skip
def test_a_figure_is_held_against_several_references(need, per, expected):
    refs = [
        {"data": "全国", "name": "全国", "margin": "0.5", "share": "0.5"},
        {"data": "全省", "name": "全省", "margin": "0", "share": "0.5"},
    ]
    params = {"references": refs, "need": need, "compare": "ge", "per_point": per}
    rules = book([item("a", "above_references", params, inputs=("x", "全国", "全省"))])
    # 5.8 is 0.8 above the nation, where 0.5 is asked, and 0.1 under the province
    given = {("甲一", "a.x"): "5.8", ("甲一", "a.全国"): "5", ("甲一", "a.全省"): "5.9"}
    assert table(V.recompute(rules, facts(given)), "items")["甲一", "a"]["score"] == expected


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


def test_a_period_without_weight_is_only_looked_at_whoever_stands_beside():
    def rounds(code, *weights):
        params = {"constants": {}, "scale": "1.25", "unfinished": "open"}
        params["rounds"] = [{"period": f"2026-0{n}", "weight": w} for n, w in enumerate(weights, 1)]
        return item(code, "period_weights", params)

    rules = book([rounds("a", "1.75", "1.5"), rounds("b", "0", "1.5")])
    rules["items"][1]["data"] = rules["items"][0]["data"]
    found = table(V.recompute(rules, facts({("甲一", "a.x"): "1"})), "items")
    # January is missing; without weight it does not matter: 1.5 × 1/(1.25 × 1.5) = 0.8
    assert [found["甲一", c]["state"] for c in "ab"] == ["missing", "reported"]
    assert found["甲一", "b"]["score"] == "8"


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


@pytest.mark.parametrize(("values", "root"), [
    (["2", "8"], "4"),
    (["2", "2", "2"], "2"),
    (["2", "1"], "1.4142135624"),  # 1.41421356237309…
    (["3", "3", "1"], "2.0800838231"),  # 2.08008382305190…
    (["0", "5"], "0"),
])  # fmt: skip
def test_the_root_is_exact_at_ten_places(values, root):
    assert V.plain(V.geometric([V.number(text) for text in values])) == root


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
