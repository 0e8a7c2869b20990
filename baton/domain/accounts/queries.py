"""Reading accounts."""

from __future__ import annotations

from django.db.models import QuerySet

from baton.domain.accounts.models import Person

MACHINE = "machine"  # who acted at the machine itself, in the log


def people() -> QuerySet[Person]:
    """Everybody with an account, clerks first."""
    return Person.objects.order_by("role", "username")


def names_by_code() -> dict[str, str]:
    """Who the log's opaque codes are."""
    return {MACHINE: "本机命令"} | dict(Person.objects.values_list("code", "name"))
