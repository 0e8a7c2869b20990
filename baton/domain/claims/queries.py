"""Reading the ledger of bonuses, deductions and vetoes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count

from baton.domain.claims.kinds import can_count, kinds_of, waiting_words
from baton.domain.claims.models import Claim
from baton.domain.claims.windows import claims_of
from baton.domain.orgs.models import Standing, Unit
from baton.domain.orgs.queries import official_order
from baton.domain.rounds import queries as rounds
from baton.domain.rounds.models import Round
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme


def events(round: Round) -> list[list[Any]]:
    """A round's claims as rows of the canonical table of events (semantics §2); the rule book decides what counts."""
    found = (
        claims_of(round)
        .exclude(state=Claim.State.WITHDRAWN)
        .select_related("subject")
        .order_by("number")
    )
    return [
        [
            claim.number, claim.subject.code, claim.kind, claim.level, claim.matter,
            claim.happened_on.isoformat() if claim.happened_on else "",
            claim.until.isoformat() if claim.until else "", claim.document, claim.role, claim.count,
            claim.points or None, claim.counted or None, claim.state, claim.is_elsewhere,
        ]
        for claim in found
    ]  # fmt: skip


@dataclass(frozen=True)
class Matter:
    """Lines of one unit that tell of the same matter."""

    name: str
    claims: list[Claim]


@dataclass(frozen=True)
class Ledger:
    """One unit's lines, grouped by matter."""

    subject: Unit
    matters: list[Matter]

    @property
    def claims(self) -> list[Claim]:
        return [claim for matter in self.matters for claim in matter.claims]


def ledgers(scheme: Scheme, group: str = "") -> list[Ledger]:
    """All lines unit by unit in official order, within a unit by matter; three queries whatever the number."""
    found = (
        Claim.objects.filter(scheme=scheme)
        .select_related("subject")
        .prefetch_related("decisions")
        .order_by("number")
    )
    if group:
        found = found.filter(
            subject__standings__year=scheme.year, subject__standings__group__name=group
        )
    order = official_order(scheme.year)
    by_unit: dict[int, list[Claim]] = defaultdict(list)
    for claim in found:
        by_unit[claim.subject_id].append(claim)
    return [
        Ledger(claims[0].subject, _matters(claims))
        for _, claims in sorted(by_unit.items(), key=lambda entry: order.get(entry[0], len(order)))
    ]


def by_number(scheme: Scheme, number: str) -> Claim | None:
    """The line with this number."""
    return Claim.objects.filter(scheme=scheme, number=number).select_related("subject").first()


def numbered(scheme: Scheme, numbers: Sequence[str]) -> list[Claim]:
    """The lines with these numbers."""
    return list(Claim.objects.filter(scheme=scheme, number__in=numbers))


def without_points(claims: Sequence[Claim]) -> list[str]:
    """Numbers of claims of one scheme whose level some running round's points table doesn't have."""
    scheme = claims[0].scheme
    running = Round.objects.filter(scheme=scheme, is_closed=False).select_related("version")
    versions = {round.version_id: round.version for round in running}
    if not versions and (last := schemes.newest(scheme)):
        versions[last.pk] = last
    books = [kinds_of(schemes.book_of(version)) for version in versions.values()]
    return [
        claim.number
        for claim in claims
        if not all(can_count(book, claim.kind, claim.level) for book in books)
    ]


def counts(round: Round) -> dict[str, int]:
    """How many lines that the round counts are in each state; kinds that it doesn't assess are none of its business."""
    mine = claims_of(round)
    if round.scope is not None:
        mine = mine.filter(kind__in=kinds_of(rounds.book_of(round)))
    found = mine.values_list("state").annotate(n=Count("id"))
    return dict.fromkeys(Claim.State.values, 0) | dict(found)


def waiting(round: Round) -> str:
    """What of the lines that the round counts nobody has decided yet: 7 条加减分待定，1 条一票否决待定."""
    if not (whole := counts(round)["pending"]):
        return ""
    vetoes = {veto["kind"] for veto in rounds.book_of(round)["vetoes"]}
    hit = claims_of(round).filter(kind__in=vetoes, state=Claim.State.PENDING).count()
    return waiting_words(whole - hit, hit)


def _matters(claims: list[Claim]) -> list[Matter]:
    by_matter: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        by_matter[claim.matter].append(claim)
    return [Matter(name, lines) for name, lines in by_matter.items()]


def standing_fault(standing: Standing | None, day: date | None) -> tuple[str, str] | None:
    """Why a unit can have no claim of a day, and what to do: it had not begun, or had been merged or abolished."""
    if standing is None or day is None:
        return None
    name = standing.unit.name
    if standing.starts_on and day < standing.starts_on:
        return (
            f"“{name}”{standing.starts_on} 才成立，{day} 还没有",
            "请登记在原来的单位名下，或核对日期",
        )
    if standing.ends_on and day > standing.ends_on:
        since = standing.ends_on + timedelta(days=1)
        if standing.merged_into:
            into = standing.merged_into.name
            return (
                f"“{name}”{since} 起已并入“{into}”",
                f"请登记在“{into}”名下，或核对日期",
            )
        return f"“{name}”{since} 起已撤销", "请登记在承接的单位名下，或核对日期"
    return None


def merged_since(standing: Standing | None, on: date) -> tuple[str, str] | None:
    """Where a unit that had been merged by a day went, and that it had: claims under its own name count for nobody then."""
    if standing is None or standing.merged_into is None or standing.ends_on is None:
        return None
    if standing.ends_on >= on:
        return None
    since, into = standing.ends_on + timedelta(days=1), standing.merged_into
    return into.code, f"“{standing.unit.name}”{since} 起已并入“{into.name}”"


def standings(year: int) -> dict[int, Standing]:
    """Where everybody stands in a year, by unit."""
    found = Standing.objects.filter(year=year).select_related("unit", "merged_into", "group")
    return {one.unit_id: one for one in found}
