"""机关定等次: decided on the newest draft, from the grades of the unit's group; taken back with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.drafts import grading
from baton.domain import clock
from baton.domain.assessment import queries, services
from baton.domain.assessment.grades import EDGE, Grade, grades_of
from baton.domain.assessment.models import Run
from baton.domain.refusals import Refused
from baton.web.components.forms import Form
from baton.web.components.who import WhoField

DAY = {"type": "date"}


GONE = "inactive"  # merged into another unit, or abolished, before the draft's day


class GradeForm(Form):
    """An organ's decision on one unit's grade."""

    subject = WhoField(label="单位")
    decided = forms.ChoiceField(label="决定的等次")
    organ = forms.CharField(label="决定机关", max_length=60)
    meeting = forms.CharField(label="会议", max_length=120)
    decided_on = forms.DateField(label="日期", widget=forms.DateInput(attrs=DAY))
    document = forms.CharField(label="文号", max_length=120)
    reason = forms.CharField(label="理由", max_length=300)
    despite = forms.CharField(
        label="仍这样定的理由",
        max_length=120,
        required=False,
        help_text="超过名额、有一票否决规定不得评的，或者这一组不评等次的，才要写",
    )

    def __init__(self, *args: Any, run: Run, **options: Any) -> None:
        super().__init__(*args, **options)
        levels = grading.levels_of(run)
        lines = [
            line
            for line in run.lines.order_by("group", "order")
            if line.group in levels and line.status != GONE
        ]
        meant = next((line.group for line in lines if line.subject == self.initial.get("subject")), "")  # fmt: skip
        shown = [levels[meant]] if meant and not self.is_bound else levels.values()
        grades = dict.fromkeys(grade for own in shown for grade in own)
        self.fields["subject"].offer(  # type: ignore[attr-defined]
            {line.subject: line.name for line in lines},
            {
                line.subject: f"算出的是{Grade(line.subject, line.grade, is_level=line.reason == EDGE).computed_words}"
                for line in lines
            },
        )
        self.fields["decided"].choices = [("", "请选"), *((one, one) for one in grades)]  # type: ignore[attr-defined]


@require_http_methods(["GET", "POST"])
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """机关定等次"""
    run = get_object_or_404(queries.visible_to(request.user), pk=pk, kind=Run.Kind.DRAFT)
    refused, restores = "", "restore" in request.POST
    form = GradeForm(
        None if restores else request.POST or None, run=run, initial={"subject": request.GET.get("subject", "")}
    )  # fmt: skip
    if restores:
        subject = request.POST.get("subject", "")
        try:
            services.restore_grade(
                run=run, subject=subject, reason=request.POST.get("reason", ""), by=request.user, at=clock.now()
            )  # fmt: skip
        except Refused as found:
            refused = found.sentence
        else:
            messages.success(request, "已撤下，从这一稿起按算出的；曾经定过这件事留有记录。")
            return redirect("office:grade", pk=run.pk)
    elif request.method == "POST" and form.is_valid():
        try:
            grading.decide(run=run, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as found:
            form.add_error(None, found.sentence)
        else:
            messages.success(request, "已记下；算出的和决定的，各页、各份材料上都看得到。")
            return redirect("office:grade", pk=run.pk)
    lines = list(run.lines.order_by("group", "order"))
    grades = grades_of(run, lines=lines)
    page = {
        "section": "board", "round": run.round, "run": run, "form": form, "refused": refused,
        "newest": queries.drafts(run.round).first(), "posted": request.POST,
        "decided": [(line, grades[line.subject]) for line in lines if grades[line.subject].decision],
    }  # fmt: skip
    return render(request, "office/grade.html", page)
