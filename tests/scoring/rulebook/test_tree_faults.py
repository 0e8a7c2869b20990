"""Faults of what hangs together: the tree, its coefficients, groups, grades and vetoes."""

import copy

import pytest

from baton.scoring.rulebook import find_faults
from tests.scoring.rulebook.books import book, coefficient, everything, group, item, node
from tests.scoring.rulebook.complaints import faults, one, set_in

TREE = [
    (
        book(nodes=[node("总", children=["completion", "completion"])]),
        ("节点总·组成·第2项", "用了两次:“总”之下和“总”之下", "一个代码在一棵树里只能用一次"),
    ),
    (
        book(nodes=[node("总", children=["甲"]), node("甲", children=["总"])]),
        ("节点甲", "组成成了环:总 → 甲 → 总", "去掉“总”"),
    ),
    (
        book(nodes=[node("总", children=["completon"])]),
        ("节点总·组成·第1项", "没有指标或节点“completon”", "是“completion”吗?"),
    ),
    (
        book([item(code="总")], nodes=[node("总", children=[])]),
        ("节点总·代码", "既是指标又是节点", "不能相同"),
    ),
    (
        book([item(), item()], nodes=[node("总", children=["completion"])]),
        ("指标completion·代码", "用了两次", "改其中一个"),
    ),
    (
        book(nodes=[node("总", "sun", children=[])]),
        ("节点总·合成", "没有节点的合成办法“sun”", "是“sum”吗?"),
    ),
    (
        book(
            nodes=[node("总", "weighted", children=["completion"], weights={"总": "1"}, full="10")]
        ),
        ("节点总·权重", "“completion”没有权重", "补上"),
    ),
    (
        book(
            nodes=[
                node(
                    "总",
                    "weighted",
                    children=["completion"],
                    weights={"completion": "1"},
                    full="100",
                )
            ]
        ),
        ("节点总·满分", "按权重各项满分的平均是 10", "改满分"),
    ),
    (
        book(
            [item(), item("control")],
            [
                node(
                    "总",
                    "weighted",
                    children=["completion", "control"],
                    weights={"completion": "0.5", "control": "0.4"},
                    full="10",
                )
            ],
        ),
        ("节点总·权重", "合计 90%", "3 比 6"),
    ),
    (
        book(groups=[group(root="宗")]),
        ("分组县市区·总分", "没有节点“宗”", "可用的有:总"),
    ),
    (
        book(groups=[group(outside=["completion"])]),
        ("分组县市区·另计·第1项", "“总”之下和“另计”", "一个代码"),
    ),
    (
        book(nodes=[node("总", children=["completion"], cap="1", floor="2")]),
        ("节点总·本大项保底", "保底 2 高于封顶 1", "核对"),
    ),
    (
        book(nodes=[node("总", "min", children=[], full="1")]),
        ("节点总·组成", "没有组成", "写明"),
    ),
]


@pytest.mark.parametrize(("rulebook", "expected"), TREE)
def test_what_must_hold_within_the_tree(rulebook, expected):
    hits = [f for f in faults(rulebook) if f[0] == expected[0] and expected[1] in f[1]]
    assert hits, faults(rulebook)
    assert expected[2] in hits[0][2]


def test_thirteen_levels_are_too_many():
    nodes = [node(f"n{i:02}", children=[f"n{i + 1:02}"]) for i in range(12)]
    nodes.append(node("n12", children=[]))
    shallow = book([item()], [*nodes[1:], node("总", children=["completion"])])
    assert find_faults({**shallow, "groups": [group(root="n01")]}) == []
    place, what, _ = one({**book([item()], nodes), "groups": [group(root="n00")]})
    assert place == "节点n11·组成·第1项"
    assert what == "树有 13 层,最多 12 层"


@pytest.mark.parametrize(
    ("changes", "key", "what"),
    [
        ({"map": "linear"}, "起点", "“线性”要写“起点”"),
        ({"map": "mean_ratio"}, "全组相同", "用不到“全组相同”"),
        ({"map": "minmax", "low": None}, "下限", "要写“下限”"),
        ({"low": "1.1"}, "下限", "高于上限"),
        ({"missing": "constant"}, "常数", "没有写常数"),
        ({"constant": "1"}, "常数", "却不按常数"),
        ({"map": "minmx"}, "换算", "没有系数的换算办法“minmx”"),
        (
            {"map": "table", "tiers": [{"from": "1", "award": "1"}], "equal": None},
            "档次·第1项·起",
            "没有着落",
        ),
    ],
)
def test_coefficients(changes, key, what):
    nodes = [
        node("总", "multiplier", base="和", coefficients=[coefficient("系", **changes)], full="10"),
        node("和", children=["completion"]),
        node("系", children=[]),
    ]
    found = faults(book(nodes=nodes))
    assert any(f[0] == f"节点总·系数·第1项·{key}" and what in f[1] for f in found), found


def rescaled(at):
    policy = {"policy": "rescale", "value": None, "at": at}
    return {**item()["policies"], "not_applicable": policy}


