"""办公室文件夹: the facts of an example from its files, through the readers that users use."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baton.documents.fact_tables import read_agreement, read_events, read_roster
from baton.documents.names import NameBook, load_aliases
from baton.documents.observations import ItemInfo, KnownNames, read_observations
from baton.documents.problems import Problems
from baton.scoring.facts import AGREEMENT, EVENTS, OBSERVATIONS, ROSTER, table

APART = ("期望", "说明", "拒收", "别名", "名册", "责任书", "事件", "规则书")
DECISIONS = {"": "accepted", "认定": "accepted", "待定": "pending", "不予认定": "rejected",
             "免除": "exempted"}  # fmt: skip
LISTINGS = {"": "ranked", "是": "separate", "否": "ranked"}


def load_facts(
    rulebook: dict[str, Any], folder: Path, *, as_of: str, on: str, closing: bool
) -> tuple[dict[str, Any], Problems]:
    """Canonical facts of a folder and what the readers had to say about it."""
    problems = Problems()
    rows = read_roster(folder / "名册.csv", problems=problems)
    names = NameBook({row["id"]: row["name"] for row in rows},
                     {alias: row["id"] for row in rows for alias in row["aliases"]},
                     kind="单位")  # fmt: skip
    facts: dict[str, Any] = {
        "format": "baton.facts/1",
        "as_of": as_of,
        "on": on,
        "absent": "missing" if closing else "not_yet",
        "roster": table(ROSTER, [_roster(row, i, names) for i, row in enumerate(rows)]),
        "agreement": table(AGREEMENT, _agreement(rulebook, folder, names, problems)),
        "events": table(EVENTS, _events(folder, names, problems)),
    }
    observed = _observations(rulebook, folder, rows, as_of, problems)
    facts["observations"] = table(OBSERVATIONS, observed)
    return facts, problems


def _roster(row: dict[str, Any], at: int, names: NameBook) -> list[Any]:
    parent = names.find(row["parent"]).id if row["parent"] else ""
    links = [[names.find(unit).id, _share(share)] for unit, share in row["units"]]
    return [row["id"], row["name"], "person" if row["kind"] == "个人" else "unit", row["group"],
            parent, int(row["order"] or at + 1), row["team"], row["from"], row["until"],
            LISTINGS[row.get("listing", "")], row["aliases"], links]  # fmt: skip


def _share(written: str) -> str:
    return written.removesuffix("%") or "1"


def _agreement(
    rulebook: dict[str, Any], folder: Path, names: NameBook, problems: Problems
) -> list[Any]:
    path = folder / "责任书.csv"
    if not path.exists():
        return []
    items = {item["name"]: item["code"] for item in rulebook["items"]}
    return [
        [names.find(row["unit"]).id, items.get(row["item"], row["item"]), row["field"],
         row["value"] or None]
        for row in read_agreement(path, problems=problems)
    ]  # fmt: skip


def _events(folder: Path, names: NameBook, problems: Problems) -> list[Any]:
    path = folder / "事件.csv"
    if not path.exists():
        return []
    return [
        [row["id"] or f"E{at + 1}", names.find(row["unit"]).id, row["kind"], row["level"],
         row["matter"], row["date"], row["until"], row["document"],
         "support" if row["role"] == "配合" else "lead", int(row["count"] or 1),
         row["points"] or None, _number(row["counted_last_year"]), DECISIONS[row["decision"]],
         row["deducted_elsewhere"] == "是"]
        for at, row in enumerate(read_events(path, problems=problems))
    ]  # fmt: skip


def _number(text: str) -> str | None:
    return text if text and text[0].isdigit() else None


def _observations(
    rulebook: dict[str, Any], folder: Path, rows: list[Any], as_of: str, problems: Problems
) -> list[Any]:
    known = KnownNames(
        {row["id"]: row["name"] for row in rows},
        {d["code"]: ItemInfo(d["name"], d["kind"], d["unit"]) for d in rulebook["data"]},
        {alias: row["id"] for row in rows for alias in row["aliases"]},
        {},
        rulebook["calendar"],
    )
    aliases = folder / "别名.csv"
    if aliases.exists():
        load_aliases(aliases)
    found = []
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".csv", ".xlsx") or path.stem.startswith(APART):
            continue
        only = rulebook["calendar"][0] if len(rulebook["calendar"]) == 1 else None
        read = read_observations(path, known=known, period=only, problems=problems)
        found += [
            [read.subject[i], read.item[i], read.period[i], read.key[i], read.value[i],
             read.state[i], read.source[i], read.date[i] or ""]
            for i in range(len(read))
        ]  # fmt: skip
    return sorted(found, key=lambda row: (*row[:4], row[4] is not None, row[4] or "", *row[5:]))
