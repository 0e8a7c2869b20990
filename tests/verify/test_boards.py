"""离线核验器: states, nodes, vetoes, ranks and grades by hand; each calculation stands beside it."""

import pytest

from tests.verify.making import V, book, event, facts, group, item, node, table


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
