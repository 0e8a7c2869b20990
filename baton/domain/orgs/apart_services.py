"""单列: whether a unit is assessed apart in a year, with a total and without a place, said by the office with its reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.orgs.checks import check_why, standing_of
from baton.domain.orgs.models import Standing, Unit
from baton.domain.refusals import Refused

Listing = Standing.Listing


@transaction.atomic
def set_listing(*, year: int, unit: Unit, listing: str, why: str, by: Person, at: datetime) -> None:
    """单列或参加排名: holds for the whole year, in every round that still runs; numbered drafts stay as they are."""
    policies.check_clerk(by)
    check_why(why)
    if listing not in Listing.values:
        raise Refused("请选单列或参加排名。")
    standing = standing_of(year, unit)
    before, after = Listing(standing.listing), Listing(listing)
    if before == after:
        raise Refused(f"“{unit.name}”已经是{after.label}，没有要改的。")
    standing.listing = after
    standing.save(update_fields=["listing"])
    audit.record(
        "unit.listing_changed", by=by, on=f"unit:{unit.code}", at=at, year=year, before=str(before.label),
        after=str(after.label), why=why.strip(), rows=[standing],
    )  # fmt: skip
