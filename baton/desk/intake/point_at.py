"""自己指列，指给一张打分表: the page of a lead unit's table that is to be pointed at, as it is read so far."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from baton.desk.intake.arrivals import Arrived
from baton.desk.intake.how_read import how_read
from baton.desk.intake.pointing import PointingPage, page_to_point_at
from baton.desk.intake.sheet_answers import EVERYWHERE, FORMULA, SHOWN, Answers
from baton.desk.intake.sheet_names import AtHand
from baton.desk.questions import Answer
from baton.domain.intake import queries
from baton.domain.intake.models import Sheet


def page_of_file(
    sheet: Sheet, path: Path, page: str, said: Sequence[Answer], *, name: str = "", sideways: bool | None = None
) -> PointingPage:  # fmt: skip
    """sideways: as in `page_to_point_at`. Refused where the file has no such page."""
    arrived, as_of = Arrived(path, name or path.name), sheet.round.as_of
    answers = Answers(list(said), *_explained(sheet))
    known = answers.names(AtHand(sheet.round).known_for(sheet))
    shown = answers.of(FORMULA, EVERYWHERE) == SHOWN
    read = arrived.read(known, as_of, answers.cells, results=shown)
    how = how_read(arrived.grids, arrived.name, read.cells, read.beside, known, as_of)
    return page_to_point_at(arrived, page, known, as_of, how, sideways=sideways)


def page_of_paste(
    sheet: Sheet, text: str, page: str, said: Sequence[Answer], *, sideways: bool | None = None
) -> PointingPage:
    """The same of what was pasted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "粘贴.tsv"
        path.write_text(text, encoding="utf-8")
        return page_of_file(sheet, path, page, said, sideways=sideways)


def _explained(sheet: Sheet) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    items, columns = queries.headings_explained(sheet)
    return items, queries.reference_rows_settled(sheet), columns
