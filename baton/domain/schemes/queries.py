"""Reading schemes."""

from __future__ import annotations

import json
from typing import Any

from django.db.models import QuerySet

from baton.domain.schemes.models import Scheme, Version


def schemes() -> QuerySet[Scheme]:
    """All schemes, the newest year first."""
    return Scheme.objects.order_by("-year", "code")


def newest(scheme: Scheme) -> Version | None:
    """The version with the highest number, draft or not; its book comes when it is asked for."""
    return scheme.versions.defer("book").order_by("-number").first()


def book_of(version: Version) -> dict[str, Any]:
    """A version's canonical rule book."""
    return dict(json.loads(version.book))
