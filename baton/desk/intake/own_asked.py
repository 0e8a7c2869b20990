"""考核办改过的格, while a table is looked at: what was said of each, for this table or for an earlier version of its sheet."""

from __future__ import annotations

from baton.desk.intake.sheet_answers import OWN, Answers
from baton.desk.questions import Answer
from baton.domain.intake.cells import Cells
from baton.domain.intake.models import Sheet
from baton.domain.intake.own_figures import KEEP, USE, OwnFigure, own_figures


def settle_own(sheet: Sheet, cells: Cells, answers: Answers) -> list[OwnFigure]:
    """Figures of the office that the table says otherwise, with what was said of them; the answers used are told."""
    now = {one.written: one.value for one in answers.kept if one.what == OWN and one.value in (KEEP, USE)}  # fmt: skip
    found = own_figures(sheet, cells, now)
    for one in found:
        if one.value:
            answers.use(Answer(**one.answer(one.value)))
    return found


def choices_of(own: OwnFigure) -> list[tuple[Answer, str]]:
    """The answers that change what holds now, each with the words of its button."""
    ways = ((USE, f"用这一版的 {own.here}"), (KEEP, f"留 {own.now}"))
    return [(Answer(OWN, own.mark, way), label) for way, label in ways if way != own.value]
