"""附件里不是指标的规矩: vetoes, grades and places, ranks and ties, figures that are not there, as sentences under headings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from baton.desk.parts import gaps, grades, ranks, vetoes
from baton.desk.parts.shapes import Said, tree_of_group

Json = dict[str, Any]
Rules = tuple[tuple[str, tuple[str, ...]], ...]  # a heading and its sentences
DIRECT = "direct"


def rules_of(book: Json, groups: Sequence[str]) -> Rules:
    """What the scheme rules for these groups, which share a tree, beside its indicators; headings without a word are left out."""
    own = [one for one in book["groups"] if one["group"] in groups]
    within = {code for one in own for top in (one["root"], *one["outside"]) for code in tree_of_group(book, top)}  # fmt: skip
    part = book | {"groups": own, "items": [one for one in book["items"] if one["code"] in within]}
    found = (
        ("一票否决", tuple(f"{one.name}：{''.join(one.sentences)}" for one in vetoes.said(book))),
        ("等次和名额", _by_group(grades.said(part), groups)),
        ("名次和同分", (*_by_group(ranks.said_ranks(part), groups), *_apart(part))),
        ("没有数的", tuple(f"{'' if one.key == gaps.WHOLE else f'{one.name}：'}{''.join(one.sentences)}" for one in gaps.said(part))),
    )  # fmt: skip
    return tuple((heading, told) for heading, told in found if told)


def _by_group(said: Iterable[Said], groups: Sequence[str]) -> tuple[str, ...]:
    """What holds for each group, told once for those for whom the same holds."""
    same: dict[str, list[str]] = {}
    for one in sorted(said, key=lambda one: groups.index(one.key)):
        same.setdefault("".join(one.sentences), []).append(one.name)
    if len(same) == 1:
        return tuple(same)
    return tuple(f"{'、'.join(names)}：{told}" for told, names in same.items())


def _apart(part: Json) -> tuple[str, ...]:
    """Scores given by hand that must not be equal, or must lie so far apart."""
    direct = [one for one in part["items"] if one["method"] == DIRECT]
    never = [one["name"] for one in direct if one["params"]["no_ties"]]
    far: dict[str, list[str]] = {}
    for one in direct:
        if (least := one["params"]["min_spread"]) is not None:
            far.setdefault(least, []).append(one["name"])
    told = [f"得分不得并列的：{'、'.join(never)}。"] if never else []
    told += [f"最高分和最低分至少差 {least} 分的：{'、'.join(names)}。" for least, names in far.items()]  # fmt: skip
    return tuple(told)
