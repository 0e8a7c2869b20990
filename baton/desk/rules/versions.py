"""改规则: a changed rule book goes into the scheme's open draft, or a new draft begins where the newest is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from baton.desk.agreed.since import number_of
from baton.desk.intake import owing
from baton.desk.rules.shared import HALF_YEAR
from baton.documents.scheme_table import spoken, without_orphans
from baton.domain.accounts.models import Person
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds import services as rounds
from baton.domain.rounds.models import Round
from baton.domain.rounds.policies import check_computable
from baton.domain.rounds.queries import scope_of
from baton.domain.schemes import queries, services
from baton.domain.schemes.models import Scheme, Version
from baton.domain.schemes.services import Handed
from baton.domain.targets import services as targets
from baton.domain.targets.services import Line
from baton.scoring.scope import gone

MOST_NAMED = 4


@dataclass(frozen=True)
class Agreed:
    """Lines that the agreement gets together with a rule book. head: the newest line that was looked at."""

    lines: Sequence[Line]
    reason: str = ""
    document: str = ""
    head: int | None = None


def keep(
    *, scheme: Scheme, book: dict[str, Any], seen: tuple[int, int], why: str, handed: Sequence[Handed] = (),
    by: Person, at: datetime,
) -> Version:  # fmt: skip
    """Keep a changed rule book in a draft; rounds go on with the version they have.

    seen: number and edits of the version the change was made from; Conflict when there is something newer.
    """
    return keep_told(
        scheme=scheme, book=book, seen=seen, why=why, handed=handed, by=by, at=at
    )[0]  # fmt: skip


@transaction.atomic
def keep_told(
    *, scheme: Scheme, book: dict[str, Any], seen: tuple[int, int], why: str, handed: Sequence[Handed] = (),
    agreed: Agreed | None = None, by: Person, at: datetime,
) -> tuple[Version, str]:  # fmt: skip
    """The same, with a sentence on the sheets that changed in rounds that use the draft; empty when none did.

    A figure that no indicator takes any more is struck from the list of data: so a score that became a formula's is
    again the lead unit's own score beside the figure. agreed: what the agreement gets in the same act; it holds from
    the version on into which the book goes, so that rounds on an older one keep what they were computed by.
    """
    newest = queries.newest(scheme)
    if newest is None:
        raise Refused("这个方案还没有规则书，请先收指标体系表。")
    if newest.number != seen[0]:
        raise Conflict(
            f"规则书已经有第 {newest.number} 版了，您的改动没有写入。请看看现在的内容再改。"
        )
    before = queries.book_of(newest)
    book = without_orphans(book, before)
    is_open = newest.state == Version.State.DRAFT
    if agreed is not None and agreed.lines:
        lines = [line._replace(since=number_of(newest)) for line in agreed.lines]
        targets.agree(
            scheme=scheme, lines=lines, reason=agreed.reason, document=agreed.document, seen=agreed.head, by=by,
            at=at,
        )  # fmt: skip
        if book == before and is_open:
            return newest, ""
    elif book == before:
        raise Refused("与现在的规则一样，没有要写入的。")
    if not is_open:
        made = services.draft(scheme=scheme, book=book, why=why, handed=handed, by=by, at=at)
        return made, ""
    _check_periods(newest, book)
    _check_half_year(newest, book)
    said = _check_scopes(newest, before, book)
    made = services.rewrite(
        version=newest, book=book, edits=seen[1], handed=handed, by=by, at=at
    )  # fmt: skip
    return made, said + owing.follow_version(version=made, before=before, by=by, at=at)


@transaction.atomic
def use(*, round: Round, version: Version, why: str = "", by: Person, at: datetime) -> str:
    """用这一版: the round is computed by it and its sheets follow; returns what changed in them, in a sentence.

    why: needed to go back to an older version.
    """
    before = queries.book_of(round.version)
    if round.kind == Round.Kind.MID_YEAR and _holds_half_year(queries.book_of(version)):
        raise Refused(
            "这一版写着半年评估占全年几成，半年评估自己不能用它。请用没有半年占比的一版。"
        )
    rounds.use_version(round=round, version=version, why=why, by=by, at=at)
    said = scope_moved(round, before, queries.book_of(version))
    return said + owing.follow(round=round, before=before, by=by, at=at).told()


def scope_moved(round: Round, before: dict[str, Any], book: dict[str, Any]) -> str:
    """What a new rule book changes in which indicators a round assesses, in a sentence; empty for one that assesses all."""
    scope = scope_of(round)
    if scope is None:
        return ""
    names = {one["code"]: one["name"] for table in ("items", "nodes") for one in before[table]}
    added = [one["name"] for one in book["items"] if one["code"] not in names]
    lost = [names[code] for code in gone(book, scope) if code in names]
    said = f"“{round.name}”考着的{_named(lost)}没有了，少考 {len(lost)} 项。" if lost else ""
    if added:
        said += f"新添的{_named(added)}，“{round.name}”没有勾，要考请到轮次页勾上。"
    return said


def _named(names: list[str]) -> str:
    more = f"等 {len(names)} 项" if len(names) > MOST_NAMED else ""
    return "、".join(f"“{name}”" for name in names[:MOST_NAMED]) + more


def _check_scopes(version: Version, before: dict[str, Any], book: dict[str, Any]) -> str:
    """A round that uses the draft and assesses only some of it can still be computed; what it loses, in a sentence."""
    said = ""
    for round in Round.objects.filter(
        version=version, voided_at=None, scope__isnull=False
    ).order_by("id"):
        scope = scope_of(round)
        assert scope is not None
        try:
            check_computable(book, scope)
        except Refused as refused:
            raise Refused(
                f"“{round.name}”正用着这一版，只考其中几项，这样改它就算不出来了，没有写入。{refused.sentence}那一轮考哪些，到轮次页改。"
            ) from refused
        said += "" if round.is_closed else scope_moved(round, before, book)
    return said


def _check_periods(version: Version, book: dict[str, Any]) -> None:
    """A round that uses the draft keeps its period."""
    for round in Round.objects.filter(version=version, voided_at=None):
        if round.as_of not in book["calendar"]:
            raise Refused(
                f"“{round.name}”正用着这一版，截至期是{spoken(round.as_of)}（{round.as_of}）；"
                "新的规则书里没有这一期，没有写入。请把它写进规则书的“期次”。"
            )


def _check_half_year(version: Version, book: dict[str, Any]) -> None:
    """A half-year round never counts a share of itself."""
    own = Round.objects.filter(version=version, kind=Round.Kind.MID_YEAR, voided_at=None).first()
    if own is not None and _holds_half_year(book):
        raise Refused(
            f"“{own.name}”正用着这一版草稿，半年占比写进来，它就要算上自己了，没有写入。"
            "请先到指标体系把这一版定稿；定稿以后再写，就是新的一版，只给年终用。"
        )


def _holds_half_year(book: dict[str, Any]) -> bool:
    return any(one["code"] == HALF_YEAR for one in book["data"])
