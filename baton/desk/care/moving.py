"""搬家: every row of this office's database written to an SQLite file, or read in from one.

Row by row through the models, so that each database keeps what it is good at and the office is the same in both:
the same numbers of rows, the same chain, the same seals.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction

from baton.desk.care.shaping import bring_up
from baton.domain.accounts.models import Person
from baton.domain.audit.models import Entry
from baton.domain.refusals import Refused

HERE, FILE = "default", "file"
ROWS = 1_000


def write_out(place: Path) -> None:
    """Every row of this office into a new SQLite file."""
    with _opened(place):
        _pour(HERE, FILE)


def read_in(place: Path) -> None:
    """Every row of an SQLite file, of whatever day's shape, into this office's empty database; Refused if it isn't."""
    bring_up(HERE)
    if Person.objects.exists() or Entry.objects.exists():
        raise Refused(
            "DATABASE_URL 指的数据库里已经有一个办公室，没有恢复。请另建一个空的数据库，再恢复到那里。"
        )
    with _opened(place):
        _pour(FILE, HERE)


@contextmanager
def _opened(place: Path) -> Iterator[None]:
    """An SQLite file of today's shape, reached under a name of its own."""
    connections.databases[FILE] = connections.databases[HERE] | {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": place,
        "OPTIONS": {},
        "CONN_MAX_AGE": 0,
    }
    try:
        bring_up(FILE)
        yield
    finally:
        connections[FILE].close()
        del connections[FILE]
        del connections.databases[FILE]


def _pour(source: str, target: str) -> None:
    """All tables, in one transaction: whose row belongs to whose is looked at when all of them are there."""
    tables = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy
    ]
    with transaction.atomic(using=target):
        for model in tables:
            _pour_table(model, source, target)
        with connections[target].cursor() as cursor:
            for statement in connections[target].ops.sequence_reset_sql(no_style(), tables):
                cursor.execute(statement)


def _pour_table(model: type[models.Model], source: str, target: str) -> None:
    ours = model._base_manager.using(target)
    if ours.exists():  # what a new database begins with: the names of the tables
        ours._raw_delete(target)
    rows = model._base_manager.using(source).order_by("pk").iterator(chunk_size=ROWS)
    while some := list(islice(rows, ROWS)):
        ours.bulk_create(some)
