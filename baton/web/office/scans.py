"""盖章扫描: put beside a sheet, and looked at."""

from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_POST

from baton.desk.care.safekeeping import kept
from baton.domain import clock
from baton.domain.files import store
from baton.domain.intake import services
from baton.domain.intake.models import Scan, Submission
from baton.domain.refusals import Refused
from baton.web.components.downloads import attachment
from baton.web.components.uploads import kind_of, one_file

SHOWN = {
    "default-src": [NONE], "img-src": [SELF], "object-src": [SELF], "style-src": [SELF], "base-uri": [NONE],
    "form-action": [NONE], "frame-ancestors": [SELF],
}  # fmt: skip
"""What a stamped page may do: be looked at inside this office's own pages, and nothing else."""


@require_POST
def add_scan(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """附上盖章页"""
    submission = get_object_or_404(
        Submission.objects.select_related("sheet__round"), sheet=pk, number=number
    )
    given = one_file(request, "scan")
    if given is None:
        raise Refused("没有选文件。")
    only = "盖章扫描只收 PDF、JPG、PNG。手机拍的请先存成图片。"
    kind = kind_of(given, only, takes=store.SCAN_TYPES)
    told = {"by": request.user, "at": clock.now()}
    with kept(given.chunks(), name=given.name or "扫描", media_type=kind, **told) as file:
        services.add_scan(submission=submission, file=file, **told)
    messages.success(request, "盖章扫描已附上。")
    return redirect("office:sheet", pk=pk)


@require_GET
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """看盖章页"""
    found = get_object_or_404(Scan.objects.select_related("file"), pk=pk)
    return attachment(store.read(found.file), found.file.name, found.file.media_type)


@xframe_options_sameorigin
@csp_replace(SHOWN)
@require_GET
def scan_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """盖章页，在表旁边看"""
    found = get_object_or_404(Scan.objects.select_related("file"), pk=pk)
    kind = found.file.media_type
    content = store.read(found.file)
    if kind not in store.SCAN_TYPES or not content.startswith(store.SCAN_TYPES[kind]):
        return attachment(content, found.file.name, kind)
    return HttpResponse(content, kind, headers={"Content-Disposition": "inline"})
