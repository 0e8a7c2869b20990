"""同名的指标: two groups each have 信访工作, a table says the name once; the unit tells which of them is meant."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from baton.documents.scheme_table.trees import items_of, reached, roots_of

BRACKETED = re.compile(r"[(（][^()（）]*[)）]")
_POINTS = re.compile(r"(?:考核|最终)?(?:得分|评分|分数|分)$")
Book = dict[str, Any]
Cell = tuple[str, str]


def meant(
    there: Collection[Cell], asked: Mapping[str, Collection[str]], names: Mapping[str, str],
    written: Mapping[str, str] = MappingProxyType({}),
) -> dict[Cell, str]:  # fmt: skip
    """Cells (unit, code) that belong under another code of the same name, with that code.

    asked: code -> the units it is for. A cell moves only where its unit has no use for the code it was read as, exactly
    one code of the same name, but for what stands in brackets, is for the unit, and nothing was given for that one.
    written: code -> the heading that a person said is it; codes whose names hold the same words are alike then.
    """
    alike = {code: list(others) for code, others in _alike(asked, names).items()}
    for code, heading in written.items():
        stem = _POINTS.sub("", BRACKETED.sub("", heading)).strip()
        others = [
            one for one in asked if one != code and len(stem) > 1 and stem in names.get(one, "")
        ]
        alike[code] = list(dict.fromkeys([*alike.get(code, []), *others]))
    there, wanted = frozenset(there), {code: frozenset(units) for code, units in asked.items()}
    found: dict[Cell, str] = {}
    for subject, code in sorted(there) if alike else ():
        own = [one for one in alike.get(code, ()) if subject in wanted[one]]
        if subject not in wanted.get(code, ()) and len(own) == 1 and (subject, own[0]) not in there:
            found[subject, code] = own[0]
    return found


def _alike(
    asked: Mapping[str, Collection[str]], names: Mapping[str, str]
) -> dict[str, Sequence[str]]:
    """Code -> the others that differ from it only by what stands in brackets."""
    by_name: dict[str, list[str]] = {}
    for code in asked:
        if code in names:
            by_name.setdefault(BRACKETED.sub("", names[code]), []).append(code)
    return {
        code: [other for other in same if other != code]
        for same in by_name.values()
        if len(same) > 1
        for code in same
    }


def for_whom(book: Book, groups: Mapping[str, str]) -> dict[str, set[str]]:
    """Every code of a rule book's nodes, indicators and data with the units in whose group it counts.

    groups: unit -> its group.
    """
    units: dict[str, set[str]] = {}
    for unit, group in groups.items():
        units.setdefault(group, set()).add(unit)
    found: dict[str, set[str]] = {}
    for group, own in units.items():
        codes = reached(book, roots_of(book, [group]))
        codes |= {
            entry["item"] for item in items_of(book, [group]) for entry in item["data"].values()
        }
        for code in codes:
            found.setdefault(code, set()).update(own)
    return found
