"""加减分: the ledger of claims and deductions, chosen, counted and decided many at a time."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.domain import clock
from baton.domain.assessment import queries as runs
from baton.domain.claims import ledger, services, windows
from baton.domain.claims.entries import Entry
from baton.domain.claims.kinds import DEDUCTION, in_order, kinds_of
from baton.domain.claims.ledger import SIZES, Chosen, Line, Shown
from baton.domain.claims.models import Claim
from baton.domain.claims.sameness import SameBook
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.queries import book_of
from baton.scoring.canonical import parse_decimal
from baton.web.components.obstacles import held
from baton.web.components.rounds import round_of
from baton.web.office import claim_rows
from baton.web.office.claim_forms import ClaimForm, DecisionForm, typed

MOST_DIGITS = 18  # of numbers that come from a form, so that the database can hold them
FEW = 20  # so many lines a telephone lists before the rest of the page is asked for
MATTERS = 3  # so many groups of the same matter stand above the ledger; all of them when asked for
STATES = (
    ("", "全部"), ("pending", "待定"), ("accepted", "认定"), ("rejected", "不予认定"), ("exempted", "免除"),
    ("withdrawn", "已撤回"),
)  # fmt: skip
DECIDABLE = [(value, word) for value, word in STATES if value in services.DECIDABLE]


@require_GET
def claims(request: HttpRequest) -> HttpResponse:
    """加减分台账"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "claims"})
    chosen = _chosen(request)
    kinds = kinds_of(book_of(round.version))
    deductions = [name for name, kind in kinds.items() if kind.sign == DEDUCTION]
    found = ledger.shown(round.scheme, chosen, deductions)
    near = sum(found.counts.values())
    run = runs.provisional(round) or runs.drafts(round).first()
    known, days = claim_rows.tally_of(run), windows.days_of(round)
    rows = claim_rows.rows(found.claims, kinds, known, run, days)
    is_waiting = any(row.word == claim_rows.NOT_YET for row in rows)
    if why := held(round) if is_waiting else None:
        rows = claim_rows.held_back(rows, why.told)
    page = {
        "section": "claims", "round": round, "found": found, "chosen": chosen, "kinds": kinds, "sizes": SIZES,
        "groups": orgs.group_names(round.scheme.year), "today": clock.today(), "marked": "all" in request.GET,
        "states": [(value, word, found.counts[value] if value else near) for value, word in STATES],
        "decidable": DECIDABLE, "run": run, "sums": known.units,
        "rows": rows, "held": why, "bars": claim_rows.bars(known, chosen.group, found.units, every="sums" in request.GET), "summed": claim_rows.summed(known, chosen.group),
        "levels": in_order(found.levels, [kind.levels for kind in kinds.values()]), "few": FEW, "unlisted": len(found.claims) - FEW, "capped": sum(unit.is_capped for unit in known.units.values()),
        "matters": _matters(found, kinds, chosen), "here": request.get_full_path(), "near": near,
        "outside": windows.outside(round), "days": windows.told(days),
        "has_deductions": bool(deductions), "is_narrowed": any((chosen.group, chosen.unit, chosen.kind, chosen.level, chosen.text, chosen.same, chosen.unsigned)),
    }  # fmt: skip
    return render(request, "office/claims.html", page)


def _chosen(request: HttpRequest) -> Chosen:
    asked = request.GET
    size = asked.get("size", "")
    return Chosen(
        group=asked.get("group", ""), unit=asked.get("unit", ""), kind=asked.get("kind", ""),
        level=asked.get("level", ""), state=asked.get("state", ""), text=asked.get("q", "").strip()[:100],
        same="same" in asked, unsigned="unsigned" in asked, page=int(asked["page"]) if asked.get("page", "").isdecimal() else 1,
        size=int(size) if size in {str(one) for one in SIZES} else SIZES[0],
    )  # fmt: skip


