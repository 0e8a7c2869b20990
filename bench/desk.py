"""The desk: a sheet taken in, a cell changed, pages opened; in a process of its own, on the database it is given.

`python -m bench.desk` prints JSON; `python -m bench --only desk` turns it into lines, for SQLite and (where a
cluster can be started) for PostgreSQL.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bench import city, pages

TIMES = 20
NINETEENTH = 18  # of twenty in order, so that 95 in 100 are no slower
CELLS = 122 * 6
CLAIMS = 800


def main() -> None:
    """Measure everything once and print it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ["BATON_HOME"] = home
        city.set_up()
        print(json.dumps(measured(Path(home))))


def measured(home: Path) -> dict[str, Any]:
    """Seconds by name; pages in milliseconds with the size of what crosses the wire. Three years are in the records."""
    at = datetime.now(UTC)
    started = time.perf_counter()
    round, clerk = city.build("a-bench-password", years=2)
    found: dict[str, Any] = {"build": time.perf_counter() - started, "fsync": fsync(home)}
    found |= sheet(round, clerk, home, at)
    found["pages"] = pages.measured(round, clerk)
    found |= papers(round, clerk, at)
    found |= claims(round, clerk, home, at)
    return found


def sheet(round: Any, clerk: Any, home: Path, at: datetime) -> dict[str, float]:
    """A sheet as large as 122 units × 6 items: preview, take in, accept; then one changed cell until the board is new.

    The city's widest own sheet has fewer cells, so one lead unit is asked for the widest items of all.
    """
    from django.test import Client

    from baton.desk import computing
    from baton.desk.intake import sheets
    from baton.desk.intake.sheet_names import AtHand
    from baton.domain.intake import services
    from baton.domain.intake.models import Sheet
    from baton.domain.orgs.models import Unit
    from baton.domain.schemes.queries import book_of

    book = book_of(round.version)
    data = {entry["code"]: entry["name"] for entry in book["data"]}
    numbers = {entry["code"] for entry in book["data"] if entry.get("kind", "number") == "number"}
    full = {  # a direct score is at most its indicator's points; other figures are of any size
        one["data"]["x"]["item"]: float(one["points"])
        for one in book["items"]
        if one["method"] == "direct" and isinstance(one["points"], str)
    }
    owed = AtHand(round)
    sheets_owed = list(Sheet.objects.filter(round=round))
    asked = {item: units for one in sheets_owed for item, units in owed.expected(one).items()}
    items: list[str] = []
    for item in sorted(asked, key=lambda one: (-len(asked[one]), one)):
        if item in numbers and sum(len(asked[one]) for one in items) < CELLS:
            items.append(item)
    free = Unit.objects.exclude(pk__in=[one.lead_id for one in sheets_owed]).order_by("pk")[0]
    widest = services.owe(
        round=round, lead=free, title="量一量", items=items, due_on=at.date(), by=clerk, at=at
    )
    cells = [(item, unit) for item in items for unit in asked[item]]

    def written(shift: int) -> Path:
        path = home / f"sheet{shift}.csv"
        lines = [
            "单位,指标,数值",
            *(
                f"{unit},{data[item]},{full.get(item, 100) * (50 + (n + shift) % 40) / 100:.2f}"
                for n, (item, unit) in enumerate(cells)
            ),
        ]
        path.write_text("\n".join(lines), "utf-8")
        return path

    preview, _ = timed(lambda: sheets.read_file(widest, written(0)))
    taken, submission = timed(
        lambda: sheets.take_in_file(sheet=widest, path=written(0), name="表.csv", by=clerk, at=at)[
            1
        ]
    )
    accepted, _ = timed(lambda: services.accept(submission=submission, by=clerk, at=at))
    computing.refresh(round, at=at)
    _, again = sheets.take_in_file(
        sheet=widest, path=written(1), name="表.csv", by=clerk, at=at + timedelta(hours=1)
    )

    desk = Client()
    desk.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    desk.get("/office/board/")

    def change() -> None:
        """Accepted, computed by the worker, and seen by a server that knew nothing of it."""
        services.accept(submission=again, by=clerk, at=at + timedelta(hours=1))
        computing.refresh(round, at=at)
        pages.started_anew()
        desk.get("/office/board/")

    changed, _ = timed(change)
    return {
        "cells": len(cells),
        "preview": preview,
        "take in": taken,
        "accept": accepted,
        "sheet": preview + taken + accepted,
        "changed": changed,
    }


