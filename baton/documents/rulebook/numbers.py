"""念出来的数: "60%", "扣0.5分", "90分以上", "前3名" become canonical numbers; the parameter decides what a per cent means."""

from __future__ import annotations

import re
from decimal import Decimal

from baton.documents.numbers import canonical, fold, quoted, read_number
from baton.documents.rulebook.composing import Node
from baton.documents.rulebook.scope import Scope, Unread
from baton.scoring.rulebook.checks.numbers import fraction
from baton.scoring.rulebook.faults import Path
from baton.scoring.rulebook.shapes import Number

NONE_WORDS = frozenset({"不设", "无", "不限", "不封顶", "不保底", "没有", "其余", "不取舍"})
AGREED_WORDS = frozenset({"责任书", "按单位"})
_VERBS = re.compile(r"^(加|减|扣|得|计|占|另加|再加)(?=[\d.+-])")
_TAKING, _GIVING = frozenset({"减", "扣"}), frozenset({"加", "另加", "再加", "得"})
_GAINS = frozenset({"其余", "每前进1位"})  # with every award: what they say is what a unit gets
_LOSSES = frozenset({"每降1位", "每后退1位"})  # what they say is taken away
_COUNTED = frozenset(
    (
        "",
        "个百分点",
        "百分点",
        "名",
        "位",
        "件",
        "次",
        "天",
        "日",
        "岁",
        "人",
        "家",
        "个",
        "份",
        "票",
        "项",
        "起",
        "户",
        "年",
        "月",
    )
)
LONGEST = 100
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?|\.\d+)\s*(.*)", re.ASCII | re.S)
_BAND = re.compile(r"\d\s*分?\s*[—–~\uff5e-]\s*\d")


def number(node: Node, shape: Number, path: Path, key: str, scope: Scope) -> str | Unread:
    """Canonical text of a number as an official writes it."""
    if len(node.text) > LONGEST:
        return scope.refuse(
            path, node, key, f"{quoted(node.text)}太长,不是数", "请写数", "not-a-number"
        )
    text = fold(node.text)
    verb = _VERBS.match(text)
    text = text[verb.end() :] if verb else text
    found = _NUMBER.fullmatch(text)
    if not found or _BAND.search(node.text) or _UPPER.match(text):
        return _not_a_number(node, path, key, scope)
    reading = read_number(found[1])
    if reading.text is None:
        return scope.refuse(path, node, key, reading.fault, reading.remedy, reading.code)
    amount = reading.text
    if verb and _is_turned(verb[1], shape, key) and amount != "0":
        if amount.startswith("-"):
            what = f"{quoted(node.text)}又写“{verb[1]}”又写负号,不知是加是减"
            return scope.refuse(path, node, key, what, "请只写一个,如 减2分", "number-sign")
        amount = f"-{amount}"
    return _united(amount, found[2].strip(), node, shape, path, key, scope)


def _is_turned(verb: str, shape: Number, key: str) -> bool:
    """Whether the verb makes the number negative: 减2分 as an award is -2, 扣0.5分 as 每段扣 is 0.5."""
    if key in _LOSSES:
        return verb in _GIVING
    return verb in _TAKING and (shape.unit == "award" or key in _GAINS)


def _united(
    text: str, unit: str, node: Node, shape: Number, path: Path, key: str, scope: Scope
) -> str | Unread:
    """Apply the unit: a per cent is a share or a percentage number, whichever the parameter compares with."""
    percent = unit == "%"
    if shape.unit == "award" and (percent or unit == "分"):
        scope.awards.add("share" if percent else "points")
    if percent:
        return _percent(text, node, shape, path, key, scope)
    if shape.unit == "share":
        return _share(text, unit, node, path, key, scope)
    if unit == "分" or unit in _COUNTED or unit in scope.units:
        return text
    known = "、".join(sorted(filter(None, scope.units)))
    remedy = f"请按数据项的单位({known})写数" if known else "请只写数,单位写在“数据”里"
    return scope.refuse(path, node, key, f"不认识数后面的“{unit[:20]}”", remedy, "number-unit")


def _percent(
    text: str, node: Node, shape: Number, path: Path, key: str, scope: Scope
) -> str | Unread:
    if shape.unit == "points":
        what = f"{quoted(node.text)}是百分比,这里要写分数"
        return scope.refuse(path, node, key, what, "请写几分,如 0.5分", "number-unit")
    if shape.unit == "measure":
        scope.percents[path] = node
        return text
    shared = canonical(Decimal(text).scaleb(-2))
    if fraction(shared) is None:
        what = f"{quoted(node.text)}化成小数超过6位"
        return scope.refuse(path, node, key, what, "请保留到4位小数以内的百分比", "number-too-fine")
    return shared


def _share(text: str, unit: str, node: Node, path: Path, key: str, scope: Scope) -> str | Unread:
    if unit not in ("", "倍"):
        what = f"{quoted(node.text)}的单位不对,这里要写比例"
        return scope.refuse(path, node, key, what, "请写百分比,如 60%", "number-unit")
    if unit == "" and abs(Decimal(text)) > 20 and key not in ("权重", "类别权重", "各期权重"):
        what = f"{quoted(node.text)}没有写百分号,读作 {text} 倍"
        return scope.refuse(
            path, node, key, what, f"请写 {text}%,或写小数", "share-without-percent"
        )
    return text


def _not_a_number(node: Node, path: Path, key: str, scope: Scope) -> Unread:
    shown = quoted(node.text)
    if node.is_blank:
        return scope.refuse(path, node, key, "没有写值", "请写数;没有的写“不设”", "blank")
    if _UPPER.match(shown[1:-1]):
        remedy = "请从下限写起,如“90分以上”;最低一档写“其余”;是否包括本数另在“档界”里写"
        return scope.refuse(path, node, key, f"{shown}说的不是从多少起", remedy, "band")
    if _BAND.search(node.text):
        low = re.sub(r"\s*分?\s*[—–~\uff5e-].*", "", node.text.strip())
        what, remedy = f"{shown}两端之间会留空隙(如 89.5)", f"请只写下限:“{low}分以上”"
        return scope.refuse(path, node, key, what, remedy, "band")
    reading = read_number(node.text)
    what = reading.fault or f"{shown}不是数"
    return scope.refuse(path, node, key, what, reading.remedy or "请写数", reading.code)


_LOWER = re.compile(r"^(?:≥|>=|不低于|达到)?\s*(.+?)(?:(?:及|\(含\)|(含))?以上|起)?$")
_UPPER = re.compile(r"^(?:>|>|超过|高于|<|≤|<=|低于|不足).*|.*(?:以下|以内)$")


def lower_bound(text: str) -> str | None:
    """ "90分以上" → "90分", "≥90" → "90"; "其余" → None."""
    if len(text) > LONGEST:
        return text
    text = fold(text)
    if text in NONE_WORDS:
        return None
    found = _LOWER.fullmatch(text)
    return found[1] if found else text


def ordinal(text: str) -> int | None:
    """ "前3名", "第4—6名", "3天内" → the last number in it."""
    if len(text) > LONGEST:
        return None
    found = re.fullmatch(
        r"(?:前|第|迟到?)?(?:\d{1,9}\s*[—–~\uff5e至到-]\s*)?第?(\d{1,15})\s*(?:名|位|天|日|人|件|个|家|次)?(?:以内|内|及以前)?",
        fold(text),
        re.ASCII,
    )
    return int(found[1]) if found else None


def sortable(head: object) -> tuple[int, Decimal]:
    """A key to sort bands by: no beginning first, then by number."""
    return (0, Decimal(0)) if head is None else (1, Decimal(str(head)))
