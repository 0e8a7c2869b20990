"""Reading runs: every look at results starts from what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Min, Q, QuerySet

from baton.domain.accounts.models import Person
from baton.domain.assessment.grades import Grade, grades_of
from baton.domain.assessment.models import Release, Run, RunLine
from baton.domain.assessment.readers import Layer
from baton.domain.facts import queries as figures
from baton.domain.orgs.queries import group_names
from baton.domain.rounds.models import Round, Stage

LAYERS = list(Layer.values)


def visible_to(person: Person) -> QuerySet[Run]:
    """All runs for clerks; for readers only what is released to their role at this moment."""
    runs = Run.objects.select_related("round__scheme", "version")
    if person.is_clerk:
        return runs
    return runs.filter(releases__role=person.role, releases__withdrawn_at=None)


def layer_of(run: Run, person: Person) -> str:
    """How deep the person may look into a run; empty: not at all."""
    if person.is_clerk:
        return Layer.EXPLANATIONS.value
    found = run.releases.filter(role=person.role, withdrawn_at=None).first()
    return found.layer if found else ""


def is_released(run: Run, wanted: str) -> bool:
    """Whether anybody who only reads may look into the run as deep as this now."""
    layers = run.releases.filter(withdrawn_at=None).values_list("layer", flat=True).order_by("pk")
    return any(reaches(layer, wanted) for layer in layers)


def released_ends(person: Person) -> list[Release]:
    """The newest draft of every year-end round that a reader sees at least down to totals; oldest first, one query."""
    deep = [layer for layer in LAYERS if reaches(layer, Layer.TOTALS)]
    found = Release.objects.filter(
        role=person.role, withdrawn_at=None, layer__in=deep, run__round__kind=Round.Kind.YEAR_END
    ).select_related("run__round__scheme", "run__version")
    ordered = found.order_by(
        "run__round__scheme__year", "run__round__on", "run__round__pk", "run__number"
    )
    return list({one.run.round_id: one for one in ordered}.values())


def reaches(layer: str, wanted: str) -> bool:
    """Whether a layer shows this one too.

    >>> reaches("papers", "totals"), reaches("papers", "items"), reaches("", "names")
    (True, False, False)
    """
    return layer in LAYERS and LAYERS.index(layer) >= LAYERS.index(wanted)


def provisional(round: Round) -> Run | None:
    """The newest computation of a round; none of what a scheme's first round would be."""
    return (
        None
        if round.pk is None
        else (
            round.runs.filter(kind=Run.Kind.PROVISIONAL)
            .select_related("version", "round__scheme")
            .first()
        )
    )


def drafts(round: Round) -> QuerySet[Run]:
    """The numbered drafts, the newest first."""
    return (
        round.runs.filter(kind=Run.Kind.DRAFT)
        .select_related("version", "round__scheme")
        .order_by("-number")
    )


def earlier_rounds(run: Run) -> list[Run]:
    """The newest numbered draft of every round of the same year that ended no later than this one, the oldest first; one query."""
    own = (
        Run.objects.filter(kind=Run.Kind.DRAFT, round__scheme=run.round.scheme_id, round__on__lte=run.round.on)
        .exclude(round=run.round_id)
        .select_related("round", "version")
        .order_by("round__on", "round__pk", "number")
    )  # fmt: skip
    return list({one.round_id: one for one in own}.values())


def concluding(round: Round) -> Run | None:
    """The draft a round ended on: its newest final one, else the newest."""
    own = drafts(round)
    return own.filter(stage=Stage.FINAL).first() or own.first() or provisional(round)


@dataclass(frozen=True)
class Seen:
    """One draft in the release matrix: who sees it (by role), and what corrects it."""

    run: Run
    by_role: dict[str, Release]
    corrected_by: Run | None

    @property
    def is_open_though_corrected(self) -> bool:
        return bool(self.by_role and self.corrected_by)


def release_matrix(round: Round) -> list[Seen]:
    """Every numbered draft with who sees how much of it, the newest first; two queries."""
    own = list(drafts(round))
    released: dict[int, dict[str, Release]] = {}
    for one in Release.objects.filter(run__in=own, withdrawn_at=None):
        released.setdefault(one.run_id, {})[one.role] = one
    newer = {run.corrects_id: run for run in reversed(own) if run.corrects_id}
    return [Seen(run, released.get(run.pk, {}), newer.get(run.pk)) for run in own]


