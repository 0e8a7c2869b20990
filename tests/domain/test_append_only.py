"""只增不改: every table that was declared to grow only still has its guard after the last migration."""

import re
from pathlib import Path

import pytest
from django.db import connection

import baton

pytestmark = pytest.mark.django_db
DECLARED = re.compile(r'append_only\("(\w+)"\)')


def guarded():
    on = "tbl_name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor == "postgresql":
        on = "tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {on}")
        return {name for (name,) in cursor.fetchall()}


def test_no_migration_lost_a_tables_guard():
    steps = (Path(baton.__file__).parent / "domain").glob("*/migrations/*.py")
    declared = {name for step in steps for name in DECLARED.findall(step.read_text("utf-8"))}
    assert len(declared) > 15 and declared - guarded() == set()
