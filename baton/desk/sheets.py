"""收表: a file or a pasted table becomes cells with their oddities; a lead unit's empty sheet is made."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from baton.documents.observations import ItemInfo, KnownNames, read_observations
from baton.documents.problems import Problem, Problems
from baton.documents.templates import write_template
from baton.domain.accounts.models import Person
from baton.domain.assessment import gather
from baton.domain.files import services as files
from baton.domain.files import store
from baton.domain.files.models import StoredFile
from baton.domain.intake import services
from baton.domain.intake.cells import Cells, Changed, changed_cells, unpack
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import Known, Oddity, find_oddities
from baton.domain.orgs import queries as orgs
from baton.domain.orgs import services as orgs_services
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.scoring.facts import Facts
from baton.scoring.plan import compile_plan

TABLE = "application/octet-stream"


@dataclass
class Preview:
    """A table as it was read, before anything is written: cells, what is odd, what is wrong, what changed."""

    cells: Cells
    oddities: list[Oddity] = field(default_factory=list)
    faults: list[Problem] = field(default_factory=list)
    remarks: list[Problem] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)

    @property
    def can_be_received(self) -> bool:
        """A table with a fault is never taken in half."""
        return not self.faults and bool(self.cells)


def owe_all(*, round: Round, due_on: date, by: Person, at: datetime) -> list[Sheet]:
    """列出全部应交表: one sheet for each lead unit of the rule book, with the data items of its indicators.

    Counted votes are no lead unit's figures: they come from the office's own ballots.
    """
    rulebook = gather.rulebook_of(round)
    asked = {entry["code"] for entry in rulebook["data"] if entry["kind"] != "tally"}
    by_lead: dict[str, set[str]] = {}
    for item in rulebook["items"]:
        own = {entry["item"] for entry in item["data"].values()} & asked
        if item["lead"] and own:
            by_lead.setdefault(item["lead"], set()).update(own)
    return [
        services.owe(
            round=round, lead=orgs_services.name_unit(name=name, by=by, at=at), title=f"{name}打分表", items=sorted(items), due_on=due_on,
            by=by, at=at,
        )
        for name, items in by_lead.items()
    ]  # fmt: skip


def read_file(sheet: Sheet, path: Path, *, name: str = "") -> Preview:
    """Read a lead unit's workbook: every bad cell named, every oddity a sentence; nothing is written."""
    problems = Problems()
    round, rulebook = sheet.round, gather.rulebook_of(sheet.round)
    known = known_names(round, rulebook)
    read = read_observations(path, known=known, fallback=round.as_of, problems=problems)
    columns = (
        read.subject, read.item, read.period, read.key, read.value, read.state, read.source,
        [day or "" for day in read.date],
    )  # fmt: skip
    cells = [list(line) for line in zip(*columns, strict=True)]
    if name:
        cells = [[*line[:6], line[6].replace(path.name, name), line[7]] for line in cells]
        problems = _renamed(problems, path.name, name)
    return previewed(sheet, cells, problems, rulebook)


def read_paste(sheet: Sheet, text: str) -> Preview:
    """Read what was pasted from a spreadsheet, as if it had come in a file."""
    if not text.strip():
        raise Refused("没有粘贴内容。请在表格里选中单位、指标和数，复制后粘贴到这里。")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return read_file(sheet, path)


def previewed(
    sheet: Sheet, cells: list[list[Any]], problems: Problems, rulebook: dict[str, Any]
) -> Preview:
    """What a clerk sees before deciding whether to take a table in."""
    last = sheet.submissions.order_by("-number").first()
    before = unpack(last.cells) if last else []
    _foreign(sheet, cells, rulebook, problems)
    known = Known(
        orgs.names(sheet.round.scheme.year), rulebook, before, expected(sheet, rulebook),
        [str(problem.what) for problem in problems.warnings if "合计" in problem.what],
    )  # fmt: skip
    return Preview(
        cells, find_oddities(cells, known), problems.errors, problems.warnings,
        changed_cells(before, cells) if last else [],
    )  # fmt: skip


def known_names(round: Round, rulebook: dict[str, Any]) -> KnownNames:
    """Names by which a round's tables may call units and data items."""
    names = orgs.names(round.scheme.year)
    aliases = {text: code for text, code in orgs.aliases().items() if code in names}
    items = {entry["code"]: _info(entry) for entry in rulebook["data"]}
    return KnownNames(names, items, aliases, {}, rulebook["calendar"])


