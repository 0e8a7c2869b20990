"""An address may say what it is about: /r/7/office/ is round 7's desk, whatever is looked at in another window.

Every link and form of such a page keeps what the address says, because the prefix stands where a web server would
mount the application.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.urls import set_script_prefix

PREFIX = re.compile(r"(?:/r/([0-9]{1,9}))?(?:/s/([0-9]{1,9}))?(?:/y/([0-9]{4}))?(?=/)")


class Bound(NamedTuple):
    """What an address is about; None where it says nothing."""

    round: int | None = None
    scheme: int | None = None
    year: int | None = None


class BoundMiddleware:
    """Takes the prefix off the address before it is looked up, and lets no other request inherit it."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = PREFIX.match(request.path_info)
        said = (
            Bound(*(int(part) if part else None for part in found.groups())) if found else Bound()
        )
        if found and found.end():
            request.path_info = request.path_info[found.end() :]
        try:
            bind(request, said)
            return self.answer(request)
        finally:
            set_script_prefix("/")


def bound(request: HttpRequest) -> Bound:
    """What this request is about by its address, or by what it chose since."""
    return getattr(request, "bound", Bound())


def bind(request: HttpRequest, said: Bound) -> None:
    """From here on every address of the answer says so."""
    request.bound = said  # type: ignore[attr-defined]
    set_script_prefix(
        "".join(f"/{letter}/{number}" for letter, number in zip("rsy", said, strict=True) if number is not None)
        + "/"
    )  # fmt: skip
