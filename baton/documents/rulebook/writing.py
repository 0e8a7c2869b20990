"""把规范 JSON 写成 YAML: the same words the reader understands, so that reading it back gives the same rule book."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from baton.documents.rulebook.emitting import Quoted, emit
from baton.documents.rulebook.heading import periods_between
from baton.documents.rulebook.inputs import WAYS
from baton.documents.rulebook.numbers import AGREED_WORDS, NONE_WORDS
from baton.documents.rulebook.policies import LABELS
from baton.documents.rulebook.values import MOMENT, TO_DATE
from baton.scoring.rulebook.checks.numbers import fraction, plain
from baton.scoring.rulebook.faults import Json
from baton.scoring.rulebook.readings import FLOOR, NO_FLOOR, NONE, asks_for_floor, reading_fields
from baton.scoring.rulebook.shapes import (
    Choice,
    Code,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Number,
    Periods,
    Quota,
    Record,
    Shape,
)
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, METHODS, NODE_KINDS
from baton.scoring.rulebook.specs.book import (
    COHORT,
    DATUM,
    EFFECTS,
    GRADES,
    HEADING,
    INPUT,
    ITEM_FIELDS,
    ITEM_NOTES,
    QUOTA_ROUNDING,
    RANKING,
    ROUNDING,
    VETO,
)
from baton.scoring.rulebook.specs.nodes import COEFFICIENT, NODE_FIELDS, NODE_NOTES

_SPECIAL = NONE_WORDS | AGREED_WORDS | {"总分", "不加权", MOMENT, TO_DATE}
_APART = ("code", "method", "policies", "readings", "floor", "rounding")
_HEADING_APART = ("rounding", "cohort")


def write_rulebook(rulebook: Json) -> str:
    """The YAML text of a faultless canonical rule book; reading it gives the same rule book again."""
    return emit(tree_of(rulebook))


def tree_of(rulebook: Json) -> dict[Any, Any]:
    """A rule book as the sections and words it is written in."""
    tree: dict[Any, Any] = {}
    for field in HEADING:
        if field.key == "calendar":
            tree[field.label] = spanned(rulebook["calendar"])
        elif field.key not in _HEADING_APART:
            tree[field.label] = written(field.shape, rulebook[field.key], field)
    tree["取舍"] = _rounding(rulebook["rounding"])
    tree["同组统计"] = _record(COHORT.fields, rulebook["cohort"])
    tree["数据"] = {text(d["code"]): _rest(DATUM.fields, d) for d in rulebook["data"]}
    tree["考卷"] = {text(node["code"]): _node(node) for node in rulebook["nodes"]}
    status = rulebook["status"]
    tree["指标"] = {text(item["code"]): _item(item, status) for item in rulebook["items"]}
    if rulebook["vetoes"]:
        tree["一票否决"] = {text(veto["code"]): _veto(veto) for veto in rulebook["vetoes"]}
    tree["分组"] = {text(group["group"]): _group(group) for group in rulebook["groups"]}
    return tree


def item_tree(rulebook: Json, code: str) -> dict[Any, Any]:
    """One indicator as the words it is written in, without its code."""
    item = next(one for one in rulebook["items"] if one["code"] == code)
    return _item(item, rulebook["status"])


def spanned(calendar: list[str]) -> Any:
    """2026-01 至 2026-12 where that says the same, else the list."""
    span = f"{calendar[0]} 至 {calendar[-1]}"
    if len(calendar) > 1 and periods_between(span) == calendar:
        return span
    return [text(period) for period in calendar]


def text(value: str) -> str | Quoted:
    """Free text; what the reader would take for a word of its own is put in quotes."""
    return Quoted(value) if value in _SPECIAL else value


def written(shape: Shape, value: Json, field: Field | None = None) -> Any:
    """A canonical value as its shape is written."""
    if value is None:
        return NONE
    match shape:
        case Number():
            return _number(shape, value, field)
        case Integer():
            return str(value)
        case Choice():
            return shape.words[value][0]
        case Flag():
            return (shape.true if value else shape.false)[0]
        case Code():
            return (shape.words or {}).get(value) or text(value)
        case ListOf():
            return _list(shape, value)
        case MapOf():
            return {text(key): written(shape.of, entry, field) for key, entry in value.items()}
        case Record():
            return _record(shape.fields, value)
        case Periods():
            words = {"@": MOMENT, "to_date": TO_DATE}
            return words[value] if isinstance(value, str) else [text(period) for period in value]
        case Quota():
            return _share(value["share"], False) if "share" in value else f"{value['count']}个"
    return _agreed(value, field) if isinstance(value, dict) else text(value)


def _number(shape: Number, value: Json, field: Field | None) -> Any:
    if isinstance(value, dict):
        return _agreed(value, field)
    weight = field is not None and field.label.endswith("权重")
    return _share(value, weight) if shape.unit == "share" else value


def _agreed(value: Json, field: Field | None) -> Any:
    if field is not None and value["field"] == field.label:
        return "责任书"
    return {"责任书": text(value["field"])}


def _share(value: str, weight: bool) -> str:
    """60%, but 3 for a weight and 25倍 for a rate that no office would write as a per cent."""
    exact = fraction(value) or Fraction(0)
    if abs(exact) < 2:
        return f"{plain(exact * 100)}%"
    return value if weight or abs(exact) <= 20 else f"{value}倍"


def _list(shape: ListOf, value: Json) -> Any:
    if shape.pair and isinstance(shape.of, Record) and _pairs_up(shape, value):
        return _paired(shape, value)
    return [written(shape.of, entry) for entry in value]


def _pairs_up(shape: ListOf, value: Json) -> bool:
    assert shape.pair is not None
    heads = [entry[shape.pair[0]] for entry in value]
    return len(value) > 0 and len({str(head) for head in heads}) == len(heads)


def _paired(shape: ListOf, value: Json) -> Any:
    assert shape.pair is not None and isinstance(shape.of, Record)
    by_key = {field.key: field for field in shape.of.fields}
    first, second = shape.pair
    found: dict[Any, Any] = {}
    for entry in value:
        head = entry[first]
        name = "其余" if head is None else text(head) if isinstance(head, str) else str(head)
        found[name] = written(by_key[second].shape, entry[second], by_key[second])
    return found


def _record(fields: tuple[Field, ...], value: Json) -> dict[Any, Any]:
    """Every key that is there and is not what its omission means anyway."""
    found: dict[Any, Any] = {}
    for field in fields:
        if field.key in value and value[field.key] != field.default:
            found[field.label] = written(field.shape, value[field.key], field)
    return found


def _rest(fields: tuple[Field, ...], row: Json) -> dict[Any, Any]:
    named = row["name"] != row["code"]
    return _record(tuple(f for f in fields if f.key != "code" and (named or f.key != "name")), row)


def _rounding(value: Json) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    modes = {field.key: field for field in ROUNDING.fields}
    for key, entry in value.items():
        if entry is None:
            found[modes[key].label] = "不取舍"
        else:
            mode = ROUNDING_MODES[entry["mode"]]
            found[modes[key].label] = f"{entry['places']}位{mode}"
    return found


def _node(node: Json) -> dict[Any, Any]:
    kind = NODE_KINDS[node["kind"]]
    common = tuple(field for field in NODE_FIELDS if field.key not in ("code", "kind"))
    if node["name"] == node["code"]:
        common = common[1:]
    found = {**_record(common[:1], node), "合成": kind.title, **_record(common[1:], node)}
    found.update(_record(NODE_NOTES, node))
    for field in kind.fields:
        value = node[field.key]
        if field.key == "coefficients":
            found[field.label] = [_coefficient(entry) for entry in value]
        elif field.key == "weight":
            if value != "equal":
                found[field.label] = {"责任书": text(value)}
        else:
            found[field.label] = written(field.shape, value, field)
    return found


def _coefficient(entry: Json) -> dict[Any, Any]:
    found = {"取自": text(entry["node"]), "换算": COEFFICIENT_MAPS[entry["map"]].title}
    rest = tuple(field for field in COEFFICIENT.fields if field.key not in ("node", "map"))
    return {**found, **_record(rest, entry)}


def _item(item: Json, status: str) -> dict[Any, Any]:
    method = METHODS[item["method"]]
    found: dict[Any, Any] = {}
    usual = {"name": item["code"], "status": status}
    for field in (*ITEM_FIELDS, *ITEM_NOTES):
        if field.key in usual and item[field.key] == usual[field.key]:
            continue
        if field.key not in _APART and field.key in item and item[field.key] != field.default:
            found[field.label] = written(field.shape, item[field.key], field)
    if item["rounding"]:
        found["取舍"] = _rounding(item["rounding"])
    found["方法"] = method.title
    tentative: dict[Any, Any] = {}
    readings = dict(item["readings"])
    asked = {field.key for field in reading_fields(item)}
    for field in method.fields:
        value = item["params"][field.key]
        lowest = field.key == "least" and not getattr(field.shape, "null", True)
        word = NONE if lowest and value == NO_FLOOR else None
        shown = word or written(field.shape, value, field)
        declared = readings.pop(field.label, None) is not None
        if field.key in asked and not declared:
            tentative[field.label] = shown
        elif field.key in asked or value != field.default:
            found[field.label] = shown
    _aloud(found)
    _floor(item, readings, found, tentative)
    found.update(_inputs(item))
    for state, label in LABELS.items():
        found[label] = _policy(item["policies"][state])
    if tentative:
        found["暂按"] = tentative
    if readings:
        found["读法"] = {text(key): text(value) for key, value in readings.items()}
    return found


def _floor(
    item: Json, readings: dict[str, str], found: dict[Any, Any], tentative: dict[Any, Any]
) -> None:
    value = item["floor"]
    declared = readings.pop(FLOOR.label, None) is not None
    if asks_for_floor(item) and not declared:
        tentative[FLOOR.label] = written(FLOOR.shape, value, FLOOR)
    elif value is not None or asks_for_floor(item):
        found[FLOOR.label] = written(FLOOR.shape, value, FLOOR)


def _aloud(found: dict[Any, Any]) -> None:
    """扣: 低于起扣线、每段: 1、每段扣: 0.5 is said “每低1个百分点: 扣0.5分”, where both are plain numbers."""
    side, width, amount = (found.get(key) for key in ("扣", "每段", "每段扣"))
    word = {"低于起扣线": "低", "高于起扣线": "高", None: "偏离"}[side]
    plainly = all(isinstance(part, str) and part[0].isdigit() for part in (width, amount))
    if plainly:
        for key in ("扣", "每段", "每段扣"):
            found.pop(key, None)
        found[f"每{word}{width}个百分点"] = f"扣{amount}分"


def _inputs(item: Json) -> dict[Any, Any]:
    method = METHODS[item["method"]]
    if method.free:
        return {"数据": {text(name): _input(entry) for name, entry in item["data"].items()}}
    labels = {entry.name: entry.label for entry in method.inputs}
    own = {labels[name]: _input(entry) for name, entry in item["data"].items() if name in labels}
    listed = {
        text(name): _input(entry) for name, entry in item["data"].items() if name not in labels
    }
    return own | ({"输入": listed} if listed else {})


def _input(entry: Json) -> Any:
    plainly = not entry["constants"] and not any(c in entry["item"] for c in ",\uff0c")
    if plainly and isinstance(entry["periods"], str):
        if (entry["take"], entry["periods"]) == ("at", "@"):
            return text(entry["item"])
        for way, taken in WAYS.items():
            if taken == (entry["take"], entry["periods"]):
                return f"{entry['item']},{way}"
    return _record(INPUT.fields, entry)


def _policy(policy: Json) -> Any:
    words = {
        "full": "计满分",
        "group_mean": "组内平均",
        "group_least": "组内最低",
        "unscored": "不计",
        "zero": "计0分",
        "hold": "待定",
    }
    if policy["policy"] in words:
        return words[policy["policy"]]
    if policy["policy"] == "constant":
        return f"按{policy['value']}分计"
    return {"办法": "缺项折算", "在": text(policy["at"])}


def _veto(veto: Json) -> dict[Any, Any]:
    found: dict[Any, Any] = {field.label: text(veto[field.key]) for field in VETO.fields[1:4]}
    return {**found, "后果": _record(EFFECTS.fields, veto["effects"])}


def _group(group: Json) -> dict[Any, Any]:
    found: dict[Any, Any] = {"总分": text(group["root"])}
    if group["outside"]:
        found["另计"] = [text(code) for code in group["outside"]]
    found["名次"] = _record(RANKING.fields, group["ranking"])
    grades = group["grades"]
    if grades is not None:
        found["等次"] = [_level(level) for level in grades["levels"]]
        found["名额规则"] = _record(GRADES.fields[1:], grades)
    return found


def _level(level: Json) -> dict[Any, Any]:
    line = "其余" if level["at_least"] is None else f"{level['at_least']}分以上"
    named = {"等次", "分数线", "名额", "名额取整"}
    head: dict[Any, Any] = {text(level["grade"]): line}
    if level["grade"] in named:
        head = {"等次": text(level["grade"]), "分数线": line}
    if level["quota"] is not None:
        head["名额"] = written(Quota(), level["quota"])
    if level["quota_rounding"] is not None:
        head["名额取整"] = QUOTA_ROUNDING.words[level["quota_rounding"]][0]
    return head


ROUNDING_MODES = {
    "half_up": "四舍五入",
    "down": "去尾",
    "up": "进一",
    "half_even": "四舍六入五成双",
}
