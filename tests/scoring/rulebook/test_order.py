"""Groups are computed after those whose scores they take; a circle is a fault."""

import pytest

from baton.scoring.rulebook import GroupCircle, find_faults, group_order
from tests.scoring.rulebook.books import book, group, item, node


def row(subject, group_, parent="", links=()):
    return {"subject": subject, "group": group_, "parent": parent, "links": list(links)}


def children(code, of):
    return node(
        code,
        "children",
        group=of,
        take="total",
        weight="equal",
        absent="skip",
        full="1",
        factor="1",
    )


def link(code, via="links"):
    return node(code, "link", via=via, take="total", full="1", factor="1")


def three(*extra):
    """县 takes from 乡; 人 takes what `extra` says."""
    nodes = [node("乡总", children=["completion"]), node("县总", children=["县取"])]
    nodes += [children("县取", "乡"), node("人总", children=[n["code"] for n in extra]), *extra]
    return book(
        [item()],
        nodes,
        [group("乡", "乡总"), group("人", "人总"), group("县", "县总")],
    )


def test_subordinates_come_before_their_parents():
    assert group_order(three(), []) == ["乡", "人", "县"]


def test_links_follow_the_roster():
    rulebook = three(link("人取"))
    rows = [row("张三", "人", links=[("县一", "1")]), row("县一", "县")]
    assert find_faults(rulebook) == []
    assert group_order(rulebook, rows) == ["乡", "县", "人"]
    by_parent = three(link("人取", "parent"))
    assert group_order(by_parent, [row("张三", "人", "乡一"), row("乡一", "乡")])[0] == "乡"
    assert group_order(by_parent, [row("张三", "人", "别处")]) == ["乡", "人", "县"]


def test_a_circle_through_the_roster_is_named():
    rulebook = three(link("人取"))
    rulebook["nodes"].append(link("乡取"))
    rulebook["nodes"][0]["children"] = ["乡取"] if rulebook["nodes"][0]["code"] == "乡总" else []
    rulebook["nodes"].sort(key=lambda n: n["code"])
    next(n for n in rulebook["nodes"] if n["code"] == "乡总")["children"] = ["乡取"]
    rows = [
        row("张三", "人", links=[("乡一", "1")]),
        row("乡一", "乡", links=[("张三", "1")]),
    ]
    with pytest.raises(GroupCircle) as circle:
        group_order(rulebook, rows)
    assert "乡 → 人 → 乡" in circle.value.fault.what
    assert circle.value.fault.path[0] == "nodes"
    assert "先算得出来" in str(circle.value)


def test_taking_from_ones_own_group_is_a_fault():
    with pytest.raises(GroupCircle, match="取本组的分"):
        rulebook = three(link("人取"))
        group_order(rulebook, [row("张三", "人", links=[("李四", "1")]), row("李四", "人")])


def test_circles_of_subordinate_groups_need_no_roster():
    nodes = [node("总", children=["取"]), children("取", "县市区")]
    [fault] = find_faults(book([item()], nodes))
    assert fault.what == "分组“县市区”取本组的分"
