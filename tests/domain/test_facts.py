"""数据: the ledger takes figures once, keeps the old ones, and knows which is newest."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from baton.domain.facts import queries
from baton.domain.facts.models import Current, Figure
from baton.domain.facts.services import Row, record, rows_digest
from baton.domain.refusals import Refused
from baton.domain.schemes import services as schemes
from tests.retold import retold

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def scheme(clerk, at):
    return schemes.start(code="YZ2026", title="云州市2026年度综合考核", year=2026, by=clerk, at=at)


def figure(value, **other):
    return Row(**{"subject": "LJ", "item": "gdp", "period": "2026-12", "value": value} | other)


def test_a_newer_figure_stands_in_the_place_of_the_older_which_stays(scheme, clerk, at):
    record(scheme=scheme, rows=[figure("6.1")], by=clerk, at=at)
    record(
        scheme=scheme,
        rows=[figure("6.2"), figure(None, subject="DL", state="pending")],
        by=clerk,
        at=at,
    )
    assert [line[4] for line in queries.observations(scheme)] == [None, "6.2"]
    assert [one.value for one in queries.history(scheme, "LJ", "gdp", "2026-12")] == ["6.2", "6.1"]
    assert queries.moved(scheme) == 2


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [figure("6.1"), figure("6.2")],
        [figure("1,5")],
        [figure("1e3")],
        [figure(None)],
        [figure("1", state="missing")],
    ],
)
def test_what_is_no_figure_is_refused_whole(scheme, clerk, at, rows):
    with pytest.raises(Refused):
        record(scheme=scheme, rows=rows, by=clerk, at=at)
    assert not Figure.objects.exists() and not Current.objects.exists()


def test_a_reader_records_nothing(scheme, leader, at):
    with pytest.raises(Refused, match="考核办"):
        record(scheme=scheme, rows=[figure("1")], by=leader, at=at)


def test_the_database_refuses_to_change_a_figure(scheme, clerk, at):
    record(scheme=scheme, rows=[figure("6.1")], by=clerk, at=at)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE facts_figure SET value = '9'")


def test_what_was_recorded_can_be_compared_with_the_log(scheme, clerk, at):
    rows = [figure("6.1"), figure("2026-10-31", item="done_on")]
    seq = record(scheme=scheme, rows=rows, by=clerk, at=at)
    assert queries.recorded(scheme, seq) == rows_digest(rows)


def test_many_figures_are_kept_whole_by_few_questions(scheme, clerk, at):
    """More than one statement takes; half of them stand in the place of older ones."""
    record(scheme=scheme, rows=[figure("1", subject=f"U{n}") for n in range(600)], by=clerk, at=at)
    rows = [figure(None, state="pending", subject=f"U{n}", key="甲", source="表" * 201) for n in range(2)]  # fmt: skip
    rows += [figure("2", subject=f"U{n}", date="2026-12-31") for n in range(300, 900)]
    with CaptureQueriesContext(connection) as asked:
        seq = record(scheme=scheme, rows=rows, by=clerk, at=at, batch="甲", reason="更正")
    assert len(asked) < 30
    kept = Figure.objects.filter(seq=seq)
    alike = ("batch", "reason", "recorded_at", "recorded_by", "scheme")
    assert set(kept.values_list(*alike)) == {("甲", "更正", at, clerk.pk, scheme.pk)}
    assert queries.recorded(scheme, seq) == rows_digest(rows) and kept.count() == 602
    shown = Current.objects.values_list("value", "state", "date", "source", "seq")
    assert Current.objects.count() == 902 and len(shown.filter(seq=seq)) == 602
    assert set(shown) == {
        ("1", "reported", "", "", 1), ("2", "reported", "2026-12-31", "", 2), (None, "pending", "", "表" * 200, 2),
    }  # fmt: skip
