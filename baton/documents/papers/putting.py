"""填一段: the places of one paragraph get their texts, each in the letters of the run in which its place begins."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from baton.documents.papers.sheet import clean
from baton.documents.papers.template import PLACE, W

SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def put(paragraph: Any, values: Mapping[str, str]) -> None:
    """Put values into the places of a paragraph; the letters take the shape of the run in which the place begins."""
    texts = list(paragraph.iter(f"{W}t"))
    told = "".join(node.text or "" for node in texts)
    starts, at = [], 0
    for node in texts:
        starts.append(at)
        at += len(node.text or "")
    pieces = [""] * len(texts)
    last = 0
    for match in PLACE.finditer(told):
        _spread(told[last : match.start()], last, starts, pieces)
        where = max(n for n, start in enumerate(starts) if start <= match.start())
        pieces[where] += clean(values.get(match[1], ""))
        last = match.end()
    _spread(told[last:], last, starts, pieces)
    for node, piece in zip(texts, pieces, strict=True):
        _write(node, piece)


def _spread(text: str, at: int, starts: list[int], pieces: list[str]) -> None:
    """Text that stays, letter by letter in the runs in which it was."""
    for offset, sign in enumerate(text, start=at):
        pieces[max(n for n, start in enumerate(starts) if start <= offset)] += sign


def _write(node: Any, text: str) -> None:
    """A text with its line breaks."""
    first, *rest = re.split("\n", text)
    node.text = first
    node.set(SPACE, "preserve")
    after = node
    for line in rest:
        for tag in ("br", "t"):
            new = node.makeelement(f"{W}{tag}")
            after.addnext(new)
            after = new
        after.text = line
        after.set(SPACE, "preserve")
