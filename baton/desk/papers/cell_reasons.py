"""失分原因 in a check sheet's cell: what the reason adds to the columns beside it, which hold the figure and the points."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any

PARTS, WITHIN = "；", "组内位置"
SHARE = re.compile(
    r"(?:(?P<label>[^：；]+)：)?(?P<own>[^÷；]+) ÷ (?P<other>[^÷；]+) = (?P<share>[^；]+)"
)
LINES = re.compile(
    r"(?P<label>[^：]+)：（(?P<own>\S+) − (?P<low>[^）]+)） ÷ （(?P<high>[^−]+) − [^）]+） = (?P<share>.+)"
)
PLACE = re.compile(r"（.+ − 最低 (?P<low>[^）]+)） ÷ （最高 (?P<high>[^−]+) − [^）]+） = .+")
BETWEEN = re.compile(r"得分 \S+ 在同组最低 (?P<low>\S+) 与最高 (?P<high>\S+) 之间")
EFFICACY = re.compile(r"功效系数：.+ = (?P<share>[^=]+)")
MIXED = re.compile(r"合成：.+ = (?P<share>[^=]+)")
GAP = re.compile(r"(?P<own>.+?) − (?P<line>\S+ .+?) = (?P<gap>−?.+)")
EACH = re.compile(r"(?P<own>.+?) × (?P<each>每.+?)(?P<per> ?[\d.]+ 分) = (?P<made>.+)")
BASE = re.compile(r"(?P<base>基础分 [\d.]+ 分) [−+] .+")
TIMES = re.compile(r"[\d.]+ 分 × (?P<share>[\d.]+%) = .+")
POINTS = re.compile(r"，(?:应扣|应加|扣|得|加) ?(?P<points>[\d.]+) 分$")
SHORTER = {"实际占控制数": "占"}
FINE = re.compile(r"\d+\.\d{3,}")
LEADING = re.compile(r"^(?:是否完成|时限|超额)：")


def in_cell(it: dict[str, Any], reason: str, figure: str) -> str:
    """The reason of an indicator's explanation as the cell has it."""
    place = next((str(one["text"]) for one in it["steps"] if one["label"] == WITHIN), "")
    return beside(
        reason, figure=figure, full=str(it["full"]), score=str(it["score"]), lost=str(it["lost"]), place=place,
    )  # fmt: skip


def of_factor(reason: str) -> str:
    """On what a coefficient stands, below the row that has the score.

    >>> of_factor("得分 84.54 在同组最低 84.22 与最高 94.83 之间"), of_factor("得分 87.25 ÷ 同组平均 86.385")
    ('同组最低 84.22，最高 94.83', '得分 87.25 ÷ 同组平均 86.385')
    """
    match = BETWEEN.fullmatch(reason)
    return f"同组最低 {match['low']}，最高 {match['high']}" if match else reason


def beside(reason: str, *, figure: str, full: str, score: str, lost: str, place: str = "") -> str:
    """A reason without the figure, the full points, the score and the loss; place: the sentence of a place within the group.

    >>> beside("完成率：10 篇 ÷ 目标 11 篇 = 90.91%", figure="10 篇", full="3.5", score="3.18", lost="0.32")
    '目标 11 篇，完成率 90.91%'
    >>> beside("比起扣线 92% 低 0.7 个百分点，扣 0.35 分", figure="91.3%", full="5", score="4.65", lost="0.35")
    '比起扣线 92% 低 0.7 个百分点'
    >>> beside("3 个 × 每个 0.5 分 = 1.5 分", figure="3 个", full="3.5", score="2", lost="1.5")
    '每个扣 0.5 分'
    """
    known = {score, lost, lost.lstrip("−-")}
    match = EFFICACY.fullmatch(reason)
    if match:
        return _efficacy(match["share"], place)
    found: list[str] = []
    for part in LEADING.sub("", reason).split(PARTS):
        told = _part(part, figure, full, known, found)
        if told:
            found.append(told)
    return PARTS.join(found)


def _efficacy(share: str, place: str) -> str:
    """Between which figures of the group it lies, in place of how the coefficient is made up; of that two decimals.

    >>> _efficacy("99.48%", "（7.62% − 最低 4.59%） ÷ （最高 7.66% − 最低 4.59%） = 98.7%")
    '同组 4.59%～7.66%，功效系数 99.48%'
    >>> _efficacy("75.696202532%", "")
    '功效系数 75.7%'
    """
    share = FINE.sub(lambda found: _two(found[0]), share)
    match = PLACE.fullmatch(place)
    return (
        f"同组 {match['low']}～{match['high']}，功效系数 {share}" if match else f"功效系数 {share}"
    )


