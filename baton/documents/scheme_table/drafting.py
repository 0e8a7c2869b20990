"""A first rule book from a scheme table: every sentence kept, every indicator a direct score (M31)."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.documents.problems import Problems
from baton.documents.scheme_table.tables import SchemeRow
from baton.scoring.canonical import SEMANTICS, decimal_text

CARRIED = {"places": 6, "mode": "half_up"}
HOLD = {"policy": "hold", "value": None}
ASIDE = {"policy": "unscored", "value": None, "at": None}


def draft_rulebook(
    rows: list[SchemeRow], *, name: str, group: str, period: str, problems: Problems
) -> dict[str, Any]:
    """The canonical rule book; points that do not come to a round hundred are mentioned."""
    total = sum((Fraction(row.points) for row in rows), Fraction(0))
    if total % 100:
        problems.warn(
            name, f"{len(rows)} 个指标的分值合计 {_plain(total)},不是整百", "如果满分本来如此,不必改", code="scheme-total"
        )  # fmt: skip
    _unique(rows, problems)
    categories = list(dict.fromkeys(row.category for row in rows))
    codes = {id(row): f"F{number:02d}" for number, row in enumerate(rows, start=1)}
    nodes = [_sum("总分", "总分", [f"D{at}" for at in range(1, len(categories) + 1)])]
    if len(categories) == 1:
        nodes = [_sum("总分", "总分", list(codes.values()))]
    else:
        nodes += [
            _sum(
                f"D{at}",
                category or f"第{at}类",
                [codes[id(row)] for row in rows if row.category == category],
            )
            for at, category in enumerate(categories, start=1)
        ]
    return {
        "format": "baton.rulebook/1", "semantics": SEMANTICS, "code": "草稿", "name": name,
        "status": "provisional", "period": period, "basis": [], "calendar": [period],
        "rounding": {
            "input": None, "rate": {"places": 10, "mode": "half_up"}, "item": CARRIED,
            "coefficient": CARRIED, "node": CARRIED, "total": CARRIED,
        },
        "cohort": {"vetoed": "include", "separate": "include"},
        "interim": "none",
        "data": sorted((_data(row, codes[id(row)]) for row in rows), key=lambda entry: entry["code"]),
        "items": [_item(row, codes[id(row)], period) for row in rows],
        "nodes": sorted(nodes, key=lambda node: node["code"]),
        "vetoes": [],
        "groups": [
            {
                "group": group, "root": "总分", "outside": [],
                "ranking": {"on": "rounded", "style": "competition", "keys": []}, "grades": None,
            }
        ],
    }  # fmt: skip


def _unique(rows: list[SchemeRow], problems: Problems) -> None:
    seen: dict[str, SchemeRow] = {}
    for row in rows:
        first = seen.setdefault(row.name, row)
        if first is not row:
            problems.error(
                row.place,
                f"指标“{row.name}”出现两次,另一处是 {first.place}",
                "请改成不同的名称",
                code="duplicate",
            )


def _sum(code: str, name: str, children: list[str]) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "sum", "role": "ordinary", "cap": None, "floor": None,
            "children": children}  # fmt: skip


def _data(row: SchemeRow, code: str) -> dict[str, Any]:
    return {"code": f"{code}得分", "name": f"{row.name}得分", "kind": "number", "unit": "分", "min": "0",
            "max": row.points}  # fmt: skip


def _item(row: SchemeRow, code: str, period: str) -> dict[str, Any]:
    target = f"目标值:{row.target}" if row.target else ""
    return {
        "code": code, "name": row.name, "sentence": row.sentence, "definition": target, "basis": "",
        "lead": row.lead, "scorer": row.lead, "source": row.source, "unit": "分", "direction": "none",
        "status": "provisional", "points": row.points, "applies": "all", "role": "ordinary",
        "method": "direct", "params": {"min_spread": None, "no_ties": False},
        "data": {"x": {"item": f"{code}得分", "take": "at", "periods": [period], "constants": {}}},
        "coefficient": None, "cap": None, "floor": None, "rounding": {},
        "policies": {"not_applicable": ASIDE, "excused": ASIDE, "missing": HOLD}, "readings": {},
    }  # fmt: skip


def _plain(value: Fraction) -> str:
    return decimal_text(int(value * 10**6), 6)
