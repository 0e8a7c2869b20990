"""加还是减: what a table of claims says of the way its lines count, by a column of its own, by signs, by its titles."""

from __future__ import annotations

import re

from baton.documents.names import normalised

ADD, TAKE, VETO = "加分", "扣分", "一票否决"
_WORDS = {
    ADD: ("加", "加分", "+", "增", "增加", "增分", "加分项", "加分类", "加分事项", "加分项目", "奖", "奖励", "奖励加分", "表彰加分", "奖分", "正向"),
    TAKE: ("减", "减分", "扣", "扣分", "-", "减分项", "减分类", "扣分项", "扣分类", "减分事项", "扣分事项", "减分项目", "扣分项目", "扣减", "罚", "罚分", "负向"),
    VETO: ("一票否决", "否决"),
}  # fmt: skip
_SIGNS = {normalised(word): sign for sign, words in _WORDS.items() for word in words}
_HEAD = re.compile(
    r"[加增+](?:分)?[/、或和与]?[减扣-](?:分)?(?:项|情况|方向|属性|标识|值|分值|值\(分\))?|奖[/、或和与]?[惩罚](?:分)?"
)
_MIXED = re.compile(r"[加增奖](?:分)?[/／、或和与及]*(?:[减扣](?:分)?|惩|罚)")
_ADDS = re.compile("加分|表彰|奖励|获奖|嘉奖|荣誉|通报表扬")
_TAKES = re.compile("扣分|减分|通报批评|问责|处分|负面清单|约谈")
_SIGNED = re.compile(
    r"([+＋﹢加增奖]|[-－−—–﹣减扣罚])\s*(?:分)?\s*[:：]?\s*(\d+(?:\.\d+)?)\s*分?", re.ASCII
)


def sign_of(word: str) -> str:
    """加分, 扣分 or 一票否决 for any of the words that say so; else nothing.

    >>> sign_of("减"), sign_of("＋"), sign_of("表彰")
    ('扣分', '加分', '')
    """
    return _SIGNS.get(normalised(word), "")


def says_signs(head: str) -> bool:
    """Whether a heading is of a column that says whether points are added or taken off.

    >>> says_signs("加/减分"), says_signs("加分／减分"), says_signs("加减分类别"), says_signs("加分")
    (True, True, False, False)
    """
    return bool(_HEAD.fullmatch(normalised(head)))


def signed(text: str) -> str:
    """A number written with its sign, as plain text with the sign in front; nothing for any other cell.

    >>> signed("＋0.5"), signed("扣0.5分"), signed("−1"), signed("0.5")
    ('+0.5', '-0.5', '-1', '')
    """
    found = _SIGNED.fullmatch(text.strip())
    if found is None:
        return ""
    return ("+" if found[1] in "+＋﹢加增奖" else "-") + found[2]


def told_by(text: str) -> str:
    """What a title, a page's or a file's name says of its lines; nothing where it names both ways or none.

    >>> told_by("2026年度扣分通报台账"), told_by("加分申报表"), told_by("2026年加减分"), told_by("加分、扣分汇总")
    ('扣分', '加分', '', '')
    """
    if _MIXED.search(text):
        return ""
    found = [sign for sign, is_said in ((ADD, _ADDS.search(text)), (TAKE, _TAKES.search(text)), (VETO, "否决" in text)) if is_said]  # fmt: skip
    return found[0] if len(found) == 1 else ""
