"""A small city's year: one indicator of every method, with figures that can be checked by hand."""

from typing import Any

from baton.scoring import score
from baton.scoring.result import Result

ROUND = {"places": 2, "mode": "half_up"}
FOUR = {"places": 4, "mode": "half_up"}
PERIODS = ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
NOW = PERIODS[-1]
UNITS = {"S1": "临江县", "S2": "青山县", "S3": "白塔区", "S4": "高新区"}


def number(value, unit="", **more):
    """A number reported for 临江县 (and, as a list, for the other three)."""
    values = value if isinstance(value, list) else [value] * 4
    return {"kind": "number", "unit": unit, "values": values} | more


def tally(counts):
    """Votes or cases by key, the same for everybody."""
    return {"kind": "tally", "unit": "", "values": [counts] * 4}


def word(value):
    """A grade."""
    return {"kind": "grade", "unit": "", "values": [value] * 4}


def day(value):
    """A date."""
    return {"kind": "date", "unit": "", "values": [value] * 4}


PART = {"extension": None, "approved": None}
LEDGER = {
    "kinds": ["表彰"], "sign": "add", "levels": {"国家级": "2", "省级": "1", "市级": "0.5"},
    "given": None, "lists": {"市级": "市级表彰"}, "list_caps": {"市级表彰": "1"},
    "same_matter": "highest", "support_share": "0.5", "order": "highest_first",
    "counted": "difference", "elsewhere": "skip", "undecided": "ignore", "cap": "3", "from": None,
    "to": None, "preconditions": [],
}  # fmt: skip

