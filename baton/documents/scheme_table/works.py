"""工作类别: 基础工作 (基础分), 重点工作 (差异分), 特色工作 (加分), where a heading or a column of the table says so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from baton.documents.numbers import fold

BASE, KEY, SPECIAL = "base", "key", "special"
_KINDS = r"(?:工作|指标|任务|项目|事项|职责|考核|内容|目标|分项|项|分)+"
_WORDS = (
    (BASE, re.compile(rf"(?:基础|基本|常规)性?{_KINDS}")),
    (KEY, re.compile(rf"(?:(?:重点|重大)性?|差异[性化]?){_KINDS}")),
    (SPECIAL, re.compile(rf"(?:(?:特色|提升|亮点)性?{_KINDS}|加分(?:项目|指标|工作|事项|项)?)")),
)
_NUMBER = re.compile(r"^[(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)]?\s*[、.．)]\s*|^第[一二三四五六七八九十]+[部类]分?\s*")  # fmt: skip
_BRACKETS = re.compile(r"[(][^()]*[)]")
_BETWEEN = re.compile(r"[、和及与/,;]|以及")


def classes_of(headings: Iterable[str]) -> dict[str, str]:
    """The class of each heading of a table, where its headings are classes and not one of them by chance.

    >>> classes_of(["重点工作", "履职效能", "加分项"]), classes_of(["一、基础工作", "二、重点工作", "社会评价"])
    ({}, {'一、基础工作': 'base', '二、重点工作': 'key'})
    """
    every = {heading: work_of(heading) for heading in headings if heading}
    are_classes = {BASE, KEY} <= set(every.values()) or all(every.values())
    return {heading: work for heading, work in every.items() if work and are_classes}


def work_of(text: str) -> str:
    """The class that a heading or cell names by itself; empty where it is about something else.

    >>> work_of("二、重点工作、重大项目（40分）"), work_of("基础分"), work_of("重点产业发展")
    ('key', 'base', '')
    """
    bare = _BRACKETS.sub("", _NUMBER.sub("", "".join(fold(text).split()))).removesuffix("类")
    pieces = [one for one in _BETWEEN.split(bare) if one]
    for name, pattern in _WORDS:
        if pieces and all(pattern.fullmatch(one) for one in pieces):
            return name
    return ""
