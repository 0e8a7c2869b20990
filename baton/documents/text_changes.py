"""一段话改了哪里: what was struck out of a text and what was put in, word by word, to be printed as one text."""

from __future__ import annotations

import difflib
import re

SAME, STRUCK, ADDED = "", "struck", "added"
Piece = tuple[str, str]  # how it stands, and the text
WORDS = re.compile(r"\d+(?:\.\d+)?%?|[A-Za-z]+|\s+|.", re.DOTALL)
ALIKE = 0.5  # texts that have less in common are told one after the other
SHORT = 2  # signs between two changes that are read with them


def text_changes(old: str, new: str) -> list[Piece]:
    """The new text with what was struck out where it stood.

    >>> text_changes("低于90%的，扣0.5分", "低于92%的，扣0.5分")
    [('', '低于'), ('struck', '90%'), ('added', '92%'), ('', '的，扣0.5分')]
    >>> text_changes("按完成率计分", "直接评分")
    [('struck', '按完成率计分'), ('added', '直接评分')]
    >>> text_changes("", "新的")
    [('added', '新的')]
    """
    before, after = WORDS.findall(old), WORDS.findall(new)
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    if old == new or matcher.ratio() < ALIKE:
        return _joined([(STRUCK, old), (ADDED, new)] if old != new else [(SAME, new)])
    found: list[Piece] = []
    codes = matcher.get_opcodes()
    for number, (word, start, stop, first, last) in enumerate(codes):
        was, now = "".join(before[start:stop]), "".join(after[first:last])
        inner = 0 < number < len(codes) - 1
        if word == "equal" and not (inner and len(was) < SHORT):
            found.append((SAME, now))
        else:
            found += [(STRUCK, was), (ADDED, now)]
    return _joined(found)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without what is empty; between two texts that stay, all that was struck out before all that was put in."""
    found: list[Piece] = []
    waiting = {STRUCK: "", ADDED: ""}
    for kind, text in [*pieces, (SAME, "")]:
        if kind != SAME:
            waiting[kind] += text
            continue
        found += [(one, told) for one, told in waiting.items() if told]
        waiting = {STRUCK: "", ADDED: ""}
        if text:
            found.append((SAME, text))
    return found
