"""由规格表生成的页面: the tables of docs/reference/rulebook.md and the JSON Schema. `python -m` this file rewrites them."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from baton.scoring.rulebook.readings import choices
from baton.scoring.rulebook.schema import schema
from baton.scoring.rulebook.shapes import (
    ASK,
    COMPLEMENT,
    REQUIRED,
    Choice,
    Code,
    Day,
    Field,
    Flag,
    Integer,
    ListOf,
    MapOf,
    Method,
    Number,
    Record,
    Shape,
)
from baton.scoring.rulebook.specs import COEFFICIENT_MAPS, ELSEWHERE, METHODS, NODE_KINDS
from baton.scoring.rulebook.specs.book import DATA_KINDS, DATUM, HEADING, ITEM_FIELDS, ITEM_NOTES
from baton.scoring.rulebook.specs.nodes import COEFFICIENT, NODE_FIELDS, NODE_NOTES

_BLOCK = re.compile(r"(<!-- 由规格表生成:(\S+) -->\n).*?(<!-- 到此 -->)", re.S)
_UNITS = {"points": "分数", "share": "比例", "measure": "数", "award": "分数或比例", "plain": "数"}


def refreshed(page: str) -> str:
    """The page with every generated block as the table of specifications has it now."""
    return _BLOCK.sub(lambda found: f"{found[1]}{BLOCKS[found[2]]()}{found[3]}", page)


def schema_text() -> str:
    """The JSON Schema as it stands in the documentation."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def methods_block() -> str:
    """One table of all methods, then the keys of each."""
    lines = ["| 编号 | 方法 | 代码 | 怎么算 | 出处 |", "|---|---|---|---|---|"]
    rows = [(m.number, m.title, f"`{m.name}`", m.sentence, m.source) for m in METHODS.values()]
    rows += [(number, title, where, sentence, "") for number, title, where, sentence in ELSEWHERE]
    lines += [f"| {' | '.join(row)} |" for row in sorted(rows)]
    for method in METHODS.values():
        lines += ["", f"### {method.number} {method.title}", "", method.sentence, ""]
        lines += _table(method.fields)
        lines += _inputs(method)
    return "\n".join(lines) + "\n"


def keys_block() -> str:
    """The keys of the heading, of data items, indicators and nodes."""
    parts: list[str] = []
    for title, fields in (
        ("抬头", HEADING),
        ("数据项", DATUM.fields[1:]),
        ("指标", (*ITEM_FIELDS[1:], *ITEM_NOTES)),
        ("节点", (*NODE_FIELDS[1:], *NODE_NOTES)),
    ):
        parts += [f"### {title}", "", *_table(fields), ""]
    for kind in NODE_KINDS.values():
        parts += [f"### 合成: {kind.title}", "", kind.sentence, "", *_table(kind.fields), ""]
    parts += ["### 系数", "", *_table(COEFFICIENT.fields[1:]), ""]
    parts += [f"- 换算: {one.title}。{one.sentence}" for one in COEFFICIENT_MAPS.values()]
    return "\n".join(parts) + "\n"


BLOCKS = {"方法": methods_block, "键": keys_block}


def _table(fields: Sequence[Field]) -> list[str]:
    if not fields:
        return ["没有参数。"]
    lines = ["| 键 | 代码 | 写什么 | 没写时 |", "|---|---|---|---|"]
    for field in fields:
        also = f"(也可写:{'、'.join(field.also)})" if field.also else ""
        cells = (f"{field.label}{also}", f"`{field.key}`", describe(field.shape), _omitted(field))
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def _inputs(method: Method) -> list[str]:
    if method.listed and not method.inputs:
        return []
    if method.free:
        return ["", "数据:`数据: {名: 数据项, …}`,名用在公式里。"]
    words = []
    for entry in method.inputs:
        kinds = "或".join(DATA_KINDS.words[kind][0] for kind in entry.kinds)
        words.append(f"{entry.label}(`{entry.name}`,{kinds}{',可不写' if entry.optional else ''})")
    return ["", "数据:" + "、".join(words) + "。"]


def describe(shape: Shape) -> str:
    """What may be written, in a few words."""
    match shape:
        case Number(unit=unit, field=field):
            found = _UNITS[unit] + ("或责任书" if field else "")
        case Day(field=field):
            found = "日期" + ("或责任书" if field else "")
        case Integer():
            found = "整数"
        case Choice(words=words):
            found = "、".join(labels[0] for labels in words.values())
        case Flag(true=true, false=false):
            found = f"{true[0]}、{false[0]}"
        case ListOf(of=inner):
            found = f"清单:{describe(inner)}"
        case MapOf(of=inner, keys=keys):
            found = f"{keys}: {describe(inner)}"
        case Record(fields=fields):
            found = "{" + "、".join(field.label for field in fields) + "}"
        case Code():
            found = "代码"
        case _:
            found = "文字"
    return found


def _omitted(field: Field) -> str:
    if field.default is ASK:
        usual = "、".join(word for _, word in choices(field))
        return f"**须声明**:{usual}{'。' + field.note if field.note else ''}"
    if field.implied:
        return field.note
    if field.default is REQUIRED:
        return f"必填{'。' + field.note if field.note else ''}"
    if field.default is COMPLEMENT:
        return str(COMPLEMENT)
    return field.note or "空着"


def main() -> int:
    """Rewrite the generated blocks and the schema below the current directory."""
    folder = Path("docs/reference")
    page = folder / "rulebook.md"
    page.write_text(refreshed(page.read_text("utf-8")), encoding="utf-8")
    (folder / "rulebook.schema.json").write_text(schema_text(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
