"""A first rule book from a scheme table: every sentence kept, every indicator a direct score (M31)."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import Any

from baton.documents.layouts.known import score_name
from baton.documents.problems import Problems
from baton.documents.scheme_table.rows import BONUS, SchemeRow
from baton.documents.scheme_table.words import bare_category, stated_of
from baton.documents.scheme_table.works import classes_of
from baton.scoring.canonical import SEMANTICS, decimal_text

TARGET = "目标值"
MEASURE = "计量单位"
PARENT = "对应上级指标"
CARRIED = {"places": 6, "mode": "half_up"}
HOLD = {"policy": "hold", "value": None}
ASIDE = {"policy": "unscored", "value": None, "at": None}


# What a scheme table never says. A first rule book does the usual thing and says that nobody decided it.
TENTATIVE = (
    "取舍:最后保留6位,四舍五入", "同组统计:被否决的、单列的都计入", "无此任务:不计", "单列:不计", "缺报:待定",
    "名次:按取舍后总分,并列 1-2-2-4", "监测总分:不出",
)  # fmt: skip


def tentative_lines() -> str:
    """The lines of a rule book that say what is done for the time being."""
    return "暂按:\n" + "".join(f'  - "{said}"\n' for said in TENTATIVE)


def note_lines(notes: list[str]) -> str:
    """The lines of a rule book that keep what stood under the scheme table, word for word."""
    lines = "".join(f"  - {json.dumps(note, ensure_ascii=False)}\n" for note in notes)
    return f"说明:\n{lines}" if notes else ""


def draft_rulebook(
    rows: list[SchemeRow], *, name: str, group: str, period: str, problems: Problems,
    calendar: Sequence[str] = (),
) -> dict[str, Any]:  # fmt: skip
    """The canonical rule book; points that do not come to what the table says, or to a hundred, are mentioned.

    calendar: the periods that have figures of their own, `period` the last of them; only `period` when nothing is said.
    """
    _check_points(rows, name, problems)
    rows = _named_apart(rows, problems)
    digits = max(2, len(str(len(rows))))
    codes = {id(row): f"F{number:0{digits}d}" for number, row in enumerate(rows, start=1)}
    nodes, uppers = _nodes(rows, codes), classes_of(map(_upper, rows))
    return {
        "format": "baton.rulebook/1", "semantics": SEMANTICS, "code": "草稿", "name": name,
        "status": "provisional", "period": period, "basis": [], "calendar": list(calendar) or [period],
        "rounding": {
            "input": None, "rate": {"places": 10, "mode": "half_up"}, "item": CARRIED,
            "coefficient": CARRIED, "node": CARRIED, "total": CARRIED,
        },
        "cohort": {"vetoed": "include", "separate": "include"},
        "interim": "none",
        "data": sorted((_data(row, codes[id(row)]) for row in rows), key=lambda entry: entry["code"]),
        "items": [
            _item(row, codes[id(row)], "@" if calendar else [period], uppers.get(_upper(row), ""))
            for row in rows
        ],
        "nodes": sorted(nodes, key=lambda node: node["code"]),
        "vetoes": [],
        "groups": [
            {
                "group": group, "root": "总分", "outside": [],
                "ranking": {"on": "rounded", "style": "competition", "keys": []}, "grades": None,
            }
        ],
    }  # fmt: skip


def _nodes(rows: list[SchemeRow], codes: dict[int, str]) -> list[dict[str, Any]]:
    """The total and its parts; an indicator that stands in no part, where others do, stands below the total itself."""
    categories = list(dict.fromkeys(row.category for row in rows))
    if len(categories) == 1:
        return [_sum("总分", "总分", list(codes.values()))]
    classes = classes_of(categories)
    parts = {category: f"D{at}" for at, category in enumerate(filter(None, categories), start=1)}
    top = dict.fromkeys(parts.get(row.category, codes[id(row)]) for row in rows)
    return [_sum("总分", "总分", list(top))] + [
        _sum(code, bare_category(category) or f"第{code[1:]}类", [codes[id(row)] for row in rows if row.category == category])
        | _work(classes.get(category, ""))
        for category, code in parts.items()
    ]  # fmt: skip


def _named_apart(rows: list[SchemeRow], problems: Problems) -> list[SchemeRow]:
    """Indicators of one name in several categories, told apart by their category, since names are used to refer."""
    names = Counter(row.name for row in rows)
    taken: set[str] = set()
    found = []
    for row in rows:
        name = row.name
        if names[name] > 1:
            name = f"{row.name}({bare_category(row.category)})" if row.category else row.name
            tries = (f"{name}{at}" for at in count(2))
            name = name if name not in taken else next(new for new in tries if new not in taken)
            what = f"有 {names[row.name]} 个指标叫“{row.name}”,这一个写成“{name}”"
            problems.warn(row.place, what, "如有更好的名称,请在规则书里改", code="duplicate")
        taken.add(name)
        found.append(replace(row, name=name))
    return found


def _check_points(rows: list[SchemeRow], name: str, problems: Problems) -> None:
    """What the table itself says about sums: 经济发展(40分), 合计 100; else a total that is no round hundred."""
    by_category: dict[str, list[SchemeRow]] = {}
    for row in rows:
        by_category.setdefault(row.category, []).append(row)
    for category, members in by_category.items():
        said = stated_of(category)
        total = _total(members)
        if said and not _is_divided(members) and Fraction(said) != total:
            what = f"“{category}”下面 {len(members)} 个指标的分值合计 {_plain(total)}"
            problems.warn(members[0].place, what, "请核对分值", code="scheme-total")
    total = _total(rows)
    if total % 100 and not _is_divided(rows):
        what = f"{len(rows)} 个指标的分值合计 {_plain(total)},不是整百"
        problems.warn(name, what, "请核对分值;如果满分本来如此,不必改", code="scheme-total")


def _is_divided(rows: list[SchemeRow]) -> bool:
    """Whether some are for some units only, so that no unit has the sum of them all."""
    return any(row.units is not None for row in rows)


def _total(rows: list[SchemeRow]) -> Fraction:
    return sum((Fraction(row.points) for row in rows if not row.role), Fraction(0))


def _sum(code: str, name: str, children: list[str]) -> dict[str, Any]:
    return {"code": code, "name": name, "kind": "sum", "role": "ordinary", "cap": None, "floor": None,
            "children": children}  # fmt: skip


def _data(row: SchemeRow, code: str) -> dict[str, Any]:
    least, most = "0", row.points
    if row.role and row.role != BONUS:
        least, most = f"-{row.points}", "0"
    return {"code": f"{code}得分", "name": score_name(row.name), "kind": "number", "unit": "分", "min": least,
            "max": most}  # fmt: skip


def _item(row: SchemeRow, code: str, periods: str | list[str], work: str) -> dict[str, Any]:
    return {
        "code": code, "name": row.name, "sentence": row.sentence, "definition": _definition(row), "basis": row.basis,
        "lead": row.lead, "scorer": row.scorer or row.lead, "source": row.source, "unit": "分", "direction": "",
        "status": "provisional", "points": "0" if row.role else row.points,
        "applies": "all" if row.units is None else "agreed", "role": row.role or "ordinary",
        "method": "direct", "params": {"min_spread": None, "no_ties": False},
        "data": {"x": {"item": f"{code}得分", "take": "at", "periods": periods, "constants": {}}},
        "coefficient": None, "cap": None, "floor": None, "rounding": {},
        "policies": {"not_applicable": ASIDE, "excused": ASIDE, "missing": HOLD}, "readings": {},
        **_work(row.work or work),
    }  # fmt: skip


def _upper(row: SchemeRow) -> str:
    """The heading between the part and the indicator, without the column's own."""
    return row.upper.rpartition(":")[2]


