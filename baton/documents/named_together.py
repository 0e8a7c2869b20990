"""几家写在一格: the units that one cell names, each with its role, and which group is meant by a cell that names none."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from baton.documents.names import NameBook
from baton.documents.several_names import (
    ROLE_BEFORE,
    group_called,
    is_vague,
    named_in,
    role_of,
    without_role,
)

_MARKS = re.compile(r"[、,，;；/／|｜\s]+")
_AFTER = re.compile(r"((?:牵头|主办|责任|配合|协办|参与)(?:单位|部门|县区|县市区)?)\s*[:：]\s*")
_WORDS = re.compile(r"[、,，;；/／|｜\s]+|[和与及]")
_OTHERS = re.compile(r"(?:其他|其余|其它)的?(?:各|所有)?")
Part = tuple[str, str]  # a unit as it is written, and its role where that stands behind it


def parts_of(written: str, names: NameBook) -> list[Part]:
    """The units a cell names; nothing for a cell that names one, does not name all, or that nobody can take apart."""
    if not written or names.find(written).id is not None:
        return []
    named, number = named_in(written)
    if is_vague(written) and not number:
        return []
    for marks in (_MARKS, _WORDS):
        parts = _roles(_split(named or written, marks))
        known = {names.find(name).id for name, _ in parts} - {None}
        if number and len(parts) != number:
            continue
        if len(known) > 1 or (len(parts) == len(known) == 1 and parts[0][1]):
            return parts
    return []


def without_others(written: str) -> str:
    """乡镇 of 其他乡镇: the group whose other units a cell means; "" where it doesn't speak of others.

    >>> without_others("其他乡镇"), without_others("其余各乡镇"), without_others("乡镇")
    ('乡镇', '乡镇', '')
    """
    found = _OTHERS.match(written.strip())
    return written.strip()[found.end() :] if found else ""


def groups_meant(written: str, groups: Collection[str]) -> tuple[str, list[str]]:
    """The group whose name a cell says, and all of them with the likeliest first."""
    called = group_called(without_others(written) or written, groups)
    return called, sorted(groups, key=lambda name: (name != called, not _is_like(name, written)))


def _split(text: str, marks: re.Pattern[str]) -> list[str]:
    return [part for part in marks.split(_AFTER.sub(r"\1：", text)) if part]


def _roles(texts: Sequence[str]) -> list[Part]:
    """Names with their roles: behind each, or before the first of several, 牵头：云岭县；配合：石桥、东岭."""
    found, role = list[Part](), ""
    for text in texts:
        if before := ROLE_BEFORE.match(text):
            role, text = role_of(before[1]), text[before.end() :]
        name, own = without_role(text.removeprefix("由") if text.endswith(("牵头", "主办")) else text)  # fmt: skip
        found.append((name, own or role))
    return found


def _is_like(group: str, written: str) -> bool:
    """Whether a text speaks of a group of counties, or of offices, as the group's name does."""
    kinds = (("县", "区"), ("部门", "单位", "直"), ("乡", "镇", "街道"))
    return any(any(w in group for w in kind) and any(w in written for w in kind) for kind in kinds)
