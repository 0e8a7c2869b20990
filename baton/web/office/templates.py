"""自己的模板: the office's own layout for a kind of paper, taken in only when every name in it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk.care.safekeeping import kept
from baton.desk.papers.boards import BOARD, check_title, form_of
from baton.desk.papers.kinds import PAPERS
from baton.documents.papers import COMMON, FORMS, can_convert, check_template
from baton.documents.problems import Problems
from baton.domain import clock
from baton.domain.files import store
from baton.domain.printing import services
from baton.domain.printing.queries import templates as used
from baton.domain.printing.queries import wording
from baton.domain.refusals import Refused
from baton.web.components.downloads import DOCX, attachment, written
from baton.web.components.typed import Typed

MOST = 5_000_000


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """用自己的模板"""
    kind, faults = request.POST.get("kind", ""), []
    if request.method == "POST" and "title" in request.POST:
        return _worded(request)
    if request.method == "POST":
        faults = _taken(request, _known(kind))
        if not faults:
            messages.success(request, f"以后的{PAPERS[kind].name}都用这个模板。")
            return redirect("office:templates")
    return _page(request, kind=kind, faults=faults)


def _page(request: HttpRequest, *, kind: str = "", faults: Sequence[object] = (), **more: Any) -> HttpResponse:  # fmt: skip
    own, worded = used(), wording(BOARD)
    form = form_of(worded)
    page = {
        "section": "board", "faults": faults, "kind": kind, "common": COMMON, "count": len(own),
        "rows": [(code, PAPERS[code], one, own.get(code)) for code, one in FORMS.items()],
        "can_convert": can_convert(), "worded": worded, "title": form.title, "signs": "\n".join(form.signs), "notes": "\n".join(form.notes),
    }  # fmt: skip
    status = 409 if "refused" in more else 422 if faults else 200
    return render(request, "office/templates.html", page | more, status=status)


def _worded(request: HttpRequest) -> HttpResponse:
    """总表的抬头、签字栏和注: what was typed is shown again where it could not be kept."""
    typed = Typed(request.POST)
    told = {"kind": BOARD, "by": request.user, "at": clock.now()}
    try:
        if typed["act"] == "drop":
            services.unword(**told)
            messages.success(request, "A3 总表改回自带的标题和签字栏。")
        else:
            check_title(typed["title"])
            services.word(
                title=typed["title"], signs=typed["signs"].splitlines(), notes=typed["notes"].splitlines(), **told
            )  # fmt: skip
            messages.success(request, "以后的 A3 总表（Word、PDF、Excel）都这样写。")
    except Refused as refused:
        kept = {name: typed[name] for name in ("title", "signs", "notes")}
        return _page(request, refused=refused.sentence, **kept)
    return redirect(reverse("office:templates") + "#board-words")


def _taken(request: HttpRequest, kind: str) -> list[object]:
    """Take a template in; the faults that keep it out, all at once."""
    given = request.FILES.get("file")
    if given is None:
        raise Refused("没有选文件。")
    if (given.size or 0) > MOST:
        raise Refused(f"模板不要超过 {MOST // 1_000_000} MB；大图片请压缩。")
    content, problems, name = given.read(), Problems(), given.name or "模板.docx"
    check_template(content, FORMS[kind].known, problems=problems, name=name)
    if problems.error_count:
        return list(problems.errors)
    told = {"by": request.user, "at": clock.now()}
    with kept([content], name=name, media_type=DOCX, **told) as file:
        services.use_template(kind=kind, file=file, **told)
    return []


@require_GET
def sample(request: HttpRequest, code: str) -> HttpResponse:
    """样板: a template to start from"""
    form = FORMS[_known(code)]
    return written(form.sample, f"{PAPERS[code].name}样板.docx", DOCX)


@require_GET
def template(request: HttpRequest, code: str) -> HttpResponse:
    """现在用的模板"""
    found = used().get(_known(code))
    if found is None:
        raise Http404
    return attachment(store.read(found.file), found.file.name, DOCX)


@require_POST
def drop_template(request: HttpRequest, code: str) -> HttpResponse:
    """改回自带的版式"""
    services.drop_template(kind=_known(code), by=request.user, at=clock.now())
    messages.success(request, f"{PAPERS[code].name}改回自带的版式。")
    return redirect("office:templates")


def _known(code: str) -> str:
    if code not in FORMS:
        raise Http404
    return code
