"""改规则: a changed rule book goes into the scheme's open draft, or a new draft begins where the newest is sealed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from baton.domain.accounts.models import Person
from baton.domain.refusals import Conflict, Refused
from baton.domain.schemes import queries, services
from baton.domain.schemes.models import Scheme, Version


@transaction.atomic
def keep(
    *, scheme: Scheme, book: dict[str, Any], seen: tuple[int, int], why: str, by: Person, at: datetime
) -> Version:  # fmt: skip
    """Keep a changed rule book in a draft; rounds go on with the version they have.

    seen: number and edits of the version the change was made from; Conflict when there is something newer.
    """
    newest = queries.newest(scheme)
    if newest is None:
        raise Refused("这个方案还没有规则书，请先收指标体系表。")
    if newest.number != seen[0]:
        raise Conflict(
            f"规则书已经有第 {newest.number} 版了，您的改动没有写入。请看看现在的内容再改。"
        )
    if book == queries.book_of(newest):
        raise Refused("与现在的规则一样，没有要写入的。")
    if newest.state == Version.State.DRAFT:
        return services.rewrite(version=newest, book=book, edits=seen[1], by=by, at=at)
    return services.draft(scheme=scheme, book=book, why=why, by=by, at=at)