def is_stale(round: Round, run: Run | None) -> bool:
    """Whether anything that moves points has changed since a run was computed."""
    if run is None:
        return True
    if round.is_closed:
        return False  # it stays as it was closed
    return (run.version_id, run.edits, run.seq) != basis_of(round)


def basis_of(round: Round) -> tuple[int, int, int]:
    """By what a round would be computed now: its version, how often that was edited, how far the facts have moved."""
    version = round.version
    return version.pk, version.edits, figures.moved(round.scheme)


def stale_rounds() -> list[Round]:
    """Open rounds whose provisional result has to be computed anew."""
    open_rounds = Round.objects.filter(is_closed=False).select_related("scheme", "version")
    return [one for one in open_rounds if is_stale(one, provisional(one))]


@dataclass(frozen=True)
class Row:
    """One line of a board: the unit now, before, its grade (computed and decided), the gap to the one above."""

    line: RunLine
    before: RunLine | None
    grade: Grade
    gap: str


def groups_of(run: Run) -> list[str]:
    """The peer groups of a result in official order; two queries."""
    return in_order(run, run.lines.order_by("order").values_list("group", flat=True))


def in_order(run: Run, names: Iterable[str]) -> list[str]:
    """Groups of a run, each once, as the year's roster lists them; one query."""
    found, known = list(dict.fromkeys(names)), group_names(run.round.scheme.year)
    return sorted(found, key=lambda name: known.index(name) if name in known else len(known))


def sizes_of(run: Run) -> dict[str, int]:
    """How many each peer group has, but for those off the roster; in official order, two queries."""
    size = Count("pk", filter=~Q(status="inactive"))
    found = run.lines.values("group").annotate(size=size, first=Min("order")).order_by("first")
    sizes = {one["group"]: one["size"] for one in found}
    return {name: sizes[name] for name in in_order(run, sizes)}


def released_since(run: Run, person: Person) -> datetime | None:
    """When a run was released to this person; None for clerks, who see everything."""
    return released_to(run, person.role)


def released_to(run: Run, role: str) -> datetime | None:
    """When a run was released to a role; None while it is not."""
    found = run.releases.filter(role=role, withdrawn_at=None).first()
    return found.released_at if found else None


def before(run: Run, person: Person) -> Run | None:
    """The run to compare with, among those the person may see: the draft before, else the same kind of round a year ago."""
    seen = visible_to(person)
    own = seen.filter(round=run.round_id, number__lt=run.number or 0).order_by("-number").first()
    last = seen.filter(round__kind=run.round.kind, round__on__lt=run.round.on, number__gt=0)
    return own or last.order_by("-round__on", "-number").first()


def board(
    run: Run, against: Run | None = None, *, until: datetime | None = None, group: str = ""
) -> dict[str, list[Row]]:
    """The boards of a run by peer group: ranked lines by rank, then the others in official order; four queries or five.

    until: organs' decisions recorded later are left out, as they were not released with the run. group: only this one.
    """
    own = run.lines.filter(group=group) if group else run.lines.all()
    before = {}
    if against:
        earlier = against.lines.defer("papers", "vetoes")
        found = earlier.filter(subject__in=own.values("subject")) if group else earlier
        before = {line.subject: line for line in found}
    groups: dict[str, list[Row]] = {}
    lines = sorted(
        own.defer("papers"), key=lambda line: (line.rank is None, line.rank or 0, line.order)
    )
    grades = grades_of(run, until=until, lines=lines)
    above: dict[str, RunLine] = {}
    for line in lines:
        gap = ""
        last = above.get(line.group)
        if line.rank is not None and last is not None and last.total and line.total:
            gap = format(Decimal(last.total) - Decimal(line.total), "f")
        if line.rank is not None:
            above[line.group] = line
        row = Row(line, before.get(line.subject), grades[line.subject], gap)
        groups.setdefault(line.group, []).append(row)
    return groups if group else {name: groups[name] for name in in_order(run, groups)}


def released(run: Run) -> QuerySet[Release]:
    """Who sees this draft now."""
    return run.releases.filter(withdrawn_at=None).order_by("role")
