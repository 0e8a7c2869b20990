"""省考: our ranks among others over the years, and the ledger of the upper level's assessment."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from baton.desk import province as tables
from baton.documents.numbers import read_number
from baton.domain import clock
from baton.domain.accounts.queries import names_by_code
from baton.domain.province import queries, services
from baton.domain.province.models import ExamItem, ExamNote
from baton.domain.province.queries import FRONT, MIDDLE, REAR, Expected, Standing
from baton.domain.province.services import Item
from baton.domain.refusals import Conflict, Refused
from baton.web.components.typed import Typed, day_of, year_of
from baton.web.components.uploads import opened, table_ticket
from baton.web.templatetags.figures import fraction

KINDS = {"positions": "全省位次", "exam": "省考指标"}
THIRDS = (FRONT, MIDDLE, REAR)


@require_GET
def province(request: HttpRequest) -> HttpResponse:
    """全省位次"""
    year = year_of(request)
    subject, among = request.GET.get("subject", ""), request.GET.get("among", "")
    found = queries.standing(year, subject, among)
    page = {
        "section": "province", "year": year, "found": found, "subject": subject, "among": among,
        "subjects": queries.subjects(year), "others": queries.others(year), "title": _title(found, year, subject),
        "thirds": [(name, found.thirds[name], _share(found, name)) for name in THIRDS],
        "rows": [(one, [one.by_year.get(y) for y in found.years]) for one in found.series],
    }  # fmt: skip
    return render(request, "office/province.html", page)


def _title(found: Standing, year: int, subject: str) -> str:
    """The sentence a leader wants first: our own rank, and what it was."""
    who = subject or "我们"
    if found.total is not None:
        now = found.total.newest
        said = f"{who}{now.among}第 {now.rank} 位" + (f"（共 {now.of} 个）" if now.of else "")
        moved = found.total.moved
        if moved is not None:
            said += (
                f"，比去年{'进' if moved > 0 else '退'} {abs(moved)} 位"
                if moved
                else "，与去年持平"
            )
        return said
    if not found.counted:
        return f"还没有 {year} 年的位次"
    return f"{who} {found.counted} 个指标里 {found.thirds[REAR]} 个靠后"


def _share(found: Standing, name: str) -> int:
    return round(found.thirds[name] * 100 / found.counted) if found.counted else 0


@require_http_methods(["GET", "POST"])
def exam(request: HttpRequest) -> HttpResponse:
    """迎省考: ours, or a county's own; what we expect, and where that will put us"""
    year, subject, typed = year_of(request), request.GET.get("subject", ""), Typed(request.POST)
    page: dict[str, Any] = {"typed": typed}
    if request.method == "POST":
        try:
            _estimate(request, year, subject, typed)
            return redirect(request.get_full_path())
        except Refused as refused:
            page["refused"] = refused.sentence
    found = queries.expected(year, subject)
    estimate = sum((one.estimate for one in found), Fraction(0))
    page |= {
        "section": "province", "year": year, "subject": subject, "subjects": queries.examined(year),
        "found": found, "title": _expects(found, year, subject),
        "reckoned": queries.reckoned(year, subject, estimate) if found else None,
        "full": sum((one.full for one in found), 0), "estimate": estimate,
        "lost": sum((one.lost for one in found), 0), "recovered": sum((one.recovered for one in found), 0),
        "results": [one for one in found if one.result is not None],
        "result": sum((one.result for one in found if one.result is not None), 0),
        "alone": sum(not one.item.contact for one in found),
    }  # fmt: skip
    return render(request, "office/exam.html", page, status=409 if "refused" in page else 200)


def _estimate(request: HttpRequest, year: int, subject: str, typed: Typed) -> None:
    services.estimate(
        year=year, subject=subject, rank=_whole(typed["rank"], "估计第几位"), of=_whole(typed["of"], "一共几个"),
        others=tables.read_others(typed["others"]), why=typed["why"], by=request.user, at=clock.now(),
    )  # fmt: skip
    messages.success(request, "记下了。")


def _whole(text: str, what: str) -> int | None:
    """A whole number as it was typed, or nothing."""
    number = read_number(text).text if text else None
    if text and not (number and number.isdecimal() and len(number) < 6):
        raise Refused(f"“{what}”写的“{text}”不是整数。")
    return int(number) if number else None


