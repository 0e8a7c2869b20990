"""A whole rule book is read: roundings, grades, groups, full points, JSON, and what nobody has decided yet."""

import json

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook, read_rulebook_text
from tests.documents.rulebook.papers import F03, HEAD, complaints, draft, paper, read


def test_rounding_of_the_book_and_of_one_indicator():
    head = HEAD + "取舍: {方式: 去尾, 原始数: 1位, 比率: 4位, 指标: 2位进一, 总分: 取整}\n"
    book = read(paper(F03 + "取舍: {比率: 2位}", head=head))
    assert book["rounding"] == {
        "input": {"places": 1, "mode": "down"},
        "rate": {"places": 4, "mode": "down"},
        "item": {"places": 2, "mode": "up"},
        "coefficient": {"places": 6, "mode": "half_up"},
        "node": {"places": 6, "mode": "half_up"},
        "total": {"places": 0, "mode": "down"},
    }
    assert book["items"][0]["rounding"] == {"rate": {"places": 2, "mode": "half_up"}}


def test_grades_and_quotas():
    tail = """等次:
  - {优秀: 90分及以上, 名额: 20%, 名额取整: 最大余数}
  - {良好: ≥80, 名额: 3个}
  - {等次: 名额, 分数线: 60}
  - {较差: 其余}
名额规则: {基数: 有名次的, 递补: 否, 边上并列: 全收, 同分先看: F1, 专项晋等: {事件: 晋优, 评为: 优秀}}
"""
    [group] = read(paper(F03, tail=tail))["groups"]
    assert [list(level.values()) for level in group["grades"]["levels"]] == [
        ["优秀", "90", {"share": "0.2"}, "largest_remainder"],
        ["良好", "80", {"count": 3}, None],
        ["名额", "60", None, None],
        ["较差", None, None, None],
    ]
    assert group["grades"]["fill"] is False
    assert group["grades"]["keys"] == [{"key": "F1", "order": "desc"}]
    assert group["grades"]["promotion"] == {"kind": "晋优", "to": "优秀"}


def test_several_groups_own_indicators_and_links():
    text = """方案: 云州市2026年度考核
状态: 正式
期间: 2026年
期次: [上半年, 全年]
通则: {无此任务: 不计, 缺报: 待定}
考卷:
  县总: {组成: [共性, 所辖], 指标: {个性: {评分办法: 见责任书, 分值: 按单位, 适用: 责任书所列, 方法: 完成得满分, 数据: 完成情况, 目标: 1, 须: 不低于}}}
  所辖: {合成: 所辖单位, 所辖分组: 乡镇, 加权: {责任书: 人口}, 没有分的: 略去, 满分: 100}
  乡总: {组成: 共性}
  人总: {组成: [挂钩]}
  挂钩: {合成: 挂钩, 挂钩对象: 名册, 取: 县总, 满分: 100, 折算: 60%}
指标:
  共性: {评分办法: 按完成率, 分值: 10, 方法: 完成率, 数据: 收入, 目标: 责任书, 封顶: 不封顶}
分组:
  县市区: {总分: 县总, 名次: {按: 未取舍总分, 并列: 1-2-2-3}}
  乡镇: {总分: 乡总, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
  干部: {总分: 人总, 名次: {按: 取舍后总分, 并列: 1-2-2-4}}
"""
    book = read(text)
    nodes = {node["code"]: node for node in book["nodes"]}
    assert nodes["县总"]["children"] == ["共性", "所辖", "个性"]
    assert nodes["所辖"]["weight"] == "人口"
    assert (nodes["挂钩"]["take"], nodes["挂钩"]["factor"]) == ("县总", "0.6")
    assert [group["group"] for group in book["groups"]] == ["乡镇", "县市区", "干部"]
    assert book["items"][0]["applies"] == "agreed"
    assert book["items"][1]["params"]["cap"] is None
    assert [datum["code"] for datum in book["data"]] == ["完成情况", "收入"]


def test_weights_and_full_points():
    node = "合成: 加权平均\n权重: {F1: 3, F2: 6}\n满分: 15"
    head = HEAD.replace("本大项折算", "不计")
    book = read(paper(F03, F03, node=node, head=head))
    assert book["nodes"][0]["weights"] == {"F1": "3", "F2": "6"}
    assert book["nodes"][0]["children"] == ["F1", "F2"]
    [(place, what, remedy, _)] = complaints(paper(F03, node="满分: 100"))
    assert place == "第10行第7列 节点总分·满分"
    assert what == "各项分值合计 15,与写明的满分 100 不符"
    assert remedy == "少了 85 分,请改分值或满分"


@pytest.mark.parametrize(
    "change", [("分值: 15", "分值: 责任书"), ("分值: 15", "分值: 15\n适用: 责任书所列")]
)
def test_full_points_that_differ_from_unit_to_unit_are_said_not_to_be_checked(change):
    problems = Problems()
    text = paper(F03.replace(*change), node="满分: 100")
    assert read_rulebook_text(text, "规则书.yaml", problems) is not None
    [warning] = [problem for problem in problems if problem.code == "full-unknown"]
    assert "没有核对各项分值是不是合计 100" in warning.what and warning.remedy


