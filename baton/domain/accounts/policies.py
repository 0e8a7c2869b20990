"""Who may do what, as sentences."""

from __future__ import annotations

from baton.domain.accounts.models import Person, Role
from baton.domain.audit import services as audit
from baton.domain.refusals import Refused


def check_clerk(person: Person) -> None:
    """Only the assessment office's clerks write anything in this profile; whoever may, waits for a turn to write."""
    audit.take_turn()
    if not person.is_active or person.role != Role.CLERK:
        raise Refused("只有考核办可以做这件事。")
