"""One valid example of every method: its parameters and its inputs."""


def take(item="数", **changes):
    return {"item": item, "take": "at", "periods": "@", "constants": {}, **changes}


# method → (params, data)
EXAMPLES = {
    "completion": ({"target": {"field": "目标"}, "cap": "1", "threshold": None}, {"x": take()}),
    "control": ({"target": "100"}, {"x": take()}),
    "over_fulfilment": (
        {"target": "8", "per_point": "0.5", "most": "10", "step": "whole", "group_extra": "1"},
        {"x": take(), "g": take("目标数")},
    ),
    "composite_completion": (
        {
            "parts": [
                {"data": "甲", "target": "10", "share": "0.6", "cap": "1.2"},
                {"data": "乙", "target": {"field": "乙目标"}, "share": "0.4", "cap": None},
            ]
        },
        {"甲": take(), "乙": take("目标数", take="sum", periods="to_date")},
    ),
    "tiers": (
        {
            "measure": "completion",
            "target": {"field": "目标"},
            "tiers": [{"from": None, "award": "0"}, {"from": "90", "award": "0.9"}],
            "closed": "left",
            "award_as": "share",
            "step": {"above": "110", "every": "10", "add": "0.05", "most": "0.2"},
        },
        {"x": take()},
    ),
    "all_or_nothing": ({"target": "1", "compare": "ge"}, {"x": take()}),
    "threshold_deduction": (
        {
            "measure": "value",
            "target": None,
            "threshold": "92",
            "side": "below",
            "per_point": "0.5",
            "width": "1",
            "step": "proportional",
            "least": "2",
        },
        {"x": take()},
    ),
    "per_case": (
        {
            "sign": "deduct",
            "start": "10",
            "per_case": "0.5",
            "levels": None,
            "free": "1",
            "repeat": "double_case",
        },
        {"x": take(take="sum", periods=["2026-Q1", "2026-Q2"])},
    ),
    "above_reference": (
        {
            "reference": "5",
            "shape": "bands",
            "base": "10",
            "per_point": None,
            "bands": [{"width": "10", "divisor": "20"}, {"width": None, "divisor": "40"}],
            "least": "0",
            "most": None,
        },
        {"x": take()},
    ),
    "above_references": (
        {
            "references": [
                {"data": "全国", "name": "全国", "margin": "0.5", "share": "0.5"},
                {"data": "全省", "name": "全省", "margin": {"field": "高出全省"}, "share": "0.5"},
            ],
            "need": "each",
            "compare": "ge",
            "per_point": "1",
        },
        {"x": take(), "全国": take("目标数"), "全省": take("目标数")},
    ),
    "efficacy_group": (
        {"base": "0.6", "span": "0.4", "reverse": True, "equal": "1"},
        {"x": take()},
    ),
    "efficacy_fixed": (
        {"bad": "60", "good": "100", "base": "0.6", "span": "0.4", "least": "0", "most": None},
        {"x": take()},
    ),
    "ratio_to_best": ({"reverse": False}, {"x": take()}),
    "ratio_to_mean": ({"reverse": True, "cap": "1"}, {"x": take()}),
    "benchmark_sum": (
        {"parts": [{"data": "数", "benchmark": "24.097", "points": "30", "cap": "1.5"}]},
        {"数": take()},
    ),
    "rank_points": (
        {
            "direction": "high",
            "from": "top",
            "ties": "mean",
            "shape": "table",
            "per_place": None,
            "least": None,
            "table": ["60", "57", "54"],
            "then": "step",
            "step": "-3",
            "award_as": "points",
        },
        {"x": take()},
    ),
    "movement": (
        {
            "bands": [{"to": 3, "award": "10"}, {"to": 6, "award": "8"}],
            "otherwise": "6",
            "gain": "0.5",
            "loss": "0.5",
            "protect": 3,
            "least": "0",
            "most": "10",
        },
        {"x": take(), "last": take("目标数")},
    ),
    "level_progress": (
        {"reference": "80", "above": "0.7", "below": "0.3", "difficulty": {"field": "难度"}},
        {"level": take("水平"), "progress": take("进步")},
    ),
    "interval": (
        {
            "low": "40",
            "high": "60",
            "per_point": "0.1",
            "width": "1",
            "step": "started",
            "least": "0",
        },
        {"x": take()},
    ),
    "timeliness": (
        {
            "parts": [
                {
                    "data": "办结",
                    "due": "2026-10-31",
                    "extension": {"field": "延期至"},
                    "approved": {"field": "批准日"},
                    "share": "1",
                }
            ],
            "per_day": None,
            "stages": [{"days": 3, "share": "0.8"}, {"days": 10, "share": "0.5"}],
            "zero_after": 30,
        },
        {"办结": take("日期")},
    ),
    "grade_conversion": (
        {"table": {"优秀": "1", "良好": "0.8"}, "award_as": "share"},
        {"x": take("等第")},
    ),
    "ballots": (
        {
            "mode": "tiers",
            "weights": None,
            "excluded": ["不了解"],
            "top": ["优秀"],
            "tiers": [{"from": None, "award": "170"}, {"from": "90", "award": "200"}],
            "award_as": "points",
        },
        {"x": take("票")},
    ),
    "rater_categories": (
        {
            "categories": [
                {"category": "干部", "weight": "3"},
                {"category": "服务对象", "weight": "6"},
            ],
            "levels": {"满意": "1", "一般": "0.6"},
            "excluded": [],
            "empty": "renormalise",
        },
        {"x": take("票")},
    ),
    "trimmed_ratings": (
        {"scale": "100", "low": "60", "high": "100", "trim_above": 5},
        {"x": take("票", take="sum", periods="to_date")},
    ),
    "satisfaction": (
        {"zero_at": "60", "full_at": "90", "min_sample": "200"},
        {"x": take(), "n": take("样本")},
    ),
    "ledger": (
        {
            "kinds": ["表彰"],
            "sign": "add",
            "levels": {"国家级": "2", "省级": "1"},
            "given": {"least": "0.5", "most": "2"},
            "lists": {"省级": "省级表彰"},
            "list_caps": {"省级表彰": "1"},
            "same_matter": "highest",
            "support_share": "0.5",
            "order": "half_first",
            "counted": "difference",
            "elsewhere": "skip",
            "undecided": "pending",
            "cap": "5",
            "from": "2026-01-01",
            "to": None,
            "preconditions": [{"data": "前提", "compare": "ge", "value": "8"}],
        },
        {"前提": take()},
    ),
    "period_weights": (
        {
            "rounds": [
                {"period": "2026-Q1", "weight": "0.3"},
                {"period": "2026-Q2", "weight": "0.7"},
            ],
            "constants": {"2026-Q1": "95"},
            "scale": "100",
            "unfinished": "open",
        },
        {"x": take()},
    ),
    "accumulation": (
        {
            "rounds": ["2026-Q1", "2026-Q2"],
            "constants": {},
            "scale": "100",
            "mode": "mean",
            "unfinished": "renormalise",
        },
        {"x": take()},
    ),
    "custom": (
        {"expression": "min(W, 实际 / 目标 * W)", "values": {"目标": {"field": "目标"}}},
        {"实际": take(take="last", periods="to_date", constants={"2026-Q1": "3"})},
    ),
    "direct": ({"min_spread": "0.5", "no_ties": True}, {"x": take()}),
    "converted": (
        {
            "source": "rank",
            "scale": None,
            "bands": [{"to": 1, "award": "1"}],
            "otherwise": "0.8",
            "table": None,
            "award_as": "share",
        },
        {"x": take()},
    ),
    "team_balance": ({}, {"x": take()}),
}
