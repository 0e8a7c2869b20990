"""Full-width punctuation in Chinese sentences; what stands in Chinese quotes is quoted and stays."""

from __future__ import annotations

import re
from typing import Any

FULL = {mark: chr(ord(mark) + 0xFEE0) for mark in ",;:()!?"}
WIDER = str.maketrans(FULL)
HALF = re.compile("[,;:()!?]")
QUOTES = frozenset("“”")
SENTENCES = {
    *("title", "text", "cut", "carry", "why", "why_not", "reason", "reason_words", "state_words"),
    *("status_words", "effects"),
}


def full_width(text: str) -> str:
    """Every mark of a sentence full-width, whatever stands beside it.

    >>> full_width("得 5 分(满分 6 分),见“f(x, 1)”") == "得 5 分\\uff08满分 6 分\\uff09\\uff0c见“f(x, 1)”"
    True
    """
    if not HALF.search(text):
        return text
    if QUOTES.isdisjoint(text):
        return text.translate(WIDER)
    found: list[str] = []
    depth = 0
    for mark in text:
        depth += (mark == "“") - (mark == "”")
        found.append(FULL.get(mark, mark) if depth <= 0 else mark)
    return "".join(found)


def with_full_width(data: Any, key: str = "") -> Any:
    """The same data with full-width punctuation in the sentences that an explanation wrote."""
    if isinstance(data, dict):
        return {name: with_full_width(value, name) for name, value in data.items()}
    if isinstance(data, list):
        return [with_full_width(value, key) for value in data]
    return full_width(data) if isinstance(data, str) and key in SENTENCES else data