# code: (method, name, full points, parameters, data by input, scoring sentence)
ITEMS: dict[str, tuple[str, str, str, dict[str, Any], dict[str, Any], str]] = {
    "M01": ("completion", "空气优良天数比例", "6",
            {"target": {"field": "目标"}, "cap": "1", "threshold": None},
            {"x": number(["86.4", "92.5", "90", "88"], "%")}, "按完成率计分,超额不加分。"),
    "M02": ("control", "单位能耗", "10", {"target": "0.5"},
            {"x": number("0.53", "吨标煤")}, "不超过控制数得满分,超出按比例扣分。"),
    "M03": ("over_fulfilment", "招商到位资金", "20",
            {"target": "100", "per_point": "0.5", "most": "2", "step": "whole",
             "group_extra": "1"},
            {"x": number("106.5", "亿元"), "g": number(["12", "8", "9", "7"], "%")},
            "完成得满分,每超 1 个百分点加 0.5 分,最多加 2 分;增幅高于全市平均另加 1 分。"),
    "M04": ("composite_completion", "招商引资", "10",
            {"parts": [{"data": "a", "target": "100", "share": "0.6", "cap": "1"},
                       {"data": "b", "target": "8", "share": "0.4", "cap": "1.2"}]},
            {"a": number("80", "亿元"), "b": number("10", "个")}, "资金占六成,项目占四成。"),
    "M05": ("tiers", "节能目标", "40",
            {"measure": "completion", "target": "200", "closed": "left", "award_as": "points",
             "tiers": [{"from": None, "award": "0"}, {"from": "80", "award": "32"},
                       {"from": "90", "award": "36"}, {"from": "100", "award": "40"}],
             "step": {"above": "100", "every": "10", "add": "3", "most": "9"}},
            {"x": number("251", "万吨")}, "完成得 40 分,每超 10% 加 3 分,最多加 9 分。"),
    "M06": ("all_or_nothing", "重大项目竣工", "5", {"target": "12", "compare": "ge"},
            {"x": number("11", "个")}, "全部竣工得满分,否则不得分。"),
    "M07": ("threshold_deduction", "办结率", "8",
            {"measure": "value", "target": None, "threshold": "92", "side": "below",
             "per_point": "0.5", "width": "1", "step": "started", "least": "2"},
            {"x": number("88.3", "%")}, "低于 92% 的,每低 1 个百分点扣 0.5 分,最低得 2 分。"),
    "M08": ("per_case", "重复信访", "5",
            {"sign": "deduct", "start": "5", "per_case": "0.5", "levels": None, "free": "1",
             "repeat": "double_case"},
            {"x": number("4", "件")}, "每件扣 0.5 分,第 2 件起加倍,1 件以内不扣。"),
    "M09": ("above_reference", "工业投资增速", "20",
            {"reference": "7.2", "shape": "bands", "base": "20", "per_point": None,
             "bands": [{"width": "10", "divisor": "20"}, {"width": "10", "divisor": "40"}],
             "least": None, "most": "30"},
            {"x": number("20.2", "%")}, "高于省均 10 个点以内每点加基础分的 1/20,再高的 1/40。"),
    "M10": ("efficacy_group", "12345热线满意率", "6",
            {"base": "0.6", "span": "0.4", "reverse": False, "equal": "1"},
            {"x": number(["94.6", "98.9", "85", "90"], "%")}, "按功效系数法计分,基础分 60%。"),
    "M11": ("efficacy_fixed", "研发投入强度", "30",
            {"bad": "1.5", "good": "2.5", "base": "0.6", "span": "0.4", "least": "0", "most": "1"},
            {"x": number("2.13", "%")}, "在不允许值与满意值之间按位置给分。"),
    "M12": ("ratio_to_best", "新增专利", "12", {"reverse": False},
            {"x": number(["6", "7", "3", "5"], "件")}, "最多的得满分,其余按比例。"),
    "M13": ("ratio_to_mean", "万元产值水耗", "4", {"reverse": True, "cap": "1"},
            {"x": number(["33", "30", "28", "29"], "立方米")}, "与全市平均比,越低越好。"),
    "M15": ("rank_points", "财政收入增速", "10",
            {"direction": "high", "from": "top", "ties": "mean", "shape": "table",
             "per_place": None, "least": None, "table": ["10", "9", "7"], "then": "last",
             "step": None, "award_as": "points"},
            {"x": number(["5.2", "8.1", "5.2", "3"], "%")}, "按名次给分,并列取平均。"),
    "M16": ("movement", "全省综合排位", "10",
            {"bands": [{"to": 3, "award": "10"}, {"to": 6, "award": "8"}], "otherwise": "6",
             "gain": "0.5", "loss": "0.5", "protect": 3, "least": "0", "most": "10"},
            {"x": number("6"), "last": number("9")}, "前 3 名 10 分,4 至 6 名 8 分,每进 1 位加 0.5 分。"),
    "M17": ("level_progress", "人口服务", "10",
            {"reference": "80", "above": "0.7", "below": "0.3", "difficulty": "1.05"},
            {"level": number("76"), "progress": number("88")}, "水平与进步加权,乘难度系数。"),
    "M18": ("interval", "资产负债率", "5",
            {"low": "40", "high": "60", "per_point": "0.5", "width": "2", "step": "proportional",
             "least": "0"},
            {"x": number("63", "%")}, "40%—60% 得满分,每偏离 2 个百分点扣 0.5 分。"),
    "M19": ("timeliness", "督办事项", "5",
            {"parts": [{"data": "a", "due": "2026-09-30", "share": "0.6"} | PART,
                       {"data": "b", "due": "2026-09-30", "extension": "2026-10-20",
                        "approved": "2026-09-20", "share": "0.4"}],
             "per_day": "0.1", "stages": None, "zero_after": 30},
            {"a": day("2026-10-07"), "b": day("2026-10-15")}, "每迟 1 天扣 0.1 分。"),
    "M20": ("grade_conversion", "平时考核", "10",
            {"table": {"优秀": "1", "良好": "0.8", "一般": "0.6"}, "award_as": "share"},
            {"x": word("良好")}, "优秀 100%、良好 80%、一般 60%。"),
    "M21": ("ballots", "民主测评", "10",
            {"mode": "weighted", "weights": {"优秀": "1", "称职": "0.8"}, "excluded": ["不了解"],
             "top": None, "tiers": None, "award_as": None},
            {"x": tally({"优秀": "4", "称职": "3", "不称职": "1", "不了解": "2"})},
            "优秀 100%、称职 80%,不了解的不计。"),
    "M22": ("rater_categories", "满意度测评", "15",
            {"categories": [{"category": "干部", "weight": "3"}, {"category": "群众", "weight": "7"}],
             "levels": {"满意": "1", "一般": "0.5"}, "excluded": [], "empty": "renormalise"},
            {"x": tally({"干部|满意": "8", "干部|一般": "2", "群众|满意": "30", "群众|不满意": "10"})},
            "干部占 3 成,群众占 7 成。"),
    "M23": ("trimmed_ratings", "民主评议", "20",
            {"scale": "100", "low": "0", "high": "100", "trim_above": 5},
            {"x": tally({"60": "1", "88": "4", "95": "2", "100": "1"})}, "去最高最低再平均。"),
    "M24": ("satisfaction", "群众满意度", "20",
            {"zero_at": "60", "full_at": "95", "min_sample": "100"},
            {"x": number("84.2", "%"), "n": number("400", "份"), "margin": number("2.1", "个百分点")},
            "60% 不得分,95% 得满分。"),
    "M25": ("ledger", "表彰加分", "0", LEDGER, {}, "国家级 2 分,省级 1 分,市级 0.5 分,配合减半。"),
    "M27": ("period_weights", "季度考核", "10",
            {"rounds": [{"period": p, "weight": w}
                        for p, w in zip(PERIODS, ("0.15", "0.25", "0.25", "0.35"), strict=True)],
             "constants": {}, "scale": "100", "unfinished": "open"},
            {"x": number("92", "分", each=["90", "88", "95", "92"])}, "四个季度 15、25、25、35。"),
    "M29": ("accumulation", "季度累计", "20",
            {"rounds": PERIODS, "constants": {"2026-Q1": "95"}, "scale": "100", "mode": "mean",
             "unfinished": "open"},
            {"x": number("90", "分", each=[None, "80", "85", "90"])}, "四个季度平均。"),
    "M30": ("custom", "案件按期办结", "10",
            {"expression": "W * (应办 - 超期) / 应办", "values": {}},
            {"应办": number("7", "件"), "超期": number("1", "件")}, "按期办结件数占应办件数的比例。"),
    "M31": ("direct", "重点工作落实", "12", {"min_spread": "1.2", "no_ties": False},
            {"x": number(["11.5", "10.2", "11", "9.8"], "分")}, "由督查室评分,须拉开差距。"),
    "M14": ("benchmark_sum", "亩均效益", "50",
            {"parts": [{"data": "a", "benchmark": "24.097", "points": "30", "cap": None},
                       {"data": "b", "benchmark": "136.16", "points": "20", "cap": "1.2"}]},
            {"a": number("18.5", "万元"), "b": number("190", "万元")}, "亩均税收÷24.097×30+…"),
    "M32": ("converted", "平安考核", "5",
            {"source": "score", "scale": "100", "bands": None, "otherwise": None, "table": None,
             "award_as": "points"},
            {"x": number("92.5", "分")}, "以平安考核得分折算。"),
    "M34": ("above_references", "地区生产总值增速", "10",
            {"references": [{"data": "全国", "name": "全国", "margin": "0.5", "share": "0.5"},
                            {"data": "全省", "name": "全省", "margin": "0", "share": "0.5"}],
             "need": "each", "compare": "ge", "per_point": "2"},
            {"x": number("5.8", "%"), "全国": number("5", "%"), "全省": number("5.9", "%")},
            "高于全国 0.5 个百分点、高于全省的各得一半,没有达到的每差 1 个百分点扣 2 分。"),
    "M33": ("team_balance", "领导评分", "100", {},
            {"x": number(["94", "90", "86", "88"], "分")}, "按考核组平均修正。"),
}  # fmt: skip