def expected(sheet: Sheet, rulebook: dict[str, Any]) -> dict[str, list[str]]:
    """Which units must have a figure of each of the sheet's data items."""
    facts = Facts.from_canonical(gather.facts_of(sheet.round, reported=False))
    plan = compile_plan(rulebook, facts)
    found: dict[str, list[str]] = {}
    for code, (start, stop) in plan.cells_of.items():
        for entry in plan.items[code]["data"].values():
            if entry["item"] in sheet.items:
                rows = plan.cell_row[start:stop].tolist()
                found.setdefault(entry["item"], []).extend(plan.rows[row].subject for row in rows)
    return {item: list(dict.fromkeys(subjects)) for item, subjects in found.items()}


def take_in_file(
    *, sheet: Sheet, path: Path, name: str, origin: str = "file", by: Person, at: datetime
) -> tuple[Preview, Submission | None]:
    """收下一个文件: keep the file as it came, then the version; nothing when it has faults."""
    preview = read_file(sheet, path, name=name)
    if not preview.can_be_received:
        return preview, None
    with path.open("rb") as content:
        sha256, size = store.put(iter(lambda: content.read(1 << 20), b""))
    kept = files.keep(sha256=sha256, size=size, name=name, media_type=TABLE, by=by, at=at)
    return preview, take_in(sheet=sheet, preview=preview, origin=origin, file=kept, by=by, at=at)


def take_in(
    *, sheet: Sheet, preview: Preview, origin: str, file: StoredFile | None = None, by: Person, at: datetime
) -> Submission:  # fmt: skip
    """收下一版."""
    if preview.faults:
        raise Refused(f"表里有 {len(preview.faults)} 处错误，没有收下。请先改好。")
    return services.receive(
        sheet=sheet, cells=preview.cells, origin=origin, oddities=[odd.data() for odd in preview.oddities],
        file=file, by=by, at=at,
    )  # fmt: skip


def return_text(sheet: Sheet, submission: Submission, due: date | None = None) -> str:
    """The letter with which a version goes back, written from its oddities; the clerk may change it."""
    points = [
        f"{number}. {odd['sentence']}，{odd['remedy'].rstrip('。')}"
        for number, odd in enumerate(submission.oddities, start=1)
    ]
    until = f"请于 {due.month} 月 {due.day} 日前交盖章表。" if due else "请改好后再交盖章表。"
    listed = "；".join(points) or "请按要求核对"
    return (
        f"{sheet.lead.name}：{sheet.title}第 {submission.number} 版请核对后重报。{listed}。{until}"
    )


def empty_sheet(sheet: Sheet, path: Path) -> None:
    """The workbook a lead unit fills in: its units and its indicators, with rules and lists beside the cells."""
    rulebook = gather.rulebook_of(sheet.round)
    facts = Facts.from_canonical(gather.facts_of(sheet.round))
    write_template(
        rulebook, path, roster=facts.roster, lead=sheet.lead.name, period=sheet.round.as_of
    )


def _foreign(
    sheet: Sheet, cells: Sequence[Sequence[Any]], rulebook: dict[str, Any], problems: Problems
) -> None:
    """Figures of another round or another lead unit are named, not taken in by mistake."""
    names = {entry["code"]: entry["name"] for entry in rulebook["data"]}
    strangers = sorted({line[1] for line in cells} - set(sheet.items))
    if strangers:
        what = "表里有不归本单位报的数：" + "、".join(
            names.get(code, code) for code in strangers[:5]
        )
        problems.error(
            sheet.title, what, "请删去这些列，或换到对应的牵头单位收", code="foreign-item"
        )
    periods = sorted({line[2] for line in cells} - set(_periods(sheet, rulebook)))
    if periods:
        what = f"表里是 {'、'.join(periods)} 的数，本轮截至 {sheet.round.as_of}"
        problems.error(sheet.title, what, "请确认是不是拿错了表", code="foreign-period")


def _periods(sheet: Sheet, rulebook: dict[str, Any]) -> list[str]:
    """Periods a round may ask for: everything up to its reference period."""
    calendar, as_of = rulebook["calendar"], sheet.round.as_of
    return list(calendar[: calendar.index(as_of) + 1])


def _renamed(problems: Problems, old: str, new: str) -> Problems:
    renamed = Problems()
    for one in problems:
        place = re.sub(re.escape(old), lambda _: new, one.place)
        renamed.add(Problem(place, one.what, one.remedy, one.level, one.code))
    return renamed


def _info(entry: dict[str, Any]) -> ItemInfo:
    least = entry["min"]
    return ItemInfo(
        entry["name"], entry["kind"], entry["unit"], least is not None and not least.startswith("-")
    )
