"""方案的封面: what a scheme rests on, its full text, the organs that agreed to it, and how many indicators it may have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.refusals import Refused
from baton.domain.schemes.models import Approval, Citation, Scheme, Version

LONGEST_TITLE, LONGEST_DOCUMENT, LONGEST_ORGAN = 200, 120, 60
MOST = 1000


def citations(scheme: Scheme) -> QuerySet[Citation]:
    """What stands on the cover, by kind and day."""
    return (
        scheme.citations.filter(is_removed=False)
        .select_related("file")
        .order_by("kind", "issued_on", "id")
    )


@transaction.atomic
def cite(
    *, scheme: Scheme, kind: str, title: str, document: str = "", issued_on: date | None = None,
    file: StoredFile | None = None, by: Person, at: datetime,
) -> Citation:  # fmt: skip
    """写上一件: an upper level's scheme, a basis, the full text or the interpretation, with its file where there is one."""
    policies.check_clerk(by)
    title, document = title.strip(), document.strip()
    if kind not in Citation.Kind.values:
        raise Refused("请选这是哪一种：上级方案、依据、方案正文或解读说明。")
    if not title:
        raise Refused("请写名称，如“云州市综合考核办法”。")
    if len(title) > LONGEST_TITLE or len(document) > LONGEST_DOCUMENT:
        raise Refused(f"名称最多 {LONGEST_TITLE} 个字，文号最多 {LONGEST_DOCUMENT} 个字。")
    if citations(scheme).filter(kind=kind, title=title, document=document).exists():
        raise Refused(f"“{title}”已经写上了。")
    made = Citation.objects.create(
        scheme=scheme, kind=kind, title=title, document=document, issued_on=issued_on, file=file, added_at=at, added_by=by
    )  # fmt: skip
    audit.record(
        "scheme.cited", by=by, on=f"scheme:{scheme.pk}", at=at, kind=str(kind), title=title, document=document, rows=[made]
    )  # fmt: skip
    return made


@transaction.atomic
def remove(*, citation: Citation, why: str, by: Person, at: datetime) -> None:
    """去掉一件, with a reason; it stays on record."""
    policies.check_clerk(by)
    if not why.strip():
        raise Refused("请写明为什么去掉。")
    citation.is_removed = True
    citation.save(update_fields=["is_removed"])
    audit.record(
        "scheme.citation_removed", by=by, on=f"scheme:{citation.scheme_id}", at=at, title=citation.title,
        why=why.strip(), rows=[citation],
    )  # fmt: skip


@transaction.atomic
def approve(
    *, version: Version, organ: str, meeting: str, decided_on: date, document: str = "", by: Person, at: datetime
) -> Approval:  # fmt: skip
    """再记一次审议: another organ has agreed to a version that is sealed (常务会 after 考核委, 常委会 after both)."""
    policies.check_clerk(by)
    organ, meeting, document = organ.strip(), meeting.strip(), document.strip()
    if version.state == Version.State.DRAFT:
        raise Refused(f"第 {version.number} 版还在起草，定稿的时候记第一次审议。")
    if not organ or not meeting:
        raise Refused("请写明审议机关和会议。")
    if max(len(organ), len(meeting) // 2, len(document) // 2) > LONGEST_ORGAN:
        raise Refused(
            f"审议机关最多 {LONGEST_ORGAN} 个字，会议、文号最多 {2 * LONGEST_ORGAN} 个字。"
        )
    if version.approvals.filter(organ=organ, meeting=meeting, decided_on=decided_on).exists():
        raise Refused("这次审议已经记过了。")
    made = Approval.objects.create(
        version=version, organ=organ, meeting=meeting, decided_on=decided_on, document=document, recorded_at=at, recorded_by=by
    )  # fmt: skip
    audit.record(
        "version.approved", by=by, on=f"version:{version.pk}", at=at, organ=organ, meeting=meeting,
        decided_on=decided_on.isoformat(), document=document, digest=version.digest, rows=[made],
    )  # fmt: skip
    return made


@transaction.atomic
def limit_indicators(*, scheme: Scheme, most: int | None, by: Person, at: datetime) -> None:
    """定指标最多几个; None: no limit."""
    policies.check_clerk(by)
    if most is not None and not 1 <= most <= MOST:
        raise Refused(f"指标个数请写 1 到 {MOST}，不限就空着。")
    if scheme.most_indicators == most:
        raise Refused("与现在的一样，没有改。")
    scheme.most_indicators = most
    scheme.save(update_fields=["most_indicators"])
    audit.record("scheme.limited", by=by, on=f"scheme:{scheme.pk}", at=at, most=most, rows=[scheme])


def approvals(version: Version) -> Sequence[Approval]:
    """Who agreed to a version, in the order of the days."""
    return list(version.approvals.order_by("decided_on", "id"))
