"""发布: who sees which layer of a numbered draft, by whose decision; with what each draft is seen of."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from baton.desk.drafts import retitling
from baton.desk.drafts.correcting import newest_of
from baton.desk.looks.findings import title_of
from baton.desk.looks.in_province import in_province
from baton.domain import clock
from baton.domain.accounts.models import Role
from baton.domain.assessment import plans, queries, release_services, services
from baton.domain.assessment.grades import grades_of, unseen
from baton.domain.assessment.models import Dispatch, Release, Run
from baton.domain.assessment.plans import Plan, StageRow
from baton.domain.assessment.readers import OFFERED, PAPER_READERS, Layer, Outgoing, Reader
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
    why = forms.CharField(
        label="为什么比事先定的多",
        max_length=300,
        required=False,
        help_text="按事先定的发布，不用写",
    )
    anyway = forms.BooleanField(label="仍发布被更正的这一稿", required=False)

    def __init__(self, *args: Any, run: Run, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        if not run.corrections.exists():
            del self.fields["anyway"]
        if plan.made is None:
            del self.fields["why"]


class SentForm(Form):
    """A paper that left the office."""

    to = forms.ChoiceField(
        label="给谁、哪种材料",
        choices=[
            (Reader(reader).label, [(f"{reader}.{paper}", f"{Reader(reader).label}：{Outgoing(paper).label}") for paper in OFFERED[reader]])
            for reader in PAPER_READERS
        ],
    )  # fmt: skip
    sent_on = forms.DateField(
        label="哪天发的", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    sent_document = forms.CharField(label="文号", max_length=120, required=False)
    sent_decided_by = forms.CharField(
        label="谁定的",
        max_length=60,
        required=False,
        help_text="单位之间比得出高低的材料要写：写明名次、得分的，总表，扣分明细，台账",
    )
    sent_why = forms.CharField(
        label="为什么发事先没有定的",
        max_length=300,
        required=False,
        help_text="事先定了要发的，不用写",
    )

    def __init__(self, *args: Any, plan: Plan, **options: Any) -> None:
        super().__init__(*args, **options)
        if plan.made is None:
            del self.fields["sent_why"]


@require_http_methods(["GET", "POST"])
def releases(request: HttpRequest, pk: int) -> HttpResponse:
    """发布一稿"""
    run = _draft(request, pk)
    plan = plans.plan_of(run.round)
    row = _row(run, plan)
    form = ReleaseForm(
        request.POST or None, run=run, plan=plan, initial=_proposed(request, plan, row)
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.release(
                run=run,
                **form.cleaned_data,
                newer=_has_newer_ranks(run, form.cleaned_data["role"]),
                by=request.user,
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"第 {run.number} 稿已发布。")
            return redirect("office:releases", pk=run.pk)
    return _page(request, run, plan, row, form=form)


def _has_newer_ranks(run: Run, role: str = Role.LEADER.value) -> bool:
    """Whether what leaders read of 全省位次 is older than what is known now."""
    until = queries.released_to(run, role) if role == Role.LEADER else None
    year = run.round.scheme.year
    return until is not None and in_province(year, until) != in_province(year)


def _page(
    request: HttpRequest, run: Run, plan: Plan, row: StageRow | None, *, form: ReleaseForm | None = None,
    sent: SentForm | None = None, more: dict[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    lines = list(run.lines.order_by("group", "order"))
    grades = grades_of(run, lines=lines)
    released = [
        (one, unseen(one, lines)) for one in queries.released(run).select_related("run__round")
    ]
    page = {
        "section": "board", "round": run.round, "run": run, "newer_ranks": _has_newer_ranks(run), "released": released, "roles": dict(READERS),
        "form": form or ReleaseForm(run=run, plan=plan, initial=_proposed(request, plan, row)),
        "sent_form": sent or SentForm(plan=plan, initial=_to_send(plan, row)), "sent": plans.sent(run), "plan": plan, "row": row,
        "decided": [(line, grades[line.subject]) for line in lines if grades[line.subject].decision],
        "unseen": sum(count for _, count in released), "newest": newest_of(run), "suggested": title_of(run, lines),
        "named": retitling.left_over(run),
    }  # fmt: skip
    status = 409 if more else 200
    return render(request, "office/releases.html", page | (more or {}), status=status)


def _row(run: Run, plan: Plan) -> StageRow | None:
    """What was planned for this draft's stage; None where nobody planned, or another draft has taken its place."""
    rows = plans.matrix(run.round, plan, clock.today()) if plan.made else []
    return next((one for one in rows if one.run is not None and one.run.pk == run.pk), None)


