"""Today's shape is the same by both ways: at once, as a new office gets it, and step by step, as an old one does."""

from contextlib import contextmanager

import pytest
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from baton.desk.care import shaping
from baton.desk.care.shaping import bring_up

ASKED = {
    "columns": """SELECT attrelid::regclass, attname, format_type(atttypid, atttypmod), attnotnull, attidentity::text,
        pg_get_expr(adbin, adrelid) FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
        JOIN pg_class ON pg_class.oid = attrelid
        WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND relnamespace = 'public'::regnamespace""",
    "constraints": """SELECT conrelid::regclass, contype::text, pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "triggers": "SELECT tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
}


@pytest.fixture(autouse=True)
def _other_databases(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        yield


@contextmanager
def another(tmp_path, name):
    """A database of its own, empty, of the kind that is tested."""
    settings = connections.databases["default"]
    if connection.vendor == "sqlite":
        changed = settings | {"NAME": tmp_path / f"{name}.sqlite3", "OPTIONS": {}}
    else:
        changed = settings | {"NAME": f"{connection.settings_dict['NAME']}_{name}"}
        _told(f'CREATE DATABASE "{changed["NAME"]}"')
    connections.databases[name] = changed
    try:
        yield connections[name]
    finally:
        connections[name].close()
        del connections[name]
        del connections.databases[name]
        if connection.vendor != "sqlite":
            _told(f'DROP DATABASE "{changed["NAME"]}"')


def _told(sentence):
    """To the cluster; no transaction may be open."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(sentence)


def shape(made):
    """Tables with columns, rules, indexes and guards, in no order."""
    with made.cursor() as cursor:
        if made.vendor == "sqlite":
            cursor.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"
            )
            return {(kind, name, frozenset(parts(sql))) for kind, name, sql in cursor.fetchall()}
        found = set()
        for name, question in ASKED.items():
            cursor.execute(question)
            found |= {(name, *(f"{cell}" for cell in row)) for row in cursor.fetchall()}
        return found


def parts(sql):
    """What stands between the commas of the outermost brackets, each as one."""
    inner = sql[sql.index("(") + 1 : sql.rindex(")")] if sql.startswith("CREATE TABLE") else sql
    depth, quoted, part, found = 0, False, "", []
    for sign in inner:
        quoted ^= sign == "'"
        depth += (sign == "(") - (sign == ")") if not quoted else 0
        if sign == "," and not depth and not quoted:
            found.append(" ".join(part.split()))
            part = ""
        else:
            part += sign
    return [*found, " ".join(part.split())]


def gone(made):
    return set(MigrationRecorder(made).applied_migrations())


def test_both_ways_lead_to_the_same_shape(tmp_path):
    """An older database goes the first steps and then those that it lacks; a new one has today's shape at once."""
    with another(tmp_path, "older") as older, another(tmp_path, "shaped") as shaped:
        bring_up("shaped")
        MigrationExecutor(older).migrate([("claims", "0002_append_only")])
        assert gone(older) < gone(shaped)
        bring_up("older")
        assert shape(shaped) == shape(older) and len(shape(shaped)) > 80
        assert gone(shaped) == gone(older) and len(gone(shaped)) > 40
        guards = {one for one in shape(shaped) if "trigger" in one[0]}
        assert len(guards) > 15


def test_who_is_killed_on_the_way_leaves_none_of_our_tables(tmp_path, monkeypatch):
    def killed(*arguments):
        raise KeyboardInterrupt

    with another(tmp_path, "killed") as made:
        with monkeypatch.context() as patched:
            patched.setattr(shaping, "set_guard", killed)
            with pytest.raises(KeyboardInterrupt):
                bring_up("killed")
        assert "audit_entry" not in made.introspection.table_names()
        bring_up("killed")
        assert "audit_entry" in made.introspection.table_names()
