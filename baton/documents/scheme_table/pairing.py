"""对上名: which indicators of two rule books are the same one, by name, then by nearly the same name or by sentence."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from baton.documents.names import normalised
from baton.documents.scheme_table.words import plain_name

Item = dict[str, Any]
NEAR = 0.6
ENTRY = ("sentence", "points", "lead", "definition", "basis", "source", "role", "method")
LONG_ENOUGH = 8  # signs of a sentence that two indicators will hardly share by chance
_APART = re.compile(r"[(\uff08][^()\uff08\uff09]*[)\uff09]\d*$")


@dataclass(frozen=True)
class Pair:
    """An indicator with the one of before that it is, or may be; is_sure: they are called the same."""

    new: Item
    old: Item | None
    is_sure: bool

    @property
    def is_reworded(self) -> bool:
        """The sentence says something else than before."""
        return self.old is not None and not same_text(self.old["sentence"], self.new["sentence"])


def same_text(one: str, other: str) -> bool:
    """Two texts that differ at most in spaces and in the width of their signs."""
    return normalised(one) == normalised(other)


def bare(name: str) -> str:
    """领导重视 from 领导重视(经济发展): the name without its number and what tells it apart."""
    return normalised(_APART.sub("", plain_name(name))) or normalised(name)


def is_called(old: str, told: str, groups: Sequence[str]) -> bool:
    """Whether a rule book calls an indicator as a table of these groups does, but for a group put behind its name.

    >>> is_called("党风廉政建设(县直部门)", "党风廉政建设", ["县直部门"]), is_called("巩固率", "巩固率(含控辍保学)", ["乡镇"])
    (True, False)
    """
    if normalised(old) == normalised(told):
        return True
    behind = _APART.search(old)
    if behind is None or not any(group in behind[0] for group in groups):
        return False
    return normalised(old[: behind.start()]) == normalised(told)


def _same(one: Any, other: Any) -> bool:
    one, other = one or "", other or ""
    return bool(one == other) or (
        isinstance(one, str) and isinstance(other, str) and same_text(one, other)
    )


def _name(item: Item) -> str:
    return normalised(item["name"])


def _bare_name(item: Item) -> str:
    return bare(item["name"])


def paired(new: Sequence[Item], old: Sequence[Item], *, is_asked: bool = True) -> list[Pair]:
    """Every new indicator with its old one, each old one at most once, the surest first.

    is_asked: a person is asked about every pair that is not sure. Where nobody is, a sentence alone, which unrelated
    indicators may share, makes no pair: the names have to be alike, or everything that the tables say but the name.
    """
    found: dict[int, tuple[Item, bool]] = {}
    left = list(old)
    keys: tuple[Callable[[Item], str], ...] = (_name, _bare_name)
    for key in keys:
        counts = Counter(key(item) for item in left)
        open_ones = [at for at in range(len(new)) if at not in found]
        wanted = Counter(key(new[at]) for at in open_ones)
        by_key = {key(item): item for item in left}
        for at in open_ones:
            name = key(new[at])
            if counts[name] == 1 and wanted[name] == 1:
                found[at] = (by_key[name], True)
        taken = {id(one) for one, _ in found.values()}
        left = [item for item in left if id(item) not in taken]
    _nearly(new, left, found, is_asked=is_asked)
    return [Pair(item, *found.get(at, (None, True))) for at, item in enumerate(new)]


def _nearly(
    new: Sequence[Item], left: list[Item], found: dict[int, tuple[Item, bool]], *, is_asked: bool
) -> None:
    """What is called nearly the same, or says the very same sentence that nobody else says."""
    said = Counter(normalised(item["sentence"]) for item in (*new, *left))
    likely = [
        (_likeness(item, other, said, is_asked=is_asked), at, number)
        for at, item in enumerate(new)
        if at not in found
        for number, other in enumerate(left)
    ]
    used: set[int] = set()
    for likeness, at, number in sorted(likely, key=lambda one: (-one[0], one[1:])):
        if likeness >= NEAR and at not in found and number not in used:
            found[at] = (left[number], False)
            used.add(number)


def _likeness(new: Item, old: Item, said: Counter[str], *, is_asked: bool) -> float:
    sentence = normalised(new["sentence"])
    if (
        len(sentence) >= LONG_ENOUGH
        and sentence == normalised(old["sentence"])
        and said[sentence] == 2
        and (is_asked or all(_same(new.get(key), old.get(key)) for key in ENTRY))
    ):
        return 1.0
    return difflib.SequenceMatcher(None, bare(new["name"]), bare(old["name"])).ratio()
