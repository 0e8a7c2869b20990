"""操作记录: a chain that shows every change made behind its back."""

import pytest
from django.db import DatabaseError, connection, transaction

from baton.domain.accounts import services as accounts
from baton.domain.audit import queries
from baton.domain.audit import services as audit
from baton.domain.audit.chain import broken
from baton.domain.audit.models import Entry
from tests.retold import retold

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def log(clerk, second_clerk, leader):
    """Some entries, made by services."""
    return list(Entry.objects.order_by("seq"))


def test_each_change_leaves_one_entry_that_carries_the_one_before(log):
    assert [entry.seq for entry in log] == [1, 2, 3, 4, 5]
    assert [entry.previous for entry in log[1:]] == [entry.hash for entry in log[:-1]]
    assert queries.fault() == ""
    assert queries.head() == queries.Head(log[-1].seq, log[-1].hash)


def test_the_database_refuses_to_change_or_delete_an_entry(log):
    for deed in ("UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(deed)
    assert Entry.objects.count() == len(log)


@pytest.mark.parametrize("name", ["by", "action", "on", "data", "previous", "hash"])
def test_an_entry_that_was_edited_is_named(log, name):
    setattr(log[2], name, "x")
    assert "第 3 条" in broken(log)


def test_a_missing_or_moved_entry_is_named(log):
    assert "第 2 条" in broken([log[0], *log[2:]])
    assert "第 2 条" in broken([log[0], log[2], log[1], *log[3:]])
    assert broken(log[:3]) == ""  # a cut tail is found by the head a release carries


def test_no_name_stands_in_the_log(log, second_clerk):
    told = "".join(entry.data + entry.by + entry.on for entry in log)
    assert second_clerk.name not in told and second_clerk.username not in told


@pytest.mark.django_db(transaction=False)
def test_a_change_without_a_transaction_is_refused(clerk, at, monkeypatch):
    monkeypatch.setattr(type(connection), "in_atomic_block", False, raising=False)
    with pytest.raises(RuntimeError):
        audit.record("x", by=clerk, on="x", at=at)


def test_the_log_does_not_go_back_in_time(clerk, leader, at):
    before = Entry.objects.latest("seq").at
    accounts.close(person=leader, by=clerk, at=at.replace(year=2020))
    assert Entry.objects.latest("seq").at == before


def test_a_writer_has_the_turn_before_it_touches_anything(clerk):
    """Two writers that each hold what the other wants end in a failure for one of them; so the turn comes first."""
    from django.db import connection

    from baton.domain.accounts import policies

    policies.check_clerk(clerk)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            )
            assert cursor.fetchone() == (1,)
    else:
        assert connection.settings_dict["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
