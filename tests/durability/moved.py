"""An office restored to PostgreSQL, looked at there, backed up and restored to SQLite: inside scripts/with-postgresql.sh.

Prints one line of JSON: what each command said and what every table holds on either side.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.durability.test_past import PAST
from tests.journeys.serving import COMMAND, ROOT, environment

EDIT = (
    "UPDATE assessment_runline SET total = '99.99' WHERE id = (SELECT min(line.id) FROM assessment_runline line"
    " JOIN assessment_run run ON run.id = line.run_id WHERE run.kind = 'draft')"
)


def main(place: Path) -> dict[str, Any]:
    """There and back, with a row edited at the end."""
    there, back, kept = place / "there", place / "back", place / "b.zip"
    url = os.environ["DATABASE_URL"]

    def said(home: Path, *words: str, on: str = url) -> list[Any]:
        done = subprocess.run(
            [*COMMAND, *words], cwd=ROOT, env=environment(BATON_HOME=str(home), DATABASE_URL=on),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return [done.returncode, done.stdout + done.stderr]

    found = {
        "restored": said(there, "restore", str(PAST[-1])),
        "whole": said(there, "doctor"),
        "kept": said(there, "backup", str(kept)),
        "again": said(place / "again", "restore", str(kept)),
        "back": said(back, "restore", str(kept), on=""),
        "whole again": said(back, "doctor", on=""),
    }
    found["again there"] = (place / "again").exists()
    found["database there"] = (there / "baton.sqlite3").exists()
    found["rows"] = _rows(url), _rows_of_file(back / "baton.sqlite3")
    _edit(url)
    found["found out"] = said(there, "doctor")
    found["new row"] = _added(url)
    return found


def _rows(url: str) -> dict[str, int]:
    import psycopg

    with psycopg.connect(url) as database:
        names = database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # type: ignore[index]
            for (name,) in names.fetchall()
        }


def _rows_of_file(place: Path) -> dict[str, int]:
    with sqlite3.connect(place) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        )
        return {
            name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
            for (name,) in names.fetchall()
        }


def _edit(url: str) -> None:
    import psycopg

    with psycopg.connect(url) as database:
        database.execute(EDIT)


def _added(url: str) -> bool:
    """The database goes on counting where the office had come to."""
    import psycopg

    with psycopg.connect(url) as database:
        last = database.execute("SELECT max(id) FROM assessment_runline").fetchone()
        next = database.execute(
            "SELECT nextval(pg_get_serial_sequence('assessment_runline', 'id'))"
        ).fetchone()
    return bool(last and next and next[0] == last[0] + 1)


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1])), ensure_ascii=False))
