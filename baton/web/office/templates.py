"""自己的模板: the office's own layout for a kind of paper, taken in only when every name in it is known."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from baton.desk.care.safekeeping import kept
from baton.desk.papers.kinds import PAPERS
from baton.documents.papers import COMMON, FORMS, check_template
from baton.documents.problems import Problems
from baton.domain import clock
from baton.domain.files import store
from baton.domain.printing import services
from baton.domain.printing.queries import templates as used
from baton.domain.refusals import Refused
from baton.web.components.downloads import DOCX, attachment, written

MOST = 5_000_000


@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """用自己的模板"""
    kind, faults = request.POST.get("kind", ""), []
    if request.method == "POST":
        faults = _taken(request, _known(kind))
        if not faults:
            messages.success(request, f"以后的{PAPERS[kind].name}都用这个模板。")
            return redirect("office:templates")
    own = used()
    page = {
        "section": "board", "faults": faults, "kind": kind, "common": COMMON, "count": len(own),
        "rows": [(code, PAPERS[code], form, own.get(code)) for code, form in FORMS.items()],
    }  # fmt: skip
    return render(request, "office/templates.html", page, status=422 if faults else 200)


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
