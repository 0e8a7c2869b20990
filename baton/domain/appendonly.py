"""Tables that only grow: the database itself refuses to change or delete a row.

SQLite changes a column by building the table anew, without its triggers: a migration that does so to one of these
lifts the guard before (`changeable`) and sets it again afterwards.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations


def set_guard(table: str, editor: Any) -> None:
    """From here on the database refuses to change or delete a row of this table."""
    if editor.connection.vendor == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            editor.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{deed.lower()} BEFORE {deed} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} 只许增加，不许{'修改' if deed == 'UPDATE' else '删除'}'); END"
            )
        return
    editor.execute(
        f"CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} 只许增加，不许修改或删除'; END $$"
    )
    editor.execute(
        f"CREATE OR REPLACE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()"
    )


def lift_guard(table: str, editor: Any) -> None:
    """The database refuses nothing any more; somebody who edits rows past the program has lifted it before."""
    if editor.connection.vendor == "sqlite":
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{deed}")
        return
    editor.execute(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}")
    editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuse()")


class Guard(migrations.RunPython):
    """A migration step that sets a table's guard, or lifts it.

    table: its name in the database; sets: whether the guard stands when the step is gone.
    """

    def __init__(self, table: str, *, sets: bool) -> None:
        steps = [lambda apps, editor: set_guard(table, editor), lambda apps, editor: lift_guard(table, editor)]  # fmt: skip
        super().__init__(*(steps if sets else reversed(steps)))
        self.table, self.sets = table, sets


def append_only(table: str) -> Guard:
    """A migration step that makes a table grow only (`table` is its name in the database)."""
    return Guard(table, sets=True)


def changeable(table: str) -> Guard:
    """A migration step that lifts this while the table's columns or rules change; `append_only` follows it."""
    return Guard(table, sets=False)
