"""意见建议: written unit by unit for the letters of a draft, begun from what the facts say."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk.answers import kept
from baton.desk.papers.advising import Addressee, addressees, proposal
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.printing import services
from baton.domain.printing.queries import advice_before
from baton.domain.refusals import Refused
from baton.web.components.typed import Typed

LONGEST = 9  # digits of a text's number


@require_GET
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """意见建议: the first unit to which nothing has been written yet"""
    run, group = _run(request, pk), request.GET.get("group", "")
    found = addressees(run, group)
    if not found:
        raise Http404
    first = next((one for one in found if not one.is_written), found[0])
    return redirect(_address(run, first, group))


@require_http_methods(["GET", "POST"])
def advise(request: HttpRequest, pk: int, subject: str) -> HttpResponse:
    """一个单位的意见建议"""
    run = _run(request, pk)
    line = get_object_or_404(run.lines, subject=subject)
    group = request.GET.get("group", "") or line.group
    found = addressees(run, group)
    one = next((one for one in found if one.line.subject == subject), None)
    if one is None:
        raise Http404
    written = sum(each.is_written for each in found)
    page = {
        "section": "board", "round": run.round, "run": run, "line": line, "one": one, "found": found, "group": group,
        "written": written, "count": len(found),
    }  # fmt: skip
    if request.method == "POST":
        typed = Typed(request.POST)
        seen = int(typed["seen"]) if typed["seen"].isdecimal() and len(typed["seen"]) <= LONGEST else 0  # fmt: skip
        try:
            made = services.advise(
                run=run, subject=subject, text=typed["text"], seen=seen, by=request.user, at=clock.now()
            )  # fmt: skip
        except Refused as refused:
            newest = one.advice.pk if one.advice else 0
            page |= {"refused": refused.sentence, "text": typed["text"], "seen": newest}
            return render(request, "office/advice.html", page, status=409)
        messages.success(
            request, f"{line.name}的意见建议记下了。" if made else "与记下的一样，没有改。"
        )
        left = [each for each in found if not each.is_written and each.line.subject != subject]
        return redirect(_address(run, left[0] if left and typed["act"] == "next" else one, group))
    earlier = None if one.is_written else advice_before(run, subject)
    if one.advice:
        text = one.advice.text
    elif earlier:
        text = earlier.text
    else:
        text = kept((run.pk, run.run_id, "advice", subject), lambda: proposal(run, line))
    page |= {"text": text, "seen": one.advice.pk if one.advice else 0, "earlier": earlier}
    return render(request, "office/advice.html", page)


def _address(run: Run, one: Addressee, group: str) -> str:
    return f"{reverse('office:advise', args=[run.pk, one.line.subject])}?{urlencode({'group': group})}"  # fmt: skip


def _run(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk)
