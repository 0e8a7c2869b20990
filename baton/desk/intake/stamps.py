"""表号: the number a generated sheet carries, by which it is known again whatever it is called when it comes back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baton.documents.grids import Grid
from baton.domain import clock
from baton.domain.intake.models import Sheet

ROWS, COLUMNS = 6, 12  # where a number is looked for on each page
_NUMBER = re.compile(r"表号\s*[::]?\s*(\d{1,9})-(\d{1,9})-(\d{1,9})-(\d{12})-([0-9a-f]{6})")


@dataclass(frozen=True)
class Stamp:
    """What a sheet's number says: which sheet, made from which version of the scheme, when (minutes, as text)."""

    sheet: Sheet
    version: int
    made: str

    @property
    def made_on(self) -> str:
        """2027 年 1 月 14 日"""
        return f"{self.made[:4]} 年 {int(self.made[4:6])} 月 {int(self.made[6:8])} 日"


def number_of(sheet: Sheet, at: datetime) -> str:
    """The number of a sheet made at this moment from the version its round now uses."""
    made = at.astimezone(clock.CHINA).strftime("%Y%m%d%H%M")
    version = sheet.round.version.number
    return f"表号 {sheet.round_id}-{sheet.pk}-{version}-{made}-{_check(sheet, version, made)}"


def line_of(sheet: Sheet, at: datetime) -> str:
    """The line above the table: for people, with the number at its end."""
    day = at.astimezone(clock.CHINA)
    parts = (
        sheet.round.name, sheet.lead.name, f"方案第 {sheet.round.version.number} 版",
        f"{day.year} 年 {day.month} 月 {day.day} 日生成", number_of(sheet, at),
    )  # fmt: skip
    return " · ".join(parts) + "（本行请勿改动）"


def found_in(grids: Sequence[Grid]) -> Stamp | None:
    """The number on the first page that carries one; a number of another office or mistyped is no number."""
    for grid in grids:
        for row in range(min(len(grid.rows), ROWS)):
            for column in range(min(grid.width, COLUMNS)):
                match = _NUMBER.search(grid.text(row, column))
                stamp = _known(match) if match else None
                if stamp is not None:
                    return stamp
    return None


def _known(match: re.Match[str]) -> Stamp | None:
    round, pk, version, made, check = match.groups()
    sheet = (
        Sheet.objects.select_related("round__scheme", "round__version", "lead")
        .filter(pk=int(pk), round=int(round))
        .first()
    )
    if sheet is None or _check(sheet, int(version), made) != check:
        return None
    return Stamp(sheet, int(version), made)


def _check(sheet: Sheet, version: int, made: str) -> str:
    """Ties the number to this office's sheet: the same row numbers exist in every city's database."""
    told = f"{sheet.round.name}|{sheet.round.opened_at.isoformat()}|{sheet.lead.name}|{sheet.pk}|{version}|{made}"
    return hashlib.sha256(told.encode()).hexdigest()[:6]
