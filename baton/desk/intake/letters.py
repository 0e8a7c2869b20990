"""退回的话: the letter with which a version goes back to its lead unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from baton.desk.intake.sheet_answers import HEADING, ITEM, LEVEL, UNIT
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import GLANCE
from baton.domain.intake.own_figures import OWN
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.queries import book_of

_MEANT = re.compile(r"(“.+?”)就是(.+)")


def return_text(sheet: Sheet, submission: Submission, due: date | None = None) -> str:
    """The letter with which a version goes back, written from its oddities; the clerk may change it.

    Of a version that was accepted in part it names the cells that were not, with the clerk's reason.
    """
    if submission.left_out:
        asked, listed = "已部分采用，其余请核对后重报", _left_out(sheet, submission)
    else:
        points = [
            f"{number}. {odd['sentence']}，{'请核对' if odd['kind'] == OWN else odd['remedy'].rstrip('。？')}"
            for number, odd in enumerate(submission.oddities, start=1)
        ]
        points += [f"另：{told}" for one in submission.answers if (told := asked_for(one))]
        asked, listed = (
            "请核对后重报",
            ("；\n" if len(points) > GLANCE else "；").join(points) or "请按要求核对",
        )
    until = f"请于 {due.month} 月 {due.day} 日前交盖章表。" if due else "请改好后再交盖章表。"
    title = sheet.title.removeprefix(sheet.lead.name)
    return f"{sheet.lead.name}：{title}第 {submission.number} 版{asked}。{listed}。{until}"


def _left_out(sheet: Sheet, submission: Submission) -> str:
    """The cells that are not accepted yet, by item, and why."""
    units = orgs.names(sheet.round.scheme.year)
    items = {entry["code"]: entry["name"] for entry in book_of(sheet.round.version)["data"]}
    by_item: dict[str, list[str]] = {}
    for subject, item in submission.left_out:
        by_item.setdefault(items.get(item, item), []).append(units.get(subject, subject))
    cells = "；".join(f"{item}：{'、'.join(named)}" for item, named in by_item.items())
    return f"先不采用的：{cells}。原因：{submission.reason.strip().rstrip('。')}"


def asked_for(kept: Mapping[str, str]) -> str:
    """What an answer asks of the lead unit when its sheet goes back; empty where it was the office's own to give.

    >>> asked_for({"what": "item", "told": "“增速”就是地区生产总值增速"}), asked_for({"what": "item", "told": "“预警”没有收"})
    ('请把“增速”写成“地区生产总值增速”', '')
    """
    told = kept["told"]
    if kept["what"] in (ITEM, HEADING, UNIT, LEVEL) and (found := _MEANT.fullmatch(told)):
        return f"请把{found[1]}写成“{found[2].strip('“”')}”"
    return "" if told.endswith("没有收") else told
