"""The door: who may come in, and what is said to those who may not, or when something fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from baton.domain.refusals import Refused
from baton.web.access import ACCESS, ANYBODY, may_open

Answer = Callable[[HttpRequest], HttpResponse]


class AccessMiddleware:
    """Lets through what `access.py` allows. To a stranger a page that is not for him does not exist."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
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
            return redirect_to_login(request.get_full_path())
        if not may_open(route, person.role):
            return not_found(request)
        if person.must_change_password and route not in {"web:password", "web:logout"}:
            return redirect("web:password")
        return None


class RefusalMiddleware:
    """A refused write answers with its sentence; pages that keep what was typed catch it themselves."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, Refused):
            return None
        back = request.headers.get("Referer", "")
        page = {
            "sentence": error.sentence,
            "back": back if back.startswith(("http://", "https://")) else "",
        }
        return render(request, "refused.html", page, status=409)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """没有这一页: the same answer whether it does not exist or is not for this person."""
    return render(request, "not_found.html", status=404)


def failed(request: HttpRequest) -> HttpResponse:
    """程序出错: says that nothing was lost and what to do."""
    return render(request, "failed.html", status=500)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """表单过期: a form from before the last sign-in."""
    sentence = "这一页打开太久了，没有写入。请返回上一页刷新后再提交；填过的内容请先复制下来。"
    return render(request, "refused.html", {"sentence": sentence, "back": ""}, status=403)
