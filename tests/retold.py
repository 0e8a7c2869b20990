"""Stories told once in a process: each test that asks for one begins from the very same rows, put there at once.

A story is a fixture that works through services and pages. To tell one takes a tenth of a second to several, to put
the rows there that it leaves a hundredth. It is known by the rows that stood there before, so that it always follows
on what it followed on when it was told; and whether every row is as the log says is asked after the test as always.
"""

from __future__ import annotations

import io
import os
import pickle
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache, wraps
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Model

from baton.desk.answers import forget

NEVER = {"request", "settings"}  # what they change is no row
LIVELY = {"django_session", "last_login"}  # belong to one test and its browser
Rows = dict[tuple[str, Any], tuple[Any, ...]]  # table and key → the row as the database keeps it


class Told(NamedTuple):
    """What a story left behind."""

    rows: dict[tuple[str, Any], tuple[Any, ...] | None]  # those it changed; None where one is gone
    files: list[str]
    given: bytes  # what has become of the instances that it was given
    made: bytes  # what it gave back


_told: dict[Any, Told] = {}


def retold(story: Callable[..., Any]) -> Callable[..., Any]:
    """For a fixture, between `@pytest.fixture` and its function.

    A story has a tmp_path and a monkeypatch of its own: tests find no files in the one, and what the other patched is
    as before when the story ends. Whatever else it is given must be rows or the same in every test, and what it gives
    back fit for pickling, apart from what it was given.
    """
    names = story.__code__.co_varnames[: story.__code__.co_argcount]
    assert not NEVER & set(names), f"{story.__qualname__} changes more than rows"

    @wraps(story)
    def tell(**given: Any) -> Any:
        before = _rows()
        key = (story.__module__, story.__qualname__, frozenset(before.items()))
        if key not in _told or not _lie_there(_told[key].files):
            _told[key] = _first(story, given, before)
        told = _told[key]
        _write(told.rows, before)
        for name, others in pickle.loads(told.given).items():
            for one, other in zip(_instances(given[name]), _instances(others), strict=True):
                one.__dict__ = other.__dict__
        return _Loader(told.made, given).load()

    return tell


def forget_answers() -> None:
    """Numbers of rounds come again with every test's database; what was answered about others must not."""
    forget()
    if preparing := sys.modules.get("baton.desk.preparing"):
        preparing.try_again()
    if looking := sys.modules.get("baton.web.looking"):
        looking.forget()


def carry_files(home: Path) -> None:
    """Copy the contents that the rows point to into the folder of another office."""
    from baton.domain.files.store import place_of

    for name in set(_files()):
        place = home / "files" / name[:2] / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(place_of(name), place)


def _first(story: Callable[..., Any], given: dict[str, Any], before: Rows) -> Told:
    """The story as it happens. Then it is taken back, so that its first test begins like all others."""
    own: dict[str, Any] = {}
    if "tmp_path" in given:
        own["tmp_path"] = Path(tempfile.mkdtemp(dir=Path(os.environ["BATON_HOME"]).parent))
    with transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        own |= {"monkeypatch": patch} if "monkeypatch" in given else {}
        made = story(**given | own)
        after = _rows()
        files = list(_files())
        transaction.set_rollback(True)
    forget_answers()
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    others = {name: one for name, one in given.items() if any(True for _ in _instances(one))}
    return Told({key: after.get(key) for key in keys}, files, pickle.dumps(others), _dumped(made, given))  # fmt: skip


def _rows() -> Rows:
    """All rows that stand there."""
    found: Rows = {}
    with connection.cursor() as cursor:
        tables = _tables()
        cursor.execute(" UNION ALL ".join(f"SELECT '{one}' WHERE EXISTS (SELECT 1 FROM {one})" for one in tables))  # fmt: skip
        for (table,) in cursor.fetchall():
            key, columns = tables[table]
            # A column with a sign is read as it is kept, not as the kind of thing it is declared to be.
            kept = '+"{}"' if connection.vendor == "sqlite" else '"{}"::text'
            cursor.execute(f'SELECT "{key}", {", ".join(map(kept.format, columns))} FROM {table}')
            found |= {(table, row[0]): row[1:] for row in cursor.fetchall()}
    return found


def _write(rows: dict[tuple[str, Any], tuple[Any, ...] | None], before: Rows) -> None:
    """Make the rows of a story stand there."""
    deeds: dict[str, list[Any]] = {}
    for (table, key), row in rows.items():
        own, columns = _tables()[table]
        names = [f'"{name}"' for name in columns]
        if row is None:
            deeds.setdefault(f'DELETE FROM {table} WHERE "{own}" = %s', []).append([key])
        elif (table, key) in before:
            put = ", ".join(f"{name} = %s" for name in names)
            deeds.setdefault(f'UPDATE {table} SET {put} WHERE "{own}" = %s', []).append([*row, key])
        else:
            deed = f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
            deeds.setdefault(deed, []).append(row)
    with connection.cursor() as cursor:
        for deed, given in deeds.items():
            cursor.executemany(deed, given)


@cache
def _tables() -> dict[str, tuple[str, list[str]]]:
    """Each table's key, and its columns."""
    models = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.db_table not in LIVELY
    ]
    return {
        model._meta.db_table: (
            model._meta.pk.column,
            [one.column for one in model._meta.local_concrete_fields if one.column not in LIVELY],
        )
        for model in models
    }


def _files() -> Iterator[str]:
    """The contents that the rows point to."""
    for label, column in (("files.storedfile", "sha256"), ("assessment.run", "archive")):
        yield from (
            apps.get_model(label).objects.exclude(**{column: ""}).values_list(column, flat=True)
        )


def _lie_there(files: list[str]) -> bool:
    from baton.domain.files.store import place_of

    return all(place_of(name).is_file() for name in files)


def _instances(one: Any) -> Iterator[Model]:
    """The rows among what a story was given, alone or in a collection, always in the same order."""
    if isinstance(one, Model):
        yield one
    elif isinstance(one, list | tuple | dict):
        for part in one.values() if isinstance(one, dict) else one:
            yield from _instances(part)


def _named(given: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """What a story was given, and the rows in it, each with a name that holds in every test."""
    for name, one in given.items():
        yield name, one
        for place, part in enumerate(_instances(one)):
            yield (name, place), part


def _dumped(made: Any, given: dict[str, Any]) -> bytes:
    names = {id(one): name for name, one in _named(given) if one is not None}
    out = io.BytesIO()
    dumper = pickle.Pickler(out)
    dumper.persistent_id = lambda one: names.get(id(one))  # type: ignore[method-assign]
    dumper.dump(made)
    return out.getvalue()


class _Loader(pickle.Unpickler):
    def __init__(self, made: bytes, given: dict[str, Any]) -> None:
        super().__init__(io.BytesIO(made))
        self.names = dict(_named(given))

    def persistent_load(self, name: Any) -> Any:
        return self.names[name]
