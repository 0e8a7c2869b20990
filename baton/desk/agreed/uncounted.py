"""不计分的: what is written for nothing, and a figure that no longer counts once its target says 无此任务; said before anything is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from baton.desk.agreed.lines import Written
from baton.desk.agreed.tasks import Agreed
from baton.documents.agreement_tables import TASK
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


def none_wanted(lines: Sequence[Written], agreed: Agreed) -> list[str]:
    """The fields that the rule book takes of these indicators, where not one line says any of them; else nothing."""
    by_code = {one.code: set(one.asked) - {TASK} for one in agreed.indicators}
    wanted = set[str]().union(*(by_code.get(one.line.indicator, ()) for one in lines))
    if any(one.line.value is None or one.line.field in by_code.get(one.line.indicator, ()) for one in lines):  # fmt: skip
        return []
    return sorted(wanted)
