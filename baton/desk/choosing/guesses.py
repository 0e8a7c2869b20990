"""原话像哪一种: what the usual sentences of schemes call for, and the numbers they say. Only proposals: a person chooses."""

from __future__ import annotations

import re
import unicodedata

NUMBER = r"(\d+(?:\.\d+)?)"
# The first that fit are shown first; a sentence often fits several.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"功效系数", ("efficacy_group", "efficacy_fixed")),
    (r"满意度", ("satisfaction",)),
    (r"国家级|省级|表彰|嘉奖|通报表扬", ("ledger",)),
    (rf"每超{NUMBER}?(?:1)?个?(?:%|百分点)", ("over_fulfilment",)),
    (r"每(?:降?低|下降|高|高出|超出?)[^,，;；。]{0,12}(?:%|百分点)[^,，;；。]{0,6}扣|低于[^,，;；。]{1,12}的?[,，]?每低", ("threshold_deduction",)),
    (r"每(?:发生|出现|发现|有|增加?|少)?[^,，;；。]{0,6}\d*(?:件|起|次|项|例|人|个(?!百分点)|条|篇)[^,，;；。]{0,6}(?:扣|加)", ("per_case",)),
    (r"(?:\d+%?以上|达到?\d+%)[^;；。]{0,12}得[^;；。]*(?:\d+%?以上|其余|以下)", ("tiers",)),
    (r"进位|前进|后退|名次(?:上升|下降)", ("movement",)),
    (r"名次|位次|排名|第[1一]名", ("rank_points",)),
    (r"(?:省|市|全国|全市|全省)(?:均|平均)", ("above_reference", "ratio_to_mean")),
    (r"组内平均|平均水平|高于平均|低于平均", ("ratio_to_mean", "above_reference")),
    (r"最高的?得满分|与最[高好]", ("ratio_to_best",)),
    (r"按时|逾期|迟|日前|时限|限期", ("timeliness",)),
    (r"优秀|良好|等第|定性", ("grade_conversion",)),
    (r"测评|投票|票", ("ballots", "rater_categories")),
    (r"去掉一?个?最高", ("trimmed_ratings",)),
    (r"季度|各期|分期|每月", ("period_weights", "accumulation")),
    (r"控制数|不超过|控制在", ("control",)),
    (r"区间|至[^,，。]{1,8}之间得满分", ("interval",)),
    (r"完成[^。;；]{0,12}得满分[^。]{0,16}(?:不得分|得0分|计0分|零分)", ("all_or_nothing",)),
    (r"完成率|按比例|完成(?:年度)?目标", ("completion",)),
    (r"折算|专项考核", ("converted",)),
    (r"评分|打分", ("direct",)),
)  # fmt: skip
MOST = 4


def likely(sentence: str) -> list[str]:
    """Names of the methods that a sentence looks like, the likeliest first.

    >>> likely("低于92%的,每低1个百分点扣0.5分,最低得2分。")
    ['threshold_deduction']
    """
    text = _plain(sentence)
    found = [name for sign, names in SIGNS if re.search(sign, text) for name in names]
    return list(dict.fromkeys(found))[:MOST]


def told(method: str, sentence: str) -> dict[str, str]:
    """The blanks of a method, by label, that the sentence itself fills.

    >>> told("threshold_deduction", "低于92%的，每低1个百分点扣0.5分，最低得2分")["起扣线"]
    '92%'
    """
    text = _plain(sentence)
    return {label: value for label, value in READERS.get(method, _nothing)(text).items() if value}


def _plain(sentence: str) -> str:
    return unicodedata.normalize("NFKC", sentence).replace(" ", "")


def _nothing(_: str) -> dict[str, str]:
    return {}


def _said(pattern: str, text: str, form: str = "{}") -> str:
    match = re.search(pattern, text)
    return form.format(match[1]) if match else ""


def _completion(text: str) -> dict[str, str]:
    cap = "100%" if re.search(r"超额不加|超过不加|不超过满分", text) else _said(rf"(?:最高|封顶|最多)[^\d]{{0,4}}{NUMBER}%", text, "{}%")  # fmt: skip
    return {"目标": "责任书", "封顶": cap}


def _over(text: str) -> dict[str, str]:
    return {
        "目标": "责任书", "每超1个百分点": _said(rf"每超1?个?(?:%|百分点)加{NUMBER}分", text, "{}分"),
        "最多加": _said(rf"(?:最多|最高)加{NUMBER}分", text, "{}分"),
    }  # fmt: skip


def _threshold(text: str) -> dict[str, str]:
    match = re.search(rf"每(降?低|下降|高|高出|超出?){NUMBER}?个?(?:%|百分点)扣{NUMBER}分", text)
    least = "0分" if "扣完为止" in text else _said(rf"最低(?:得|为|计)?{NUMBER}分", text, "{}分")
    return {
        "起扣线": _said(rf"(?:低于|高于|不足|超过){NUMBER}%", text, "{}%") or ("责任书" if "目标" in text else ""),
        "扣": ("高于起扣线" if match[1] in ("高", "高出", "超", "超出") else "低于起扣线") if match else "",
        "每段扣": f"{match[3]}分" if match else "", "每段": (match[2] or "1") if match else "", "保底": least,
    }  # fmt: skip


def _case(text: str) -> dict[str, str]:
    match = re.search(
        rf"每[^,，;；。]{{0,8}}?(?:件|起|次|项|例|人|个(?!百分点)|条|篇)(扣|加){NUMBER}分", text
    )
    if match is None:
        return {}
    return {
        "加还是扣": f"{match[1]}分", "每件": f"{match[2]}分", "起评分": "分值" if match[1] == "扣" else "0分",
        "本项保底": "0分" if "扣完为止" in text else "",
    }  # fmt: skip


def _satisfaction(text: str) -> dict[str, str]:
    return {
        "零分线": _said(rf"{NUMBER}%以下(?:的)?(?:不得分|得0分|计0分|0分)", text, "{}%"),
        "满分线": _said(rf"{NUMBER}%以上(?:的)?得?满分", text, "{}%"),
    }


READERS = {
    "completion": _completion, "over_fulfilment": _over, "threshold_deduction": _threshold, "per_case": _case,
    "satisfaction": _satisfaction, "control": lambda _: {"目标": "责任书"},
    "all_or_nothing": lambda _: {"目标": "责任书", "须": "不低于"},
}  # fmt: skip
