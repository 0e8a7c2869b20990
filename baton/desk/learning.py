"""记住写法: what was said that a written name means is known from then on, unless it speaks of several units."""

from __future__ import annotations

from datetime import datetime

from baton.documents.several_names import names_several
from baton.domain.accounts.models import Person
from baton.domain.orgs import services
from baton.domain.orgs.models import Unit


def learn_written(*, text: str, unit: Unit, by: Person, at: datetime) -> None:
    """Keep a way of writing a unit; 北川区等3个县区 means other units in the next table and is not kept."""
    if not names_several(text):
        services.learn_alias(text=text, unit=unit, by=by, at=at)
