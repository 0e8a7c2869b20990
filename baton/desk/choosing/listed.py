"""名次分、不计入有效票: lists as people write them, points place by place or words, made the list that a rule book takes."""

from __future__ import annotations

import json
import re

BAND = re.compile(r"(?:前|第)([0-9]{1,3})名?\s*[:得]?\s*([^,、;{}:]+)")
APART = re.compile(r"[、,;，；]\s*|\s+")
MOST_PLACES = 200
NONE = frozenset({"", "无", "没有"})
PLAIN = re.compile(r"[\w（）()·-]+")


def listed(text: str) -> str:
    """A list in brackets; what is neither a list nor bands is left for the reader to refuse.

    >>> listed("6分、5.8分、5.6分"), listed("{前2名: 10分, 前3名: 8分}"), listed("[6分]")
    ('[6分, 5.8分, 5.6分]', '[10分, 10分, 8分]', '[6分]')
    """
    said = text.strip()
    if said.startswith("["):
        return said
    bare = said.strip("{}")
    if bands := BAND.findall(bare):
        return _by_place([(int(place), points.strip()) for place, points in bands]) or said
    parts = [part for part in APART.split(bare) if part]
    return f"[{', '.join(parts)}]" if parts else said


def worded(text: str) -> str:
    """Words in brackets, however they were set apart; 没有 is an empty list.

    >>> worded("不了解、弃权"), worded("[不了解，弃权]"), worded("没有"), worded("优秀 良好")
    ('[不了解, 弃权]', '[不了解, 弃权]', '[]', '[优秀, 良好]')
    """
    bare = text.strip().strip("[]【】").strip()
    parts = [part.strip("\"“”'") for part in APART.split("" if bare in NONE else bare)]
    said = [
        part if PLAIN.fullmatch(part) else json.dumps(part, ensure_ascii=False)
        for part in parts
        if part
    ]
    return f"[{', '.join(said)}]"


def _by_place(bands: list[tuple[int, str]]) -> str:
    """Every place its points: those of the first band that reaches it; nothing where the bands don't ascend."""
    found: list[str] = []
    for place, points in bands:
        if not len(found) < place <= MOST_PLACES:
            return ""
        found += [points] * (place - len(found))
    return f"[{', '.join(found)}]"
