"""看过: the first look of a day at a draft that nobody has been shown goes into the log; a page never waits for that."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from threading import Lock

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from baton.domain import clock
from baton.domain.assessment import taking_services as takings
from baton.domain.assessment.models import Run
from baton.domain.audit.patience import briefly

PATIENCE = 0.2  # seconds; whoever writes just then is not waited for, the next look tries again
PAGES = ("office/run/<int:pk>/", "released/<int:pk>/")
log = logging.getLogger("baton.door")
_noted: set[tuple[int, int, date]] = set()
_lock = Lock()


class LookingMiddleware:
    """Notes whose results a page has shown to a clerk; readers can't open what was not released to them."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        is_page = request.method == "GET" and response.status_code == 200
        if is_page and "Content-Disposition" not in response and (key := _shown(request)):
            _note(request, key)
        return response


def shows(request: HttpRequest, run: Run) -> None:
    """Say which results a page shows whose address does not."""
    request.shown_run = run.pk  # type: ignore[attr-defined]


def forget() -> None:
    """Ask the log again."""
    with _lock:
        _noted.clear()


def _shown(request: HttpRequest) -> int | None:
    """The number of the results that a page showed to a clerk."""
    match, person = request.resolver_match, request.user
    if match is None or not (person.is_authenticated and person.is_clerk):
        return None
    if match.route.startswith(PAGES):
        return int(match.kwargs["pk"])
    return getattr(request, "shown_run", None)


def _note(request: HttpRequest, key: int) -> None:
    now = clock.now()
    today = clock.local(now).date()
    mark = (request.user.pk, key, today)
    if mark in _noted:
        return
    try:
        with briefly(PATIENCE):
            takings.look(run=Run.objects.get(pk=key), day=today, by=request.user, at=now)
    except DatabaseError as error:
        log.warning("看过第 %s 号成绩，这一次没有记下，下一次再记：%s", key, error)
        return
    with _lock:
        _noted.difference_update([one for one in _noted if one[2] != today])
        _noted.add(mark)
