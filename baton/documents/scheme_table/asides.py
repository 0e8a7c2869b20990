"""不按分值计的行: 加分项, 减分项, 一票否决 at the end of a scheme table. They are no indicators, but rules told word for word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from baton.documents.numbers import fold
from baton.documents.scheme_table.words import plain_name

ADD, DEDUCT, EITHER, VETO = "add", "deduct", "either", "veto"
GRADES, OTHER = "grades", "other"  # tables of their own
KINDS = {
    ADD: "加分",
    DEDUCT: "扣分",
    EITHER: "加减分",
    VETO: "一票否决",
    GRADES: "等次",
    OTHER: "另一个表",
}
LONGEST_LABEL = 16  # signs; what is longer is a sentence, in which 加分 may be said of an indicator
_VETO = re.compile(r"一票否决|否决(?:性|类)?(?:指标|事项|情形|条款|项|$)")
_EITHER = re.compile(r"加减分|加扣分|奖扣分|奖惩分?(?:项|事项|$)|正负面清单")
_ADD = re.compile(r"加分|附加分|奖励分|奖分|正面清单")
_DEDUCT = re.compile(r"减分|扣分|倒扣|负面清单")
_CONSEQUENCE = re.compile(
    r"一票否决|取消.{0,14}(?:评优|评先|资格)|不得(?:评为|评定为|参与评|参加评|评优|评先)|(?:年度)?考核(?:直接)?(?:评|定|确定)为.{0,6}(?:较差|不合格|末等|一般)"
)
_SAID = ((EITHER, re.compile("加减分项")), (ADD, re.compile("加分项|附加分")), (DEDUCT, re.compile("减分项|扣分项")))  # fmt: skip
_LEVEL = r"(?:国家|省部|省|市厅|市|厅|州|地|县区|县|区|部|全国|全省|全市|全县|中央)"
_LEVELS = re.compile(
    rf"(?:获|受|得到|被)?((?:{_LEVEL}[、和及])*{_LEVEL})(?:级|部级)?[^\d,，。;；、]{{0,14}}?(?:加|计|各加|分别加|分别计)?((?:\d+(?:\.\d+)?分?[、,，和])*\d+(?:\.\d+)?)分"
)
_MOST = re.compile(
    r"(?:最高|最多|不超过|累计不超过|至多|上限)[^\d,，。;；]{0,8}(\d+(?:\.\d+)?)\s*分|(\d+(?:\.\d+)?)\s*分封顶"
)
_CAUSE = re.compile(
    r"^(.{2,60}?)的?[,，]\s*(?:实行|予以|给予|按|则)?(?:一票否决|取消|不得|年度|考核|直接|降)"
)


@dataclass(frozen=True)
class Aside:
    """A row that has no points of its own among those that make a hundred. kind: of KINDS; quote: all that it says."""

    kind: str
    name: str
    quote: str
    place: str

    @property
    def word(self) -> str:
        return KINDS[self.kind]

    @property
    def levels(self) -> list[tuple[str, str]]:
        """国家级 3, 省级 2 as far as the sentence says so plainly."""
        found: dict[str, str] = {}
        for hit in _LEVELS.finditer(fold(self.quote)):
            names = [
                f"{name.removesuffix('级')}级" for name in re.split("[、和及]", hit[1]) if name
            ]
            points = [one.removesuffix("分") for one in re.split("[、,，和]", hit[2])]
            if len(names) == len(points):
                found.update(zip(names, points, strict=True))
        return sorted(found.items(), key=lambda one: -Fraction(one[1]))

    @property
    def most(self) -> str:
        """5 of 最高5分; empty where it says no such thing."""
        said = _MOST.search(fold(self.quote))
        return (said[1] or said[2]) if said else ""

    @property
    def cause(self) -> str:
        """What a veto is about: 发生重特大安全事故 of 发生重特大安全事故的，取消评优资格."""
        said = _CAUSE.search(self.quote.splitlines()[0])
        return said[1] if said else self.name


def kind_of(labels: Iterable[str], sentence: str = "") -> str:
    """What a row is by its labels, category and name, or by what its sentence does; empty for an indicator."""
    for label in labels:
        bare = "".join(plain_name(label).split())
        if not bare or len(bare) > LONGEST_LABEL:
            continue
        for kind, pattern in ((VETO, _VETO), (EITHER, _EITHER)):
            if pattern.search(bare):
                return kind
        adds, deducts = _ADD.search(bare), _DEDUCT.search(bare)
        if adds or deducts:
            return EITHER if adds and deducts else ADD if adds else DEDUCT
    if _CONSEQUENCE.search(sentence):
        return VETO
    return next((kind for kind, pattern in _SAID if pattern.search(sentence)), "")
