"""失分台账: every loss of every unit under the lead unit of its indicator, in official order."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from fractions import Fraction

from baton.desk.papers.checking import Accounts, lines_of
from baton.desk.papers.gathering import groups_of, in_column
from baton.documents.papers import LeadLine, LeadLosses
from baton.domain.assessment.models import Run
from baton.domain.orgs import queries as orgs


def lead_losses(run: Run, group: str = "", background: Accounts | None = None) -> list[LeadLosses]:
    """By lead unit; under it indicator by indicator, the one that cost most first, within it the largest loss first."""
    background = background or Accounts(run)
    found: dict[str, dict[str, list[tuple[Fraction, LeadLine]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for lines in groups_of(run, group).values():
        for line in lines:
            subject = background.known.get(line.subject)
            if (
                line.subject not in background.result.plan.row_of
                or subject is None
                or subject.kind == "person"
            ):
                continue
            for one in lines_of(background, line):
                if one.points is not None and one.points > 0:
                    said = LeadLine(one.row.name, line.name, line.group, "", one.row.reason)
                    found[one.row.lead][one.row.name].append((one.points, said))
    order = {name: place for place, name in enumerate(orgs.names(run.round.scheme.year).values())}
    leads = sorted(found, key=lambda lead: (not lead, order.get(lead, len(order))))
    told = [_of_lead(lead, found[lead]) for lead in leads]
    return background.told_in(group, told) if group else told


def _of_lead(lead: str, items: dict[str, list[tuple[Fraction, LeadLine]]]) -> LeadLosses:
    sums = {
        name: sum((points for points, _ in lines), Fraction(0)) for name, lines in items.items()
    }
    found = [
        pair for name in sorted(items, key=lambda one: -sums[one])
        for pair in sorted(items[name], key=lambda pair: -pair[0])
    ]  # fmt: skip
    *lost, whole = in_column([*(points for points, _ in found), sum(sums.values(), Fraction(0))])
    lines = [replace(line, lost=text) for (_, line), text in zip(found, lost, strict=True)]
    return LeadLosses(lead, lines, whole)
