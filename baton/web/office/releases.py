"""发布: who sees which layer of a numbered draft, by whose decision; and grades that an organ decided."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.desk.findings import title_of
from baton.domain import clock
from baton.domain.accounts.models import Role
from baton.domain.assessment import queries, services
from baton.domain.assessment.models import GradeDecision, Layer, Release, Run
from baton.domain.refusals import Refused

READERS = [(Role.LEADER.value, Role.LEADER.label), (Role.VIEWER.value, Role.VIEWER.label)]
DAY = {"type": "date"}


class ReleaseForm(forms.Form):
    """One entry of the release matrix."""

    role = forms.ChoiceField(label="给谁看", choices=READERS)
    layer = forms.ChoiceField(
        label="看到哪一层", choices=Layer.choices, help_text="每一层都包含前面各层"
    )
    decided_by = forms.CharField(label="谁决定发布", max_length=60)
    document = forms.CharField(label="依据", max_length=120, required=False)


class GradeForm(forms.Form):
    """An organ's decision on one unit's grade."""

    subject = forms.ChoiceField(label="单位")
    decided = forms.CharField(label="决定的等次", max_length=40)
    organ = forms.CharField(label="决定机关", max_length=60)
    meeting = forms.CharField(label="会议", max_length=120)
    decided_on = forms.DateField(label="日期", widget=forms.DateInput(attrs=DAY))
    document = forms.CharField(label="文号", max_length=120)
    reason = forms.CharField(label="理由", max_length=300)

    def __init__(self, *args: object, run: Run, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        lines = run.lines.order_by("group", "order")
        self.fields["subject"].choices = [  # type: ignore[attr-defined]
            (line.subject, f"{line.name}（算出的是{line.grade or '无等次'}）") for line in lines
        ]


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest, pk: int) -> HttpResponse:
    """发布一稿"""
    run = _draft(request, pk)
    form = ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.release(run=run, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"第 {run.number} 稿已发布。")
            return redirect("office:releases", pk=run.pk)
    page = {
        "section": "board", "round": run.round, "run": run, "form": form, "released": queries.released(run),
        "roles": dict(READERS), "grades": GradeDecision.objects.filter(round=run.round).order_by("id"),
        "names": dict(run.lines.values_list("subject", "name")), "suggested": title_of(run),
    }  # fmt: skip
    return render(request, "office/releases.html", page)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """收回发布"""
    found = get_object_or_404(Release.objects.select_related("run"), pk=pk, withdrawn_at=None)
    services.withdraw(release=found, by=request.user, at=clock.now())
    messages.success(request, "已收回，对方再也打不开；曾经发布过这件事留有记录。")
    return redirect("office:releases", pk=found.run_id)


@require_POST
def headline(request: HttpRequest, pk: int) -> HttpResponse:
    """改标题"""
    run = _draft(request, pk)
    services.name_draft(
        run=run, headline=request.POST.get("headline", ""), by=request.user, at=clock.now()
    )
    messages.success(request, "标题已改。")
    return redirect("office:releases", pk=pk)


@require_http_methods(["GET", "POST"])
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """机关定等次"""
    run = _draft(request, pk)
    form = GradeForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid():
        try:
            services.decide_grade(run=run, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "已记下；成绩页上算出的和决定的都看得到。")
            return redirect("office:run", pk=run.pk)
    return render(
        request,
        "office/grade.html",
        {"section": "board", "round": run.round, "run": run, "form": form},
    )


def _draft(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk, kind=Run.Kind.DRAFT)
