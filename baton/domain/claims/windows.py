"""计哪些天的: which days' bonuses, deductions and vetoes a round counts.

A round within the year ends with its reference day: what happened later belongs to a later round. A year-end round
counts all that the year's ledger holds, since honours of a year are often announced in the January after it. What
has no date counts everywhere.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.claims.models import Claim, Window
from baton.domain.facts import services as figures
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_running

Days = tuple[date | None, date | None]


def days_of(round: Round) -> Days:
    """The first and the last day that count; None: no limit."""
    said = Window.objects.filter(round=round).first()
    if said is not None:
        return said.since, said.until
    return None, None if round.kind == Round.Kind.YEAR_END else round.on


def within(days: Days, day: date | None) -> bool:
    """Whether what happened on a day counts.

    >>> within((None, date(2027, 3, 31)), date(2027, 5, 20)), within((None, date(2027, 3, 31)), None)
    (False, True)
    """
    since, until = days
    return day is None or ((since is None or since <= day) and (until is None or day <= until))


def claims_of(round: Round) -> QuerySet[Claim]:
    """The lines of the year's ledger that a round counts, whatever their state."""
    since, until = days_of(round)
    found = Claim.objects.filter(scheme=round.scheme_id)
    if since is not None:
        found = found.filter(Q(happened_on__isnull=True) | Q(happened_on__gte=since))
    if until is not None:
        found = found.filter(Q(happened_on__isnull=True) | Q(happened_on__lte=until))
    return found


def outside(round: Round) -> int:
    """How many lines that still stand happened on days this round does not count."""
    standing = Claim.objects.filter(scheme=round.scheme_id).exclude(state=Claim.State.WITHDRAWN)
    return standing.exclude(pk__in=claims_of(round).values("pk")).count()


def told(days: Days) -> str:
    """The days in words.

    >>> told((None, date(2027, 3, 31))), told((date(2027, 1, 1), None)), told((None, None))
    ('2027-03-31 以前', '2027-01-01 以后', '全年台账')
    """
    since, until = days
    if since and until:
        return f"{since} 至 {until}"
    if since or until:
        return f"{since} 以后" if since else f"{until} 以前"
    return "全年台账"


@transaction.atomic
def count_days(
    *, round: Round, since: date | None, until: date | None, by: Person, at: datetime
) -> Window:
    """定计哪些天的: from now on the round counts what happened on these days; None: no limit on that side."""
    policies.check_clerk(by)
    check_running(round, "不能再改。")
    if since and until and since > until:
        raise Refused(f"开始的日子 {since} 晚于最后一天 {until}，请改一改。")
    if days_of(round) == (since, until):
        raise Refused("与现在的一样，没有改。")
    made, _ = Window.objects.update_or_create(
        round=round, defaults={"since": since, "until": until, "set_at": at, "set_by": by}
    )
    figures.move_on(round.scheme)
    audit.record(
        "round.claim_days_set", by=by, on=f"round:{round.pk}", at=at, text=told((since, until)), rows=[made]
    )  # fmt: skip
    return made
