"""Who may open which address. An address that is not listed here can't be opened by anybody, and fails the tests."""

from __future__ import annotations

from baton.domain.accounts.models import Role

ANYBODY = frozenset({"anybody"})
SIGNED_IN = frozenset(Role.values)
CLERKS = frozenset({Role.CLERK.value})
READERS = frozenset({Role.LEADER.value, Role.VIEWER.value})

ACCESS: dict[str, frozenset[str]] = {
    "web:login": ANYBODY,
    "web:logout": SIGNED_IN,
    "web:password": SIGNED_IN,
    "web:home": SIGNED_IN,
}


def may_open(route: str, role: str | None) -> bool:
    """Whether a person of this role (None: not signed in) may open the address with this name."""
    allowed = ACCESS.get(route, frozenset())
    return allowed == ANYBODY or (role is not None and role in allowed)