def _proposed(request: HttpRequest, plan: Plan, row: StageRow | None) -> dict[str, Any]:
    """What the form says first: the reader asked for, or the first who still waits, and what the plan gives him."""
    if plan.made is None:
        return {}
    cells = [one for one in row.cells if not one.is_paper and one.planned] if row else []
    waiting = [one for one in cells if one.reader == request.GET.get("role")] or [
        one for one in cells if one.is_open
    ]
    found = {"decided_by": plan.made.decided_by, "document": plan.made.document}
    return found | ({"role": waiting[0].reader, "layer": waiting[0].planned[0]} if waiting else {})


def _to_send(plan: Plan, row: StageRow | None) -> dict[str, Any]:
    waiting = [one for one in row.cells if one.is_paper and one.is_open] if row else []
    to = f"{waiting[0].reader}.{waiting[0].left[0]}" if waiting else ""
    return {
        "to": to,
        "sent_on": clock.today(),
        "sent_decided_by": plan.made.decided_by if plan.made else "",
    }


@require_POST
def release_planned(request: HttpRequest, pk: int) -> HttpResponse:
    """按事先定的发布"""
    run = _draft(request, pk)
    try:
        made = release_services.release_as_planned(run=run, by=request.user, at=clock.now())
    except Refused as refused:
        messages.error(request, refused.sentence)
    else:
        told = "，".join(f"{Role(one.role).label}看到{one.get_layer_display()}" for one in made)
        messages.success(request, f"第 {run.number} 稿按事先定的发布了：{told}。")
    return redirect("office:releases", pk=pk)


@require_POST
def note_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """记下已发出"""
    run = _draft(request, pk)
    plan = plans.plan_of(run.round)
    form = SentForm(request.POST, plan=plan)
    if form.is_valid():
        given = form.cleaned_data
        reader, paper = given["to"].split(".")
        try:
            release_services.note_sent(
                run=run, reader=reader, paper=paper, sent_on=given["sent_on"], document=given["sent_document"],
                decided_by=given["sent_decided_by"], why=given.get("sent_why", ""), by=request.user, at=clock.now(),
            )  # fmt: skip
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(
                request, f"{Outgoing(paper).label}已发给{Reader(reader).label}，记下了。"
            )
            return redirect("office:releases", pk=pk)
    return _page(request, run, plan, _row(run, plan), sent=form)


@require_POST
def strike_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """没有发出"""
    found = get_object_or_404(Dispatch.objects.select_related("run"), pk=pk, struck_at=None)
    release_services.strike_sent(dispatch=found, by=request.user, at=clock.now())
    messages.success(request, "划掉了，记错过这件事留有记录。")
    return redirect("office:releases", pk=found.run_id)


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
    typed = request.POST.get("headline", "")
    try:
        retitling.rename(
            run=run, headline=typed, is_sure="is_sure" in request.POST, by=request.user, at=clock.now()
        )  # fmt: skip
    except Refused as refused:
        if run.corrects is None or run.releases.exists():
            raise
        plan = plans.plan_of(run.round)
        asked = {"headline_refused": refused.sentence, "typed_headline": typed}
        return _page(request, run, plan, _row(run, plan), more=asked)
    messages.success(request, "标题已改。")
    return redirect("office:releases", pk=pk)


def _draft(request: HttpRequest, pk: int) -> Run:
    drafts = queries.visible_to(request.user).prefetch_related(
        "corrections"
    )  # asked for three times
    return get_object_or_404(drafts, pk=pk, kind=Run.Kind.DRAFT)