def test_a_bonus_has_no_full_points():
    head = HEAD.replace("本大项折算", "不计")
    [(place, what, remedy, _)] = complaints(paper(F03, node="性质: 加分\n满分: 100", head=head))
    assert place.endswith("节点总分·满分") and what == "加分、扣分的大项不算满分"
    assert "本大项封顶" in remedy


def test_canonical_json_is_read_and_checked_too(tmp_path):
    book = read(paper(F03))
    path = tmp_path / "规则书.json"
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    assert read_rulebook(path, problems=Problems()) == book
    book["items"][0]["params"]["least"] = "2.0"
    problems = Problems()
    path.write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    assert read_rulebook(path, problems=problems) is None
    assert [p.place for p in problems] == ["规则书.json 指标F1·保底"]


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('{"a": 1.5}', "有不带引号的小数 1.5"),
        ('{"a": NaN}', "有不带引号的小数 NaN"),
        ('{"a": "1", "a": "2"}', "键“a”写了两次"),
        ('{"a": ', "JSON 写法不对,或嵌套太深"),
        ("[" * 100_000, "JSON 写法不对,或嵌套太深"),
        ("[]", "规则书应当是一组栏目,现在是清单"),
    ],
)
def test_faulty_json(text, what):
    problems = Problems()
    assert read_rulebook_text(text, "规则书.json", problems) is None
    assert [p.what for p in problems] == [what]


OPEN = """评分办法: 每低1个百分点扣0.5分。
分值: 15
方法: 阈值扣分保底
数据: 优良天数比例
起扣线: 92%
每低1个百分点: 扣0.5分
保底: 0
"""


def test_an_undeclared_reading_is_asked_and_never_chosen():
    found = complaints(paper(OPEN))
    assert [(place, code) for place, _, _, code in found] == [
        ("第11行第5列 指标F1·百分点口径", "reading"),
        ("第11行第5列 指标F1·不足1个百分点", "reading"),
    ]
    assert found[1][1].startswith("没有声明“不足1个百分点”怎么读")
    assert found[1][2] == "请写明一种:“按比例”、“不计”、“按1个计”"


def test_a_draft_goes_on_with_the_most_usual_reading():
    found = draft(paper(OPEN))
    assert [r.path for r in found.open_readings] == [
        ("items", 0, "params", "measure"),
        ("items", 0, "params", "step"),
    ]
    assert found.rulebook["items"][0]["params"]["step"] == "proportional"
    assert found.rulebook["items"][0]["readings"] == {}


def test_a_reading_taken_for_the_time_being_is_a_warning():
    problems = Problems()
    text = paper(
        OPEN + "暂按: {不足1个百分点: 不扣, 百分点口径: 指标值}\n读法: {公布数: 以统计局为准}"
    )
    book = read_rulebook_text(text, "规则书.yaml", problems)
    assert [p.code for p in problems] == ["reading", "reading"]
    assert not problems.errors
    assert book["items"][0]["params"]["step"] == "whole"
    assert book["items"][0]["readings"] == {"公布数": "以统计局为准"}


def test_where_the_office_must_say_it_for_everybody():
    head = HEAD.replace("通则: {无此任务: 本大项折算, 缺报: 计0分}\n", "")
    head = head.replace("同组统计: {被否决的: 计入, 单列的: 不计入}\n", "").replace(
        "按: 取舍后总分, ", ""
    )
    peers = (
        "评分办法: 见方案\n分值: 10\n方法: 与最好比\n数据: 增速\n方向: 越高越好\n无此任务: 缺项折算"
    )
    found = draft(paper(peers, head=head))
    assert [(r.key, r.choices) for r in found.open_readings] == [
        ("同组统计·被否决的", ("计入", "不计入")),
        ("同组统计·单列的", ("计入", "不计入")),
        ("无此任务", ("本大项折算", "总分折算")),
        ("缺报", ("待定", "计0分")),
        ("名次·按", ("取舍后总分", "未取舍总分")),
    ]
    assert found.open_readings[2].path == ("items", 0, "policies", "not_applicable", "at")


def test_a_file_that_cannot_be_opened(tmp_path):
    problems = Problems()
    assert read_rulebook(tmp_path / "没有.yaml", problems=problems) is None
    assert [p.code for p in problems] == ["unreadable"]


def test_an_unused_indicator_is_a_warning():
    problems = Problems()
    text = paper(
        F03,
        tail="指标:\n  F9: {评分办法: 见方案, 分值: 1, 方法: 直接评分, 数据: 甲, 无此任务: 不计}\n",
    )
    assert read_rulebook_text(text, "规则书.yaml", problems)
    assert [(p.level, p.what) for p in problems] == [("warning", "“F9”没有被任何分组用到")]
