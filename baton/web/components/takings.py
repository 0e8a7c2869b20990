"""取走: a file with results leaves only once the log says who took it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import partial

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from baton.desk.care.full_disk import is_full
from baton.domain import clock
from baton.domain.assessment import taking_services as takings
from baton.domain.assessment.models import Run
from baton.domain.audit.patience import briefly
from baton.domain.hearings import services as hearings
from baton.domain.hearings.models import Hearing
from baton.domain.refusals import Refused

PATIENCE = 20.0  # seconds for whoever writes something else
NOT_NOTED = "这一次下载没有能记进操作记录，文件没有交出来。"
FULL = "服务器的磁盘写满了。请先清理磁盘（或请管机器的人清理），再下载。"
BUSY = "多半是正在写入别的，请过一会儿再点。"


def taken(response: HttpResponse, *, request: HttpRequest, run: Run, what: str, form: str, group: str = "") -> HttpResponse:  # fmt: skip
    """The file of a run, once it is on record; Refused when it can't be."""
    content = response.content
    on_record(request, partial(takings.take, run=run, what=what, form=form, group=group), hashlib.sha256(content).hexdigest(), len(content))  # fmt: skip
    return response


def taken_from_hearing(response: HttpResponse, *, request: HttpRequest, hearing: Hearing, what: str, form: str) -> HttpResponse:  # fmt: skip
    """The file with what a session gave, once it is on record."""
    content = response.content
    on_record(request, partial(hearings.take, hearing=hearing, what=what, form=form), hashlib.sha256(content).hexdigest(), len(content))  # fmt: skip
    return response


def on_record(request: HttpRequest, take: Callable[..., None], sha256: str, size: int) -> None:
    """Write down that somebody takes a file with these bytes; Refused when that can't be written."""
    try:
        with briefly(PATIENCE):
            take(sha256=sha256, size=size, by=request.user, at=clock.now())
    except DatabaseError as error:
        raise Refused(NOT_NOTED + (FULL if is_full(error) else BUSY)) from error
