"""样书: a small canonical rule book, and one valid indicator for every method, to be changed by the tests."""

from copy import deepcopy

from tests.scoring.rulebook.method_examples import EXAMPLES

POLICIES = {
    "not_applicable": {"policy": "unscored", "value": None, "at": None},
    "excused": {"policy": "full", "value": None, "at": None},
    "missing": {"policy": "zero", "value": None},
}
R = {"places": 6, "mode": "half_up"}
NUMBERS = ("数", "目标数", "水平", "进步", "样本")


def item(method="completion", code=None, **changes):
    """A valid indicator of one method; `changes` replace whole keys."""
    params, data = EXAMPLES[method]
    return {
        "code": code or method,
        "name": "指标",
        "sentence": "按办法计分",
        "basis": "",
        "lead": "市统计局",
        "scorer": "",
        "unit": "",
        "direction": "",
        "status": "trial",
        "points": "10",
        "applies": "all",
        "role": "ordinary",
        "method": method,
        "params": deepcopy(params),
        "data": deepcopy(data),
        "coefficient": None,
        "cap": None,
        "floor": None,
        "rounding": {},
        "policies": deepcopy(POLICIES),
        "readings": {},
        **changes,
    }


def node(code, kind="sum", **own):
    """A valid node of one kind."""
    return {
        "code": code,
        "name": code,
        "kind": kind,
        "role": "ordinary",
        "cap": None,
        "floor": None,
        **own,
    }


def coefficient(code, **changes):
    return {
        "node": code,
        "map": "minmax",
        "a": None,
        "b": None,
        "tiers": None,
        "low": "0.95",
        "high": "1.05",
        "equal": "1",
        "order": "round_clip",
        "missing": "no_total",
        "constant": None,
        **changes,
    }


def group(name="县市区", root="总", **changes):
    return {
        "group": name,
        "root": root,
        "outside": [],
        "ranking": {"on": "rounded", "style": "competition", "keys": []},
        "grades": {
            "levels": [
                {
                    "grade": "优秀",
                    "at_least": "90",
                    "quota": {"share": "0.2"},
                    "quota_rounding": "half_up",
                },
                {"grade": "良好", "at_least": "80", "quota": {"count": 3}, "quota_rounding": None},
                {"grade": "一般", "at_least": None, "quota": None, "quota_rounding": None},
            ],
            "keys": [],
            "base": "ranked",
            "fill": True,
            "edge": "person",
            "promotion": None,
        },
        **changes,
    }


def book(items=None, nodes=None, groups=None, vetoes=(), **changes):
    """A valid rule book; by default one sum of one indicator."""
    items = [item()] if items is None else items
    if nodes is None:
        nodes = [node("总", children=[entry["code"] for entry in items])]
    kinds = {**dict.fromkeys(NUMBERS, "number"), "日期": "date", "等第": "grade", "票": "tally"}
    data = [
        {"code": code, "name": code, "kind": kind, "unit": "", "min": None, "max": None}
        for code, kind in kinds.items()
    ]
    return {
        "format": "baton.rulebook/1",
        "semantics": "1",
        "code": "云州2026",
        "name": "云州市2026年度综合考核",
        "status": "trial",
        "period": "2026年",
        "basis": ["云办发〔2026〕3号"],
        "calendar": ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"],
        "rounding": {
            "input": None,
            "rate": {"places": 10, "mode": "half_up"},
            "item": dict(R),
            "coefficient": dict(R),
            "node": dict(R),
            "total": {"places": 2, "mode": "half_up"},
        },
        "cohort": {"vetoed": "include", "separate": "exclude"},
        "interim": "none",
        "data": sorted(data, key=lambda row: row["code"]),
        "items": sorted(items, key=lambda row: row["code"]),
        "nodes": sorted(nodes, key=lambda row: row["code"]),
        "vetoes": list(vetoes),
        "groups": [group()] if groups is None else groups,
        **changes,
    }


def everything():
    """Every method, every kind of node, two groups, a veto."""
    items = [item(method) for method in EXAMPLES]
    codes = [entry["code"] for entry in items]
    tenths = dict.fromkeys(codes[4:6], "10")
    nodes = [
        node("和", children=codes[:4]),
        node("权", "weighted", children=codes[4:6], weights=tenths, full="10"),
        node("乘", "multiplier", base="和", coefficients=[coefficient("权")], full="40"),
        node("几何", "geometric", children=codes[6:8], least="0", full="20"),
        node("最低", "min", children=codes[8:10], full="10"),
        node("最高", "max", children=codes[10:12], full="10"),
        node(
            "所辖",
            "children",
            group="乡镇",
            take="total",
            weight="人口",
            absent="skip",
            full="100",
            factor="1",
        ),
        node("挂钩", "link", via="links", take="和", full="100", factor="0.6"),
        node("总", children=["乘", "几何", "最低", "最高", "所辖", "挂钩", *codes[12:]], cap="200"),
        node("乡镇总", children=["completion"]),
    ]
    veto = {
        "code": "V1",
        "name": "较大事故",
        "kind": "较大事故",
        "basis": "第12条",
        "effects": {
            "force_grade": None,
            "exclude_grades": ["优秀"],
            "zero_items": ["direct"],
            "cap_total": "80",
        },
    }
    keys = [{"key": "和", "order": "asc"}]
    ranking = {"on": "carried", "style": "dense", "keys": keys}
    groups = [
        group("乡镇", "乡镇总", grades=None),
        group("县市区", "总", ranking=ranking),
    ]
    return book(items, nodes, groups, [veto])
