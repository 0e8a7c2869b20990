"""A year that touched every table, and the same with the database's guards switched off."""

import pytest
from django.db import connection

from tests.domain.every_write import live_through
from tests.retold import retold


@pytest.fixture
@retold
def year(clerk, tmp_path, at):
    live_through(tmp_path, clerk, at)


@pytest.fixture
def unguarded(year):
    """The database as an administrator has it, who switched off whatever refuses him."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute("PRAGMA ignore_check_constraints = 1")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(
                "SELECT conrelid::regclass, conname FROM pg_constraint WHERE contype = 'c' AND conrelid::regclass::text LIKE '%\\_%'"
            )
            for table, constraint in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
            cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA ignore_check_constraints = 0")
