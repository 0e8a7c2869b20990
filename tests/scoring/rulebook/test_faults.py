"""Every fault of a rule book is named with its place, what is wrong and what to do."""

import copy
import time

import pytest

from baton.scoring.rulebook import METHODS, find_faults, labelled
from tests.scoring.rulebook.books import (
    EXAMPLES,
    book,
    coefficient,
    everything,
    group,
    item,
    node,
    take,
)


def faults(rulebook):
    """The faults as (place in an official's words, what, remedy)."""
    return [(labelled(rulebook, f.path), f.what, f.remedy) for f in find_faults(rulebook)]


def one(rulebook):
    found = faults(rulebook)
    assert len(found) == 1, found
    return found[0]


def set_in(value, path, new):
    """A copy with one place changed; the last step may be new."""
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = new
    return value


def without(value, path):
    value = copy.deepcopy(value)
    inner = value
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    return value


def test_a_sound_book_has_no_faults():
    assert find_faults(everything()) == []
    assert set(EXAMPLES) == set(METHODS)


@pytest.mark.parametrize("method", EXAMPLES)
def test_every_missing_or_foreign_parameter_is_named(method):
    whole = book([item(method)])
    assert find_faults(whole) == []
    for key in whole["items"][0]["params"]:
        found = faults(without(whole, ["items", 0, "params", key]))
        assert any(f"({key})" in what and what.startswith("缺少") for _, what, _ in found)
    place, what, _ = one(set_in(whole, ["items", 0, "params", "多余的"], "1"))
    assert (place, what) == (f"指标{method}", "不认识的键“多余的”")


@pytest.mark.parametrize("method", EXAMPLES)
def test_no_wrong_value_of_a_parameter_slips_through(method):
    whole = book([item(method)])
    for key in whole["items"][0]["params"]:
        for wrong in (1.5, ["1", []], {"x": []}, True if key not in ("reverse", "no_ties") else 1):
            found = find_faults(set_in(whole, ["items", 0, "params", key], wrong))
            assert any(f.path[:4] == ("items", 0, "params", key) for f in found), (key, wrong)


@pytest.mark.parametrize(
    ("wrong", "what", "remedy"),
    [
        ("086.4", "不是规范写法", "前导零"),
        ("86.40", "不是规范写法", "末尾的零"),
        ("-0", "不是规范写法", "零写 0"),
        ("1e3", "不是数", "十进制数"),
        ("1234567890123456", "整数部分超过15位", "计量单位"),
        ("0.1234567", "小数超过6位", "6位小数"),
        (5, "应当是写成文字的数,现在是整数", "86.4"),
        (None, "现在是空", "86.4"),
        ("一百", "不是数", "十进制数"),
    ],
)
def test_bad_numbers(wrong, what, remedy):
    place, said, todo = one(set_in(book(), ["items", 0, "params", "target"], wrong))
    assert place == "指标completion·目标"
    assert what in said
    assert remedy in todo


