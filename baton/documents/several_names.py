"""几家写在一处: which written names speak of several units, so that none of them is ever called so."""

from __future__ import annotations

import re
from collections.abc import Iterable

from baton.documents.names import normalised

MARKS = re.compile(r"[、,，;；/／|｜]")  # stands in a list of units, which is no name of one
ROLE_BEFORE = re.compile(r"\s*(牵头|主办|责任|配合|协办|参与)(?:单位|部门|县区|县市区)?\s*[:：]\s*")
ASKED = "这样写的是几家，请在表里逐家分开写；选了一家也只用这一次，不会记住"
_ROLE_BEHIND = re.compile(r"[(（\s]*(牵头|主办|配合|协办)(?:单位)?[)）\s]*$")
_ROLES = {"牵头": "牵头", "主办": "牵头", "责任": "牵头"}
_PLACES = r"(?:县|市|区|旗|州|盟|乡|镇|街道|单位|部门|地)"
_NUMBER = r"(?:\d{1,3}|[一二三四五六七八九十两几多数]{1,3})"
_AND_MORE = re.compile(
    rf"(?P<named>.{{2,}}?)等\s*(?:(?P<number>{_NUMBER})\s*(?:个|家)?\s*.{{0,12}}|(?:各|多)?{_PLACES}{{2,}}.{{0,4}}|{_PLACES}[(（、/].{{1,8}})?",
    re.DOTALL,
)
_EVERY = re.compile(rf"(?:全[市县区州盟旗省]|本[市县])?(?:所属|其他|其余)?(?:的)?(?:[市县区州盟旗省](?:直|级|属)(?:机关)?)?(?:各|所有|全部|全体){_PLACES}?(?:直|级)?.*{_PLACES}.*", re.DOTALL)  # fmt: skip
_ALL = re.compile(r"全[市县区州盟旗省](?=.)|全体|全部|所有|各|等$|(?:单位|部门)$")
_DIGITS = {sign: number for number, sign in enumerate("一二三四五六七八九十", 1)} | {"两": 2}


def names_several(written: str) -> bool:
    """Whether a text speaks of several units, or tells who leads and who helps.

    >>> [names_several(text) for text in ("北川区等3个县区", "各县（市、区）", "牵头：河阳县；配合：泉山县", "北川、南川")]
    [True, True, True, True]
    >>> [names_several(text) for text in ("全体市直部门", "市直各单位", "全市所有县区")]
    [True, True, True]
    >>> [names_several(text) for text in ("市高等专科学校", "平等镇", "北川区", "市发展和改革委员会")]
    [False, False, False, False]
    """
    return bool(MARKS.search(written) or ROLE_BEFORE.search(written) or is_vague(written))


def is_vague(written: str) -> bool:
    """Whether a text speaks of units that it does not all name: 北川区等3个县区, 各县（市、区）."""
    text = written.strip()
    return bool(_AND_MORE.fullmatch(text) or _EVERY.fullmatch(text))


def group_called(written: str, groups: Iterable[str]) -> str:
    """The group whose name a cell says, with or without 全体, 各, 所有 before it; nothing where it says none.

    >>> groups = ["县（市、区）", "市直部门", "市直机关"]
    >>> [group_called(text, groups) for text in ("全体市直部门", "市直各部门", "全市县市区", "市直部门", "市委办")]
    ['市直部门', '市直部门', '县（市、区）', '市直部门', '']
    """
    names = list(groups)
    exact = {normalised(name): name for name in reversed(names)}
    if found := exact.get(normalised(written)):
        return found
    bare = {_letters(name): name for name in reversed(names)}
    return bare.get(_letters(written), "")


def _letters(text: str) -> str:
    """A group's name without the words for all of it and without the signs between."""
    return "".join(re.findall(r"\w", _ALL.sub("", text.strip())))


def named_in(written: str) -> tuple[str, int]:
    """What stands before 等, and how many units there are in all: 0 where that isn't said.

    >>> named_in("北川区、南川区等3个县区"), named_in("北川区等两家单位"), named_in("各县区")
    (('北川区、南川区', 3), ('北川区', 2), ('', 0))
    """
    found = _AND_MORE.fullmatch(written.strip())
    if not found:
        return "", 0
    number = found["number"] or ""
    return found["named"], int(number) if number.isdigit() else _DIGITS.get(number, 0)


def role_of(word: str) -> str:
    """牵头 of 主办; 配合 of all that isn't the first."""
    return _ROLES.get(word, "配合")


def without_role(written: str) -> tuple[str, str]:
    """A name and the role that is written behind it.

    >>> without_role("云岭县（牵头）"), without_role("云岭县配合"), without_role("云岭县")
    (('云岭县', '牵头'), ('云岭县', '配合'), ('云岭县', ''))
    """
    found = _ROLE_BEHIND.search(written)
    return (written[: found.start()], role_of(found[1])) if found else (written, "")
