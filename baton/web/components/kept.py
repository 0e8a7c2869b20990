"""填过的内容: what somebody typed into a form that was not written, so that it can be shown again."""

from __future__ import annotations

from typing import NamedTuple

from django.http import HttpRequest

from baton.web.components.labels import SAYS, labels_of

LONGEST = 2_000_000  # a pasted sheet of 122 units × 120 indicators has some 90 000 signs
MOST = 400
# Tickets, buttons, ticks and choices are not typed; passwords are never shown.
NOT_TYPED = {
    "csrfmiddlewaretoken", "for_round", "for_scheme", "ticket", "page", "here", "was", "edits", "number", "digest", "version", "answers",
    "take", "again", "next", "clean", "try", "keep", "drop", "look", "part", "decide", "each", "act", "fix", "undo",
    "chosen", "older", "claim", "cell", "kept", "meaning", "step", "turn", "alias", "after", "seen", "item",
    "said", "unsay", "mend", "page_name", "way", "names_at", "point", "pointed", "leave", "into", "calendar", "state", "kind", "role", "layer", "stage", "cause", "reading", "method",
}  # fmt: skip


class Kept(NamedTuple):
    """One text and how its form calls the field."""

    label: str
    text: str


def typed(request: HttpRequest) -> list[Kept]:
    """Every text of the request's form, in its order; nothing when the form itself could not be read."""
    if request.method != "POST":
        return []
    try:
        lists = list(request.POST.lists())
    except Exception:
        return []
    found = [
        (name, text[:LONGEST])
        for name, texts in lists
        if name not in NOT_TYPED
        and not name.startswith(SAYS)
        and not name.endswith("_ticket")
        and "password" not in name
        for text in texts
        if text.strip()
    ]
    names = [name for name, _ in found[:MOST]]
    labels = labels_of(request, names) if names else []
    return [Kept(label, text) for label, (_, text) in zip(labels, found, strict=False)]
