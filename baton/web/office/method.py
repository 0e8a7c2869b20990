"""换一种计分方法: chosen by its Chinese sentence, its blanks filled in, tried on the office's own figures."""

from __future__ import annotations

import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from baton.desk import choosing
from baton.desk.choosing import Blank
from baton.desk.choosing.blanks import filled_in
from baton.documents.problems import Problem, Problems
from baton.documents.rulebook import read_item, write_item
from baton.domain.schemes import queries as schemes
from baton.scoring.rulebook import METHODS
from baton.scoring.rulebook.shapes import Method
from baton.web.components.rounds import round_of
from baton.web.office import item as rules

LINE = re.compile(r"第(\d+)行第\d+列\s*")
NEW_DATA = {
    "number": "{{单位: {}}}",
    "grade": "{{类别: 等第}}",
    "tally": "{{类别: 票数, 单位: 票}}",
    "date": "{{类别: 日期}}",
}
Page = dict[str, Any]


@require_http_methods(["GET", "POST"])
def method(request: HttpRequest, code: str) -> HttpResponse:
    """选计分方法"""
    round = round_of(request)
    if round is None:
        return render(request, "office/no_round.html", {"section": "scheme"})
    version = schemes.newest(round.scheme)
    assert version is not None
    book = schemes.book_of(version)
    item = next((one for one in book["items"] if one["code"] == code), None)
    if item is None:
        raise Http404
    page: Page = {
        "section": "scheme", "round": round, "version": version, "item": item, "code": code,
        "present": METHODS[item["method"]], "likely": [METHODS[name] for name in choosing.likely(item["sentence"])],
    }  # fmt: skip
    chosen = METHODS.get(request.POST.get("method") or request.GET.get("method", ""))
    if chosen is None:
        return render(request, "office/methods.html", page | {"shelves": choosing.SHELVES})
    page |= {
        "method": chosen,
        "known": [entry["name"] for entry in book["data"]],
        "unit": request.POST.get("unit", ""),
    }
    if request.method != "POST":
        filled = _told(chosen, item, book)
        return _form(request, page | {"is_told": bool(filled)}, filled)
    filled = filled_in(request.POST, chosen)
    text = choosing.written(write_item(book, code), chosen.name, filled)
    data = _new_data(chosen, filled, book, page["unit"])
    problems = Problems()
    tried = read_item(book, code, text, data=data, problems=problems)
    if tried is None:
        return _form(
            request, page | {"faults": [_named(one, text) for one in problems.errors]}, filled
        )
    return rules.proposed(request, round, version, code, text, data, tried)


def _form(request: HttpRequest, page: Page, filled: dict[str, str]) -> HttpResponse:
    rows: list[tuple[Blank, str]] = [
        (blank, filled.get(blank.label, "")) for blank in choosing.blanks_of(page["method"])
    ]
    return render(request, "office/method.html", page | {"rows": rows})


def _told(chosen: Method, item: Page, book: Page) -> dict[str, str]:
    """What the sentence says, and the figure the indicator takes now."""
    found = choosing.told(chosen.name, item["sentence"])
    points = item["points"]
    if found.get("起评分") == "分值":
        found["起评分"] = f"{points}分" if isinstance(points, str) else "责任书"
    if chosen.name == item["method"]:
        return found | choosing.present(write_item(book, item["code"]), chosen)
    names = {entry["code"]: entry["name"] for entry in book["data"]}
    taken = [names[one["item"]] for one in item["data"].values() if one["item"] in names]
    is_score = item["method"] == "direct"
    for one in chosen.inputs:
        if not one.optional:
            found[one.label] = item["name"] if is_score else (taken[0] if taken else item["name"])
    return found


def _new_data(chosen: Method, filled: dict[str, str], book: Page, unit: str) -> str:
    """Lines that register data the rule book does not know yet."""
    known = {text for entry in book["data"] for text in (entry["name"], entry["code"])}
    lines = []
    for one in chosen.inputs:
        name = re.split("[,，{]", filled.get(one.label, ""))[0].strip()
        if name and name not in known:
            lines.append(f"{name}: {NEW_DATA[one.kinds[0]].format(unit.strip() or '个')}")
    return "\n".join(lines)


def _named(problem: Problem, text: str) -> Problem:
    """The same problem at the blank whose line it names."""
    found = LINE.search(problem.place)
    lines = text.splitlines()
    if found is None or int(found[1]) > len(lines):
        return problem
    label = lines[int(found[1]) - 1].partition(":")[0].strip()
    return Problem(
        label or problem.place, problem.what, problem.remedy, problem.level, problem.code
    )