ITEM = ["items", 0]
# method, place below the indicator, new value → the fault's own place, words of it, words of the remedy
CROSS = [
    ("over_fulfilment", ["params", "group_extra"], None, "与组内平均相比的数据", "用不到", "删去"),
    ("over_fulfilment", ["data"], {"x": take()}, "数据", "缺少与组内平均", "数据项"),
    ("composite_completion", ["params", "parts", 0, "share"], "0.5", "组成部分", "合计 90%", "少了 10"),
    ("tiers", ["params", "target"], None, "目标", "要写“目标”", "补上"),
    ("tiers", ["params", "tiers", 0, "from"], "10", "档次·第1项·起", "没有着落", "其余"),
    ("tiers", ["params", "tiers", 1, "from"], None, "档次·第2项", "只能是最低一档", "多少起"),
    ("tiers", ["params", "step", "every"], "0", "超出再加·每", "应当大于0", "核对"),
    ("tiers", ["params", "step", "add"], "-1", "超出再加·加", "负数", "正数"),
    ("threshold_deduction", ["params", "target"], "5", "目标", "只有比完成率的", "删去"),
    ("threshold_deduction", ["params", "width"], "0", "每段", "应当大于0", "核对"),
    ("threshold_deduction", ["params", "per_point"], "-0.5", "每段扣", "负数", "正数"),
    ("threshold_deduction", ["params", "side"], "blow", "扣", "不在可选之列", "低于起扣线"),
    ("per_case", ["params", "per_case"], None, "每件", "都没有写", "一个"),
    ("above_reference", ["data", "ref"], take(), "参照值", "都写了", "一个"),
    ("above_reference", ["params", "reference"], None, "参照值", "都没有写", "一个"),
    ("above_reference", ["params", "per_point"], "1", "每1个百分点", "只有按比例的", "删去"),
    ("above_reference", ["params", "bands", 0, "width"], None, "分段·第1项·宽", "最后一段", "宽度"),
    ("above_reference", ["params", "most"], "-1", "最低", "上下颠倒", "核对"),
    ("efficacy_fixed", ["params", "good"], "60", "不允许值", "相同", "核对"),
    ("rank_points", ["params", "step"], None, "表后每降1位", "要写", "补上"),
    ("rank_points", ["params", "least"], "0.5", "最低", "只有逐位递减的", "删去"),
    ("rank_points", ["params", "table"], None, "名次分", "要写", "补上"),
    ("movement", ["params", "bands", 1, "to"], 3, "名次分·第2项·至第几名", "与前一档相同", "由小到大"),
    ("movement", ["params", "bands", 1, "to"], 2, "名次分·第2项·至第几名", "次序乱了", "由小到大"),
    ("movement", ["params", "bands", 1, "to"], "6", "名次分·第2项·至第几名", "应当是整数", "整数"),
    ("movement", ["params", "least"], "11", "最低", "上下颠倒", "核对"),
    ("interval", ["params", "high"], "30", "下限", "上下颠倒", "核对"),
    ("timeliness", ["params", "per_day"], "1", "每迟1天", "都写了", "一个"),
    ("timeliness", ["params", "parts", 0, "due"], "2026-02-30", "组成部分·第1项·期限", "不是日期", "2026-10-31"),
    ("timeliness", ["params", "parts", 0, "approved"], None, "组成部分·第1项·批准延期日", "没有延期", "补上"),
    ("ballots", ["params", "top"], None, "好评", "要写", "补上"),
    ("ballots", ["params", "excluded"], ["优秀"], "不计入有效票·第1项", "既计分又不计入", "一处"),
    ("ballots", ["params", "weights"], {"优秀": "1"}, "等级分", "只有等级加权的", "删去"),
    ("rater_categories", ["params", "categories", 0, "category"], "干|部", "类别权重·第1项", "“|”", "换一个"),
    ("rater_categories", ["params", "categories", 0, "category"], "服务对象", "类别权重·第2项", "写了两次", "合并"),
    ("trimmed_ratings", ["params", "low"], "101", "最低有效分", "上下颠倒", "核对"),
    ("trimmed_ratings", ["params", "scale"], "0", "每期满分", "应当大于0", "核对"),
    ("satisfaction", ["params", "full_at"], "60", "零分线", "相同", "核对"),
    ("satisfaction", ["data"], {"x": take()}, "数据", "缺少样本量", "数据项"),
    ("ledger", ["params", "given", "least"], "3", "酌情·最少", "上下颠倒", "核对"),
    ("ledger", ["params", "list_caps"], {"别的": "1"}, "清单封顶·别的", "没有哪一级归入", "归入清单"),
    ("ledger", ["params", "to"], "2025-01-01", "截止日", "早于起始日", "核对"),
    ("period_weights", ["params", "rounds", 1, "weight"], "0.6", "各期权重", "合计 90%", "少了 10"),
    ("period_weights", ["params", "constants"], {"2026-Q3": "1"}, "缺期常数·2026-Q3", "不在各期", "删去"),
    ("period_weights", ["data", "x", "take"], "last", "数据", "逐期取", "只写数据项名"),
    ("accumulation", ["params", "rounds", 1], "2026-Q1", "各期", "写了两次", "合并"),
    ("accumulation", ["params", "rounds", 1], "2026-Q9", "各期·第2项", "没有期间“2026-Q9”", "可用的有"),
    ("custom", ["params", "expression"], "W * 未知", "公式", "没有名字“未知”", "可用的有"),
    ("custom", ["params", "expression"], "W * (", "公式", "读不懂", "改正"),
    ("custom", ["params", "values"], {"目标": "1", "实际": "2"}, "取值·实际", "既是数据又是取值", "换一个"),
    ("custom", ["params", "values"], {"目标": "1", "W": "2"}, "取值·W", "另有所指", "换一个"),
    ("custom", ["params", "values"], {"目标": "1", "1号": "2"}, "取值·1号", "不能作公式里的名字", "开头"),
    ("converted", ["params", "otherwise"], None, "其余", "要写", "补上"),
    ("converted", ["params", "scale"], "100", "满分为", "只有折算得分的", "删去"),
    ("completion", ["method"], "complation", "方法", "没有计分方法", "是“completion”吗?"),
    ("completion", ["method"], "M26", "方法", "没有计分方法", "请写在“一票否决”里"),
    ("completion", ["floor"], "x", "本项保底", "不是数", "十进制数"),
    ("completion", ["points"], "-1", "分值", "负数", "性质: 扣分"),
    ("completion", ["data", "x", "item"], "数据", "数据", "没有数据项“数据”", "是“数”吗?"),
    ("completion", ["data", "x", "item"], "票", "数据", "是票数,这里要的是数", "换一个数据项"),
    ("completion", ["data", "x", "periods"], ["2026-Q1", "2026-Q2"], "数据", "只能写一个期间", "之和"),
    ("completion", ["data", "x", "periods"], ["2026-Q1", "2026-Q1"], "数据", "写了两次", "删去"),
    ("completion", ["data", "y"], take(), "y", "没有数据输入“y”", "可用的有"),
    ("completion", ["data"], {}, "数据", "缺少数据“数据”(x)", "取哪个数据项"),
    ("grade_conversion", ["data", "x", "take"], "max", "数据", "等第不能取最大", "当期"),
    ("grade_conversion", ["data", "x", "constants"], {"2026-Q1": "1"}, "数据", "不能用缺期常数", "删去"),
    ("efficacy_group", ["direction"], "越高越好", "取向", "相反", "核对"),
    ("threshold_deduction", ["readings"], {"不足1个百分点": "不计"}, "读法", "不一致", "改读法"),
    ("completion", ["policies", "missing", "policy"], "constant", "缺数·缺报·常数", "没有写常数", "多少分"),
    ("completion", ["policies", "missing", "value"], "1", "缺数·缺报·常数", "不按常数却写了", "null"),
    ("completion", ["policies", "excused", "at"], "总", "缺数·单列·在", "不折算却写了", "null"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "new", "place", "what", "remedy"), CROSS)
