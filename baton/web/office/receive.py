"""收一张表: look at a table first, then take it in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from baton.desk.intake import reference_rows, sheets
from baton.desk.intake.own_asked import choices_of
from baton.desk.intake.sheet_answers import read_all
from baton.desk.questions import Answer
from baton.documents.scheme_table import spoken
from baton.domain import clock
from baton.domain.intake.cells import unpack
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.web.components.forms import Form
from baton.web.components.typed import Typed
from baton.web.components.uploads import opened, table_ticket
from baton.web.office.pointing import page_to_point, pointed_again, pointed_out
from baton.web.office.sheet_view import columns_of, sheet_or_404

UNSEEN = "粘贴的内容里有看不见的控制字符，不是表格。请在表格里只选中单位和数，重新复制、粘贴。"


class TableForm(Form):
    """A file, or what was copied out of one."""

    file = forms.FileField(label="电子表", required=False)
    text = forms.CharField(
        label="或者粘贴", required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6})
    )


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """收一张表: look first, then take in; whatever is refused, the table and what was typed stay."""
    found = sheet_or_404(pk)
    page: dict[str, Any] = {
        "section": "desk", "round": found.round, "sheet": found, "form": TableForm(),
    }  # fmt: skip
    status, kept = 200, list[Answer]()
    if request.method == "POST":
        form = page["form"] = TableForm(request.POST, request.FILES)
        if not form.is_valid() and "text" in form.errors:
            form.add_error(None, UNSEEN)
        given = request.POST.get("ticket", "")
        try:
            given = table_ticket(request)
            if "take" in request.POST:
                return _take(request, found, given)
            if "reference" in request.POST:
                kept = _take_reference(request, found, given)
        except Refused as refused:
            form.add_error(None, refused.sentence)
            status = 409 if {"take", "reference"} & request.POST.keys() else 200
        if given or not form.errors or "reference" in request.POST:
            _look(page, found, given, request, kept)
    return render(request, "office/receive.html", page, status=status)


def _look(
    page: dict[str, Any], found: Sheet, given: str, request: HttpRequest, kept: list[Answer]
) -> None:
    """The table as it was read, on the page. kept: what was said of its reference rows just now."""
    try:
        if _points(page, found, given, request):
            return
        preview = _preview(found, given, request, kept)
    except Refused as refused:
        page["form"].add_error(None, refused.sentence)
        return
    odd = [one.data() for one in preview.oddities]
    names = orgs.names(found.round.scheme.year)
    number = found.submissions.count() + 1
    before = f"{found.lead.name}第 {number} 版" if preview.answers.rows else ""
    page |= {"preview": preview, "ticket": given, "why": Typed(request.POST)["why"] or before}
    page |= {"may_point": preview.pages, "unread": preview.unread}
    page["own"] = [(one, choices_of(one)) for one in preview.own]
    page["asks_why"] = any(one.is_other for row in preview.references for one in row.held)
    page["grid"] = columns_of(found, preview.cells, _before(found), odd, names, preview.sent.beside)


def _points(page: dict[str, Any], found: Sheet, given: str, request: HttpRequest) -> bool:
    """Whether a page of the table is shown to be pointed at, rather than what was read of it."""
    said = answered(request)
    try:
        pointed_out(request)
        pointing = page_to_point(request, found, given, said)
    except Refused as refused:
        page["form"].add_error(None, refused.sentence)
        pointing = pointed_again(request, found, given, said)
    page |= {
        "pointing": pointing,
        "ticket": given,
        "kept": said,
        "as_of": spoken(found.round.as_of),
    }
    return pointing is not None


def _preview(found: Sheet, given: str, request: HttpRequest, kept: list[Answer]) -> sheets.Preview:
    said = [*answered(request), *kept, *filter(None, [pointed_out(request)])]
    preview = _read(found, given, request, said)
    if "mend" in request.POST and preview.mends:
        preview = _read(found, given, request, [*said, *preview.mends])
    return preview


def _read(found: Sheet, given: str, request: HttpRequest, said: list[Answer]) -> sheets.Preview:
    if not given:
        return sheets.read_paste(found, request.POST.get("text", ""), said)
    with opened(given) as (path, name):
        return sheets.read_file(found, path, name=name, said=said)


def answered(request: HttpRequest) -> list[Answer]:
    """What was answered so far, without what is taken back; a table that is chosen anew starts without answers."""
    if request.FILES.get("file"):
        return []
    back = set(request.POST.getlist("unsay"))
    return read_all([text for text in request.POST.getlist("said") if text not in back])


def _take(request: HttpRequest, found: Sheet, given: str) -> HttpResponse:
    knowingly, said = "older" in request.POST, answered(request)
    told: dict[str, Any] = {
        "knowingly": knowingly, "seen": _seen(request), "by": request.user, "at": clock.now(),
    }  # fmt: skip
    if given:
        with opened(given) as (path, name):
            preview, made = sheets.take_in_file(
                sheet=found, path=path, name=name, said=said, **told
            )
        if made is None:
            raise Refused(_why_not(preview))
    else:
        preview = sheets.read_paste(found, request.POST.get("text", ""), said)
        made = sheets.take_in(sheet=found, preview=preview, origin="paste", **told)
    messages.success(
        request, f"已收下{found.lead.name}第 {made.number} 版，{len(made.oddities)} 处疑点。"
    )
    return redirect("office:sheet", pk=found.pk)


def _seen(request: HttpRequest) -> int | None:
    """The number of the last version when the page was made."""
    number = request.POST.get("seen", "")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else None


def _take_reference(request: HttpRequest, found: Sheet, given: str) -> list[Answer]:
    """One figure of the nation's or the province's row becomes a reference value; the table itself is not taken in."""
    rows = _read(found, given, request, answered(request)).references
    told = reference_rows.take(
        round=found.round, rows=rows, token=request.POST["reference"], whose=found.lead.name, reason=Typed(request.POST)["why"],
        by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"已记下参照值：{told}，成绩正在重算。这张表还没有收下。")
    return reference_rows.kept_by(rows, request.POST["reference"])


def _why_not(preview: sheets.Preview) -> str:
    open_questions = len(preview.asks)
    return (
        f"有 {open_questions} 个问题还没有答，没有收下。"
        if open_questions
        else "表里还有错误，没有收下。"
    )


def _before(found: Sheet) -> list[list[Any]]:
    last = found.submissions.order_by("-number").first()
    return unpack(last.cells) if last else []
