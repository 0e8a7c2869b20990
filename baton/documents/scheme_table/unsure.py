"""分值没写清: points that are no plain number, 10分（每次通报扣2分）, asked about where it can be told what they may be."""

from __future__ import annotations

from collections.abc import Mapping

from baton.documents.numbers import fold, read_number
from baton.documents.scheme_table.rows import bare_points
from baton.documents.scheme_table.whom import Unclear

CELL = "cell:"


def meant(written: str) -> tuple[str, ...]:
    """What a cell of points may mean."""
    reading = read_number(bare_points(fold(written)))
    return reading.choices or ((reading.proposed,) if reading.proposed else ())


def said_of(place: str, written: str, answers: Mapping[str, str]) -> str:
    """The cell as the clerk has said it, else as it is written."""
    answer = answers.get(CELL + place, "")
    return answer if answer in meant(written) else written


def question(place: str, name: str, written: str) -> Unclear | None:
    """What the points of an indicator are; nothing where nobody could guess."""
    answers = tuple((one, f"{one} 分") for one in meant(written))
    if not answers:
        return None
    return Unclear(CELL + place, place, written, f"“{name}”的分值写的是“{written}”，是几分", (name,), answers)  # fmt: skip