def _two(figure: str) -> str:
    cut = f"{Decimal(figure).quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return cut.rstrip("0").rstrip(".")


def _part(part: str, figure: str, full: str, known: set[str], before: list[str]) -> str:
    """One clause; what was told by the clauses before it isn't told again."""
    if part == figure:
        return ""
    shapes = (_lines(part, figure), _share(part, figure), _mixed(part), _gap(part, figure), _each(part, figure, known), _base(part, before))  # fmt: skip
    whole = next((told for told in shapes if told is not None), None)
    if whole is not None:
        return whole
    part = (
        part.removeprefix(f"{figure} 在")
        .removeprefix(f"完成 {figure}，")
        .removeprefix(f"{figure} 完成，")
    )
    part = part.replace(f"，满分 {full} 分，", "，")
    said = before[-1].rpartition(" ")[2] if before else ""
    part = part.removeprefix(f"{said} ") if said else part
    match = POINTS.search(part)
    return part[: match.start()] if match and _is_known(match["points"], known) else part


def _share(part: str, figure: str) -> str | None:
    """Against what the figure was held."""
    match = SHARE.fullmatch(part)
    if match is None or match["own"] != figure:
        return None
    other, label = match["other"].replace("（最好）", " "), match["label"] or "完成率"
    return f"{other}，{SHORTER.get(label, label)} {match['share']}"


def _lines(part: str, figure: str) -> str | None:
    """Between which lines it lies.

    >>> _lines("折算：（89.79% − 零分线 70%） ÷ （满分线 95% − 零分线 70%） = 79.16%", "样本量 237 份；满意度 89.79%")
    '零分线 70%，满分线 95%，折算 79.16%'
    """
    match = LINES.fullmatch(part)
    if match is None or match["own"] not in figure:
        return None
    return f"{match['low']}，{match['high']}，{match['label']} {match['share']}"


def _mixed(part: str) -> str | None:
    match = MIXED.fullmatch(part)
    return f"加权合成 {match['share']}" if match else None


def _gap(part: str, figure: str) -> str | None:
    """How far from a reference.

    >>> _gap("4.29% − 参照值 8.01% = −3.72 个百分点", "4.29%")
    '比参照值 8.01% 低 3.72 个百分点'
    """
    match = GAP.fullmatch(part)
    if match is None or match["own"] != figure:
        return None
    gap = match["gap"]
    return f"比{match['line']} {'低' if gap.startswith('−') else '高'} {gap.lstrip('−')}"


def _each(part: str, figure: str, known: set[str]) -> str | None:
    """How much for each, and how much in all where that isn't what was lost.

    >>> _each("5 件 × 每件 0.5 分 = 2.5 分", "5 件", {"2"}), _each("0.9 个百分点 × 每 1 个 0.4 分 = 0.36 分", "", set())
    ('每件扣 0.5 分，应扣 2.5 分', '每 1 个 0.4 分')
    """
    match = EACH.fullmatch(part)
    if match is None:
        return None
    if match["own"] != figure:
        return f"{match['each']}{match['per']}"
    made = match["made"].removesuffix(" 分")
    return f"{match['each']}扣{match['per']}" + (
        "" if _is_known(made, known) else f"，应扣 {made} 分"
    )


def _base(part: str, before: list[str]) -> str | None:
    """From what is added or taken, or which share counts, where no clause before it says so."""
    match = BASE.fullmatch(part) or TIMES.fullmatch(part)
    if match is None:
        return None
    if match.re is BASE:
        return match["base"]
    return "" if f"定 {match['share']}" in before else f"按 {match['share']} 计"


def _is_known(points: str, known: set[str]) -> bool:
    """Whether a column beside has these points, rounded as it rounds."""
    return any(_near(points, one) for one in known)


def _near(points: str, told: str) -> bool:
    try:
        left, right = Fraction(points), Fraction(told)
    except ValueError:
        return False
    places = len(told.partition(".")[2])
    return abs(left - right) * 10**places < Fraction(1, 2)