def test_a_missing_item_is_rescaled_only_where_ordinary_sums_lead():
    nodes = [node("总", children=["加", "权"]), node("加", children=["completion"])]
    nodes.append(
        node("权", "weighted", children=["里"], weights={"里": "1"}, full="10"),
    )
    nodes.append(node("里", children=["control"]))
    for at in ("加", "总"):
        assert find_faults(book([item(policies=rescaled(at)), item("control")], nodes)) == []
    for at, allowed in (("权", "“里”"), ("总", "“里”")):
        place, what, remedy = one(book([item(), item("control", policies=rescaled(at))], nodes))
        assert place == "指标control·缺数·无此任务·在"
        assert what == f"在分组“县市区”里,缺项不能在“{at}”折算"
        assert remedy == f"可以在{allowed}折算"
    bonus = item(policies=rescaled("总"), role="bonus")
    assert "加分、扣分项不参加缺项折算" in one(book([bonus]))[1]


def levels(*rows):
    keys = ("grade", "at_least", "quota", "quota_rounding")
    return {**group()["grades"], "levels": [dict(zip(keys, row, strict=True)) for row in rows]}


LAST = ("差", None, None, None)


@pytest.mark.parametrize(
    ("grades", "place", "what"),
    [
        (levels(("优", "80", None, None), ("良", "90", None, None), LAST), "第2项·分数线", "不低于上一档"),
        (levels(("优", "80", None, None), ("优", "70", None, None), LAST), "第2项·等次", "写了两次"),
        (levels(("优", None, None, None), LAST), "第1项", "下面各档没有人"),
        (levels(("优", "80", None, None)), "第1项", "够不上的没有等次"),
        (levels(("优", "80", {"share": "0.2"}, None), LAST), "第1项·名额取整", "没有写怎么取整"),
        (levels(("优", "80", {"count": 2}, "up"), LAST), "第1项·名额取整", "用不到"),
        (levels(("优", None, {"share": "0.6"}, "up"), ("良", None, {"share": "0.5"}, "up"), LAST), "", "超过100%"),
        (levels(("优", None, {"share": "1.2"}, "up"), LAST), "第1项·名额·share", "不大于 1"),
        (levels(("优", None, {"each": 1}, None), LAST), "第1项·名额", "比例 {\"share\"} 或个数"),
    ],
)  # fmt: skip
def test_grades(grades, place, what):
    found = faults(book(groups=[group(grades=grades)]))
    place = f"分组县市区·等次·等次·{place}".rstrip("·")
    assert any(f[0] == place and what in f[1] for f in found), found


def test_groups_vetoes_and_keys():
    grades = {**group()["grades"], "promotion": {"kind": "晋优", "to": "优"}}
    assert "没有等次“优”" in one(book(groups=[group(grades=grades)]))[1]
    ranking = {"on": "rounded", "style": "dense", "keys": [{"key": "control", "order": "desc"}]}
    rulebook = book([item(), item("control")], [node("总", children=["completion"])])
    rulebook["groups"] = [group(ranking=ranking)]
    place, what, remedy = one(rulebook)
    assert place == "分组县市区·名次·同分先看·第1项·看"
    assert "没有分可比" in what
    assert "另计" in remedy
    rulebook["groups"] = [group(ranking=ranking, outside=["control"])]
    assert find_faults(rulebook) == []
    del rulebook["groups"][0]["ranking"]
    assert "缺少“名次”(ranking)" in one(rulebook)[1]
    rulebook["groups"][0]["ranking"] = None
    assert one(rulebook)[0] == "分组县市区·名次"


def test_a_veto_has_effects_that_exist():
    veto = copy.deepcopy(everything()["vetoes"][0])
    place, what, _ = one(book(vetoes=[veto]))
    assert (place, what) == ("一票否决V1·后果·指标计零·第1项", "没有指标“direct”")
    veto["effects"]["zero_items"] = []
    veto["effects"]["force_grade"] = "优"
    assert one(book(vetoes=[veto]))[1] == "没有等次“优”"
    veto["effects"] = {
        "force_grade": None,
        "exclude_grades": [],
        "zero_items": [],
        "cap_total": None,
    }
    assert one(book(vetoes=[veto]))[1] == "这项否决没有任何后果"


def test_order_of_tables_heading_and_shape():
    rulebook = everything()
    rulebook["items"].reverse()
    assert one(rulebook)[1] == "指标没有按代码排序"
    assert "format" in str(find_faults(set_in(book(), ["format"], "x"))[0])
    assert one(set_in(book(), ["calendar"], ["2026-Q1", "2026-Q1"]))[1].endswith("写了两次")
    assert one(set_in(book(), ["rounding", "item", "places"], 11))[0] == "取舍·指标·位数"
    assert one(set_in(book(), ["name"], "云州\x07"))[1].endswith("看不见的控制字符")
    assert one(set_in(book(), ["name"], " 云州"))[1].endswith("前后有空白")
    assert one(set_in(book(), ["code"], ""))[1] == "不能为空"
    assert one(set_in(book(), ["items", 0, "sentence"], "长" * 5001))[1].startswith("有 5001 个字")
    assert one(set_in(book(), ["data", 0, "min"], "x"))[0].startswith("数据")