def _work(found: str) -> dict[str, str]:
    """The class of work, where the table names one."""
    return {"work": found} if found else {}


def _definition(row: SchemeRow) -> str:
    """What the table says beside name, points and sentence that has no place of its own: a line each."""
    lines = [f"{TARGET}:{row.target}" if row.target else "", row.upper]
    lines.insert(1, f"{MEASURE}:{row.measure}" if row.measure.strip("-—–/.无 ") else "")
    lines += [f"{PARENT}:{row.parent}" if row.parent else "", row.definition]
    return "\n".join(
        [*(line for line in lines if line), *([f"备注:{row.note}"] if row.note else [])]
    )


def target_of(item: dict[str, Any]) -> str:
    """What the scheme table says in its column 目标值, kept at the head of an indicator's 指标解释."""
    said = re.match(rf"{TARGET}[:\uff1a](.*)", item.get("definition", ""))
    return said[1].strip() if said else ""


def measure_of(item: dict[str, Any]) -> str:
    """What the scheme table says in its column 计量单位, kept as a line of an indicator's 指标解释."""
    said = re.search(rf"^{MEASURE}[:\uff1a](.*)$", item.get("definition", ""), re.MULTILINE)
    return said[1].strip() if said else ""


def _plain(value: Fraction) -> str:
    return decimal_text(int(value * 10**6), 6)
