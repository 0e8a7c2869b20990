"""What an office finds when it starts again: run as a process of its own, one line of JSON for each folder."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any


def look(home: Path) -> dict[str, Any]:
    """Open the folder's database and compare everything with the log."""
    from django.conf import settings
    from django.db import connection

    from baton.desk.care import custody
    from baton.domain.audit.models import Entry

    settings.BATON_HOME = home
    integrity, told = "ok", []
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = str(home / "baton.sqlite3")
        with connection.cursor() as cursor:
            integrity = cursor.execute("PRAGMA integrity_check").fetchone()[0]
            told = [
                cursor.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("journal_mode", "synchronous", "foreign_keys")
            ]
    return {
        "integrity": integrity, "settings": told, "entries": Entry.objects.count(), "faults": custody.faults(), "unmatched": list(unmatched()),
        "loose": custody.unclaimed(), "deeds": Counter(Entry.objects.values_list("action", flat=True)),
    }  # fmt: skip


def unmatched() -> Iterator[str]:
    """Rows without their entry in the log, and entries without their row; what the doctor looks at is left to it."""
    from baton.domain.audit import queries as log
    from baton.domain.audit.models import Entry

    told: dict[str, Counter[Any]] = {}
    for entry in Entry.objects.order_by("seq"):
        said = log.told(entry) | {"on": entry.on}
        for number in said.get("numbers", [said.get("number")]):
            told.setdefault(entry.action, Counter())[_key(entry.action, said, number)] += 1
    for deed, rows in _rows().items():
        said = told.get(deed, Counter())
        for what in rows - said:
            yield f"{deed}：有一行没有操作记录 {what}"
        for what in said - rows:
            yield f"{deed}：有操作记录没有行 {what}"


def _key(action: str, said: dict[str, Any], number: Any) -> Any:
    """By what an entry and its row are known to belong together."""
    if action.startswith("sheet."):
        return said["on"], number, said.get("sha256", "")
    if action in {"claims.entered", "claims.decided"}:
        return number
    if action in {"file.kept", "claim.attached", "template.used"}:
        return said["sha256"]
    if action in {"papers.made", "papers.asked", "draft.released"}:
        return said["on"]
    return said["on"], number


def _rows() -> dict[str, Counter[Any]]:
    """The rows that stand for each deed, by the same keys."""
    from baton.domain.assessment.models import Release, Run
    from baton.domain.claims.models import Claim, ClaimFile, Decision
    from baton.domain.files.models import StoredFile
    from baton.domain.intake.models import Scan, Submission
    from baton.domain.printing.models import PaperSet, Template
    from baton.domain.schemes.models import Version

    versions = list(Submission.objects.all())

    def sheets(*states: str) -> Counter[Any]:
        return Counter(
            (f"sheet:{one.sheet_id}", one.number, "")
            for one in versions
            if not states or one.state in states
        )

    return {
        "sheet.received": sheets(),
        "sheet.accepted": sheets("accepted", "partial"),
        "sheet.returned": sheets("returned"),
        "sheet.scan_added": Counter(
            (f"sheet:{one.submission.sheet_id}", one.submission.number, one.file.sha256)
            for one in Scan.objects.select_related("submission", "file")
        ),
        "claims.entered": Counter(Claim.objects.values_list("number", flat=True)),
        "claims.decided": Counter(Decision.objects.values_list("claim__number", flat=True)),
        "claim.attached": Counter(ClaimFile.objects.values_list("file__sha256", flat=True)),
        "file.kept": Counter(StoredFile.objects.values_list("sha256", flat=True)),
        "template.used": Counter(Template.objects.values_list("file__sha256", flat=True)),
        "draft.numbered": Counter(
            (f"round:{run.round_id}", run.number) for run in Run.objects.filter(kind="draft")
        ),
        "draft.released": Counter(f"run:{one.run_id}" for one in Release.objects.all()),
        "papers.asked": Counter(f"run:{one.run_id}" for one in PaperSet.objects.all()),
        "papers.made": Counter(
            f"run:{one.run_id}" for one in PaperSet.objects.exclude(done_at=None)
        ),
        "version.drafted": Counter(
            (f"version:{one.pk}", one.number) for one in Version.objects.all()
        ),
    }


if __name__ == "__main__":
    import django

    django.setup()
    for home in sys.argv[1:]:
        print(json.dumps(look(Path(home)), ensure_ascii=False))
