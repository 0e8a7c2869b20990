"""写着“—”的格: a dash, a stroke or 无 is read as 无此任务; that is said with the units it touches, and can be changed at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baton.desk.intake.arrivals import Read
from baton.desk.intake.sheet_answers import CELL, DASH, Answers
from baton.desk.questions import Answer
from baton.documents.observations import KnownNames
from baton.domain.intake.oddities import Oddity

NO_TASK, NOT_YET, ZERO = "not_applicable", "not_yet", "0"
WORDS = {NOT_YET: "未报", ZERO: "0"}  # as a cell says it
TOLD = {NOT_YET: "还没有报", ZERO: "零"}
MOST_NAMED = 12
Line = list[Any]


@dataclass(frozen=True)
class Dashed:
    """One cell that was written so: the unit's name and the answers that change it alone, each with its words."""

    unit: str
    choices: tuple[tuple[Answer, str], ...]


@dataclass(frozen=True)
class Dashes:
    """The cells of one item that hold the same word. is_doubtful: some of these units are asked for a figure."""

    sentence: str
    cells: tuple[Dashed, ...]
    choices: tuple[tuple[Answer, str], ...]
    is_doubtful: bool


def settle_dashes(
    read: Read, answers: Answers, known: KnownNames, expected: Mapping[str, Sequence[str]], *,
    before: Collection[tuple[str, str]], name: str,
) -> tuple[list[Dashes], list[Oddity]]:  # fmt: skip
    """Change what a clerk said is to be changed; give the others for the page, and as a doubt where a figure is due.

    before: cells (unit, item) without a task in the version before, of which nothing is doubted again. name: of the file.
    """
    groups: dict[tuple[str, str], list[Line]] = {}
    for line in read.cells:
        if line[5] == NO_TASK and (word := read.unclear.get(line[6], "")):
            groups.setdefault((line[1], word), []).append(line)
    shown: list[Dashes] = []
    odd: list[Oddity] = []
    for (item, word), lines in groups.items():
        about, info = f"{item}|{word}", known.items[item]
        said = answers.of(DASH, about)
        units = [known.subjects[line[0]] for line in lines]
        written = f"{info.name}有 {len(lines)} 格写着“{word}”"
        if said in WORDS and (said != ZERO or info.kind == "number"):
            for line in lines:
                line[4], line[5] = (ZERO, "reported") if said == ZERO else (None, NOT_YET)
            answers.tell(DASH, about, f"{written}，收表时按{TOLD[said]}记：{_named(units)}")
            continue
        ways = (NOT_YET, ZERO) if info.kind == "number" else (NOT_YET,)
        due = [
            known.subjects[line[0]]
            for line in lines
            if line[0] in expected.get(item, ()) and (line[0], item) not in before
        ]
        sentence = f"{written}，按“无此任务”处理：{_named(units)}"
        if due:
            more = f"（另有 {len(units) - len(due)} 格本来就没有此任务或上一版也这样）" if len(due) < len(units) else ""  # fmt: skip
            doubt = (
                f"{info.name}有 {len(due)} 格写着“{word}”，按“无此任务”处理：{_named(due)}{more}"
            )
            odd.append(Oddity("dash", doubt, "确实没有此任务的不用改；还没有报的请写“未报”，是零的请写 0", item))  # fmt: skip
        else:
            answers.tell(DASH, about, sentence)
        many = "都" if len(lines) > 1 else ""
        shown.append(
            Dashes(
                sentence, tuple(_cell(line, known, ways, name) for line in lines),
                tuple((Answer(DASH, about, way), f"{many}是{TOLD[way]}") for way in ways), bool(due),
            )
        )  # fmt: skip
    return shown, odd


def _cell(line: Line, known: KnownNames, ways: Sequence[str], name: str) -> Dashed:
    key = str(line[6]).removeprefix(name).removeprefix("·")
    choices = tuple((Answer(CELL, key, WORDS[way]), f"是{TOLD[way]}") for way in ways)
    return Dashed(known.subjects[line[0]], choices)


def _named(units: Sequence[str]) -> str:
    more = f"等 {len(units)} 个单位" if len(units) > MOST_NAMED else ""
    return "、".join(units[:MOST_NAMED]) + more
