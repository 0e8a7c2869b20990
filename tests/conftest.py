"""The people of the stories. They are made through services, so that no impossible state can be built."""

from __future__ import annotations

import gc
from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from tests.retold import forget_answers, retold

NOON = datetime(2027, 1, 14, 4, 0, tzinfo=UTC)  # 12:00 in the office
PASSWORD = "yunzhou-2027-kaohe"
LONG = ("tests/durability/", "tests/journeys/")


@pytest.fixture(scope="session")
def _shaped_at_once():
    """The tests' database gets its shape as that of a new office does, not step by step."""
    from django.core.management import call_command

    from baton.desk.care.shaping import bring_up

    def called(command, **options):
        return bring_up(options["database"]) if command == "migrate" else call_command(command, **options)  # fmt: skip

    patched = patch("django.core.management.call_command", called)
    patched.start()
    return patched


@pytest.fixture(scope="session")
def django_db_setup(_shaped_at_once, django_db_setup):
    _shaped_at_once.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """What takes longest begins first, so that no process is left alone with it at the end; the rest in any order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish():
    """Thousands of tests and all that was imported stay to the end: no sweep need look at them again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_answers():
    """A test begins from its own rows; what was answered about those of another must not come again."""
    forget_answers()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    """Whatever a test did through services, every row is afterwards as the log says.

    So a service that forgets to name a row it wrote is found by the first test that calls it.
    """
    result = yield
    if item.get_closest_marker("django_db") and not item.get_closest_marker("past_the_log"):
        from baton.desk.care.row_faults import row_faults

        assert list(row_faults(_with_rows())) == []
    return result


def _with_rows():
    """The sealed tables that hold a row: most of a test's stand empty, and one question tells which."""
    from django.db import connection

    from baton.domain.audit.seals import SEALED, table_of

    asked = (f"SELECT '{label}' WHERE EXISTS (SELECT 1 FROM {table_of(label)})" for label in SEALED)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked))
        return {label for (label,) in cursor.fetchall()}


@pytest.fixture
def at():
    """The moment at which a story happens: 14 January 2027, noon in the office."""
    return NOON


@pytest.fixture
@retold
def clerk(db):
    """考核办 何科长"""
    from baton.domain.accounts import services

    return services.found(username="he", name="何科长", password=PASSWORD, at=NOON)


@pytest.fixture
@retold
def second_clerk(clerk):
    """考核办 沈主任"""
    from baton.domain.accounts import services

    person = services.add(
        username="shen", name="沈主任", role="clerk", password=PASSWORD, by=clerk, at=NOON
    )
    services.change_password(person=person, password=PASSWORD + "2", by=person, at=NOON)
    return person


@pytest.fixture
@retold
def leader(clerk):
    """领导 周副市长, with a read-only account"""
    from baton.domain.accounts import services

    person = services.add(
        username="zhou", name="周副市长", role="leader", password=PASSWORD, by=clerk, at=NOON
    )
    services.change_password(person=person, password=PASSWORD + "3", by=person, at=NOON)
    return person


@pytest.fixture
def desk(client, clerk):
    """A browser in which 何科长 is signed in."""
    client.force_login(clerk, backend="django.contrib.auth.backends.ModelBackend")
    return client
