"""表外的加减分和否决: clauses under a scheme table, 三、加分项。……, told as rules word for word as rows without points are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from baton.documents.scheme_table.asides import LONGEST_LABEL, VETO, Aside, kind_of
from baton.documents.scheme_table.sources import ANNEX

OUTSIDE = "表外的话"
LEAST_VETO = 6  # signs that say what a veto is about
FREE = 9  # a line without a number
_NOTE = re.compile(r"^(?:注|说明|备注)\s*\d*\s*[:：]\s*")
_MARKS = (
    re.compile(r"^第[一二三四五六七八九十百]{1,4}[章节条]\s*"),
    re.compile(r"^[一二三四五六七八九十]{1,3}[、.．]\s*"),
    re.compile(r"^[(（][一二三四五六七八九十]{1,3}[)）]\s*[、.．]?\s*"),
    re.compile(r"^\d{1,2}(?:[、)）]|[.．](?!\d))\s*"),
    re.compile(r"^(?:[(（]\d{1,2}[)）]|[①-⑳])\s*[、.．]?\s*"),
)
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
_LABEL = re.compile(
    r".{0,6}(?:加分|减分|扣分|奖励分|附加分|加减分|加扣分|奖惩分)(?:项目?|事项|指标|情形|清单|条款)?"
    r"|.{0,6}(?:加分|减分|加减分|奖励)(?:标准|办法|规则)"
    r"|.{0,4}(?:一票)?否决(?:性|类|制)?(?:项目?|事项|指标|情形|条款)?"
)
_POINTS = re.compile(r"\d\s*分")
_POINTER = re.compile(r"^(?:详?见|按照?)?.{0,6}附[件表]")
_LIMIT = re.compile(r"(?:最高|最多|不(?:得|应)?超过|至多|上限|封顶)")
_EACH = re.compile(r"每|各加|分别|[国省市县]家?级.{0,14}[加扣减]")
_VETOED = re.compile(
    r"^.{4,60}?的?[,，]\s*(?:一律|直接|予以|给予|按规定)?(?:实行|执行)?[“\"]?一票否决"
)


@dataclass
class _Section:
    """A clause and the list under it. mark: how its heading is numbered; intro: what holds for each line of the list."""

    kind: str
    label: str
    mark: int
    told: str = ""
    intro: str = ""
    is_open: bool = False
    lines: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


def clauses(lines: Iterable[str], place: str) -> list[Aside]:
    """The clauses among the lines of a text, one for each heading, or for each line of the list under it.

    >>> [(one.kind, one.quote) for one in clauses(["三、加分项。受到省级表彰的每项加1分。"], "体系.docx")]
    [('add', '受到省级表彰的每项加1分。')]
    """
    found: list[Aside] = []
    for section in _sections(piece.strip() for line in lines for piece in line.split("\n")):
        found += _told(section, f"{place} {OUTSIDE}")
    return found


def _sections(lines: Iterable[str]) -> Iterator[_Section]:
    now: _Section | None = None
    for line in filter(None, lines):
        mark, text = _marked(line)
        label, rest = _apart(text)
        kind = kind_of([label]) if _LABEL.fullmatch(label) else ""
        if kind and not (now and now.is_open and mark > now.mark and now.kind == VETO):
            if now:
                yield now
            is_intro = rest.endswith((":", "\uff1a"))
            told = "" if is_intro else text if _BRACKETS.search(text[: len(text) - len(rest)].rstrip(" \u3000。:：")) else rest  # fmt: skip
            now = _Section(kind, label, mark, told, rest if is_intro else "", not told)
        elif now and now.is_open and _goes_on(now, mark, text):
            now.lines.append(text)
            now.marks.append(mark)
        else:
            if now:
                yield now
            now = None
            if _VETOED.match(text):
                yield _Section(VETO, "", mark, text)
    if now:
        yield now


def _marked(line: str) -> tuple[int, str]:
    """How a line is numbered, from 第一条 down to (1), and what follows the number."""
    text = _NOTE.sub("", line)
    for level, pattern in enumerate(_MARKS):
        if hit := pattern.match(text):
            return level, text[hit.end() :]
    return FREE, text


def _apart(text: str) -> tuple[str, str]:
    """加分项 and what it says, of 加分项（最高5分）。受到……; a text without such a label is one."""
    label, mark, rest = text, "", ""
    if hit := re.search(r"[。:：\s]", text):
        label, mark, rest = text[: hit.start()], hit[0], text[hit.end() :].strip()
    label = _BRACKETS.sub("", label).strip()
    return (label, rest) if len(label) <= LONGEST_LABEL and (mark or not rest) else (text, "")


def _goes_on(section: _Section, mark: int, text: str) -> bool:
    """Whether a line belongs to the list under a heading: numbered on a lower level, or as the lines before it."""
    if ANNEX.match(text) or (mark != FREE and mark <= section.mark):
        return False
    if mark != FREE or not section.marks or section.marks[-1] == FREE:
        return True
    return bool(_LIMIT.search(text) and _POINTS.search(text))


def _told(section: _Section, place: str) -> Iterator[Aside]:
    if section.told:
        if _says(section.kind, section.told):
            yield Aside(section.kind, "", section.told, place)
        return
    lines = [line for line in section.lines if not _is_limit(line)]
    limits = [line for line in section.lines if _is_limit(line)]
    own = [line for line in lines if _says(section.kind, line, is_listed=True)]
    for line in own:
        more = [section.intro] if section.intro else limits if len(own) == 1 else []
        name = re.split("[;；。]", line)[0] if section.kind == VETO else ""
        yield Aside(section.kind, name, "\n".join([line, *more]), place)


def _is_limit(line: str) -> bool:
    """累计加分不超过5分: how much may come of all lines together."""
    return bool(_LIMIT.search(line) and _POINTS.search(line)) and not _EACH.search(line)


def _says(kind: str, text: str, *, is_listed: bool = False) -> bool:
    """Whether a text tells a rule, and does not only point to where it is told."""
    if kind != VETO:
        return bool(_POINTS.search(text))
    return len(text) >= LEAST_VETO and not _POINTER.match(text) and (is_listed or len(text) > LEAST_VETO)  # fmt: skip


__all__: Sequence[str] = ["OUTSIDE", "clauses"]
