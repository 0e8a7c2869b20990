"""迟到的否决: a veto after a draft was numbered; first who moves, then a correction draft, never a silent change."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.computing import totals_of
from baton.desk.drafts import correcting, retitling
from baton.desk.looks.findings import title_of
from baton.desk.results import result_of
from baton.domain import clock
from baton.domain.assessment import queries
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from baton.scoring.result import Result
from baton.web.components.boards import digits_of
from baton.web.components.forms import Form
from baton.web.components.who import WhoField

DAY = {"type": "date"}


class VetoForm(Form):
    """One veto with its document and who decided it."""

    subject = WhoField(label="哪个单位")
    kind = forms.ChoiceField(label="哪一条否决")
    matter = forms.CharField(label="什么事", max_length=120)
    document = forms.CharField(label="文号", max_length=120)
    happened_on = forms.DateField(label="发生日期", widget=forms.DateInput(attrs=DAY))
    until = forms.DateField(
        label="影响期到哪天",
        required=False,
        widget=forms.DateInput(attrs=DAY),
        help_text="没有就不填",
    )
    decided_by = forms.CharField(label="谁认定的", max_length=60)
    decided_on = forms.DateField(label="认定日期", widget=forms.DateInput(attrs=DAY))
    why = forms.CharField(
        label="为什么出更正稿",
        max_length=300,
        required=False,
        help_text="不填就写：更正第几稿、什么事、文号",
    )
    headline = forms.CharField(
        label="更正稿的标题",
        max_length=200,
        required=False,
        help_text="不填就照更正后的成绩写；按“看谁动”先看拟的是什么",
    )

    def __init__(self, *args: Any, result: Result, **options: Any) -> None:
        super().__init__(*args, **options)
        units = [one for one in result.plan.facts.roster if one.subject in result.lines]
        units.sort(key=lambda one: (one.kind == "person", one.order, one.subject))
        self.fields["subject"].offer({one.subject: one.name for one in units})  # type: ignore[attr-defined]
        self.fields["kind"].choices = [("", "请选"), *correcting.kinds(result)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        until, happened = found.get("until"), found.get("happened_on")
        if until and happened and until < happened:
            self.add_error("until", "影响期比发生日期还早，请核对。")
        return found


@require_http_methods(["GET", "POST"])
def late_veto(request: HttpRequest, pk: int) -> HttpResponse:
    """迟到的否决"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk, kind=Run.Kind.DRAFT)
    result = result_of(run)
    form = VetoForm(request.POST or None, result=result)
    page: dict[str, Any] = {
        "section": "board", "round": run.round, "run": run, "form": form, "newest": correcting.newest_of(run),
        "takes_back": "takes_back" in request.POST, "is_sure": "is_sure" in request.POST, "digits": digits_of(result),
    }  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            if "number" in request.POST:
                made = correcting.correct(
                    run=run,
                    values=form.cleaned_data,
                    takes_back=page["takes_back"],
                    is_sure=page["is_sure"],
                    by=request.user,
                    at=clock.now(),
                )
                messages.success(
                    request,
                    f"已编第 {made.number} 稿，更正第 {run.number} 稿；第 {run.number} 稿原样留着。",
                )
                return redirect("office:run", pk=made.pk)
        except Refused as refused:
            form.add_error(None, refused.sentence)
        page |= _previewed(run, form)
        if not form.cleaned_data["headline"].strip():
            form.data = form.data.copy()  # type: ignore[attr-defined]
            form.data["headline"] = page["proposed"]  # type: ignore[index]
    return render(request, "office/late_veto.html", page)


def _previewed(run: Run, form: VetoForm) -> dict[str, Any]:
    """Who moves, which decided grades lose their grounds, and whom the old or the new headline names among them."""
    event = correcting.event_of(form.cleaned_data)
    told = correcting.previewed(run, event)
    lines = retitling.lines_of(run, totals_of(correcting.after(run, event)))
    headline = form.cleaned_data["headline"].strip()
    is_own = headline == title_of(run, lines)
    return {
        "outcome": told.outcome, "lapsed": told.lapsing, "proposed": retitling.proposed(run, lines),
        "named": [] if is_own else retitling.outdated(headline, run.lines.all(), lines),
        "was_named": retitling.outdated(run.headline, run.lines.all(), lines),
    }  # fmt: skip
