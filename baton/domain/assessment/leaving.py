"""稿出了考核办以后: from then on nobody changes a figure without saying why."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from baton.domain.assessment.models import Dispatch, Release
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round, Stage


def why_reason(round: Round) -> str:
    """Why a change of a figure needs a reason now, as a sentence; empty while all is still 初算 and nobody was shown a draft."""
    seen = Exists(Release.objects.filter(run=OuterRef("pk")))
    sent = Exists(Dispatch.objects.filter(run=OuterRef("pk"), struck_at=None))
    drafts = round.runs.filter(number__gt=0).annotate(has_left=Q(seen) | Q(sent))
    left = drafts.filter(has_left=True).order_by("-number").first()
    if left is not None:
        return f"第 {left.number} 稿已经发布或者发出，改数要写明为什么改。"
    late = drafts.exclude(stage=Stage.FIRST).order_by("-number").first()
    return f"第 {late.number} 稿是{late.get_stage_display()}，改数要写明为什么改。" if late else ""


def check_reason(round: Round, reason: str) -> None:
    """Refused where a reason is needed and none was given."""
    if not reason.strip() and (why := why_reason(round)):
        raise Refused(f"{why}没有写入，请填“为什么改”。")
