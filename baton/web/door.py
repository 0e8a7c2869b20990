"""The door: who may come in, and what is said to those who may not, or when something fails."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions import middleware as sessions
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from baton.desk.care.full_disk import SENTENCE, is_full
from baton.domain.refusals import Refused
from baton.scoring import RuleFailed
from baton.web.access import ACCESS, ANYBODY, may_open
from baton.web.components.kept import typed

MOST_BODY = 256 * 1024 * 1024  # more is refused before any of it is read
NOT_THAT_WAY = 405
log = logging.getLogger("baton.door")
NUL = "\x00"
Answer = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Lets through what `access.py` allows. To a stranger a page that is not for him does not exist."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdigit() and int(length) > MOST_BODY:
            most = f"一次最多传 {MOST_BODY // 1024 // 1024} MB，单个文件最多 60 MB"
            return refused(request, f"{most}，没有收下。请压缩或分成几个再传。", status=413)
        response = self.answer(request)
        if response.status_code == NOT_THAT_WAY:
            response = _not_that_way(request, response)
        if request.user.is_authenticated:
            response.setdefault("Cache-Control", "private, no-store")
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = match.view_name if match else ""
        if ACCESS.get(route) == ANYBODY:
            return None
        person = request.user
        if not person.is_authenticated:
            return _signed_out(request)
        if not may_open(route, person.role):
            return not_found(request)
        if person.must_change_password and route not in {"web:password", "web:logout"}:
            return redirect("web:password")
        _without_nul(request)
        return None


def _not_that_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """An address that only a button uses was opened by itself, most often out of the browser's history."""
    told = refused(request, "这个地址是按钮用的，不能直接打开。请从上面的导航进去，再点一次。", status=NOT_THAT_WAY)  # fmt: skip
    told["Allow"] = response["Allow"]
    return told


class SessionMiddleware(sessions.SessionMiddleware):
    """What was asked for has been done or refused by now: when only the greeting can't be kept, the answer stands."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (SessionInterrupted, DatabaseError) as error:
            log.warning("登录状态没有记下（磁盘满了，或在别处退出了）：%s", error)
            return response


class RefusalMiddleware:
    """A refused write answers with its sentence; pages that keep what was typed catch it themselves."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Refused):
            full = is_full(error)
            return refused(request, error.sentence, status=507 if full else 409)
        if isinstance(error, RuleFailed):
            log.error("规则没有算下来：%s", error, exc_info=error)
            return refused(request, error.sentence, status=409)
        if is_full(error):
            return refused(request, SENTENCE, status=507)
        return None


def _without_nul(request: HttpRequest) -> None:
    """A character that nobody sees and PostgreSQL takes from nobody is left out of every field."""
    if request.method == "POST" and any(
        NUL in text for _, texts in request.POST.lists() for text in texts
    ):
        said = request.POST.copy()
        for name, texts in request.POST.lists():
            said.setlist(name, [text.replace(NUL, "") for text in texts])
        request.POST = said


def refused(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """没有写入: the sentence, the way back, and what was typed."""
    back = request.headers.get("Referer", "")
    page = {
        "sentence": sentence, "typed": typed(request) if status != 413 else [],
        "back": back if back.startswith(("http://", "https://")) else "",
    }  # fmt: skip
    return render(request, "refused.html", page, status=status)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """To the door; but a form that was sent after the session ended keeps what was typed."""
    if request.method != "POST" or not typed(request):
        return redirect_to_login(request.get_full_path())
    sentence = "登录已经过期，没有写入。请重新登录，再把下面填过的内容粘贴回去提交。"
    page = {"sentence": sentence, "typed": typed(request), "login": _door(request)}
    return render(request, "refused.html", page, status=403)


def _door(request: HttpRequest) -> str:
    """The door with the page to come back to: the one the form stood on, if it is ours."""
    back = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    return (
        f"/login/?next={quote('/' + back.removeprefix(ours))}"
        if back.startswith(ours)
        else "/login/"
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """没有这一页: the same answer whether it does not exist or is not for this person."""
    return render(request, "not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """程序出错: says that nothing was lost and what to do; a full disk is told as such."""
    if is_full(sys.exc_info()[1]):
        return refused(request, SENTENCE, status=507)
    return render(request, "failed.html", {"typed": typed(request)}, status=500)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """表单读不了: too large or cut off on the way."""
    if isinstance(exception, RequestDataTooBig):
        sentence = "粘贴的内容超过 20 MB，没有读。请存成表格文件再传，或分几次粘贴。"
    elif isinstance(exception, TooManyFieldsSent | TooManyFilesSent):
        sentence = "一次提交的格子或文件太多，没有写入。请分几次提交。"
    else:
        sentence = "这一次提交的内容没有传完整，没有写入。请返回上一页再试一次。"
    page = {"sentence": sentence, "back": ""}
    return render(request, "refused.html", page, status=400)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """表单过期: a form from before the last sign-in."""
    kept = typed(request)
    sentence = "这一页打开太久了，没有写入。请返回那一页刷新后再提交。"
    if kept:
        sentence += "填过的内容都在下面，可以复制回去。"
    back = request.headers.get("Referer", "")
    ours = f"{request.scheme}://{request.get_host()}/"
    page = {"sentence": sentence, "typed": kept, "back": back if back.startswith(ours) else ""}
    return render(request, "refused.html", page, status=403)
