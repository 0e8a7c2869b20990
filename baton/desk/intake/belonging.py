"""这张表是不是这一轮、这一家的: a sheet of another round or lead unit, one made from an older scheme, and figures that belong elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from baton.desk.intake.leads import Leads
from baton.desk.intake.stamps import Stamp
from baton.documents.problems import Problems
from baton.documents.scheme_table import spoken
from baton.domain.intake.models import Sheet
from baton.domain.intake.oddities import Oddity
from baton.domain.schemes.models import Version
from baton.domain.schemes.queries import book_of


def strange(stamp: Stamp, sheet: Sheet) -> tuple[str, str]:
    """What is said about a sheet whose number is another sheet's, and what to do."""
    other = stamp.sheet
    if other.round_id != sheet.round_id:
        what = f"这是“{other.round.name}”的{other.title}，现在收的是“{sheet.round.name}”"
        remedy = f"请退给{other.lead.name}换本轮的空表重填；要收进那一轮的，按下面的按钮换到那一轮"
        return what, remedy
    return f"这是{other.lead.name}的表，不是{sheet.lead.name}的", f"请到“{other.title}”那里收"


def outdated(stamp: Stamp | None, sheet: Sheet) -> list[Oddity]:
    """A sheet made from an older version is told of, unless nothing that the lead unit reports has changed since."""
    now = sheet.round.version.number
    if stamp is None or stamp.version >= now or not _has_changed(sheet, stamp.version):
        return []
    said = f"这张表是 {stamp.made_on}按方案第 {stamp.version} 版生成的，现在用的是第 {now} 版"
    return [Oddity("outdated", said, "请下载新的空表重填；用到的指标没有改的，核对后可以采用")]


def tell_foreign(
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
    periods = sorted({line[2] for line in cells} - set(periods_of(sheet, rulebook)))
    if periods:
        what = f"表里有{'、'.join(map(spoken, periods))}的数，本轮截至{spoken(sheet.round.as_of)}"
        remedy = "请核对是不是拿错了表；要收的，换到那一期的轮次收"
        problems.error(sheet.title, what, remedy, code="foreign-period")


def periods_of(sheet: Sheet, rulebook: dict[str, Any]) -> list[str]:
    """Periods a round may ask for: everything up to its reference period."""
    calendar, as_of = rulebook["calendar"], sheet.round.as_of
    return list(calendar[: calendar.index(as_of) + 1])


def _has_changed(sheet: Sheet, since: int) -> bool:
    """Whether the lead unit's indicators or their data items differ from those of an older version of the scheme."""
    old = sheet.round.scheme.versions.filter(number=since).first()
    return old is None or _own_part(old, sheet) != _own_part(sheet.round.version, sheet)


def _own_part(version: Version, sheet: Sheet) -> list[Any]:
    book = book_of(version)
    data = {entry["code"]: entry for entry in book["data"]}
    own = Leads().items_of(sheet, book)
    used = sorted({entry["item"] for item in own for entry in item["data"].values()})
    return [own, [data[code] for code in used]]
