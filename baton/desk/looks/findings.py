"""一句话: what a board says, as its headline unless the office writes its own."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from baton.desk.looks.waiting import Waiting, waiting_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.orgs.models import Unit
from baton.domain.orgs.queries import group_names

MOST_GROUPS = 3


def title_of_group(lines: Sequence[RunLine], waiting: Waiting) -> str:
    """Who leads a group by how much, and who is still without a total."""
    ranked = _ranked(lines)
    if not ranked:
        return f"{waiting.words or len(lines)}都还没有总分"
    said = _first(ranked)
    if len(ranked) > 1 and ranked[0].rank != ranked[1].rank:
        lead = Decimal(ranked[0].total or 0) - Decimal(ranked[1].total or 0)
        said += f"，领先 {plain(lead)} 分" if lead else f"，与{named(ranked[1])}同分"
    return said + (f"；{waiting.words}未出总分" if waiting.count else "")


def title_of(run: Run, lines: Sequence[RunLine] | None = None) -> str:
    """The finding of a whole run: who leads each group of units, and who is still without a total.

    lines: the run's lines where they are at hand.
    """
    lines = list(run.lines.all()) if lines is None else lines
    groups: dict[str, list[RunLine]] = {}
    people = set(Unit.objects.filter(kind=Unit.Kind.PERSON).values_list("code", flat=True))
    for line in lines:
        if line.subject not in people:
            groups.setdefault(line.group, []).append(line)
    known = [name for name in group_names(run.round.scheme.year) if name in groups]
    led = [(name, _ranked(groups[name])) for name in [*known, *(one for one in groups if one not in known)]]  # fmt: skip
    led = [(name, ranked) for name, ranked in led if len(ranked) > 1] or [
        one for one in led if one[1]
    ]
    waiting = waiting_of(run, lines)
    if not led:
        return f"{run.round.name}：都还没有总分"
    if len(led) == 1:
        return title_of_group(groups[led[0][0]], waiting)
    said = "，".join(f"{name}{_first(ranked)}" for name, ranked in led[:MOST_GROUPS])
    return said + (f"；{waiting.words}未出总分" if waiting.count else "")


def _ranked(lines: Sequence[RunLine]) -> list[RunLine]:
    return sorted((line for line in lines if line.rank is not None), key=lambda line: (line.rank or 0, line.order))  # fmt: skip


def _first(ranked: Sequence[RunLine]) -> str:
    first = [named(line) for line in ranked if line.rank == ranked[0].rank]
    return f"{'、'.join(first[:MOST_GROUPS])}{'并列' if len(first) > 1 else ''}第一"


def named(line: RunLine) -> str:
    """A name in a headline: never without the veto that is upon it."""
    return f"{line.name}（被一票否决）" if line.vetoes else line.name


def plain(value: Decimal) -> str:
    """A decimal without zeros at its end.

    >>> plain(Decimal("1.450")), plain(Decimal("10"))
    ('1.45', '10')
    """
    return format(value, "f").rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"
