"""Reading paper sets."""

from __future__ import annotations

from baton.domain.assessment.models import Run
from baton.domain.printing.models import Advice, PaperSet, Template, Wording


def newest(run: Run) -> PaperSet | None:
    """The set that was asked for last."""
    return PaperSet.objects.filter(run=run).order_by("-pk").first()


def kept(run: Run) -> list[PaperSet]:
    """The finished sets of a draft that can still be taken away, the newest first."""
    return list(
        PaperSet.objects.filter(run=run, file__isnull=False)
        .select_related("asked_by")
        .order_by("-pk")
    )


def next_open() -> PaperSet | None:
    """The set to work on: whoever asked first is served first."""
    waiting = PaperSet.objects.filter(done_at=None, failed="")
    return (
        waiting.select_related("run__round__scheme", "run__version", "asked_by")
        .order_by("pk")
        .first()
    )


def templates() -> dict[str, Template]:
    """The office's own templates that are in use, by kind of paper."""
    found = Template.objects.filter(dropped_at=None).select_related("file", "kept_by")
    return {one.kind: one for one in found}


def wording(kind: str) -> Wording | None:
    """What the office words itself on a kind of paper."""
    return Wording.objects.filter(kind=kind, dropped_at=None).select_related("kept_by").first()


def advice(run: Run) -> dict[str, Advice]:
    """The newest advice on a draft, by unit; one query."""
    found = Advice.objects.filter(run=run).select_related("written_by").order_by("pk")
    return {one.subject: one for one in found}


def advice_before(run: Run, subject: str) -> Advice | None:
    """The newest advice for a unit on an earlier draft of the same round."""
    earlier = Advice.objects.filter(
        run__round=run.round_id, run__number__lt=run.number or 0, subject=subject
    )
    return earlier.exclude(text="").select_related("run").order_by("-run__number", "-pk").first()
