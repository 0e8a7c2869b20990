"""附件的一行: an indicator as the table it came from has it, with whom it is for, its target and its reading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from baton.documents.papers import AnnexLine
from baton.documents.rulebook import write_item
from baton.documents.scheme_table import TARGET, target_of
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.models import Version
from baton.domain.targets import queries as targets
from baton.scoring.explain.figures import held_against
from baton.scoring.facts import ROSTER
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.readings import matters, reading_fields

Json = dict[str, Any]
Whom = Callable[
    [Sequence[str], str], str
]  # of the groups of a paper and an indicator: the units it is for, in words
TARGETS = ("目标", "起扣线", "参照值", "满分线", "截止日")
DAY, LINE = TARGETS[-1], TARGETS[1]
BY_AGREEMENT, NONE = "按责任书", "—"
MOST_WRITTEN = 60
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
    written = dict(_parameters(write_item(book, item["code"])))
    points = item["points"] if isinstance(item["points"], str) else BY_AGREEMENT
    if item["role"] in ROLES:
        points = ROLES[item["role"]]
    idle = {field.label for field in reading_fields(item) if not matters(field, item)}
    readings = [f"{key}：{word}" for key, word in item["readings"].items() if key not in idle]
    used, source = _used(item, data), item.get("source") or _source(item, data)
    if used and not item.get("source"):
        readings.append(f"数据：{used}")
    return AnnexLine(
        item["name"], points, target_of(item) or _target(item, written, data), _told(item, whom),
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


def _parameters(written: str) -> list[tuple[str, str]]:
    """The lines of a written indicator that fit on one line, label and value."""
    pairs = (line.partition(": ") for line in written.splitlines() if not line.startswith(" "))
    return [(label, value.strip()) for label, _, value in pairs if value.strip()]


def _target(item: Json, written: Mapping[str, str], data: Mapping[str, Json]) -> str:
    """What figures are held against, in their unit; a line that is none of the figures' is a completion rate."""
    in_data, found = set(held_against(item).values()), []
    units = {one["unit"] for one in _entries(item, data) if one.get("unit")}
    unit = units.pop() if len(units) == 1 else ""
    for label in TARGETS:
        value = written.get(label, "").strip("\"'")
        if not value or len(value) > MOST_WRITTEN or value in {"不设", "无"}:
            continue
        told = f"{value}{unit}" if label != DAY and label in in_data and _is_bare(value) else value
        found.append(
            BY_AGREEMENT
            if value.startswith(("责任书", "{责任书"))
            else told
            if label == TARGETS[0]
            else f"{label} {told}"
            if label != LINE or label in in_data
            else f"{label} 完成率 {value.rstrip('%')}%"
        )
    return "；".join(found) or NONE


def _is_bare(value: str) -> bool:
    return value.removeprefix("-").replace(".", "", 1).isdecimal()


def _entries(item: Json, data: Mapping[str, Json]) -> list[Json]:
    found = [data.get(entry.get("item", "")) for entry in item["data"].values() if isinstance(entry, dict)]  # fmt: skip
    return [one for one in found if one is not None]


def _used(item: Json, data: Mapping[str, Json]) -> str:
    """The figures with their units; of an indicator that a unit scores there are none but the score."""
    told = [
        f"{one['name']}（{one['unit']}）" if one.get("unit") else str(one["name"])
        for one in _entries(item, data)
    ]
    return "" if item["method"] == DIRECT else "、".join(dict.fromkeys(told))


def _source(item: Json, data: Mapping[str, Json]) -> str:
    """Where the figures come from, as far as that is written."""
    if not item["data"]:
        return LEDGER
    told = [str(one["source"]) for one in _entries(item, data) if one.get("source")]
    return "；".join(dict.fromkeys(told)) or NONE
