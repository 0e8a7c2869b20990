"""What the present program makes of an office: run as a process of its own, it prints one line of JSON."""

from __future__ import annotations

import json
import re
from collections import Counter, deque
from html import unescape
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

FIRST = "/office/"
EACH = 2  # so many pages of one kind


def looked() -> dict[str, Any]:
    """What the doctor says before and after; totals kept and computed again; every kind of page that links lead to."""
    from baton.cli.commands.office import set_up

    set_up()
    from baton.desk.care.custody import faults

    found = {
        "faults": faults(),
        "kept": _kept(),
        "again": _again(),
        "now": _now(),
        "pages": _pages(),
    }
    return found | {"faults afterwards": faults()}


def _runs() -> Any:
    from baton.domain.assessment.models import Run

    return Run.objects.select_related("round").order_by("pk")


def _name(run: Any) -> str:
    return f"{run.round.name} {run.kind} {run.number}"


def _kept() -> dict[str, Any]:
    return {_name(run): {line.name: [line.total, line.rank] for line in run.lines.order_by("pk")} for run in _runs()}  # fmt: skip


def _again() -> dict[str, Any]:
    """Scored anew from each result's own archive."""
    from baton.desk.computing import totals_of
    from baton.desk.results import result_of

    return {_name(run): {one.name: [one.total, one.rank] for one in totals_of(result_of(run))} for run in _runs()}  # fmt: skip


def _now() -> dict[str, Any]:
    """Scored anew from the records, by round."""
    from baton.desk.computing import compute
    from baton.domain.rounds.models import Round

    return {round.name: {one.name: [one.total, one.rank] for one in compute(round).totals} for round in Round.objects.all()}  # fmt: skip


def _pages() -> dict[str, list[int]]:
    """By name of the address: the answers of its first pages, for a clerk who follows every link."""
    from django.conf import settings
    from django.test import Client
    from django.urls import resolve

    from baton.domain.accounts.models import Person
    from baton.web.bound import PREFIX

    settings.ALLOWED_HOSTS = ["testserver"]
    browser = Client()
    browser.force_login(Person.objects.get(username="he"), backend="django.contrib.auth.backends.ModelBackend")  # fmt: skip
    found: dict[str, list[int]] = {}
    begun, waiting = Counter[str](), deque([FIRST])
    seen = {FIRST}
    while waiting:
        address = waiting.popleft()
        kind = resolve(PREFIX.sub("", unquote(urlsplit(address).path), count=1)).view_name
        if begun[kind] == EACH:
            continue
        begun[kind] += 1
        answer = browser.get(address)
        found.setdefault(kind, []).append(answer.status_code)
        text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        links = [answer.url] if answer.status_code == 302 else re.findall(r'<a [^>]*?href="([^"]+)"', text)  # fmt: skip
        for link in links:
            goal = urljoin(address, unescape(link)).partition("#")[0]
            if goal.startswith("/") and goal not in seen:
                seen.add(goal)
                waiting.append(goal)
    return found


if __name__ == "__main__":
    print(json.dumps(looked(), ensure_ascii=False))
