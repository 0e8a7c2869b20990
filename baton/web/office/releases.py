"""发布: who sees which layer of a numbered draft, by whose decision; with what each draft is seen of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.desk.drafts.correcting import newest_of
from baton.desk.looks.findings import title_of
from baton.domain import clock
from baton.domain.accounts.models import Role
from baton.domain.assessment import queries, services
from baton.domain.assessment.grades import grades_of, unseen
from baton.domain.assessment.models import Layer, Release, Run
from baton.domain.refusals import Refused
from baton.web.components.forms import Form

READERS = [(Role.LEADER.value, Role.LEADER.label), (Role.VIEWER.value, Role.VIEWER.label)]


class ReleaseForm(Form):
    """One entry of the release matrix."""

    role = forms.ChoiceField(label="给谁看", choices=READERS)
    layer = forms.ChoiceField(
        label="看到哪一层",
        choices=Layer.choices,
        help_text="每一层都包含前面各层；等次名单按等次、机构序排，不印标题，看不出名次",
    )
    decided_by = forms.CharField(label="谁决定发布", max_length=60)
    document = forms.CharField(label="依据", max_length=120, required=False)
    anyway = forms.BooleanField(label="仍发布被更正的这一稿", required=False)

    def __init__(self, *args: Any, run: Run, **options: Any) -> None:
        super().__init__(*args, **options)
        if not run.corrections.exists():
            del self.fields["anyway"]


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest, pk: int) -> HttpResponse:
    """发布一稿"""
    run = _draft(request, pk)
    form = ReleaseForm(request.POST or None, run=run)
    if request.method == "POST" and form.is_valid():
        try:
            services.release(run=run, **form.cleaned_data, by=request.user, at=clock.now())
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"第 {run.number} 稿已发布。")
            return redirect("office:releases", pk=run.pk)
    lines = list(run.lines.order_by("group", "order"))
    grades = grades_of(run, lines=lines)
    released = [(one, unseen(one)) for one in queries.released(run).select_related("run__round")]
    page = {
        "section": "board", "round": run.round, "run": run, "form": form, "released": released, "roles": dict(READERS),
        "decided": [(line, grades[line.subject]) for line in lines if grades[line.subject].decision],
        "unseen": sum(count for _, count in released), "newest": newest_of(run), "suggested": title_of(run),
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


def _draft(request: HttpRequest, pk: int) -> Run:
    return get_object_or_404(queries.visible_to(request.user), pk=pk, kind=Run.Kind.DRAFT)