def claims(round: Any, clerk: Any, home: Path, at: datetime) -> dict[str, float]:
    """A table of so many claims: looked at twice, as a page does, and taken into the ledger; then the ledger's page."""
    from django.test import Client

    from baton.desk.ledger import claiming
    from baton.domain.orgs import queries as orgs

    standing = orgs.standings(round.scheme.year).filter(ends_on=None, starts_on=None)
    units = list(standing.values_list("unit__name", flat=True))
    kinds = (("表彰", ("国家级", "省级", "市级")), ("督查扣分", ("逾期", "通报批评")))
    lines = ["文号,单位,事项,级别,种类,日期,来源"]
    for n in range(CLAIMS):
        kind, levels = kinds[n % 5 == 0]
        day = f"2026-{1 + n % 12:02}-{1 + n % 28:02}"
        lines.append(
            f"云考〔2026〕{n}号,{units[n * 7 % len(units)]},第{n}项工作,{levels[n % len(levels)]},{kind},{day},申报"
        )
    path = home / "claims.csv"
    path.write_text("\n".join(lines), "utf-8")

    def taken() -> None:
        claiming.read_claims_file(round, path)
        preview = claiming.read_claims_file(round, path)
        made = claiming.take_in_claims(
            round=round, preview=preview, file=(path, "申报.csv"), by=clerk, at=at
        )
        if len(made) != CLAIMS:
            raise SystemExit(f"只收下 {len(made)} 条")

    client = Client()
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    seconds = timed(taken)[0]
    look = partial(client.get, f"/office/claims/?round={round.pk}")
    shown = sorted(timed(look)[0] for _ in range(TIMES))
    return {"claims": seconds, "ledger": shown[NINETEENTH]}


def papers(round: Any, clerk: Any, at: datetime) -> dict[str, Any]:
    """全部出一遍: a draft of 122 units and their leaders with 800 claims, from the click to the file, by the worker."""
    from baton.desk import computing
    from baton.desk.papers import printing
    from baton.domain import clock
    from baton.domain.claims import services as claims
    from baton.domain.claims.models import Claim
    from baton.domain.orgs.models import Unit
    from baton.domain.printing import services
    from baton.domain.printing.models import PaperSet

    units = list(Unit.objects.order_by("pk")[:122])
    lacking = range(CLAIMS - Claim.objects.filter(scheme=round.scheme).count())
    entries = [
        claims.Entry(units[n % len(units)], "表彰", f"第{n}项表彰", level="市级", document=f"云发〔2026〕{n}号")
        for n in lacking
    ]  # fmt: skip
    made = claims.enter(scheme=round.scheme, entries=entries, by=clerk, at=at)
    claims.decide(
        claims=made, state="accepted", decided_by="认定小组", decided_on=at.date(), reason="", by=clerk, at=at
    )  # fmt: skip
    run = computing.number_draft(round, stage="check", why="量一量", by=clerk, at=at)

    def printed() -> None:
        services.ask(run=run, by=clerk, at=clock.now())
        while printing.go_on(now=clock.now, seconds=1.0):
            pass

    taken, _ = timed(printed)
    made_set = PaperSet.objects.get()
    if made_set.done_at is None:
        raise RuntimeError(made_set.failed)
    return {"papers": taken, "paper_files": made_set.total, "paper_bytes": made_set.size}


def fsync(home: Path) -> float:
    """How long this disk takes to promise four kilobytes: durability figures mean nothing without it."""
    taken = []
    with (home / "fsync").open("wb") as file:
        for _ in range(50):
            file.write(b"x" * 4096)
            file.flush()
            taken.append(timed(lambda: os.fsync(file.fileno()))[0])
    return statistics.median(taken)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds on the wall, and what came of it."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    sys.exit(main())
