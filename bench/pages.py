"""Every page of the desk, through the whole stack but the socket: looked at first, and looked at again.

The first look is that of a server which has just been started and a worker that has done its part; the others are
what everybody's day is made of. Milliseconds, and bytes after gzip.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial
from typing import Any

PAGES = (
    "/office/", "/office/setup/", "/office/setup/roster/", "/office/setup/scheme/", "/office/roster/", "/office/roster/new/",
    "/office/roster/groups/", "/office/roster/{unit}/", "/office/rounds/{round}/", "/office/rounds/{round}/releases/", "/office/people/",
    "/office/scheme/", "/office/scheme/cover/", "/office/scheme/periods/", "/office/scheme/parts/", "/office/scheme/parts/ledgers/JF/",
    "/office/scheme/parts/grades/县市区/", "/office/targets/", "/office/targets/?item=Z06", "/office/targets/unit/临江县/",
    "/office/targets/cell/临江县/Z06/", "/office/targets/in/", "/office/records/", "/office/milestones/", "/office/milestones/in/", "/office/find/?q=市", "/office/live/", "/office/live/1/", "/office/live/1/unit/3/", "/office/province/", "/office/province/exam/",
    "/office/scheme/compared/", "/office/scheme/Z13/", "/office/scheme/Z13/method/", "/office/scheme/Z13/method/?method=M01",
    "/office/desk/", "/office/desk/?show=odd", "/office/desk/several/", "/office/desk/references/", "/office/desk/{sheet}/", "/office/desk/{sheet}/receive/",
    "/office/claims/", "/office/claims/enter/", "/office/claims/in/", "/office/claims/{claim}/", "/office/claims/{claim}/edit/",
    "/office/board/", "/office/run/{run}/", "/office/run/{run}/?group=领导干部", "/office/run/{run}/unit/临江县/",
    "/office/run/{run}/unit/临江县/Z13/", "/office/run/{run}/indicator/Z13/", "/office/run/{run}/moved/{first}/",
    "/office/run/{run}/before/", "/office/run/{run}/missing/", "/office/run/{run}/grade/", "/office/run/{run}/indicator/Z13/years/", "/office/run/{run}/without/?item=Z13", "/office/run/{run}/papers/", "/office/run/{run}/release/",
    "/office/run/{run}/veto/", "/office/cell/临江县/优良天数比例/", "/office/history/", "/office/history/临江县/", "/office/templates/",
    "/office/lastyear/in/", "/office/lastyear/{past}/",
    "/released/", "/released/years/", "/released/years/临江县/", "/released/{run}/", "/released/{run}/wall/", "/released/{run}/临江县/", "/released/{run}/临江县/Z13/",
)  # fmt: skip
TIMES = 20
NINETEENTH = 18  # of twenty in order, so that 95 in 100 are no slower


def measured(round: Any, clerk: Any, places: Sequence[str] = PAGES) -> dict[str, list[float]]:
    """By page: the first look, the median and the 19th of twenty further looks, bytes. places: addresses of pages."""
    from django.test import Client

    from baton.config.readiness import make_ready
    from baton.desk import worker

    while worker.foresee():
        pass
    make_ready()  # as a server is; what was built in this process would not be in its memory
    desk, reader = Client(), Client()
    desk.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    names = _released(round, clerk)
    reader.force_login(names.pop("leader"), backend="django.contrib.auth.backends.ModelBackend")
    found = {}
    for page in places:
        client = reader if page.startswith("/released/") else desk
        look = partial(client.get, page.format(**names), headers={"Accept-Encoding": "gzip"})
        look()  # its templates are compiled once in a server's life
        started_anew()
        first, answer = _timed(look)
        if answer.status_code not in {200, 302}:  # some lead on to the newest
            raise SystemExit(f"{page}: {answer.status_code}")
        taken = sorted(_timed(look)[0] for _ in range(TIMES))
        found[page] = [first, taken[TIMES // 2], taken[NINETEENTH], len(answer.content)]
    return found


def started_anew() -> None:
    """Forget what a server keeps in its memory."""
    from baton.desk import answers, results

    answers.forget()
    results.forget()


def _released(round: Any, clerk: Any) -> dict[str, Any]:
    """Numbers that addresses need, and a leader to whom the second draft is released whole."""
    from datetime import UTC, datetime

    from baton.domain.accounts import services as accounts
    from baton.domain.assessment import services
    from baton.domain.assessment.models import Run
    from baton.domain.claims.models import Claim
    from baton.domain.intake.models import Sheet
    from baton.domain.orgs.models import Unit
    from baton.domain.rounds.models import Round

    first, second = Run.objects.filter(round=round, number__gt=0).order_by("number")[:2]
    at = datetime.now(UTC)
    leader = accounts.add(username="leader", name="领导", role="leader", password="a-bench-password", by=clerk, at=at)  # fmt: skip
    accounts.change_password(person=leader, password="another-bench-password", by=leader, at=at)
    services.release(
        run=second, role="leader", layer="explanations", decided_by="考核办", why="量一量", by=clerk, at=at
    )  # fmt: skip
    past = Round.objects.filter(publications__isnull=False).order_by("-on").first()
    claim = Claim.objects.order_by("pk").first()
    return {
        "leader": leader, "run": second.pk, "first": first.pk, "round": round.pk, "sheet": Sheet.objects.filter(round=round).order_by("pk")[1].pk,
        "past": past and past.pk, "unit": Unit.objects.order_by("pk")[3].pk, "claim": claim and claim.pk,
    }  # fmt: skip


def _timed(look: Any) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = look()
    return (time.perf_counter() - started) * 1000, answer
