"""What every page shows around its content: the city's name, navigation, who is signed in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from baton.web.access import may_open

# A page without its route yet is not shown.
NAVIGATION = (
    ("工作台", "office:workbench", "workbench"),
    ("指标体系", "office:scheme", "scheme"),
    ("收件台", "office:desk", "desk"),
    ("加减分", "office:claims", "claims"),
    ("成绩", "office:board", "board"),
    ("已发布的成绩", "viewer:board", "released"),
    ("省考", "office:province", "province"),
    ("复算去年", "office:last_year", "last_year"),
    ("名册与轮次", "office:setup", "roster"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; makes no query beyond the signed-in person."""
    person = getattr(request, "user", None)
    role = getattr(person, "role", None)
    links = [link for link in map(_link, NAVIGATION) if link and may_open(link["route"], role)]
    return {
        "navigation": links,
        "place": {"title": getattr(settings, "SITE_TITLE", "指挥棒")},
        "person": person if role else None,
        "may_find": may_open("office:find", role),
        "is_demo": bool(settings.DEMO_CLOCK),
    }


def _link(entry: tuple[str, str, str]) -> dict[str, str] | None:
    word, route, section = entry
    try:
        return {"word": word, "href": reverse(route), "section": section, "route": route}
    except NoReverseMatch:
        return None
