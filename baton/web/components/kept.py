"""填过的内容: what somebody typed into a form that was not written, so that it can be shown again."""

from __future__ import annotations

from django.http import HttpRequest

LONGEST = 20_000
MOST = 40
# Buttons, tickets and choices are not typed; passwords are never shown.
NOT_TYPED = {"csrfmiddlewaretoken", "ticket", "take", "next", "clean", "chosen", "older", "page"}


def typed(request: HttpRequest) -> list[str]:
    """Every text of the request's form, in its order; nothing when the form itself could not be read."""
    if request.method != "POST":
        return []
    try:
        lists = list(request.POST.lists())
    except Exception:
        return []
    found = [
        text[:LONGEST]
        for name, texts in lists
        if name not in NOT_TYPED and "password" not in name
        for text in texts
        if text.strip() and not (text.isdigit() and len(text) < 4)
    ]
    return found[:MOST]
