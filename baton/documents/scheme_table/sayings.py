"""话里的规矩: sentences of a scheme that say what happens without a figure, whether scores may tie, how far apart they must be.

A sentence is only heard, never applied: a person answers what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from baton.documents.numbers import fold
from baton.documents.problems import Problems
from baton.documents.scheme_table.asides import Aside
from baton.documents.scheme_table.sources import read_source
from baton.documents.scheme_table.tables import read_scheme
from baton.documents.scheme_table.whom import Everybody

MISSING, ABSENT, EXCUSED, TIES, SPREAD, KEYS = (
    "missing",
    "not_applicable",
    "excused",
    "ties",
    "spread",
    "keys",
)
GRADED, PLACES, CAP = "graded", "places", "cap"
LOWEST = "group_least"
ENDS = re.compile(r"[。；;\n!?\uff01\uff1f]+")
LONGEST = 120
_FIRST = re.compile(
    r"^(?:(?:注|说明|备注)\s*\d*\s*[:\uff1a])?\s*(?:[(\uff08]?\d+[)\uff09]\s*[、.．]?|\d+\s*[、.．])?\s*"
)
_UNREPORTED = re.compile(
    r"(?:未|没有|没|不|逾期|拒|漏|缺|迟)[^,，]{0,8}?(?:报送|上报|填报|报数|报|提供|提交)|数据缺失|缺少?数据|缺数"
)
_NO_TASK = re.compile(
    r"缺项|无(?:此|该|本)项?(?:任务|指标|工作|考核)|没有(?:此|该|这)项|(?:未|不|没有)承担|不涉及|没有任务|无任务|无考核任务"
)
_FORCE = re.compile(r"不可抗力|经(?:同意|批准)不考|予以单列")
_ZERO = re.compile(
    r"(?:按|计|记|得|为|以|判|视为)[^,，]{0,4}(?:零|0)\s*分|^(?:零|0)分|不得分|不予计分"
)
_LOWEST = re.compile(r"最低分|最低得分|末位得分")
_REST = re.compile(r"折算|(?:分值|权重)[^,，]{0,6}(?:分摊|分配|摊入|并入|调整)")
_MEAN = re.compile(r"平均")
_FULL = re.compile(r"满分")
_UNSCORED = re.compile(r"不计分|不考核|不计入|不纳入|不参与|不计")
_TIES = re.compile(
    r"(?:不得|不许|不能|不允许|不可|不应|不准|避免)(?:有|出现)?(?:得分)?(?:相同)?并列|不并列"
)
_SPREAD = re.compile(r"(?:拉开|相差|差距|分差|极差|差额)[^\d,，。]{0,10}(\d+(?:\.\d+)?)\s*分")
_SPREAD_SHARE = re.compile(
    r"(?:拉开|相差|差距|分差|极差|差额)[^\d,，。]{0,6}(?:分值|满分)的\s*(\d+(?:\.\d+)?%)"
)
_EQUAL = re.compile(r"(?:总分|总得分|得分|分数|成绩)[^,，。不]{0,4}(?:相同|相等|并列|一样)|同分")
_TIED = re.compile(r"(?<![不得许准能可])并列")
_TOLD_APART = re.compile(r"优先|先看|再看|高低|高者|先后|依次比|排序|比较")
_GRADES = re.compile(
    r"(?:分|设|划|定)为?[^,，。]{0,8}(?:优秀|一等|A[级等]?)[、,，/][^。]{0,40}(?:等次|档次|等级|档)|(?:优秀|一等|A级)(?:等次)?(?:的?(?:单位|比例|名额))?[:：,，(（]?[^,，。]{0,12}(?:\d+(?:\.\d+)?分(?:\(?含\)?)?(?:及以?|以)上|\d+(?:\.\d+)?%)"
)
_PLACES = re.compile(
    r"(?:保留|取|精确到|计算到)[^,，。]{0,6}?([一两二三四五六1-6])\s*位小数|保留小数点?后?[^,，。]{0,4}?([一两二三四五六1-6])\s*位"
)
_CAP = re.compile(
    r"(?:(?:最[高多]|至多|上限|封顶)[^\d,;。%每低差]{0,8}?|不(?:得|能|应)?(?:超过|高于|超出)[^\d,;。%每]{0,4}?)(?P<before>\d+(?:\.\d+)?)分(?![钟之值数])"
    r"|(?P<behind>\d+(?:\.\d+)?)分(?:封顶|为限|为上限)"
)
_ONE_OF_MANY = re.compile(
    r"(?:每|单|同一|各)(?:[加扣减得]分|[^分]){0,12}$|[国省市县区乡]家?级[^分]{0,6}$|相差[^分]*$|差距[^分]*$"
)
_ADDED = re.compile(r"加分?[^\d]{0,4}$")
_DIGITS = {"一": "1", "两": "2", "二": "2", "三": "3", "四": "4", "五": "5", "六": "6"}
WHOLE_RANK = re.compile(r"总分|总得分|综合得分|名次|排名|位次")


@dataclass(frozen=True)
class Saying:
    """A sentence and what it seems to say: about what, and which way ("" where it can't be told)."""

    about: str
    way: str
    quote: str


def sayings(text: str) -> Iterator[Saying]:
    """What a text seems to say, sentence by sentence.

    >>> [(one.about, one.way) for one in sayings("未按时报送数据的，按零分计；缺项按其余指标折算。得分不得并列。")]
    [('missing', 'zero'), ('not_applicable', 'near'), ('ties', 'no')]
    >>> [one.way for one in sayings("按照前80%拉开3分")]
    ['3']
    """
    for piece in ENDS.split(text):
        quote = _FIRST.sub("", piece.strip()).strip()
        if not quote:
            continue
        said = fold(quote)
        quote = quote if len(quote) <= LONGEST else f"{quote[:LONGEST]}……"
        for about, way in _heard(said):
            yield Saying(about, way, quote)


def _heard(said: str) -> Iterator[tuple[str, str]]:
    if found := _UNREPORTED.search(said):
        rest = said[found.start() :]
        if _ZERO.search(rest) and "扣" not in rest:
            yield MISSING, "zero"
        elif _LOWEST.search(rest):
            yield MISSING, LOWEST
    for pattern, about in ((_NO_TASK, ABSENT), (_FORCE, EXCUSED)):
        if (found := pattern.search(said)) and (way := _absent(said[found.start() :])):
            yield about, way
    if _TIES.search(said):
        yield TIES, "no"
    if found := _SPREAD.search(said) or _SPREAD_SHARE.search(said):
        yield SPREAD, found[1]
    if _GRADES.search(said):
        yield GRADED, ""
    if found := _PLACES.search(said):
        digits = found[1] or found[2]
        yield PLACES, _DIGITS.get(digits, digits)
    if cap := _cap(said):
        yield CAP, cap
    if (found := _EQUAL.search(said)) and not _stays_tied(said[found.end() :]):
        yield KEYS, said[found.end() :]


def _stays_tied(rest: str) -> bool:
    """Whether what follows 得分相同 says that equals stay equal, and not by what else they are told apart.

    >>> [_stays_tied(one) for one in ("的,并列,名次依次顺延", "的,名次并列", "的,不得并列", "的,按第一项高低排序,仍相同的并列")]
    [True, True, False, False]
    """
    return bool(_TIED.search(rest)) and not _TOLD_APART.search(rest)


def _cap(said: str) -> str:
    """The most points that may come of all of it, 20, or +5 where only what is added is meant; not of each case or level.

    >>> [_cap(one) for one in ("最高不超过20分", "每件加1分,最高加5分", "累计不超过8分", "3分封顶")]
    ['20', '+5', '8', '3']
    >>> [_cap(one) for one in ("每项最高加2分", "省级最多加1分", "最高最低相差3分", "反馈不超过2分钟", "办结不超过10天")]
    ['', '', '', '', '']
    """
    for clause in re.split("[,;\uff0c\uff1b]", said):
        found = _CAP.search(clause)
        if found and not _ONE_OF_MANY.search(clause[: found.start()]):
            points = found["before"] or found["behind"]
            is_added = "加" in found[0] or _ADDED.search(clause[: found.start()])
            return f"+{points}" if is_added else points
    return ""


def _absent(rest: str) -> str:
    """What happens to whoever has no such task."""
    if _REST.search(rest):
        return "far" if "总分" in rest else "near"
    for pattern, way in ((_MEAN, "group_mean"), (_FULL, "full"), (_UNSCORED, "unscored")):
        if pattern.search(rest):
            return way
    return ""


def rules_beside(path: Path, who: Everybody | None = None) -> list[Aside]:
    """The rows of a scheme's tables that are no indicators but rules; nothing where it can't be read.

    who: the groups it is for, of all that there are; tables that are plainly for others say nothing.
    """
    found: list[Aside] = []
    read_scheme(path, problems=Problems(), asides=found, who=who, guess=True)
    return found


def prose(path: Path) -> list[str]:
    """What a scheme's file says outside the cells of its tables, and under them; nothing where it can't be read."""
    problems = Problems()
    under: list[str] = []
    source = read_source(path, problems)
    if source.tables:
        read_scheme(path, problems=Problems(), notes=under, guess=True)
    return list(dict.fromkeys([*source.paragraphs, *under]))
