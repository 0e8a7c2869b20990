"""目标改为无此任务而数已采用: from then on the figure does not count; that is said before anything is written."""

from __future__ import annotations

from collections.abc import Iterable

from baton.desk.agreed.lines import Written
from baton.documents.problems import Problem
from baton.domain.assessment import gather
from baton.domain.facts import queries as figures
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round

REMEDY = "收下以后这个数不计分；确有这项任务的，目标请填数"


def uncounted(round: Round, lines: Iterable[Written]) -> list[Problem]:
    """A remark for each unit and indicator that becomes 无此任务 and has a figure in the round's period."""
    gone = {one.line.cell[:2]: one for one in lines if one.line.value is None and not one.is_same}
    if not gone:
        return []
    items = {item["code"]: item for item in gather.rulebook_of(round)["items"]}
    known = {
        (line[0], line[1]): line[4] for line in figures.observations(round.scheme)
        if line[2] == round.as_of and line[4] is not None
    }  # fmt: skip
    names, found = orgs.names(round.scheme.year), []
    for (subject, code), one in gone.items():
        item = items.get(code)
        for entry in item["data"].values() if item else ():
            if (value := known.get((subject, entry["item"]))) is not None:
                what = f"{names.get(subject, subject)}的“{item['name']}”已采用 {value}"  # type: ignore[index]
                found.append(Problem(one.place, what, REMEDY, "warning", "not-counted"))
    return found
