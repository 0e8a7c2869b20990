"""Reading paper sets."""

from __future__ import annotations

from baton.domain.assessment.models import Run
from baton.domain.printing.models import PaperSet, Template


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
