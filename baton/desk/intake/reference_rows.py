"""打分表上的参照行: 全国、全省 are no assessed units; where an indicator is held against them, their figures can be taken."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from baton.desk.intake import references
from baton.desk.intake.references import Value, Written
from baton.desk.intake.sheet_answers import (
    ASK_AGAIN,
    KEEP,
    LEAVE_OUT,
    REFERENCE,
    Answers,
)
from baton.desk.questions import Answer
from baton.desk.rules.shared import references_of
from baton.documents.layouts.known import ReferenceFigure
from baton.documents.layouts.words import reference_of
from baton.domain.accounts.models import Person
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round

TOLD = {KEEP: "一行记作参照值", LEAVE_OUT: "一行没有收", ASK_AGAIN: "一行放着"}


@dataclass(frozen=True)
class Held:
    """A figure of a reference row that an indicator is held against, and what stands there now."""

    value: Value
    text: str
    source: str

    @property
    def is_same(self) -> bool:
        return self.value.said == self.text

    @property
    def is_other(self) -> bool:
        """Whether taking it would change what somebody recorded, which needs a reason."""
        return self.value.said is not None and not self.is_same

    @property
    def token(self) -> str:
        """As a button carries it: which value, and what the clerk saw in it."""
        return json.dumps([*self.value.key, self.value.said], ensure_ascii=False)


@dataclass(frozen=True)
class ReferenceRow:
    """One row, as it is written, with the figures of it that can be taken.

    said: what is to become of it, now or when the version before came in: kept, left out, or nothing yet.
    """

    written: str
    source: str
    held: tuple[Held, ...]
    said: str = ""

    @property
    def is_left_out(self) -> bool:
        return self.said == LEAVE_OUT

    @property
    def keeping(self) -> str:
        """The answer that keeps it, as a button carries it."""
        return Answer(REFERENCE, self.written, KEEP).text

    @property
    def leaving(self) -> str:
        """The answer that leaves it out."""
        return Answer(REFERENCE, self.written, LEAVE_OUT).text

    @property
    def asking(self) -> str:
        """The answer that opens the question again."""
        return Answer(REFERENCE, self.written, ASK_AGAIN).text


def reference_rows(
    round: Round, book: Mapping[str, Any], found: Sequence[ReferenceFigure], answers: Answers
) -> list[ReferenceRow]:
    """The reference rows of a table; queries only where an indicator is held against one of them.

    What was said of a row goes along with the version, so that the next one need not be asked again.
    """
    wanted = {(one.figure, reference_of(one.name)) for one in references_of(book, round.as_of)}
    is_held = any((one.item, one.region) in wanted for one in found)
    values = references.values_of(round) if is_held else []
    rows = []
    for written, own in groupby(found, lambda one: one.written):
        figures = list(own)
        held = [Held(value, str(one.value), one.source) for one in figures for value in values if _fits(one, value)]  # fmt: skip
        said = answers.of(REFERENCE, written) or answers.rows.get(written, "")
        if said in TOLD:
            answers.tell(REFERENCE, written, f"“{written}”{TOLD[said]}")
        rows.append(ReferenceRow(written, figures[0].source, tuple(held), said))
    return rows


def take(
    *, round: Round, rows: Sequence[ReferenceRow], token: str, whose: str, reason: str = "", by: Person, at: datetime
) -> str:  # fmt: skip
    """记成参照值: one figure of a reference row becomes the value that every unit is held against; what was taken."""
    try:
        item, period, was = json.loads(token)
    except (ValueError, TypeError):
        item = period = was = None
    held = next((one for row in rows for one in row.held if one.value.key == (item, period)), None)
    if held is None:
        raise Refused("表里没有这个参照值，没有记。请再看一看这张表。")
    references.take_in(
        round=round, written=[Written(held.value.key, held.text, was)], source=f"{whose}的表 {held.source}", reason=reason,
        by=by, at=at,
    )  # fmt: skip
    reference = held.value.reference
    return f"{reference.name}（{reference.indicator_name}）{held.text}{reference.unit}"


def kept_by(rows: Sequence[ReferenceRow], token: str) -> list[Answer]:
    """The answer that goes with a figure that was taken: its row is kept, in the next version too."""
    return [
        Answer(REFERENCE, row.written, KEEP) for row in rows for one in row.held if _names(token, one.value)
    ]  # fmt: skip


def _names(token: str, value: Value) -> bool:
    """Whether a button's token is of this value."""
    item, period, _ = json.loads(token)
    return (item, period) == value.key


def _fits(one: ReferenceFigure, value: Value) -> bool:
    reference = value.reference
    if one.value is None or (one.item, one.period) != (reference.figure, value.period):
        return False
    return reference_of(reference.name) == one.region
