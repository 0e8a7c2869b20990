"""Every fault of a rule book is named with its place, what is wrong and what to do."""

import time

import pytest

from baton.scoring.rulebook import METHODS, find_faults
from tests.scoring.rulebook.books import book, everything, group, item, node
from tests.scoring.rulebook.complaints import faults, one, set_in, without
from tests.scoring.rulebook.method_examples import EXAMPLES, take


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
    ("above_references", ["params", "references", 0, "share"], "0.4", "参照", "合计 90%", "少了 10"),
    ("above_references", ["params", "references", 1, "name"], "全国", "参照·第2项·名称", "写了两次", "改一个"),
    ("above_references", ["params", "references", 1, "data"], "x", "参照", "同一个", "自己的数据项"),
    ("above_references", ["params", "per_point"], "-1", "每差1个百分点", "", ""),
    ("efficacy_fixed", ["params", "good"], "60", "不允许值", "相同", "核对"),
    ("rank_points", ["params", "step"], None, "表后每降1位", "要写", "补上"),
    ("rank_points", ["params", "step"], "3", "表后每降1位", "越靠后得分越高", "减3"),
    ("rank_points", ["params", "least"], "0.5", "最低", "只有逐位递减的", "删去"),
    ("rank_points", ["params", "table"], None, "名次分", "要写", "补上"),
    ("movement", ["params", "bands", 1, "to"], 3, "名次分·第2项·至第几名", "与前一档相同", "由小到大"),
    ("movement", ["params", "bands", 1, "to"], 2, "名次分·第2项·至第几名", "次序乱了", "由小到大"),
    ("movement", ["params", "bands", 1, "to"], "6", "名次分·第2项·至第几名", "应当是整数", "整数"),
    ("movement", ["params", "least"], "11", "最低", "上下颠倒", "核对"),
    ("interval", ["params", "high"], "30", "下限", "上下颠倒", "核对"),
    ("interval", ["params", "least"], "10.5", "保底", "高于分值 10", "核对"),
    ("threshold_deduction", ["params", "least"], "11", "保底", "保底 11 高于分值 10", "核对"),
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
