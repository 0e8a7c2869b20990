"""发责任书空表: the workbook of everything the agreement has to say, with what it says already."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from baton.desk.agreed.asked import agreed_of
from baton.desk.agreed.changing import said
from baton.desk.agreed.tasks import Agreed, Indicator, Task
from baton.documents.target_workbook import Explained, TargetRow, write_target_workbook
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round


def empty_workbook(round: Round, path: Path) -> None:
    """Indicator by indicator, within each the units in official order; of those that are not for all, whom it may concern."""
    agreed = agreed_of(round)
    asked = [one for one in agreed.indicators if one.asked]
    if not asked:
        raise Refused("规则书没有一处从责任书取数，不用填责任书。")
    fields = list(dict.fromkeys(name for one in asked for name in one.asked))
    fields.sort(key=lambda name: name == "分值")
    write_target_workbook(
        path, f"{round.scheme.title}责任书", fields, [row for one in asked for row in _rows(one, agreed)],
        [Explained(one.name, one.sentence, "、".join(one.asked), one.lead) for one in asked],
    )  # fmt: skip


def _rows(indicator: Indicator, agreed: Agreed) -> Iterator[TargetRow]:
    """Whom an indicator concerns; as long as it concerns nobody, everybody it may be given to."""
    if indicator.tasks:
        for task in indicator.tasks:
            yield TargetRow(task.name, indicator.name, _values(task), indicator.sentence)
        return
    for subject, name in agreed.units.items():
        if subject in indicator.open_to:
            yield TargetRow(
                name, indicator.name, dict.fromkeys(indicator.asked, ""), indicator.sentence
            )


def _values(task: Task) -> dict[str, str]:
    return {
        one.name: said(one.value, field=one.name) if one.is_said else ""
        for one in task.fields
        if one.is_asked and not one.is_common
    }
