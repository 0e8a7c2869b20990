"""Six counties with a multiplier, a rescaled paper, a veto, a tie at the quota's edge and a late figure."""

from typing import Any

from baton.scoring import score
from baton.scoring.result import Result
from tests.scoring.explain.town import facts as town_facts

NAMES = {
    "S1": "临江县",
    "S2": "青山县",
    "S3": "白塔区",
    "S4": "高新区",
    "S5": "清河县",
    "S6": "东港区",
}
TWO, FOUR = ({"places": n, "mode": "half_up"} for n in (2, 4))
NOW = "2026"
# indicator: full points, method, parameters, values of the six counties (a state where there is none)
ITEMS: dict[str, tuple[str, str, str, dict[str, Any], list[str | None]]] = {
    "F01": ("一般公共预算收入", "40", "completion", {"target": "50", "cap": "1", "threshold": None},
            ["48.2", "50.5", "46", "51", "48.2", "47"]),
    "F02": ("规上工业增速", "36", "efficacy_group",
            {"base": "0.6", "span": "0.4", "reverse": False, "equal": "1"},
            ["7.1", "8.3", "5.2", "9.6", "7.1", "6"]),
    "F03": ("港口吞吐量", "24", "completion", {"target": "900", "cap": "1", "threshold": None},
            ["not_applicable", "880", "910", "not_applicable", "not_applicable", "870"]),
    "P": ("党的建设", "100", "direct", {"min_spread": None, "no_ties": False},
          ["96", "94", "92", "95", "96", "90"]),
    "M": ("群众满意度", "100", "direct", {"min_spread": None, "no_ties": False},
          ["88", "91", "85", "90", "88", "not_yet"]),
    "J": ("创新加分", "0", "direct", {"min_spread": None, "no_ties": False},
          ["1.2", "0", "0.5", "2", "1.2", "0"]),
}  # fmt: skip


def _item(code: str) -> dict[str, Any]:
    name, points, method, params, _ = ITEMS[code]
    rescale = {"policy": "rescale", "value": None, "at": "发展"}
    other = {"policy": "full", "value": None, "at": None}
    absent = rescale if code == "F03" else other
    return {
        "code": code, "name": name, "sentence": "", "basis": "", "lead": "", "scorer": "",
        "unit": "", "direction": "", "status": "final", "points": points, "applies": "all",
        "role": "bonus" if code == "J" else "ordinary", "method": method, "params": params,
        "data": {"x": {"item": f"d{code}", "take": "at", "periods": "@", "constants": {}}},
        "coefficient": None, "cap": None, "floor": None, "rounding": {"rate": FOUR, "item": TWO},
        "policies": {"not_applicable": absent, "excused": absent,
                     "missing": {"policy": "zero", "value": None}},
        "readings": {},
    }  # fmt: skip


def _coefficient(node: str, how: str, **given: Any) -> dict[str, Any]:
    usual = dict.fromkeys(("a", "b", "tiers", "equal", "constant"))
    limits = {"low": "0.95", "high": "1.05", "order": "round_clip", "missing": "no_total"}
    return usual | limits | {"node": node, "map": how} | given


def _node(code: str, name: str, kind: str, **own: Any) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": kind, "role": "ordinary", "cap": None,
            "floor": None} | own  # fmt: skip


def rulebook() -> dict[str, Any]:
    """发展 × 党建系数 × 满意度系数 + 加分, with grades by line and quota."""
    coefficients = [
        _coefficient("P", "minmax", equal="1"),
        _coefficient("M", "linear", a="0.55", b="0.005"),
    ]
    nodes = [
        _node("发展", "高质量发展", "sum", children=["F01", "F02", "F03"]),
        _node(
            "综合",
            "发展乘以两个系数",
            "multiplier",
            base="发展",
            coefficients=coefficients,
            full="100",
        ),
        _node("总分", "综合得分", "sum", children=["综合", "J"]),
    ]
    share = {"quota": {"share": "0.3"}, "quota_rounding": "half_up"}
    levels = [
        {"grade": "优秀", "at_least": "85"} | share,
        {"grade": "良好", "at_least": "70"} | share,
        {"grade": "一般", "at_least": None, "quota": None, "quota_rounding": None},
    ]
    grades = {"levels": levels, "keys": [], "base": "ranked", "fill": True, "edge": "person",
              "promotion": None}  # fmt: skip
    ranking = {"on": "rounded", "style": "competition", "keys": [{"key": "P", "order": "desc"}]}
    effects = {"force_grade": None, "exclude_grades": ["优秀"], "zero_items": ["F02"],
               "cap_total": None}  # fmt: skip
    veto = {"code": "V1", "name": "较大生产安全事故", "kind": "较大事故",
            "basis": "云办发〔2026〕3 号第 12 条", "effects": effects}  # fmt: skip
    return {
        "format": "baton.rulebook/1", "semantics": "1", "code": "县区", "name": "县区考核",
        "status": "provisional", "period": "2026", "basis": [], "calendar": [NOW],
        "rounding": {"input": None, "rate": FOUR, "item": TWO, "coefficient": FOUR, "node": FOUR,
                     "total": TWO},
        "cohort": {"vetoed": "include", "separate": "include"}, "interim": "none",
        "data": [{"code": f"d{code}", "name": ITEMS[code][0], "kind": "number", "unit": "",
                  "min": None, "max": None} for code in sorted(ITEMS)],
        "items": [_item(code) for code in sorted(ITEMS)],
        "nodes": sorted(nodes, key=lambda node: node["code"]), "vetoes": [veto],
        "groups": [{"group": "县市区", "root": "总分", "outside": [], "ranking": ranking,
                    "grades": grades}],
    }  # fmt: skip


def facts() -> dict[str, Any]:
    """What happened in the six counties; 高新区 had an accident."""
    made = town_facts()
    made["as_of"] = NOW
    made["roster"]["rows"] = [
        [code, name, "unit", "县市区", "", i, "", "", "", "ranked", [], []]
        for i, (code, name) in enumerate(NAMES.items())
    ]
    made["agreement"]["rows"] = []
    rows = []
    for code, (*_, values) in ITEMS.items():
        for subject, value in zip(NAMES, values, strict=True):
            known = value[0].isdigit()
            line = [value, "reported"] if known else [None, value]
            rows.append([subject, f"d{code}", NOW, "", *line, "市统计局", "2027-01-08"])
    made["observations"]["rows"] = rows
    made["events"]["rows"] = [
        ["E1", "S4", "较大事故", "", "", "2026-05-02", "", "云应急〔2026〕9 号", "lead", 1, None, None,
         "accepted", False],
        ["E2", "S2", "较大事故", "", "", "2026-07-11", "", "", "lead", 1, None, None, "exempted",
         False],
    ]  # fmt: skip
    return made


def county() -> Result:
    """The result of the six counties."""
    return score(rulebook(), facts())
