"""与原文不同: sentences of a scheme that the rules don't follow, because somebody has decided otherwise and said what."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused
from baton.domain.schemes.models import Departure, Scheme


class Sentence(NamedTuple):
    """A sentence where it was answered: which form, about what, its words, what it seems to say."""

    part: str
    key: str
    quote: str
    says: str


def departures(scheme: Scheme) -> dict[Sentence, str]:
    """What was chosen last, by sentence."""
    found = Departure.objects.filter(scheme=scheme).order_by("pk")
    return {Sentence(one.part, one.key, one.quote, one.says): one.chosen for one in found}


@transaction.atomic
def depart(
    *, scheme: Scheme, chosen: Sequence[tuple[Sentence, str]], by: Person, at: datetime
) -> list[Departure]:
    """记下与原文不同: for each sentence what was chosen instead; Refused where it is noted already."""
    policies.check_clerk(by)
    known = departures(scheme)
    fresh = [(one, word) for one, word in chosen if known.get(one) != word]
    if not fresh:
        raise Refused("这句话与现在定的不同，已经记下了。")
    made = Departure.objects.bulk_create(
        Departure(scheme=scheme, **one._asdict(), chosen=word, decided_at=at, decided_by=by) for one, word in fresh
    )  # fmt: skip
    audit.record(
        "scheme.departed", by=by, on=f"scheme:{scheme.pk}", at=at, parts=[[one.part, one.key, word] for one, word in fresh],
        rows=made,
    )  # fmt: skip
    return made
