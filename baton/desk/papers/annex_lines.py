"""附件的一行: an indicator as the table it came from has it, with whom it is for, its target and its reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from baton.desk.rules.target_words import BY_AGREEMENT, NONE, entries_of, target_words
from baton.documents.names import with_measure
from baton.documents.papers import AnnexLine
from baton.documents.scheme_table import TARGET
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.models import Version
from baton.domain.targets import queries as targets
from baton.scoring.facts import ROSTER
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.readings import matters, reading_fields

Json = dict[str, Any]
Whom = Callable[
    [Sequence[str], str], str
]  # of the groups of a paper and an indicator: the units it is for, in words
LONGEST_LABEL = 6
ROLES = {"bonus": "加分", "deduction": "扣分"}
AGREED, DIRECT, LEDGER = "agreed", "direct", "加减分台账"
NAME, GROUP, ORDER, START, END = (ROSTER.index(one) for one in ("name", "group", "order", "from", "to"))  # fmt: skip


def whom_of(version: Version, book: Json, on: date | None = None) -> Whom:
    """For whom an indicator is that is not for all: groups as a whole, others unit by unit; empty where it is for all."""
    told: defaultdict[str, set[str]] = defaultdict(set)
    for line in targets.agreement(version.scheme, version.number):
        if line[3] is not None:
            told[str(line[1])].add(str(line[0]))
    day = (on or date(version.scheme.year, 12, 31)).isoformat()
    rows = [
        row
        for row in orgs.roster(version.scheme.year, on)
        if (not row[START] or row[START] <= day) and (not row[END] or row[END] > day)
    ]
    rows.sort(key=lambda row: (row[ORDER] is None, row[ORDER], row[0]))
    only = {item["code"] for item in book["items"] if item["applies"] == AGREED}

    def whom(groups: Sequence[str], code: str) -> str:
        own = told[code] if code in only else set()
        found, lacking = [], False
        for group in groups:
            members = [row for row in rows if row[GROUP] == group]
            there = [row for row in members if row[0] in own]
            lacking = lacking or len(there) < len(members)
            found += [group] if there and len(there) == len(members) else [row[NAME] for row in there]  # fmt: skip
        return "、".join(found) if lacking else ""

    return whom


def line_of(book: Json, item: Json, data: dict[str, Json], whom: str) -> AnnexLine:
    """One indicator. whom: the units it is for, where it is not for all."""
    points = item["points"] if isinstance(item["points"], str) else BY_AGREEMENT
    if item["role"] in ROLES:
        points = ROLES[item["role"]]
    idle = {field.label for field in reading_fields(item) if not matters(field, item)}
    readings = [f"{key}：{word}" for key, word in item["readings"].items() if key not in idle]
    used, source = _used(item, data), item.get("source") or _source(item, data)
    if used and not item.get("source"):
        readings.append(f"数据：{used}")
    return AnnexLine(
        item["name"], points, target_words(book, item, data), _told(item, whom),
        "；".join([METHODS[item["method"]].title, *readings]), source, item["lead"],
    )  # fmt: skip


def _told(item: Json, whom: str) -> str:
    """The sentence, with what the office's table says beside it: 考核对象, 指标解释 and 依据, each on a line of its own."""
    found = [item["sentence"], *([f"考核对象：{whom}"] if whom else [])]
    for line in item.get("definition", "").splitlines():
        label, colon, rest = line.partition(":")
        is_labelled = bool(colon) and len(label) <= LONGEST_LABEL
        if label != TARGET:
            found.append(f"{label}：{rest}" if is_labelled else f"指标解释：{line}")
    if item.get("basis"):
        found.append(f"依据：{item['basis']}")
    return "\n".join(found)


def _used(item: Json, data: Mapping[str, Json]) -> str:
    """The figures with their units; of an indicator that a unit scores there are none but the score."""
    told = [
        with_measure(str(one["name"]), str(one.get("unit") or "")) for one in entries_of(item, data)
    ]
    return "" if item["method"] == DIRECT else "、".join(dict.fromkeys(told))


def _source(item: Json, data: Mapping[str, Json]) -> str:
    """Where the figures come from, as far as that is written."""
    if not item["data"]:
        return LEDGER
    told = [str(one["source"]) for one in entries_of(item, data) if one.get("source")]
    return "；".join(dict.fromkeys(told)) or NONE
