"""Folder, workbook, archive or canonical JSON → canonical facts (semantics §2)."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from baton.documents.agreement_tables import names_indicators, read_agreement
from baton.documents.archives import read_archive, read_json_file
from baton.documents.event_tables import read_events
from baton.documents.headings import Heads
from baton.documents.layouts.measures import in_own_unit, is_measure, same_measure
from baton.documents.names import NameBook, aliases_by_id, ask, load_aliases
from baton.documents.namesakes import for_whom, meant
from baton.documents.numbers import PERCENT_UNITS, in_unit, quoted, read_number
from baton.documents.observations import (
    ItemInfo,
    KnownNames,
    read_observations,
    scores_by_indicator,
)
from baton.documents.office.agreeing import DAYS, asked_field, fields_of
from baton.documents.office.canonical import check_canonical
from baton.documents.office.checking import check_facts
from baton.documents.office.figures import marked_items
from baton.documents.office.measuring import Measures
from baton.documents.office.sources import Part, Sources, count_lines, find_sources
from baton.documents.problems import Problems
from baton.documents.roster_apart import ApartWord
from baton.documents.roster_columns import GroupColumns
from baton.documents.roster_leaders import LeaderCell
from baton.documents.roster_tables import read_roster
from baton.documents.roster_talk import RosterTalk
from baton.documents.target_tables import Asked, read_targets
from baton.scoring.canonical import DECIMAL, decimal_text, parse_decimal
from baton.scoring.facts import (
    AGREEMENT,
    EVENTS,
    EVERYBODY,
    OBSERVATIONS,
    ROSTER,
    Facts,
    Subject,
    closed,
    subject_of,
    table,
)
from baton.scoring.tasks import without_task

DECISIONS = {
    "": "accepted", "认定": "accepted", "待定": "pending", "不予认定": "rejected", "免除": "exempted",
}  # fmt: skip
MOST_UNITS, MOST_AGREED, MOST_EVENTS = 40_000, 180_000, 120_000
POINTS = "分值"
EVERYONE_WORDS = {"*", "全部", "所有单位", "各单位", "全体"}
Row = dict[str, Any]


def load_facts(
    rulebook: Row, path: str | Path, *, problems: Problems, as_of: str = "", on: str = "", closing: bool = False,
    told: Mapping[str, str] | None = None, year: int | None = None, measures: Measures | None = None,
) -> Row | None:  # fmt: skip
    """Canonical facts from whatever the office has; None after naming every fault.

    A folder, one workbook with sheets 名册、责任书、事件 and data, an archive (.zip) or canonical facts (.json).
    ``closing``: what is not there, or says 未报, counts as 缺报. ``told``: what files of a folder are, as in `find_sources`.
    ``year``: the one that is assessed, if the caller knows it: 2025年 is then its 全年, and other years are told apart.
    ``measures``: takes figures in another unit of measure than their item's; without it they are only mentioned.
    """
    path = Path(path)
    if not path.exists():
        problems.error(str(path), "找不到这个文件或文件夹", "请核对路径", code="no-file")
        return None
    before = problems.error_count
    if path.suffix.lower() in {".json", ".zip"}:
        facts, where = _ready(path, rulebook, problems), {}
        if facts is not None:
            facts |= {"as_of": as_of or facts["as_of"], "on": on or facts["on"]}
            facts = closed(facts) if closing else facts
    else:
        reader = _Reader(rulebook, problems, as_of, on, closing=closing, year=year, measures=measures)  # fmt: skip
        facts = reader.read(find_sources(path, problems, told=told))
        facts = closed(facts) if closing and facts is not None else facts
        where = reader.places
    if facts is None or problems.error_count > before:
        return None
    check_facts(rulebook, facts, problems=problems, places=where)
    return None if problems.error_count > before else facts


def load_roster(
    path: Path, *, problems: Problems, group: str = "", seen: dict[str, str] | None = None,
    leaders: list[LeaderCell] | None = None, heads: Heads | None = None, titles: dict[str, str] | None = None,
    apart: list[ApartWord] | None = None, by_groups: GroupColumns | None = None,
    told: Mapping[str, str] | None = None, talk: RosterTalk | None = None,
) -> list[Subject]:  # fmt: skip
    """Just the roster of a folder, a workbook or a roster file, for preparing sheets; the rest as in `read_roster`.

    With talk the units of people that are not on the list stay as they are written, for the caller to ask about.
    """
    if not path.exists():
        problems.error(str(path), "找不到这个文件或文件夹", "请核对路径", code="no-file")
        return []
    sources = find_sources(path, Problems(), told=told)
    parts = sources.named["名册"] or ([Part(path)] if path.is_file() else [])
    reader = _Reader({}, problems, "", "", closing=False)
    read = partial(read_roster, group=group, seen=seen, leaders=leaders, heads=heads, titles=titles, apart=apart, by_groups=by_groups, talk=talk)  # fmt: skip
    return [] if not parts else reader.subjects(parts, read, is_open=talk is not None)


def _ready(path: Path, rulebook: Row, problems: Problems) -> Row | None:
    """Canonical facts of an archive or a .json file, after they have been looked through."""
    if path.suffix.lower() == ".zip":
        members = read_archive(path, problems=problems)
        found = None if members is None else members["facts"]
    else:
        found = read_json_file(path, problems=problems)
    if found is None or not check_canonical(found, rulebook, path.name, problems=problems):
        return None
    return Facts.from_canonical(found).canonical()


class _Reader:
    """Reads the parts in order: roster first, since everything else names its units."""

    def __init__(
        self, rulebook: Row, problems: Problems, as_of: str, on: str, *, closing: bool, year: int | None = None,
        measures: Measures | None = None,
    ) -> None:  # fmt: skip
        self.book, self.problems, self.year, self.measures = rulebook, problems, year, measures
        calendar = rulebook.get("calendar", [])
        as_of = as_of or (calendar[0] if len(calendar) == 1 else "")
        self.head = {"as_of": as_of, "on": on, "absent": "missing" if closing else "not_yet"}
        self.places: dict[tuple[str, ...], str] = {}
        self.items = {item["code"]: item for item in rulebook.get("items", [])}
        self.no_task: dict[tuple[str, str], str] = {}

    def read(self, sources: Sources) -> Row | None:
        rows = self._rows(sources.named["名册"], read_roster, MOST_UNITS)
        if self.problems.error_count or not rows:
            return None
        learnt = load_aliases(sources.aliases, problems=self.problems) if sources.aliases else {}
        names = {row["id"]: row["name"] for row in rows}
        aliases = {alias: row["id"] for row in rows for alias in row["aliases"]}
        aliases |= aliases_by_id(learnt.get("单位", {}), names)
        self.units = NameBook(names, aliases, kind="单位")
        self.groups = {row["id"]: row["group"] for row in rows}
        self.learnt_items = learnt.get("指标", {})
        self.aliases = aliases
        self.item_aliases = aliases_by_id(
            self.learnt_items, {entry["code"]: entry["name"] for entry in self.book["data"]}
        )
        roster = [self._roster(row, at) for at, row in enumerate(rows, start=1)]
        agreement = self._agreement(sources.named["责任书"])
        events = self._events(sources.named["事件"])
        observations = self._observations(sources.data, names)
        return {
            "format": "baton.facts/1",
            **self.head,
            "roster": table(ROSTER, sorted(roster, key=lambda line: line[0])),
            "agreement": table(AGREEMENT, sorted(agreement, key=lambda line: line[:3])),
            "observations": table(OBSERVATIONS, observations),
            "events": table(EVENTS, sorted(events, key=lambda line: line[0])),
        }

    def subjects(
        self, parts: list[Part], read: Callable[..., list[Row]], *, is_open: bool = False
    ) -> list[Subject]:
        """The roster's lines as subjects, without looking at anything else.

        is_open: units of people that are not on the list are left as they are written.
        """
        rows = self._rows(parts, read, MOST_UNITS)
        aliases = {alias: row["id"] for row in rows for alias in row["aliases"]}
        self.units = NameBook({row["id"]: row["name"] for row in rows}, aliases, kind="单位")
        lines = [self._roster(row, at, is_open=is_open) for at, row in enumerate(rows, start=1)]
        return [subject_of(line) for line in lines]

    def _rows(self, parts: list[Part], read: Callable[..., list[Row]], most: int) -> list[Row]:
        """All rows of some parts, unless there are more than fit into the memory of an office PC."""
        found: list[Row] = []
        for part in parts:
            lines = count_lines(part)
            if len(found) + lines > most:
                what = f"有 {lines} 行,同一种表合起来最多 {most} 行"
                remedy = "请删去无关的行,或按分组分成几次计分"
                self.problems.error(part.path.name, what, remedy, code="too-large")
            else:
                found += read(part.path, problems=self.problems, sheets=part.sheets)
        return found

    def _roster(self, row: Row, at: int, *, is_open: bool = False) -> list[Any]:
        parent = self._unit(row["parent"], row["places"].get("parent", row["source"]))
        links = [
            [
                (is_open and self.units.find(unit).id is None and unit)
                or self._unit(unit, row["places"].get("units", row["source"])),
                self._share(share),
            ]
            for unit, share in row["units"]
        ]
        self.places["roster", row["id"]] = row["source"]
        return [
            row["id"], row["name"], "person" if row["kind"] == "个人" else "unit", row["group"], parent,
            int(row["order"] or at), row["team"], row["from"], row["until"],
            "separate" if row["listing"] == "是" else "ranked", row["aliases"], links,
        ]  # fmt: skip

    def _share(self, written: str) -> str:
        """A share as a number: 60% is 0.6, nothing written is 1."""
        if not written:
            return "1"
        numerator, places = parse_decimal(written.removesuffix("%"))
        return decimal_text(numerator, places + (2 if written.endswith("%") else 0))

    def _unit(self, written: str, place: str) -> str:
        if not written:
            return ""
        match = self.units.find(written)
        if match.id is None:
            what, remedy, code = ask(match, written, "单位")
            self.problems.error(place, what, remedy, code=code)
            return ""
        return match.id

    def _targets(self, indicators: NameBook) -> Callable[..., list[Row]]:
        """Reads a table of agreed values; one with the indicators across as the office's own tables of targets have it."""
        fields = {
            code: {field: name in DAYS for name, field in fields_of(item)}
            for code, item in self.items.items()
        }
        asked = Asked(indicators, fields)

        def read(path: Path, *, problems: Problems, sheets: tuple[str, ...] | None) -> list[Row]:
            if names_indicators(path, sheets=sheets):
                return read_agreement(path, problems=problems, sheets=sheets)
            return read_targets(path, asked=asked, item="", problems=problems, sheets=sheets)

        return read

    def _agreement(self, parts: list[Part]) -> list[list[Any]]:
        names = {item["code"]: item["name"] for item in self.book["items"]}
        names |= {node["code"]: node["name"] for node in self.book["nodes"]}
        items = NameBook(names, aliases_by_id(self.learnt_items, names), kind="指标")
        found: list[list[Any]] = []
        for row in self._rows(parts, self._targets(items), MOST_AGREED):
            subject = EVERYBODY
            if row["unit"] not in EVERYONE_WORDS:
                subject = self._unit(row["unit"], row["place"])
            match = items.find(row["item"])
            if match.id is None:
                what, remedy, code = ask(match, row["item"], "指标")
                self.problems.error(row["place"], what, remedy, code=code)
                continue
            if not subject:
                continue
            self._in_own_unit(row, match.id)
            self._remark_measure(row, match.id)
            field = asked_field(self.items.get(match.id), row["field"])
            key = (subject, match.id, field)
            if row["state"] == "not_applicable" and subject != EVERYBODY:
                self.no_task[subject, match.id] = row["place"]
            first = self.places.setdefault(("agreement", *key), row["place"])
            if first != row["place"]:
                what = f"同一单位、同一指标的“{field}”写了两次,另一处是 {first}"
                self.problems.error(row["place"], what, "请只留一个", code="duplicate")
                continue
            found.append([*key, row["value"] or None])
        return found

    def _unit_of(self, code: str) -> str:
        """The unit of measure of an indicator's figures; empty where they have several, or none."""
        item = self.items.get(code)
        own = {entry["item"] for entry in item["data"].values()} if item else set()
        units = {entry["unit"] for entry in self.book["data"] if entry["code"] in own} - {""}
        return units.pop() if len(units) == 1 else ""

    def _in_own_unit(self, row: Row, code: str) -> None:
        """A cell that spells out its unit, 1.0亿元 where figures are in 万元, is carried over; a bare 亿 may be meant in two ways."""
        written, unit = row.get("written", ""), self._unit_of(code)
        reading = read_number(written) if written and unit and row["field"] != POINTS else None
        if reading is None or not (reading.unit or reading.scale):
            return
        if (spelt := in_own_unit(reading, unit)) is not None:
            if spelt != row["value"]:
                what = f"“{written}”读作 {spelt} {unit}"
                self.problems.warn(row["place"], what, "请核对换算", code="unit-converted")
            row["value"], row["measure"] = spelt, unit
        elif reading.scale and not reading.unit and unit not in PERCENT_UNITS:
            meant, _ = in_unit(reading, unit)
            if len(meant) > 1:
                what = f"{quoted(written)}看不出是 {'、'.join(meant)} {unit}里的哪一个"
                self.problems.error(row["place"], what, f"请换算成{unit},只填数", code="wrong-unit")

    def _remark_measure(self, row: Row, code: str) -> None:
        """Targets in 亿元 for figures in 万元 are taken as they are written, and mentioned once."""
        item, written, unit = self.items.get(code), row.get("measure", ""), self._unit_of(code)
        if not written or not unit or same_measure(written, unit):
            return
        what = f"“{item['name'] if item else code}”的目标写的单位是{written},数按{unit}报;没有换算"
        if is_measure(written) and not any(one.what == what for one in self.problems):
            self.problems.warn(row["place"], what, "请核对,不一致时请换算后再交", code="measure")

    def _events(self, parts: list[Part]) -> list[list[Any]]:
        found = []
        for at, row in enumerate(self._rows(parts, read_events, MOST_EVENTS), start=1):
            counted = row["counted_last_year"]
            if counted == "是":
                what = "“上年已加”只写了“是”"
                self.problems.error(row["source"], what, "请填写上年已加的分值", code="counted")
            event = row["id"] or f"E{at:05d}"
            self.places["events", event] = row["source"]
            found.append([
                event, self._unit(row["unit"], row["source"]), row["kind"], row["level"], row["matter"],
                row["date"], row["until"], row["document"],
                "support" if row["role"] == "配合" else "lead", int(row["count"] or 1),
                row["points"] or None, counted if counted[:1].isdigit() else None,
                DECISIONS[row["decision"]], row["deducted_elsewhere"] == "是",
            ])  # fmt: skip
        return found

    def _observations(self, parts: list[Part], names: dict[str, str]) -> list[list[Any]]:
        items = {entry["code"]: _info(entry) for entry in self.book["data"]}
        calendar = self.book["calendar"]
        known = KnownNames(
            names, items, self.aliases, self.item_aliases, calendar, scores_by_indicator(items),
            year=self.year, asks_measures=self.measures is not None,
        )  # fmt: skip
        lines: list[list[Any]] = []
        for part in parts:
            told = Problems()
            read = read_observations(
                part.path, known=known, fallback=self.head["as_of"] or None, problems=told, sheets=part.sheets,
            )  # fmt: skip
            is_asked = self.measures is not None and self.measures.settle(read, items, told)
            self.problems.extend(one for one in told if not (is_asked and one.code == "measure"))
            columns = (
                read.subject, read.item, read.period, read.key, read.value, read.state, read.source,
                [date or "" for date in read.date],
            )  # fmt: skip
            lines.extend(map(list, zip(*columns, strict=True)))
        self._to_own_group(lines)
        self._shorten_marks(lines)
        if self.head["absent"] == "missing":  # closed: what is still 未报 counts as 缺报
            lines = [
                [*line[:5], "missing", *line[6:]] if line[5] == "not_yet" else line
                for line in lines
            ]
        self._twice(lines, items)
        lines = without_task(self.book, self.head["as_of"], self.no_task, lines)
        return sorted(
            lines, key=lambda line: (*line[:4], line[4] is not None, line[4] or "", *line[5:])
        )

    def _to_own_group(self, lines: list[list[Any]]) -> None:
        """A figure under a name that the indicators of two groups share is that of the unit's own group."""
        names = {entry["code"]: entry["name"] for entry in self.book["data"]}
        asked = for_whom(self.book, self.groups)
        moved = meant({(line[0], line[1]) for line in lines}, asked, names)
        for line in lines:
            line[1] = moved.get((line[0], line[1]), line[1])

    def _shorten_marks(self, lines: list[list[Any]]) -> None:
        """A mark written 90.0 or ９０ on a tally of marks is 90."""
        marked = marked_items(self.book)
        for line in lines if marked else ():
            text = unicodedata.normalize("NFKC", line[3]).strip()
            if line[1] in marked and DECIMAL.fullmatch(text):
                line[3] = decimal_text(*parse_decimal(text))

    def _twice(self, lines: list[list[Any]], items: dict[str, ItemInfo]) -> None:
        """One cell in two files is a fault: each file was checked for itself already."""
        seen: dict[tuple[str, ...], str] = {}
        for line in lines:
            key = (line[0], line[1], line[2], line[3])
            if items[line[1]].kind == "tally":
                continue
            first = seen.setdefault(key, line[6])
            if first != line[6] and first.split("·")[0] != line[6].split("·")[0]:
                what = f"“{self.units.name(line[0])}”的“{items[line[1]].name}”({line[2]})报了两次,另一处是 {first}"
                self.problems.error(line[6], what, "请确认以哪个为准,删去另一个", code="duplicate")


def _info(entry: Row) -> ItemInfo:
    least = entry["min"]
    return ItemInfo(
        entry["name"], entry["kind"], entry["unit"], least is not None and not least.startswith("-")
    )
