"""读票: what a clerk keyed or pasted, a score to a line, with every one that can't be right named in its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from baton.domain.hearings import policies
from baton.domain.hearings.models import Hearing
from baton.domain.refusals import refusal

SPOILED = {"废", "废票", "作废", "弃权", "弃", "空白", "空票"}
BETWEEN = re.compile(r"[\s、;；]+")
COMMA = re.compile(r"^(\d+)[,，](\d+)$")
MOST = 5000
MOST_NAMED = 10


@dataclass
class Slips:
    """A stack of slips as it was keyed; faults: what is wrong, and where."""

    scores: list[str] = field(default_factory=list)
    spoiled: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.scores) + self.spoiled


def read_slips(text: str, hearing: Hearing) -> Slips:
    """Scores between line breaks or spaces; 废 or 弃权 is a spoiled slip.

    >>> hearing = Hearing(lowest="60", highest="100", step="0.5")
    >>> read_slips("９２分\\n88.50 废", hearing)
    Slips(scores=['92', '88.5'], spoiled=1, faults=[])
    >>> read_slips("105\\n92,5", hearing).faults
    ['第 1 个“105”超过最高 100 分，请看看票上是多少', '第 2 个“92,5”：小数点写成了逗号，请改成 92.5']
    """
    found = Slips()
    words = [word for word in BETWEEN.split(text) if word]
    if len(words) > MOST:
        found.faults.append(f"一次输了 {len(words)} 个，最多 {MOST} 个。请只粘贴这个单位的票。")
        return found
    for place, word in enumerate(words, start=1):
        plain = unicodedata.normalize("NFKC", word)
        if plain in SPOILED:
            found.spoiled += 1
            continue
        score = policies.plain(plain.removesuffix("分"))
        if comma := COMMA.match(plain):
            fault = f"“{word}”：小数点写成了逗号，请改成 {comma[1]}.{comma[2]}"
        else:
            fault = refusal(partial(policies.check_score, score, hearing))
        if fault:
            found.faults.append(f"第 {place} 个{fault}")
        else:
            found.scores.append(score)
    return found


def named(faults: Sequence[str]) -> list[str]:
    """The first faults, and how many more there are."""
    more = len(faults) - MOST_NAMED
    return [*faults[:MOST_NAMED], *([f"还有 {more} 个也不对。"] if more > 0 else [])]