def _matters(found: Shown, kinds: Any, chosen: Chosen) -> list[tuple[list[Line], int]]:
    """Groups of the same matter that have a line among those asked for, with the line that is worth most."""

    def worth(line: Line) -> tuple[int, str]:
        listed = kinds[line.kind].levels.get(line.level, "0") if line.kind in kinds else "0"
        numerator, places = parse_decimal(listed)
        return (-numerator * 10 ** (12 - places), line.number)

    picked = found.near_matters if chosen.same else found.near_matters[:MATTERS]
    return [(group, min(group, key=worth).pk) for group in picked]


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """登记一条"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "claims"})
    form = ClaimForm(request.POST or None, round=round)
    page: dict[str, Any] = {"section": "claims", "round": round, "form": form}
    if request.method == "POST" and form.is_valid():
        try:
            entry = _checked_new(request, round, form, page)
            made = services.enter(
                scheme=round.scheme, entries=[entry], by=request.user, at=clock.now()
            )
        except Refused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"已登记 {made[0].number}，待定。{form.remark()}")
            return redirect("office:claim", pk=made[0].pk)
    return render(request, "office/claim_form.html", page)


def _checked_new(
    request: HttpRequest, round: Round, form: ClaimForm, page: dict[str, Any]
) -> Entry:
    """The line to write down; one that is in the ledger already, or a form sent twice, is asked about."""
    book, entry = SameBook(round.scheme), form.entry()
    same = book.same_as(entry)
    if same and "again" not in request.POST:
        page["same"] = same
        raise Refused(f"台账里已有同样的一条（{same}），没有登记。确实是另一件，请勾选“照样登记”。")
    return book.told_apart(entry)


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """认定选中的条目"""
    chosen, seen = _ticked(request)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _again(request, _sentence(form), chosen, seen)
    said = form.cleaned_data
    try:
        services.decide(
            claims=chosen, seen=seen, by=request.user, at=clock.now(),
            **said | {"decided_on": said["decided_on"] or clock.today()},
        )  # fmt: skip
    except Conflict as conflict:
        return _whose(request, conflict, seen, said)
    except Refused as refused:
        return _again(request, refused.sentence, chosen, seen)
    word = dict(STATES)[said["state"]]
    round = round_of(request)
    after = "实际计多少见下面" if round is not None and held(round) else "成绩正在重算"
    messages.success(request, f"{len(chosen)} 条已定为“{word}”，{after}。")
    return redirect(_back(request))


def _sentence(form: DecisionForm) -> str:
    named = ((str(form.fields[name].label), str(said[0])) for name, said in form.errors.items())
    return "；".join(one if label in one else f"{label}：{one}" for label, one in named)


def _again(
    request: HttpRequest, sentence: str, chosen: list[Claim], seen: dict[int, int]
) -> HttpResponse:
    """What was refused comes back with the lines that were ticked and everything that was typed."""
    if not chosen:
        raise Refused(sentence)
    for claim in chosen:
        claim.edits = seen[claim.pk]  # as it was shown, so that a change meanwhile is still noticed
    page = {
        "section": "claims", "sentence": sentence, "lines": chosen, "typed": request.POST, "back": _back(request),
        "decidable": DECIDABLE, "today": clock.today(),
    }  # fmt: skip
    return render(request, "office/claims_again.html", page, status=409)


def _whose(
    request: HttpRequest, conflict: Conflict, seen: dict[int, int], said: dict[str, Any]
) -> HttpResponse:  # fmt: skip
    """Two clerks on one claim: what stands now beside what was to be written, and whose to keep."""
    now = list(
        Claim.objects.filter(pk__in=seen)
        .select_related("subject")
        .prefetch_related("decisions__recorded_by")
        .order_by("number")
    )
    page = {
        "section": "claims", "sentence": conflict.sentence, "back": _back(request), "said": said,
        "word": dict(STATES)[said["state"]], "typed": request.POST, "action": request.path,
        "stale": [one for one in now if one.edits != seen[one.pk]],
        "others": [one for one in now if one.edits == seen[one.pk]],
    }  # fmt: skip
    return render(request, "office/claim_conflict.html", page, status=409)


@require_POST
def group(request: HttpRequest) -> HttpResponse:
    """像同一事项的几条: decided at once, only put together, or told apart"""
    chosen, seen = _ticked(request)
    if not chosen:
        raise Refused("没有选中条目。")
    if "part" in request.POST:
        services.part(claims=chosen, by=request.user, at=clock.now())
        messages.success(request, f"{len(chosen)} 条各是各的事项，不再放在一起问。")
        return redirect(_back(request))
    matter = typed(request, "matter")
    if "decide" not in request.POST:
        services.group(claims=chosen, matter=matter, by=request.user, at=clock.now())
        messages.success(request, f"{len(chosen)} 条已并为同一事项。")
        return redirect(_back(request))
    kept = next((one for one in chosen if str(one.pk) == request.POST.get("kept", "")), None)
    if kept is None:
        raise Refused("请选定其中计分的一条，它也要勾上。")
    form = DecisionForm(request.POST.dict() | {"state": Claim.State.ACCEPTED})
    if not form.is_valid():
        raise Refused(_sentence(form))
    said = form.cleaned_data
    services.decide_matter(
        claims=chosen, kept=kept, matter=matter, decided_by=said["decided_by"], meeting=said["meeting"],
        decided_on=said["decided_on"] or clock.today(), seen=seen, by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{kept.number} 计分，其余 {len(chosen) - 1} 条同一事项，不重复计。")
    return redirect(_back(request))


def _ticked(request: HttpRequest) -> tuple[list[Claim], dict[int, int]]:
    """The claims ticked, and how many edits each had when it was shown (`pk:edits`)."""
    seen: dict[int, int] = {}
    for text in request.POST.getlist("claim"):
        pk, _, edits = text.partition(":")
        if pk.isdecimal() and edits.isdecimal() and len(pk + edits) < MOST_DIGITS:
            seen[int(pk)] = int(edits)
    found = Claim.objects.filter(pk__in=seen).select_related("scheme")
    return list(found.order_by("number")), seen


def _back(request: HttpRequest) -> str:
    """The page the form stood on."""
    here = request.POST.get("here", "")
    fine = url_has_allowed_host_and_scheme(here, allowed_hosts=None) and here.startswith("/")
    return here if fine else reverse("office:claims")
