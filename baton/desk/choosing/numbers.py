"""原话里的数: the blanks of a method that a sentence itself fills. What it does not say stays blank."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from baton.desk.choosing.guesses import NUMBER, plain
from baton.scoring.canonical import decimal_text

BY_TARGET = "目标值"  # stands for what the scheme table says in its column 目标值
FULL = "分值"  # stands for the full points of the indicator
OF_FULL = "分值的"
PLACES = 6  # decimals that a rule book holds
AIM = r"(?:年度|全年)?(?:目标|计划|下达)(?:任务)?[值数]?|任务[值数]"  # what the table's column 目标值 says
COUNTED = r"(?:件|起|次|项|例|人|个(?!百分点)|条|篇)"
PER_CASE = re.compile(
    rf"([^,;。、:]{{0,12}}?)每(?:发生|出现|发现|有|增加?|少|减少)?1?一?([^,;。]{{0,6}}?){COUNTED}次?(扣|加|减){NUMBER}分"
)
TIER = re.compile(
    rf"(?<![\d.-])(?<!低于)(?<!不足)(?<!不到){NUMBER}%(?:\(含\))?(?:以上)?(?:\(含\))?的?[:,]?得(?:分值的)?{NUMBER}(成|分|%)"
)
DIGITS = "一二三四五六七八九十"
PLACE = re.compile(rf"第(\d{{1,2}}|[{DIGITS}])名?的?[得计记为:]{NUMBER}分")
FULL_AT = rf"(?:>=|[≥>]|达到?|不低于)?{NUMBER}%(?:\(含\))?(?:以上|及以上)?(?:\(含\))?的?,?(?:得|计|为)满分"
PER_CENT = re.compile(r"%|百分点")
BAND = re.compile(rf"(?:前|第(?:\d+名?)?[-~至到]?第?)(\d+)名的?得{NUMBER}分")


def told(method: str, sentence: str, *, is_of_target: bool = False) -> dict[str, str]:
    """The blanks of a method, by label, that the sentence itself fills; 目标值 and 分值 stand for the table's own.

    is_of_target: per cents are said of the target, since the figure itself is none (`of_target`).

    >>> told("threshold_deduction", "低于92%的，每低1个百分点扣0.5分，最低得2分")["起扣线"]
    '92%'
    """
    reader = READERS.get(method)
    found = reader(plain(sentence).replace("\uff0c", ",").replace("\uff1b", ";")) if reader else {}
    if method == "threshold_deduction" and is_of_target:
        line = found["起扣线"] if found["起扣线"].endswith("%") else "100%"
        found |= {"百分点口径": "完成率", "目标": BY_TARGET, "起扣线": line}
    if method == "tiers" and found and is_of_target:
        found["目标"] = BY_TARGET
    return {label: value for label, value in found.items() if value}


def of_target(unit: str, name: str, sentence: str) -> bool:
    """Whether 每低1个百分点 can only be of the target: people and money have no per cents of their own.

    Without a unit it is what the sentence says; a figure called 完成率 is itself one.

    >>> of_target("人", "城镇新增就业", "每低1个百分点扣0.4分"), of_target("%", "空气优良天数比例", "每低1个百分点扣0.4分")
    (True, False)
    """
    if not PER_CENT.search(plain(sentence)):
        return False
    return (
        plain(unit) not in ("%", "百分点", "个百分点", "分")
        if unit
        else "完成率" in sentence and not name.endswith("率")
    )


def filled(found: dict[str, str], *, points: str, target: str) -> dict[str, str]:
    """The same with the figures for 目标值 and 分值 in place; what the table does not say stays blank.

    points: of the indicator, "" where it is agreed; target: as the table writes it.
    """
    result = {}
    for label, value in found.items():
        said = value
        if value == BY_TARGET:
            said = fixed(target)
        elif value == FULL:
            said = f"{points}分" if points else "责任书"
        elif value.startswith(OF_FULL):
            share = Fraction(value.removeprefix(OF_FULL).rstrip("%")) / 100
            said = _exactly(Fraction(points) * share) if points else ""
        if said:
            result[label] = said
    return result


def _exactly(points: Fraction) -> str:
    """Points as a rule book can hold them; "" where they don't end within six decimals, since a rule is never rounded.

    >>> _exactly(Fraction("67.901185")), _exactly(Fraction(20, 3))
    ('67.901185分', '')
    """
    scaled = points * 10**PLACES
    return f"{decimal_text(int(scaled), PLACES)}分" if scaled.denominator == 1 else ""


def fixed(target: str) -> str:
    """A target that is one figure, as a blank takes it; 责任书 where the table refers to it; else nothing.

    >>> fixed("≥92.0%"), fixed("8%左右，力争9%"), fixed("按责任书")
    ('92.0%', '', '责任书')
    """
    text = plain(target)
    if "责任书" in text:
        return "责任书"
    match = re.fullmatch(
        rf"(?:目标值?:?|全年|年度|力争|确保)*(?:>=|<=|[≥≤><]|不低于|不高于|不超过|达到?|增长|完成|(?:控制|保持|稳定)在)?{NUMBER}([^\d\s,;。()]{{0,6}}?)(?:以上|以内|左右)?(?:\([^\d()]*\))?(?:以上|以内|左右)?",
        text,
    )
    return f"{match[1]}{match[2]}" if match else ""


def unit_of(name: str, target: str, sentence: str) -> str:
    """The unit that name, target and sentence suggest, "" where they do not.

    >>> unit_of("空气优良天数比例", "92.0%", ""), unit_of("税收(亿元)", "", ""), unit_of("安全生产", "", "较大事故每起扣2分")
    ('%', '亿元', '起')
    """
    text = plain(name)
    if match := re.search(r"\(([^()\d]{1,6})\)$", text):
        return match[1].removeprefix("单位:")
    if match := re.fullmatch(rf"\D{{0,4}}{NUMBER}([^\d\s]{{1,4}}?)(?:以上|以内)?", plain(target)):
        return match[2]
    if re.search(r"(?:率|比例|比重|占比|增速|增幅|增长|满意度|完成情况)$", text):
        return "%"
    match = re.search(r"每(?:发生|出现|发现|有|增加?)?1?([件起次项例人条篇])", plain(sentence))
    return match[1] if match else ""


def _said(pattern: str, text: str, form: str = "{}") -> str:
    match = re.search(pattern, text)
    return form.format(match[1]) if match else ""


def _limits(text: str) -> dict[str, str]:
    """本项最高10分、最低0分."""
    return {
        "最高": _said(rf"最[高多](?:得|加|为|计)?{NUMBER}分", text, "{}分"),
        "最低": _said(rf"最[低少](?:得|为|计)?{NUMBER}分", text, "{}分"),
    }


def _completion(text: str) -> dict[str, str]:
    cap = "100%" if re.search(r"超额不加|超过不加|不超过满分", text) else _said(rf"(?:最高|封顶|最多)[^\d]{{0,4}}{NUMBER}%", text, "{}%")  # fmt: skip
    least = _said(
        rf"(?:低于|不足|不到)(?:目标的?)?{NUMBER}%的?,?(?:不得分|不计分|得0分|计0分)", text, "{}%"
    )
    return {"目标": BY_TARGET, "封顶": cap, "低于此完成率不得分": least}


def _over(text: str) -> dict[str, str]:
    return {
        "目标": BY_TARGET, "每超1个百分点": _said(rf"每超1?个?(?:%|百分点)加{NUMBER}分", text, "{}分"),
        "最多加": _said(rf"(?:最多|最高)加{NUMBER}分", text, "{}分"),
    }  # fmt: skip


def _control(text: str) -> dict[str, str]:
    return {"目标": _said(rf"(?:控制在|不超过){NUMBER}%", text, "{}%") or BY_TARGET}


def _tiers(text: str) -> dict[str, str]:
    found = TIER.findall(text)
    if not found:
        return {}
    award = {
        "成": lambda number: f"{(Decimal(number) * 10).normalize():f}%",
        "分": lambda number: f"{number}分",
        "%": lambda number: f"{number}%",
    }
    steps = [(edge, award[unit](number)) for edge, number, unit in found]
    is_share = all(given.endswith("%") for _, given in steps)
    if re.search(r"完成(?:年度)?(?:目标)?(?:任务)?(?:的,?|,)?得满分", text) and is_share:
        steps.insert(0, ("100", "100%"))
    elif match := re.search(rf"完成(?:年度)?(?:目标)?(?:任务)?的?,?得{NUMBER}分", text):
        steps.insert(0, ("100", f"{match[1]}分"))
    rest = re.search(
        rf"(?:其余|低于{NUMBER}%|{NUMBER}%以下|<{NUMBER}%)[^,;。]{{0,4}}(?:不得分|不计分|[:得计]?0分)",
        text,
    )
    lines = [f"{edge}%以上: {given}" for edge, given in steps]
    if rest:
        lines.append("其余: 0%" if is_share else "其余: 0分")
    return {"档次": "{" + ", ".join(lines) + "}", "目标": BY_TARGET if "完成" in text else ""}


def _threshold(text: str) -> dict[str, str]:
    match = re.search(rf"每(降?低|下降|减?少|差|高|高出|超出?)(?:于|过)?(?:{AIM})?(?:{NUMBER}|一)?个?(?:%|百分点),?扣{NUMBER}分", text)  # fmt: skip
    line = _said(rf"(?:低于|高于|不足|超过){NUMBER}%", text, "{}%") or _said(FULL_AT, text, "{}%")
    by_target = re.search(AIM, text) and not re.search(rf"(?:{AIM})的?{NUMBER}%", text)
    least = "0分" if "扣完为止" in text else _said(rf"最低(?:得|为|计)?{NUMBER}分", text, "{}分")
    return {
        "起扣线": line or (BY_TARGET if by_target else ""),
        "扣": ("高于起扣线" if match[1] in ("高", "高出", "超", "超出") else "低于起扣线") if match else "",
        "每段扣": f"{match[3]}分" if match else "", "每段": (match[2] or "1") if match else "", "保底": least,
    }  # fmt: skip


def _case(text: str) -> dict[str, str]:
    found = [
        (level or about, sign, number) for level, about, sign, number in PER_CASE.findall(text)
    ]
    if not found or len({sign for _, sign, _ in found}) > 1:
        return {}
    takes = found[0][1] in ("扣", "减")
    said = {
        "加还是扣": "扣分" if takes else "加分", "起评分": "" if "*" in text else FULL if takes else "0分",
        "本项保底": "0分" if "扣完为止" in text else "",
    }  # fmt: skip
    if len(found) == 1:
        return said | {"每件": f"{found[0][2]}分"}
    levels = {level: number for level, _, number in found if level}
    if len(levels) < len(found):
        return said
    return said | {
        "各级": "{" + ", ".join(f"{level}: {number}分" for level, number in levels.items()) + "}"
    }


def _satisfaction(text: str) -> dict[str, str]:
    return {
        "零分线": _said(rf"{NUMBER}%以下(?:的)?(?:不得分|得0分|计0分|0分)", text, "{}%"),
        "满分线": _said(rf"{NUMBER}%以上(?:的)?得?满分", text, "{}%"),
    }


def _efficacy(text: str) -> dict[str, str]:
    base = _said(rf"(?:\+|基础分)(?:分值\*)?{NUMBER}%", text) or _said(
        rf"\*\d+(?:\.\d+)?\+{NUMBER}(?![\d.]*\*)", text
    )
    span = _said(rf"\){{1,2}}\*{NUMBER}%", text) or _said(rf"\){{1,2}}\*{NUMBER}\+", text)
    if not base or (span and Fraction(base) + Fraction(span) != 100):
        return {}
    return {"基础分": f"{base}%"}


def _rank(text: str) -> dict[str, str]:
    """每降1位减2%; or 第1名得6分, 第2名得5.8分, then less for every further place."""
    places: list[str] = []
    for place, points in PLACE.findall(text):
        if (DIGITS.find(place) + 1 if place in DIGITS else int(place)) != len(places) + 1:
            break
        places.append(f"{points}分")
    fall = _said(
        rf"(?:每(?:降低?|后退|下降|低|退)|依次|逐[位名]|每往后)1?一?个?[位名]?次?(?:的)?,?(?:递减|[减扣少]){NUMBER}分",
        text,
        "减{}分",
    )
    if re.search(r"第[1一]名?的?得满分", text) and not places:
        places = [FULL]
    if places and fall:
        table = FULL if places == [FULL] else f"[{', '.join(places)}]"
        return {"名次分": table, "表后各名": "再逐位递减", "表后每降1位": fall}
    return {
        "每降1位": _said(
            rf"每(?:降低?|后退|下降)1?一?[位名](?:的)?,?[减扣](?:满分的|分值的|基本分的?)?{NUMBER}%",
            text,
            "{}%",
        ),
    }


def _movement(text: str) -> dict[str, str]:
    bands = dict(BAND.findall(text))
    rest = re.search(rf"(?:其余|第\d+名(?:及)?(?:以后|以下)|其他)的?得{NUMBER}分", text)
    return {
        "名次分": "{" + ", ".join(f"前{place}名: {points}分" for place, points in bands.items()) + "}" if bands else "",
        "其余": f"{rest[1]}分" if rest else "",
        "每前进1位": _said(rf"每(?:前进|上升|进)1?一?[位名]加{NUMBER}分", text, "{}分"),
        "每后退1位": _said(rf"每(?:后退|下降|退)1?一?[位名][扣减]{NUMBER}分", text, "{}分"),
        "保持前几名不扣": _said(r"保持前(\d+)名的?[^,;。]{0,12}不[^,;。]{0,6}扣", text),
        **_limits(text),
    }  # fmt: skip


def _direct(text: str) -> dict[str, str]:
    apart = r"(?:差距|相差|极差)[^,;。\d]{0,6}(?:不少于|不低于|不小于|至少)"
    return {
        "最高最低相差不少于": _said(rf"{apart}(?:分值的|满分的){NUMBER}%", text, OF_FULL + "{}%") or _said(rf"{apart}{NUMBER}分", text, "{}分"),
        "不得并列": "是" if re.search(r"不得并列|不能并列|不并列", text) else "",
    }  # fmt: skip


READERS: dict[str, Callable[[str], dict[str, str]]] = {
    "completion": _completion, "over_fulfilment": _over, "threshold_deduction": _threshold, "per_case": _case,
    "satisfaction": _satisfaction, "control": _control, "all_or_nothing": lambda _: {"目标": BY_TARGET},
    "tiers": _tiers, "efficacy_group": _efficacy, "rank_points": _rank, "movement": _movement, "direct": _direct,
    "converted": lambda text: {"满分为": "100分" if "百分制" in text else ""},
}  # fmt: skip
