"""发布安排 of a year's end: what the committee decides before anything is computed."""

from __future__ import annotations

from datetime import datetime

from baton.domain.accounts.models import Person
from baton.domain.assessment import release_services
from baton.domain.rounds.models import Round

PLAN: dict[tuple[str, str], tuple[str, ...]] = {
    ("check", "units"): ("checks",), ("opinion", "units"): ("checks",), ("committee", "leader"): ("totals",),
    ("committee", "committee"): ("brief", "board"), ("standing", "leader"): ("totals",), ("standing", "standing"): ("brief", "board"),
    ("notice", "leader"): ("totals",), ("notice", "viewer"): ("names",), ("notice", "public"): ("names",),
    ("final", "leader"): ("totals",), ("final", "viewer"): ("totals",), ("final", "leads"): ("lead-losses",),
    ("final", "units"): ("letters-rank", "bulletin-rank"), ("final", "public"): ("bulletin", "praise"), ("final", "archive"): ("catalogue",),
}  # fmt: skip


def plan_releases(round: Round, *, document: str, by: Person, at: datetime) -> None:
    """Decide for a round who sees which layer at which stage."""
    release_services.plan_releases(round=round, cells=PLAN, decided_by="市考核委", document=document, by=by, at=at)  # fmt: skip
