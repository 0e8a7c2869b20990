"""加减分: the ledger of claims and deductions, from document to decision."""

from __future__ import annotations

from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.domain import clock
from baton.domain.claims import queries, services
from baton.domain.claims.models import Claim
from baton.domain.claims.services import Entry
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.web.components.rounds import round_of


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """加减分台账"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "claims"})
    groups = orgs.group_names(round.scheme.year)
    group = request.GET.get("group", groups[0] if groups else "")
    found = queries.ledgers(round.scheme, group)
    counts = queries.counts(round.scheme)
    page = {
        "section": "claims", "round": round, "ledgers": found, "counts": counts, "group": group,
        "total": sum(counts.values()), "alike": queries.alike(round.scheme), "states": Claim.State.choices,
        "groups": groups,
        "today": clock.today(),
    }  # fmt: skip
    return render(request, "office/claims.html", page)


class ClaimForm(forms.Form):
    """One line of the ledger."""

    subject = forms.CharField(label="单位", help_text="名称、编号或别名")
    kind = forms.ChoiceField(label="种类")
    title = forms.CharField(label="名称")
    matter = forms.CharField(
        label="同一事项", required=False, help_text="与哪些条目是同一件事；不填就是单独一件"
    )
    level = forms.CharField(label="级别", required=False)
    document = forms.CharField(label="文号", required=False)
    happened_on = forms.DateField(
        label="日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    points = forms.CharField(label="分值", required=False, help_text="分值表里没有的才填")
    role = forms.ChoiceField(label="角色", choices=Claim.Role.choices)

    def __init__(self, *args: object, round: Round, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        kinds = _kinds(round)
        self.fields["kind"].choices = [(kind, kind) for kind in kinds]  # type: ignore[attr-defined]
        self.round = round

    def clean_subject(self) -> Unit:
        """The unit that was meant."""
        written = self.cleaned_data["subject"].strip()
        known = orgs.names(self.round.scheme.year)
        codes = {name: code for code, name in known.items()} | orgs.aliases()
        code = written if written in known else codes.get(written)
        unit = Unit.objects.filter(code=code).first() if code else None
        if unit is None:
            raise forms.ValidationError(f"名册里没有“{written}”。请核对名称，或在名册里加上别名。")
        return unit


def _kinds(round: Round) -> list[str]:
    """Kinds of events the rule book knows."""
    book = book_of(round.version)
    kinds = [
        kind
        for item in book["items"]
        if item["method"] == "ledger"
        for kind in item["params"]["kinds"]
    ]
    kinds += [veto["kind"] for veto in book["vetoes"]]
    return list(dict.fromkeys(kinds))


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """登记一条"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "claims"})
    form = ClaimForm(request.POST or None, round=round)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.enter(
                scheme=round.scheme,
                entries=[Entry(**form.cleaned_data)],
                by=request.user,
                at=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"已登记 {made[0].number}，待定。")
            return redirect("office:claims")
    return render(request, "office/claim.html", {"section": "claims", "round": round, "form": form})


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """认定选中的条目"""
    round = round_of(request)
    if round is None:
        raise Refused("还没有轮次。")
    chosen = list(Claim.objects.filter(scheme=round.scheme, pk__in=request.POST.getlist("claim")))
    day = request.POST.get("decided_on") or ""
    services.decide(
        claims=chosen, state=request.POST.get("state", ""), decided_by=request.POST.get("decided_by", ""),
        decided_on=date.fromisoformat(day) if day else clock.today(), reason=request.POST.get("reason", ""),
        by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{len(chosen)} 条已定，成绩正在重算。")
    return redirect("office:claims")


@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """并为同一事项"""
    chosen = list(
        Claim.objects.filter(pk__in=request.POST.getlist("claim")).select_related("scheme")
    )
    if not chosen:
        raise Refused("没有选中条目。")
    services.group(
        claims=chosen, matter=request.POST.get("matter", ""), by=request.user, at=clock.now()
    )
    messages.success(request, f"{len(chosen)} 条已并为同一事项。")
    return redirect("office:claims")
