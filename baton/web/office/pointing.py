"""自己指列: what a person points out on a table that was read wrongly, between look and look."""

from __future__ import annotations

import json

from django.http import HttpRequest

from baton.desk.intake import point_at
from baton.desk.intake.pointing import POINT, PointingPage, said_of
from baton.desk.questions import Answer
from baton.domain.intake.models import Sheet
from baton.web.components.uploads import opened

ACROSS = "across"
DIGITS = 7  # no table begins that far down


def pointed_out(request: HttpRequest) -> Answer | None:
    """What was pointed out with the form just sent; None where it was not, Refused where it says nothing."""
    if "pointed" not in request.POST:
        return None
    return said_of(
        request.POST.get("page_name", ""), names=request.POST.get("names_at", ""), first=request.POST.get("first", ""),
        items=_columns(request), sideways=request.POST.get("way") == ACROSS,
    )  # fmt: skip


def page_to_point(
    request: HttpRequest, sheet: Sheet, given: str, said: list[Answer]
) -> PointingPage | None:
    """The page that is asked for, or turned round; None where nothing is to be pointed at."""
    is_turned = "turn" in request.POST
    if not is_turned and "point" not in request.POST:
        return None
    name = request.POST.get("page_name" if is_turned else "point", "")
    sideways = (request.POST.get("way") != ACROSS) if is_turned else None
    said = [one for one in said if not (is_turned and (one.what, one.written) == (POINT, name))]
    return _page(sheet, request, given, name, said, sideways)


def pointed_again(
    request: HttpRequest, sheet: Sheet, given: str, said: list[Answer]
) -> PointingPage:
    """The page once more with what was chosen on it, after a form that said nothing."""
    first, names = request.POST.get("first", ""), request.POST.get("names_at", "")
    chosen = {name: value for name, value in _columns(request).items() if value}
    if chosen:
        is_read = _is_number(first) and int(first) > 0
        names = names if _is_number(names) else "0"
        said = [*said, Answer(POINT, request.POST.get("page_name", ""), json.dumps([int(names), int(first) - 1 if is_read else 1, request.POST.get("way") == ACROSS, chosen]))]  # fmt: skip
    return _page(sheet, request, given, request.POST.get("page_name", ""), said, None)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < DIGITS


def _columns(request: HttpRequest) -> dict[str, str]:
    """By number of the column, the data item that was chosen for it."""
    return {
        name.removeprefix("c"): str(value)
        for name, value in request.POST.items()
        if name.startswith("c") and name.removeprefix("c").isdigit()
    }


def _page(
    sheet: Sheet, request: HttpRequest, given: str, name: str, said: list[Answer], sideways: bool | None
) -> PointingPage:  # fmt: skip
    if not given:
        text = request.POST.get("text", "")
        return point_at.page_of_paste(sheet, text, name, said, sideways=sideways)
    with opened(given) as (path, shown):
        return point_at.page_of_file(sheet, path, name, said, name=shown, sideways=sideways)
