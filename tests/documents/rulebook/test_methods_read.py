"""A method's lines below an official's sentence, and which figure it takes, become exactly one canonical reading."""

import pytest

from baton.documents.rulebook import write_rulebook
from tests.documents.rulebook.papers import F03, HEAD, complaints, first, paper, read


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


@pytest.mark.parametrize(("written", "kind"), [("组内最低", "group_least"), ("计0分", "zero"), ("待定", "hold")])  # fmt: skip
def test_what_happens_to_what_was_not_reported(written, kind):
    assert first(f"{F03}缺报: {written}")["policies"]["missing"] == {"policy": kind, "value": None}


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
    [("减2分", "-2"), ("-2分", "-2"), ("扣2", "-2"), ("减0.2分", "-0.2"), ("减0分", "0")],
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


@pytest.mark.parametrize("unit", ["%", "％", "百分点"])
def test_a_line_in_per_cent_suits_figures_in_per_cent_however_they_are_written(unit):
    data = f'数据:\n  优良天数比例: {{单位: "{unit}"}}\n'
    assert first(F03, head=HEAD + data)["params"]["threshold"] == "92"