def _expects(found: list[Expected], year: int, subject: str) -> str:
    if not found:
        return f"还没有列{subject} {year} 年的省考指标"
    known = sum(one.result is not None for one in found)
    if known == len(found):
        return f"{subject}{known} 个指标，省里都公布了"
    open_ones = [one for one in found if one.at_stake]
    if not open_ones:
        lost = any(one.lost for one in found if one.result is None)
        return (
            f"{subject}{len(found)} 个指标，{'已知的扣分都挽回了' if lost else '还没有已知的扣分'}"
        )
    said = f"{subject}{len(found)} 个指标里 {len(open_ones)} 个有扣分，"
    partly = sum(bool(one.recovered) for one in open_ones)
    if not partly:
        return said + "还没有挽回"
    left = fraction(sum((one.at_stake for one in open_ones), Fraction(0)))
    return said + f"{partly} 个挽回了一部分，还差 {left} 分"


@require_http_methods(["GET", "POST"])
def exam_item(request: HttpRequest, pk: int) -> HttpResponse:
    """一个省考指标: what is known of it, and another line of its ledger"""
    item = get_object_or_404(ExamItem, pk=pk)
    typed = Typed(request.POST)
    page: dict[str, Any] = {"section": "province", "typed": typed, "act": typed["act"]}
    if request.method == "POST":
        try:
            (_edit if typed["act"] == "edit" else _note)(request, item, typed)
            return redirect("office:exam_item", pk=pk)
        except Conflict as conflict:
            page["refused"] = conflict.sentence
        except Refused as refused:
            page["refused"] = refused.sentence
        item.refresh_from_db()
    page |= {
        "item": item, "one": queries.expectation(item), "notes": item.notes.select_related("recorded_by").order_by("-pk"),
        "kinds": ExamNote.Kind.choices, "today": clock.today(), "names": names_by_code(),
    }  # fmt: skip
    return render(request, "office/exam_item.html", page, status=409 if "refused" in page else 200)


def _edit(request: HttpRequest, item: ExamItem, typed: Typed) -> None:
    values = Item(
        typed["name"], _number(typed["full"]), typed["department"], typed["lead"], typed["contact"], item.subject
    )  # fmt: skip
    edits = int(typed["edits"]) if typed["edits"].isdecimal() else -1
    services.edit(item=item, values=values, edits=edits, by=request.user, at=clock.now())
    messages.success(request, "已改。")


def _note(request: HttpRequest, item: ExamItem, typed: Typed) -> None:
    services.note(
        item=item, kind=typed["kind"], happened_on=day_of(typed["happened_on"], "日期"), said=typed["told"],
        points=_number(typed["points"]), with_whom=typed["with_whom"], document=typed["document"], by=request.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, "记下了。")


def _number(text: str) -> str:
    """A number as it was typed, full-width digits and all; what is none is left for the service to name."""
    return read_number(text).text or text if text else ""


@require_http_methods(["GET", "POST"])
def province_in(request: HttpRequest, kind: str) -> HttpResponse:
    """收一张省考的表: look first, then take in"""
    if kind not in KINDS:
        raise Http404
    year = year_of(request)
    page: dict[str, Any] = {
        "section": "province", "year": year, "kind": kind, "word": KINDS[kind], "text": request.POST.get("text", ""),
    }  # fmt: skip
    if request.method == "POST":
        try:
            page["ticket"] = table_ticket(request)
            preview = _preview(request, kind, year, page["ticket"])
            if "take" in request.POST and preview.can_be_taken:
                taken = tables.take_in(
                    preview=preview, year=year, includes_typed="includes" in request.POST, by=request.user,
                    at=clock.now(),
                )  # fmt: skip
                messages.success(request, f"已收下 {taken} 行。")
                back = "office:province" if kind == "positions" else "office:exam"
                return redirect(f"{reverse(back)}?year={year}")
            page["preview"] = preview
        except Refused as refused:
            page["refused"] = refused.sentence
    return render(
        request, "office/province_in.html", page, status=409 if "refused" in page else 200
    )


def _preview(request: HttpRequest, kind: str, year: int, given: str) -> tables.Preview:
    if not given:
        return tables.read_paste(request.POST.get("text", ""), kind=kind, year=year)
    with opened(given) as (path, _):
        return tables.read_file(path, kind=kind, year=year)
