"""Tables that only grow: the database itself refuses to change or delete a row.

SQLite changes a column by building the table anew, without its triggers: a migration that does so to one of these
lifts the guard before (`changeable`) and sets it again afterwards.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _forward(table: str, editor: Any) -> None:
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


def _backward(table: str, editor: Any) -> None:
    if editor.connection.vendor == "sqlite":
        for deed in ("update", "delete"):
            editor.execute(f"DROP TRIGGER {table}_no_{deed}")
        return
    editor.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    editor.execute(f"DROP FUNCTION {table}_refuse()")


def append_only(table: str) -> migrations.RunPython:
    """A migration step that makes a table grow only (`table` is its name in the database)."""
    return migrations.RunPython(
        lambda apps, editor: _forward(table, editor),
        lambda apps, editor: _backward(table, editor),
    )


def changeable(table: str) -> migrations.RunPython:
    """A migration step that lifts this while the table's columns or rules change; `append_only` follows it."""
    return migrations.RunPython(
        lambda apps, editor: _backward(table, editor),
        lambda apps, editor: _forward(table, editor),
    )