def test_what_must_hold_within_an_indicator(method, path, new, place, what, remedy):
    found = faults(set_in(book([item(method)]), [*ITEM, *path], new))
    hits = [f for f in found if f[0] == f"指标{method}·{place}" and what in f[1]]
    assert hits, found
    assert remedy in hits[0][2]


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


def test_everything_wrong_is_reported_together():
    rulebook = set_in(everything(), ["items", 3, "points"], "1.0")
    rulebook = set_in(rulebook, ["nodes", 2, "cap"], "x")
    rulebook = set_in(rulebook, ["status"], "draft")
    rulebook = set_in(rulebook, ["groups", 0, "ranking", "style"], "olympic")
    assert len(find_faults(rulebook)) == 4


@pytest.mark.parametrize(
    "hostile", [None, [], "x", 3, {}, {"items": 5, "nodes": {}, "groups": [[]]}]
)
def test_anything_at_all_is_answered(hostile):
    assert find_faults(hostile)


def deep(levels):
    value = []
    for _ in range(levels):
        value = [value]
    return value


HOSTILE = {
    "6000 items": lambda: book([item(code=f"i{n:05}") for n in range(6000)]),
    "4000 unknown methods": lambda: book(
        [{**item(code=f"i{n:05}"), "method": f"完成{n}"} for n in range(4000)]
    ),
    "4000 nodes in a circle": lambda: book(
        nodes=[node(f"n{n:05}", children=[f"n{(n + 1) % 4000:05}"]) for n in range(4000)],
        groups=[group(root="n00000")],
    ),
    "9000 unknown children": lambda: book(
        nodes=[node("总", children=[f"没有{n}" for n in range(9000)])]
    ),
    "one child 9000 times": lambda: book(nodes=[node("总", children=["completion"] * 9000)]),
    "nesting": lambda: set_in(book(), ["items", 0, "params"], deep(100_000)),
    "long text": lambda: set_in(book(), ["items", 0, "sentence"], "长" * 3_000_000),
    "long number": lambda: set_in(book(), ["items", 0, "params", "target"], "9" * 1_000_000),
    "many keys": lambda: set_in(
        book(), ["items", 0, "params"], {f"k{n}": n for n in range(50_000)}
    ),
    "400 groups": lambda: book(groups=[group(name=f"g{n:04}") for n in range(400)]),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_books_cost_bounded_work(hostile):
    rulebook = HOSTILE[hostile]()
    start = time.process_time()
    found = find_faults(rulebook)
    assert time.process_time() - start < 10
    assert len(found) <= 2000
