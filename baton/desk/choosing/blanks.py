"""要填的空: a method's parameters as blanks of a form, and the rule they make, written as a rule book writes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from baton.desk.choosing.listed import listed, worded
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.shapes import (
    ASK,
    REQUIRED,
    Choice,
    Field,
    Flag,
    Integer,
    ListOf,
    Method,
    Number,
    Text,
)
from baton.scoring.rulebook.specs.book import ITEM_FIELDS, ITEM_NOTES

# Told by other blanks, or by the words beside the numbers.
UNASKED = {"档分"}
UNITS = {
    "points": "分数，如 0.5分", "share": "比例，如 60%", "measure": "与数据同样的单位，如 92%", "award": "如 8分 或 80%", "plain": "数",
}  # fmt: skip
EXAMPLES = {
    "档次": "{90%以上: 100%, 80%以上: 80%, 其余: 0%}", "名次分": "{前3名: 10分, 前6名: 8分}", "各级": "{国家级: 2分, 省级: 1分, 市级: 0.5分}",
    "等级分": "{优秀: 100%, 良好: 80%, 一般: 60%, 较差: 0%}", "换算表": "{优秀: 100%, 良好: 85%, 一般: 65%, 较差: 40%}",
    "不计入有效票": "不了解、弃权", "好评": "优秀、良好", "事件": "[表彰]", "归入清单": "{市级: 市级表彰}", "清单封顶": "{市级表彰: 1分}",
    "各期权重": "{2026-06: 40%, 2026-12: 60%}", "各期": "[2026-06, 2026-12]", "类别权重": "{领导: 40%, 群众: 60%}",
    "迟到各段": "{3天内: 80%, 10天内: 50%}", "分段": "[{宽: 10, 除以: 20}, {宽: 10, 除以: 40}]", "公式": "甲 / 100 * W（W 是分值）",
    "超出再加": "{起: 100%, 每: 10%, 加: 3分, 最多: 9分}", "取值": "{k: 1.2}", "缺期常数": "{2026-03: 95}",
}  # fmt: skip
OWN = {("rank_points", "名次分"): "[10分, 8分, 6分]"}  # where the same word is written another way
PARTS = {
    "composite_completion": "[{数据: 到位资金, 目标: 责任书, 占比: 60%, 封顶: 120%}, {数据: 开工数, 目标: 责任书, 占比: 40%, 封顶: 120%}]",
    "benchmark_sum": "[{数据: 亩均税收, 基准: 24.1, 分值: 30分, 封顶: 不封顶}]",
    "timeliness": "[{数据: 办结日, 期限: 2026-10-31}]",
}  # fmt: skip
UNSAID = "请选一种"
TENTATIVE = "先暂按“{}”，下一步比着各种读法的结果再定"
EXAMPLE = "照这样写："
KEPT = {field.label for field in (*ITEM_FIELDS, *ITEM_NOTES)} | {"指标", "无此任务", "单列", "缺报"}
DROPPED = {"方法", "读法", "暂按"}
DIRECTION, MEASURE = "取向", "计量单位"
ITEM_CAP = "本项封顶"
STEP, REST = "每段", "不足1个百分点"


@dataclass(frozen=True)
class Blank:
    """One blank. choices: (what is sent, what is shown); is_reading: it may be left open for the time being."""

    label: str
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_needed: bool = True
    is_reading: bool = False
    is_long: bool = False
    is_data: bool = False
    is_list: bool = False  # of points, place by place
    is_words: bool = False  # a list of words

    @property
    def says(self) -> str:
        """The hint without its example."""
        return self.hint.partition(EXAMPLE)[0]

    @property
    def example(self) -> str:
        """What may be copied as it stands, with the marks that a rule book needs."""
        return self.hint.partition(EXAMPLE)[2]


def blanks_of(method: Method) -> list[Blank]:
    """What has to be filled in for a method, data first."""
    found = [
        Blank(one.label, "用哪个数据项；没有的写个新名字", is_needed=not one.optional, is_data=True) for one in method.inputs
    ]  # fmt: skip
    if method.free:
        found.append(
            Blank(
                "数据", "式子里用的名和数据项，照这样写：{甲: 财政收入}；名后可写期间", is_long=True
            )
        )
    found += [
        _blank(field, method) for field in method.fields if field.implied is None and field.label not in UNASKED
    ]  # fmt: skip
    if method.name == "per_case":
        found.append(Blank("本项保底", "扣到多少为止，如 0分；没有就写“不设”"))
        found.append(Blank(ITEM_CAP, "加到多少为止，如 5分；没有就空着", is_needed=False))
    return found


def _blank(field: Field, method: Method) -> Blank:
    is_reading = field.default is ASK
    needed = field.default is REQUIRED or is_reading
    words = _choices(field)
    if words:
        options = [(word, word) for word in words]
        if is_reading:
            options.insert(0, ("", TENTATIVE.format(words[0])))
        elif not needed:
            options.insert(0, ("", f"不写：{field.note.removeprefix('没写即')}"))
        else:  # never chosen for the office: the first would turn scores round when nobody looked
            options.insert(0, ("", UNSAID))
        return Blank(field.label, field.note, tuple(options), needed, is_reading)
    if field.label == "组成部分":
        return Blank(
            field.label, f"照这样写：{PARTS.get(method.name, '')}", (), needed, is_long=True
        )
    if field.label in EXAMPLES and not isinstance(field.shape, Number | Integer):
        return Blank(
            field.label,
            _joined(
                field.note,
                f"照这样写：{OWN.get((method.name, field.label), EXAMPLES[field.label])}",
            ),
            (),
            needed,
            is_long=True,
            is_list=isinstance(field.shape, ListOf) and isinstance(field.shape.of, Number),
            is_words=isinstance(field.shape, ListOf) and isinstance(field.shape.of, Text),
        )
    return Blank(field.label, _joined(_number(field), field.note), (), needed, is_reading)


def _choices(field: Field) -> list[str]:
    shape = field.shape
    if isinstance(shape, Choice):
        return [labels[0] for labels in shape.words.values()]
    if isinstance(shape, Flag):
        return [shape.true[0], shape.false[0]]
    if field.default is ASK and field.usual:
        return [f"{float(str(one)) * 100:g}%" for one in field.usual]
    return []


def _number(field: Field) -> str:
    if not isinstance(field.shape, Number):
        return "整数" if isinstance(field.shape, Integer) else ""
    said = UNITS[field.shape.unit]
    if field.shape.field:
        said += "；各单位不同就写“责任书”"
    return said + ("；没有就写“不设”" if field.shape.null and field.default is REQUIRED else "")


def _joined(*parts: str) -> str:
    return "。".join(part for part in parts if part)


def written(present: str, method: str, filled: Mapping[str, str], unit: str = "") -> str:
    """The rule in the office's words: what the present one says in general, with another method and its blanks.

    present: as `write_item` gives it; filled: by label; unit: of measure, as YAML has it, where it is not that of the
    present one. A reading left open is marked 暂按 with its usual word.
    """
    spec = METHODS[method]
    asked = {blank.label for blank in blanks_of(spec)}
    general = KEPT - DROPPED - asked - ({"方向"} if DIRECTION in asked else set())
    general -= {MEASURE} if unit else set()
    lines = [line for label, block in _blocks(present) for line in block if label in general]
    lines += [f"{MEASURE}: {unit}"] if unit else []
    lines.append(f"方法: {spec.title}")
    tentative = {}
    for blank in blanks_of(spec):
        value = " ".join(filled.get(blank.label, "").split())
        if blank.is_long:
            value = value.replace("\uff1a", ": ").replace("\uff0c", ", ").replace("\u3000", " ")
        if value:
            lines.append(f"{blank.label}: {_as_list(blank, value)}")
        elif blank.is_reading:
            tentative[blank.label] = blank.choices[1][1] if blank.choices else ""
    if tentative:
        lines.append(
            "暂按: {" + ", ".join(f"{key}: {word}" for key, word in tentative.items()) + "}"
        )
    return "\n".join(lines) + "\n"


def _as_list(blank: Blank, value: str) -> str:
    """What a blank says, in brackets where a list is asked for."""
    if blank.is_words:
        return worded(value)
    return listed(value) if blank.is_list else value


def present(text: str, method: Method) -> dict[str, str]:
    """The blanks that a rule, as `write_item` gives it, fills in already."""
    blanks = {blank.label: blank for blank in blanks_of(method)}
    told = ((label, " ".join(block).partition(":")[2].strip()) for label, block in _blocks(text))
    found = {
        label: _unquoted(value) if blanks[label].is_data else value
        for label, value in told if label in blanks and value
    }  # fmt: skip
    if found.get("百分点口径") == "完成率" and found.get("起扣线", "")[-1:].isdigit():
        found["起扣线"] += "%"
    return found


def _unquoted(value: str) -> str:
    """A name as people write it; a rule book puts one with brackets between quotation marks."""
    return str(json.loads(value)) if re.fullmatch(r'"[^"\\]*"', value) else value


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Top-level keys of a rule with the lines that belong to each."""
    label, block = "", []
    for line in text.splitlines():
        if line[:1].strip() and not line.startswith(("-", "#")):
            if label:
                yield label, block
            label, block = line.partition(":")[0].strip(), []
        block.append(line)
    if label:
        yield label, block


def in_steps(filled: Mapping[str, str]) -> dict[str, str]:
    """What a label says where a step is not the one that its words have: 每低0.1个百分点 leaves 不足0.1, not 不足1.

    >>> in_steps({"每段": "0.1个百分点"}), in_steps({"每段": "1"})
    ({'不足1个百分点': '不足一段（每段 0.1 个百分点）'}, {})
    """
    found = re.match(r"\s*(\d+(?:\.\d+)?)\s*(个?百分点|%)?", filled.get(STEP, ""))
    if found is None or Decimal(found[1]) == 1:
        return {}
    return {REST: f"不足一段（每段 {found[1]} {found[2] or ''}".rstrip() + "）"}


def filled_in(values: Mapping[str, Any], method: Method) -> dict[str, str]:
    """What a form sent, by label."""
    return {
        blank.label: str(values.get(blank.label, "")).replace("\x00", "")
        for blank in blanks_of(method)
    }
