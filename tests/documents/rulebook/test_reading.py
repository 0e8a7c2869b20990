"""An official's sentence and the lines below it become exactly one canonical reading."""

import json

import pytest

from baton.documents.problems import Problems
from baton.documents.rulebook import read_rulebook, read_rulebook_text, write_rulebook
from tests.documents.rulebook.papers import F03, HEAD, complaints, draft, first, paper, read


def test_threshold_deduction_as_it_is_read_aloud():
    item = first(F03)
    assert item["sentence"] == "低于92%的,每低1个百分点扣0.5分,最低得2分。"
    assert item["params"] == {
        "measure": "value",
        "target": None,
        "threshold": "92",
        "side": "below",
        "per_point": "0.5",
        "width": "1",
        "step": "proportional",
        "least": "2",
    }
    assert item["readings"] == {"百分点口径": "指标值", "不足1个百分点": "按比例"}
    assert item["data"]["x"] == {
        "item": "优良天数比例",
        "take": "at",
        "periods": "@",
        "constants": {},
    }
    rescaled = {"policy": "rescale", "value": None, "at": "总分"}
    assert item["policies"] == {
        "not_applicable": rescaled,
        "excused": rescaled,
        "missing": {"policy": "zero", "value": None},
    }


METHODS = [
    (
        "方法: 完成率\n完成: 收入\n目标: {责任书: 计划数}\n封顶: 120%\n低于此完成率不得分: 60%",
        {"target": {"field": "计划数"}, "cap": "1.2", "threshold": "0.6"},
    ),
    (
        "方法: 超额加分\n数据: 增速\n目标: 8%\n每超1个百分点: 加0.5分\n最多加: 不设\n不足1个百分点: 不加",
        {"target": "8", "per_point": "0.5", "most": None, "step": "whole", "group_extra": None},
    ),
    (
        "方法: 分档\n数据: 节能量\n目标: 按单位\n档次: {其余: 0分, 80%以上: 32分, 90%以上: 36分, 100以上: 40分}\n"
        "档界: 以上包括本数\n超出再加: {起: 110%, 每: 10%, 加: 3分, 最多: 9分}",
        {
            "measure": "completion",
            "target": {"field": "目标"},
            "tiers": [
                {"from": None, "award": "0"},
                {"from": "80", "award": "32"},
                {"from": "90", "award": "36"},
                {"from": "100", "award": "40"},
            ],
            "closed": "left",
            "award_as": "points",
            "step": {"above": "110", "every": "10", "add": "3", "most": "9"},
        },
    ),
    (
        "方法: 功效系数\n数据: 增速\n方向: 越低越好\n基础分: 60%\n组内相同: 100%",
        {"base": "0.6", "span": "0.4", "reverse": True, "equal": "1"},
    ),
    (
        "方法: 位次法\n数据: 增速\n方向: 越高越好\n并列: 按并列名次\n每降1位: 减2%",
        {
            "direction": "high",
            "from": "top",
            "ties": "high",
            "shape": "decrement",
            "per_place": "0.02",
            "least": None,
            "table": None,
            "then": None,
            "step": None,
            "award_as": "share",
        },
    ),
    (
        "方法: 进位\n本年名次: 排位\n上年名次: 上年排位\n名次分: {前3名: 10分, 第4—6名: 8分}\n其余: 6分\n"
        "每前进1位: 加0.5分\n每后退1位: 扣0.5分\n保持前几名不扣: 前3名\n最低: 0分\n最高: 10分",
        {
            "bands": [{"to": 3, "award": "10"}, {"to": 6, "award": "8"}],
            "otherwise": "6",
            "gain": "0.5",
            "loss": "0.5",
            "protect": 3,
            "least": "0",
            "most": "10",
        },
    ),
    (
        "方法: 每件加扣\n数据: 信访件次,各期之和\n起评分: 10\n每件: 扣1分\n本项保底: 0",
        {
            "sign": "deduct",
            "start": "10",
            "per_case": "1",
            "levels": None,
            "free": "0",
            "repeat": "none",
        },
    ),
    (
        "方法: 民主测评\n数据: 票\n好评: [优秀]\n不计入有效票: [弃权]\n档次: {90%以上: 200分, 80%以上: 190分, 其余: 0分}",
        {
            "mode": "tiers",
            "weights": None,
            "excluded": ["弃权"],
            "top": ["优秀"],
            "tiers": [
                {"from": None, "award": "0"},
                {"from": "80", "award": "190"},
                {"from": "90", "award": "200"},
            ],
            "award_as": "points",
        },
    ),
    (
        "方法: 分期加权\n数据: 得分\n各期权重: {3月: 15%, 6月: 25%, 9月: 25%, 12月: 35%}\n每期满分: 100分\n缺期: 等齐再算\n缺期常数: {3月: 95}",
        {
            "rounds": [
                {"period": f"2026-{month}", "weight": weight}
                for month, weight in (("03", "0.15"), ("06", "0.25"), ("09", "0.25"), ("12", "0.35"))
            ],
            "constants": {"2026-03": "95"},
            "scale": "100",
            "unfinished": "open",
        },
    ),
    (
        "方法: 定性换算\n数据: 等第\n换算表: {优秀: 100%, 良好: 80%}",
        {"table": {"优秀": "1", "良好": "0.8"}, "award_as": "share"},
    ),
    (
        "方法: 自定公式\n公式: min(W, 实际 / 目标 * W)\n数据: {实际: 收入}\n取值: {目标: 责任书}",
        {"expression": "min(W, 实际 / 目标 * W)", "values": {"目标": {"field": "取值"}}},
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "params"), METHODS, ids=[t.split("\n")[0] for t, _ in METHODS])
def test_methods_as_they_are_written(text, params):
    assert first(f"评分办法: 见方案\n分值: 10\n{text}")["params"] == params


