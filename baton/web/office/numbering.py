"""编一稿: numbered at once where nothing has to be asked; otherwise a page says first what it would pass over or change."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from baton.desk.drafts import numbering
from baton.desk.looks.columns import places_in
from baton.domain import clock
from baton.domain.assessment import gather
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round, Stage
from baton.web.components.rounds import round_of
from baton.web.components.typed import Typed

MOST = 60  # units of the table of what closing the books changes


@require_POST
def number(request: HttpRequest) -> HttpResponse:
    """编一稿"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    typed = Typed(request.POST)
    stage, refused = typed["stage"] or round.stage, ""
    seen = None if round.is_closed else numbering.look(round, stage, typed["books"])
    if seen is None or not seen.needs_answer or typed["asked"]:
        try:
            run = numbering.number(
                round, stage=stage, why=typed["why"], headline=typed["headline"], despite=typed["despite"],
                books=typed["books"], lapsed=typed["lapsed"], aside=typed["aside"], seen=seen, by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as found:
            if seen is None or not seen.needs_answer:
                raise
            refused = found.sentence
        else:
            messages.success(request, f"已冻结为第 {run.number} 稿（{run.get_stage_display()}）。")
            return redirect("office:run", pk=run.pk)
    page = {
        "section": "board", "round": round, "seen": seen, "typed": typed, "stage": stage, "word": Stage(stage).label,
        "refused": refused, "most": MOST, "total_digits": _digits(round, seen),
    }  # fmt: skip
    return render(request, "office/number.html", page)


def _digits(round: Round, seen: numbering.Look | None) -> int:
    """How many decimals the totals have that closing the books would move."""
    if seen is None or not seen.moved:
        return 0
    rule = gather.rulebook_of(round)["rounding"]["total"]["places"]
    return places_in([one for row in seen.moved for one in row.totals], rule)
