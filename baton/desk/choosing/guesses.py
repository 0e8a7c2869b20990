"""原话像哪一种: what the usual sentences of schemes call for. Only proposals: a person chooses."""

from __future__ import annotations

import re
import unicodedata

NUMBER = r"(\d+(?:\.\d+)?)"
# The first that fit are shown first; a sentence often fits several.
SIGNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"两个高于|高于(?:全国|全省|全市)[^;；。]{0,16}高于(?:全国|全省|全市)|(?:高于|超过)全国[^,，;；。]{0,4}[和及、与](?:全省|全市)", ("above_references",)),
    (r"功效系数", ("efficacy_group", "efficacy_fixed")),
    (r"最[低小][^÷/]{0,8}[÷/]\(?[^,;。]{0,8}最[高大]|x-min", ("efficacy_group", "efficacy_fixed")),
    (r"完成(?:数|值|额|量)[^,，;；。]{0,8}[÷/]|[÷/][^,，;；。]{0,6}(?:目标|计划|任务)(?:数|值|额|量)", ("completion",)),
    (r"酌情", ("direct",)),
    (r"\d%[^,，;；。]{0,8}得[^,，;；。]{1,6}[,，;；][^,，;；。]{0,6}\d%[^,，;；。]{0,8}得", ("tiers",)),
    (r"满意度", ("satisfaction",)),
    (r"国家级|省级|表彰|嘉奖|通报表扬", ("ledger",)),
    (rf"每超{NUMBER}?(?:1)?个?(?:%|百分点)", ("over_fulfilment",)),
    (r"每(?:降?低|下降|减?少|差|高|高出|超出?)[^,，;；。]{0,12}(?:%|百分点)[,，]?[^,，;；。]{0,6}扣|低于[^,，;；。]{1,12}的?[,，]?每低", ("threshold_deduction",)),
    (r"每(?:发生|出现|发现|有|增加?|少)?[^,，;；。]{0,6}\d*(?:件|起|次|项|例|人|个(?!百分点)|条|篇)[^,，;；。]{0,6}(?:扣|加)", ("per_case",)),
    (r"(?:\d+%?以上|达到?\d+%)[^;；。]{0,12}得[^;；。]*(?:\d+%?以上|其余|以下)", ("tiers",)),
    (r"进位|前进|(?:较|比)上[年期][^。;；]{0,12}(?:后退|下降|退)|名次上升", ("movement",)),
    (r"去掉一?个?最高", ("trimmed_ratings",)),
    (r"名次|位次|排名|第[1一]名|每(?:后退|降低?|下降)[1一]?[位名]", ("rank_points",)),
    (r"(?:省|市|全国|全市|全省)(?:均|平均)", ("above_reference", "ratio_to_mean")),
    (r"组内平均|平均水平|高于平均|低于平均", ("ratio_to_mean", "above_reference")),
    (r"最高的?得满分|与最[高好]", ("ratio_to_best",)),
    (r"按时|逾期|迟|日前|时限|限期", ("timeliness",)),
    (r"优秀|良好|等第|定性", ("grade_conversion",)),
    (r"测评|投票|票", ("ballots", "rater_categories")),
    (r"季度|各期|分期|每月", ("period_weights", "accumulation")),
    (r"控制数|不超过(?!满分|分值|本项|\d+(?:\.\d+)?分)|控制在|2-[^,，;；。]{0,6}完成率", ("control",)),
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
    text = plain(sentence)
    found = [name for sign, names in SIGNS if re.search(sign, text) for name in names]
    return list(dict.fromkeys(found))[:MOST]


def plain(sentence: str) -> str:
    """A sentence with half-width figures and signs, no blanks, one sort of minus."""
    text = unicodedata.normalize("NFKC", sentence)
    return re.sub(r"\s", "", text).replace("\u2212", "-").replace("\u2014", "-").replace("--", "-").replace("\xd7", "*")  # fmt: skip