def policies(kind="full", at=None):
    """The same policy for 无此任务 and 单列; 缺报 gets nothing."""
    absent = {"policy": kind, "value": None, "at": at}
    return {
        "not_applicable": absent,
        "excused": absent,
        "missing": {"policy": "zero", "value": None},
    }


def item(code):
    """One indicator of the rule book."""
    method, name, points, params, data, sentence = ITEMS[code]
    take = {"take": "at", "periods": "@", "constants": {}}
    return {
        "code": code, "name": name, "sentence": sentence, "basis": "云考发〔2026〕7 号附件 2",
        "lead": "市考核办", "scorer": "", "unit": "", "direction": "", "status": "final",
        "points": points, "applies": "all", "role": "bonus" if code == "M25" else "ordinary",
        "method": method, "params": params,
        "data": {key: {"item": f"{code}{key}"} | take for key in data},
        "coefficient": None, "cap": None, "floor": None, "rounding": {"rate": FOUR, "item": ROUND},
        "policies": policies(), "readings": {},
    }  # fmt: skip


def observations(code):
    """What was reported for one indicator."""
    rows = []
    for key, entry in ITEMS[code][4].items():
        for subject, value in zip(UNITS, entry["values"], strict=True):
            row = [subject, f"{code}{key}"]
            tail = ["reported", "市局通报〔2026〕12 号", "2027-01-05"]
            if entry["kind"] == "tally":
                rows += [[*row, NOW, part, count, *tail] for part, count in value.items()]
            elif "each" in entry:
                each = zip(PERIODS, entry["each"], strict=True)
                rows += [[*row, period, "", one, *tail] for period, one in each if one is not None]
            else:
                rows.append([*row, NOW, "", value, *tail])
    return rows


