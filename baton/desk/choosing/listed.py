"""名次分: points place by place, as people write them, made the list that a rule book takes."""

from __future__ import annotations

import re

BAND = re.compile(r"(?:前|第)([0-9]{1,3})名?\s*[:得]?\s*([^,、;{}:]+)")
APART = re.compile(r"[、,;，；]\s*|\s+")
MOST_PLACES = 200


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


def _by_place(bands: list[tuple[int, str]]) -> str:
    """Every place its points: those of the first band that reaches it; nothing where the bands don't ascend."""
    found: list[str] = []
    for place, points in bands:
        if not len(found) < place <= MOST_PLACES:
            return ""
        found += [points] * (place - len(found))
    return f"[{', '.join(found)}]"
