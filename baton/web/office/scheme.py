"""指标体系: the rule book's indicators with their sentences, methods and readings."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from baton.documents.rulebook import write_rulebook
from baton.domain.schemes.queries import book_of
from baton.scoring.rulebook.specs import METHODS
from baton.web.components.downloads import attachment
from baton.web.components.rounds import round_of


@require_GET
def scheme(request: HttpRequest) -> HttpResponse:
    """指标体系"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    book = book_of(round.version)
    page = {
        "section": "scheme", "round": round, "version": round.version, "book": book,
        "papers": _papers(book), "direct": sum(item["method"] == "direct" for item in book["items"]),
        "approvals": round.version.approvals.order_by("decided_on"),
    }  # fmt: skip
    return render(request, "office/scheme.html", page)


@require_GET
def rulebook(request: HttpRequest) -> HttpResponse:
    """规则书: as an official can read it aloud"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    text = write_rulebook(book_of(round.version))
    return attachment(
        text.encode(), f"{round.scheme.title}第{round.version.number}版规则书.yaml", "text/yaml"
    )


def _papers(book: dict[str, Any]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Indicators under the node that holds them, in the order of the rule book."""
    items = {item["code"]: item for item in book["items"]}
    found = []
    for node in book["nodes"]:
        own = [items[code] for code in node.get("children", []) if code in items]
        if own:
            found.append((node["name"], [_told(item) for item in own]))
    placed = {item["code"] for _, own in found for item in own}
    rest = [_told(item) for code, item in items.items() if code not in placed]
    return found + ([("其他", rest)] if rest else [])


def _told(item: dict[str, Any]) -> dict[str, Any]:
    points = item["points"]
    return {
        "code": item["code"], "name": item["name"], "sentence": item["sentence"], "lead": item["lead"],
        "points": points if isinstance(points, str) else "按责任书", "method": METHODS[item["method"]].title,
        "readings": item["readings"],
    }  # fmt: skip