def event(number, level, matter, document="", **more):
    """One commendation of 临江县."""
    usual = {"role": "lead", "count": 1, "points": None, "counted": None, "decision": "accepted"}
    given = usual | more
    return [f"E{number}", "S1", "表彰", level, matter, "2026-06-01", "", document, given["role"],
            given["count"], given["points"], given["counted"], given["decision"], False]  # fmt: skip


EVENTS = [
    event(1, "国家级", "文明城市", "中央文明办〔2026〕3 号"),
    event(2, "省级", "文明城市"),
    event(3, "省级", "双拥模范", role="support"),
    event(4, "市级", "", count=3),
    event(5, "省级", "节水示范", decision="pending"),
]


def data_items():
    """The rule book's data items."""
    found = []
    for code, entry in ITEMS.items():
        for key, one in entry[4].items():
            name = entry[1] if key == "x" else f"{entry[1]}·{key}"
            found.append({"code": f"{code}{key}", "name": name, "kind": one["kind"],
                          "unit": one["unit"], "min": None, "max": None})  # fmt: skip
    return sorted(found, key=lambda one: one["code"])


def rulebook():
    """The whole rule book: all indicators in one sum."""
    root = {"code": "总分", "name": "综合得分", "kind": "sum", "role": "ordinary", "cap": None,
            "floor": None, "children": sorted(ITEMS)}  # fmt: skip
    ranking = {"on": "rounded", "style": "competition", "keys": []}
    group = {"group": "县市区", "root": "总分", "outside": [], "ranking": ranking, "grades": None}
    return {
        "format": "baton.rulebook/1", "semantics": "1", "code": "云州2026", "name": "云州市综合考核",
        "status": "final", "period": "2026", "basis": [], "calendar": PERIODS,
        "rounding": {"input": None, "rate": FOUR, "item": ROUND, "coefficient": FOUR,
                     "node": FOUR, "total": ROUND},
        "cohort": {"vetoed": "include", "separate": "include"}, "interim": "none",
        "data": data_items(), "items": [item(code) for code in sorted(ITEMS)], "nodes": [root],
        "vetoes": [], "groups": [group],
    }  # fmt: skip


def facts():
    """The facts of four counties."""
    teams = ("一组", "一组", "二组", "二组")
    roster = [
        [code, name, "unit", "县市区", "", i, teams[i], "", "", "ranked", [], []]
        for i, (code, name) in enumerate(UNITS.items())
    ]
    columns = {
        "roster": ["subject", "name", "kind", "group", "parent", "order", "team", "from", "to",
                   "listing", "aliases", "links"],
        "agreement": ["subject", "indicator", "field", "value"],
        "observations": ["subject", "item", "period", "key", "value", "state", "source", "date"],
        "events": ["id", "subject", "kind", "level", "matter", "date", "until", "document", "role",
                   "count", "points", "counted", "decision", "elsewhere"],
    }  # fmt: skip
    rows = {
        "roster": roster,
        "agreement": [["*", "M01", "目标", "92"]],
        "observations": [row for code in ITEMS for row in observations(code)],
        "events": EVENTS,
    }
    head = {"format": "baton.facts/1", "as_of": NOW, "on": "", "absent": "not_yet"}
    return head | {name: {"columns": columns[name], "rows": rows[name]} for name in rows}


def town() -> Result:
    """The result of the small city."""
    return score(rulebook(), facts())
