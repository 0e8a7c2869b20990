"""收月报、季报: a table of several months or several lead units, looked at first, then kept."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.intake import figure_tables
from baton.desk.intake.figure_tables import PASTED, FigureTable
from baton.desk.intake.how_read import unread_told
from baton.desk.questions import Answer
from baton.documents.scheme_table import spoken
from baton.domain import clock
from baton.domain.assessment.gather import rulebook_of
from baton.domain.facts.models import State
from baton.domain.facts.services import Row
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.web.components.rounds import round_of
from baton.web.components.uploads import opened, table_ticket
from baton.web.office.receive import UNSEEN, TableForm, answered

MOST = 40  # lines that are listed


@require_http_methods(["GET", "POST"])
def figures_in(request: HttpRequest) -> HttpResponse:
    """收月报、季报: look first, then keep; whatever is refused, the table and the answers stay."""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "desk"})
    page: dict[str, Any] = {"section": "desk", "round": round, "form": TableForm(), "most": MOST}
    status = 200
    if request.method == "POST":
        form = page["form"] = TableForm(request.POST, request.FILES)
        if not form.is_valid() and "text" in form.errors:
            form.add_error(None, UNSEEN)
        try:
            page["ticket"] = table_ticket(request)
            if page["ticket"] or not form.errors:
                found = _looked(request, round, page["ticket"])
                page |= {
                    "preview": found,
                    "unread": unread_told(found.how),
                } | _told(round, found)
                if "take" in request.POST:
                    return _taken(request, round, page["ticket"], found)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = 409
    return render(request, "office/figures_in.html", page, status=status)


def _looked(request: HttpRequest, round: Round, given: str) -> FigureTable:
    said = answered(request)
    found = _read(request, round, given, said)
    if "mend" in request.POST and found.mends:
        found = _read(request, round, given, [*said, *found.mends])
    return found


def _read(request: HttpRequest, round: Round, given: str, said: list[Answer]) -> FigureTable:
    if not given:
        return figure_tables.read_paste(round, request.POST.get("text", ""), said)
    with opened(given) as (path, name):
        return figure_tables.read_file(round, path, name=name, said=said)


def _taken(request: HttpRequest, round: Round, given: str, found: FigureTable) -> HttpResponse:
    told: dict[str, Any] = {"round": round, "found": found, "by": request.user, "at": clock.now(), "seen": request.POST.get("seen", "")}  # fmt: skip
    if given:
        with opened(given) as (path, name):
            many = figure_tables.take(chunks=[path.read_bytes()], name=name, **told)
    else:
        text = request.POST.get("text", "").encode()
        many = figure_tables.take(chunks=[text], name=PASTED, **told)
    messages.success(request, f"记下了 {many} 个数，成绩正在重算。")
    return redirect("office:desk")


def _told(round: Round, found: FigureTable) -> dict[str, Any]:
    """The figures that replace others, and those that sheets hold against, by name."""
    units = orgs.names(round.scheme.year)
    items = {entry["code"]: entry["name"] for entry in rulebook_of(round)["data"]}

    def line(row: Row, was: str) -> tuple[str, str, str, str, str]:
        name = items.get(row.item, row.item) + (f"（{row.key.replace('|', '的')}）" if row.key else "")  # fmt: skip
        return units.get(row.subject, row.subject), name, spoken(row.period), _word(was), _word(row.value or row.state)  # fmt: skip

    return {
        "changed": [line(row, was) for row, was in found.changed[:MOST]],
        "held": [line(row, was) for row, was in found.held[:MOST]],
        "own": [(*line(row, was), why) for row, was, why in found.own[:MOST]],
        "first": [line(row, "") for row in found.rows[:MOST]],
    }


def _word(said: str) -> str:
    return str(State(said).label) if said in State.values else said