@pytest.mark.parametrize(
    ("written", "taken"),
    [
        ("收入", ("at", "@", {})),
        ("收入,截至期", ("at", "@", {})),
        ("收入,6月", ("at", ["2026-06"], {})),
        ("收入,2026-06", ("at", ["2026-06"], {})),
        ("收入,各期之和", ("sum", "to_date", {})),
        ("收入,最近一期", ("last", "to_date", {})),
        ("收入,2026-03、2026-06平均", ("mean", ["2026-03", "2026-06"], {})),
        ("{数据项: 收入, 取: 最大, 期间: [3月, 6月]}", ("max", ["2026-03", "2026-06"], {})),
        (
            "{数据项: 收入, 取: 平均, 期间: 截至期止各期, 缺期常数: {1月: 95}}",
            ("mean", "to_date", {"2026-01": "95"}),
        ),
    ],
)
def test_which_figure_is_taken(written, taken):
    text = f"评分办法: 见方案\n分值: 10\n方法: 控制型\n数据: {written}\n目标: 5"
    entry = first(text)["data"]["x"]
    assert (entry["item"], (entry["take"], entry["periods"], entry["constants"])) == ("收入", taken)


@pytest.mark.parametrize(
    ("written", "policy"),
    [
        ("计满分", {"policy": "full", "value": None, "at": None}),
        ("组内平均", {"policy": "group_mean", "value": None, "at": None}),
        ("按3.5分计", {"policy": "constant", "value": "3.5", "at": None}),
        ("不计", {"policy": "unscored", "value": None, "at": None}),
        ("总分折算", {"policy": "rescale", "value": None, "at": "总分"}),
        ("在总分折算", {"policy": "rescale", "value": None, "at": "总分"}),
        ("{办法: 缺项折算, 在: 总分}", {"policy": "rescale", "value": None, "at": "总分"}),
    ],
)
def test_what_happens_without_a_task(written, policy):
    assert first(f"{F03}无此任务: {written}")["policies"]["not_applicable"] == policy
    assert first(f"{F03}无此任务: {written}")["policies"]["excused"] == policy


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


RANKED = """评分办法: 第1名100分,第2名97分,以后每降1位减2分。
分值: 100
方法: 位次法
数据: 收入
方向: 越高越好
并列: 按并列名次
名次分: [100分, 97分]
表后各名: 再逐位递减
表后每降1位: """


@pytest.mark.parametrize(
    ("written", "step"),
    [("减2分", "-2"), ("-2分", "-2"), ("扣2", "-2"), ("加2分", "2"), ("2分", "2"), ("减0分", "0")],
)
def test_less_for_every_further_place_is_taken_away(written, step):
    book = read(paper(f"{RANKED}{written}\n"))
    assert book["items"][0]["params"]["step"] == step
    again = read(write_rulebook(book))
    assert again["items"][0]["params"] == book["items"][0]["params"]


def test_points_taken_away_for_a_place_stay_negative():
    lines = RANKED.rpartition("表后各名")[0].replace("[100分, 97分]", "[扣60分, 减50分, 加1分]")
    params = first(f"{lines}表后各名: 计0分\n")["params"]
    assert params["table"] == ["-60", "-50", "1"]


MOVED = """评分办法: 见方案
分值: 10
方法: 进位
本年名次: 收入
上年名次: 收入
名次分: {前3名: 10分, 前6名: 扣1分}
其余: 扣2分
每前进1位: 加0.5分
每后退1位: 扣0.5分
保持前几名不扣: 无
最低: -9
最高: 10分
"""


def test_places_lost_are_taken_away_and_places_gained_are_given():
    params = first(MOVED)["params"]
    assert [band["award"] for band in params["bands"]] == ["10", "-1"]
    assert (params["otherwise"], params["gain"], params["loss"]) == ("-2", "0.5", "0.5")


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("每前进1位: 加", "每前进1位: 扣", ""),
        ("每后退1位: 扣", "每后退1位: 加", ""),
        ("其余: 扣2分", "其余: 扣-2分", "number-sign"),
    ],
)
def test_a_sign_against_the_sense_is_refused(old, new, code):
    [fault] = complaints(paper(MOVED.replace(old, new)))
    assert new.partition(":")[0] in "".join(fault)
    assert not code or fault[3] == code


def test_levels_that_both_add_and_deduct_are_asked():
    lines = "评分办法: 见方案\n性质: 扣分\n分值: 5\n方法: 每件加扣\n数据: 收入\n起评分: 0\n各级: {省级: 扣2分, 市级: %s}\n"
    assert first(lines % "扣1分")["params"]["sign"] == "deduct"
    assert any("加还是扣" in what for _, what, *_ in complaints(paper(lines % "加1分")))
