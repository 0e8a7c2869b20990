"""念着顺口的写法: keys that carry a number or leave a word to be understood become the plain keys of the table."""

from __future__ import annotations

import re

from baton.documents.numbers import fold
from baton.documents.rulebook.composing import Node
from baton.scoring.rulebook.shapes import Choice, Flag, Method

Entries = dict[str, tuple[Node, Node]]
_DIRECTION = "方向"
_SHORTFALL = re.compile(
    r"每(低|高|偏离)(\d{1,15}(?:\.\d{1,6})?)(?:个?百分点|%|个|岁|天|件|元|亿元|万元)?", re.ASCII
)
_REMNANT = re.compile(r"不足1.{1,6}")
_SIDES = {"低": "低于起扣线", "高": "高于起扣线"}
_STEPPED = ("threshold_deduction", "interval")
_SIGNED = {"per_case": ("每件", "各级"), "ledger": ("各级",)}
_NAMES_OF_ROLE = {"加分": "加分", "扣分": "扣分"}


def expand(method: Method, entries: Entries) -> None:
    """Rewrite an indicator's entries in place; the new keys stand where the old ones stood."""
    labels = {field.label for field in method.fields}
    for label in list(entries):
        name, value = entries[label]
        found = _SHORTFALL.fullmatch(fold(label)) if method.name in _STEPPED else None
        if found:
            del entries[label]
            _shortfall(found, name, value, entries)
        if "不足1个百分点" in labels and label not in labels and _REMNANT.fullmatch(fold(label)):
            entries.setdefault("不足1个百分点", entries.pop(label))
    _orientation(method, entries)
    if method.name in _SIGNED:
        _sign(_SIGNED[method.name], entries)
    for field in method.fields:
        if field.implied and field.label not in entries and isinstance(field.shape, Choice):
            _implied(method, field.label, field.implied, field.shape, entries)


def _put(label: str, text: str, name: Node, entries: Entries) -> None:
    node = Node("text", name.line, name.column, text)
    entries.setdefault(label, (name, node))


def _shortfall(found: re.Match[str], name: Node, value: Node, entries: Entries) -> None:
    if found[1] in _SIDES:
        _put("扣", _SIDES[found[1]], name, entries)
    _put("每段", found[2], name, entries)
    entries.setdefault("每段扣", (name, value))


def _orientation(method: Method, entries: Entries) -> None:
    """“方向: 越低越好” also answers what a comparison with peers asks."""
    field = next((f for f in method.fields if f.label == "取向"), None)
    if field is None or "取向" in entries or _DIRECTION not in entries:
        return
    value = entries[_DIRECTION][1]
    words: set[str] = set()
    if isinstance(field.shape, Flag):
        words = {*field.shape.true, *field.shape.false}
    elif isinstance(field.shape, Choice):
        words = {label for labels in field.shape.words.values() for label in labels}
    if value.text in words:
        _put("取向", value.text, value, entries)


def _sign(amounts: tuple[str, ...], entries: Entries) -> None:
    """“每件: 扣0.5分” says that it deducts; so does “性质: 扣分”. What says both is left to be asked."""
    if "加还是扣" in entries:
        return
    texts = []
    written = [entries[label] for label in amounts if label in entries]
    for _, value in written:
        texts += [value.text, *(amount.text for _, amount in value.pairs)]
    verbs = {text[:1] for text in texts if text[:1] in ("扣", "减", "加", "得")}
    if verbs and verbs <= {"扣", "减"}:
        _put("加还是扣", "扣分", written[0][0], entries)
    elif verbs and verbs <= {"加", "得"}:
        _put("加还是扣", "加分", written[0][0], entries)
    elif not verbs and "性质" in entries and entries["性质"][1].text in _NAMES_OF_ROLE:
        _put("加还是扣", entries["性质"][1].text, entries["性质"][1], entries)


def _implied(method: Method, label: str, implied: object, shape: Choice, entries: Entries) -> None:
    assert isinstance(implied, dict)
    otherwise = None
    for word, sibling in implied.items():
        if not sibling:
            otherwise = word
            continue
        other = method.field(sibling)
        if any(key in entries for key in (other.label, *other.also)):
            _put(label, shape.words[word][0], entries[other.label][0], entries)
            return
    if otherwise is not None and entries:
        _put(label, shape.words[otherwise][0], next(iter(entries.values()))[0], entries)
