"""牵头单位写的是简称: a lead unit that is nobody on the roster, but short for somebody, is asked about before it gets a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from baton.desk.intake.leads import Leads
from baton.documents.scheme_table import Everybody, SchemeRow, Unclear

Book = dict[str, Any]
LEAD, ANOTHER = "lead:", "-"
LEAST, MOST = 3, 5  # signs of a short name; names to choose from


def settle_leads(
    book: Book, rows: Sequence[SchemeRow], answers: Mapping[str, str], who: Everybody
) -> list[Unclear]:
    """Write each lead unit as the roster has it where that was said; what is still to be asked.

    The rows of the table stand in the order of the book's indicators.
    """
    leads = Leads()
    asked: dict[str, Unclear] = {}
    for item, row in zip(book["items"], rows, strict=True):
        for written in _strangers(leads, item["lead"]):
            names = _longer(written, who)
            answer = answers.get(LEAD + written, "")
            if answer in names:
                for field in ("lead", "scorer"):
                    item[field] = item[field].replace(written, answer)
            elif names and answer != ANOTHER:
                before = asked[written].names if written in asked else ()
                asked[written] = _question(written, row.place, (*before, item["name"]), names)
    return list(asked.values())


def _strangers(leads: Leads, written: str) -> Iterator[str]:
    led = leads.of(written)
    return (name for name in (led.name, *led.others) if name and not leads.knows(name))


def _longer(written: str, who: Everybody) -> list[str]:
    """Names on the roster for which another one may be short, 市工业和信息化局 for 市工信局: first those that begin so, then the shortest."""
    found = who.names.find(written)
    names = {who.names.name(found.id)} if found.id is not None else set()
    every = {who.names.name(code) for code in who.group_of}
    names |= {name for name in every if _is_short(written, name)}
    return sorted(names, key=lambda name: (not name.startswith(written), len(name), name))[:MOST]


def _is_short(written: str, name: str) -> bool:
    """Whether a name has all the signs of a shorter one in their order, the first one first.

    >>> _is_short("市委办", "市委办公室"), _is_short("市工信局", "市工业和信息化局"), _is_short("市统计局", "市财政局")
    (True, True, False)
    """
    if not LEAST <= len(written) < len(name) or written[0] != name[0]:
        return False
    rest = iter(name)
    return all(sign in rest for sign in written)


def _question(written: str, place: str, items: tuple[str, ...], names: Sequence[str]) -> Unclear:
    question = f"牵头单位写的是“{written}”，名册里没有，是哪一家"
    answers = (*((name, f"就是{name}") for name in names), (ANOTHER, f"不是，另有一家“{written}”"))
    return Unclear(LEAD + written, place, written, question, items, answers)
