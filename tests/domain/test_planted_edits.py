"""直接改库: what a database administrator might do, each named by the doctor; and what raises no alarm."""

from datetime import UTC, datetime

import pytest
from django.db import connection

from baton.desk.care import custody
from baton.desk.care.row_faults import MOST, row_faults
from baton.domain.accounts.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.past_the_log]
PLANTED = {
    "the names of two units swapped": (
        "UPDATE orgs_unit SET name = CASE code WHEN 'A' THEN '东岭县' ELSE '临江县' END WHERE code IN ('A', 'B')",
        ["（orgs_unit）", "（东岭县）", "（临江县）"],
    ),
    "a release's layer raised": (
        "UPDATE assessment_release SET layer = 'explanations' WHERE role = 'viewer'",
        ["发布（assessment_release）", "（1 viewer）"],
    ),
    "a release that was withdrawn is back": (
        "UPDATE assessment_release SET withdrawn_at = NULL, withdrawn_by_id = NULL WHERE layer = 'totals'",
        ["发布（assessment_release）", "（1 leader）"],
    ),
    "an account's role changed": (
        "UPDATE accounts_person SET role = 'clerk', is_active = TRUE WHERE username = 'liu'",
        ["账号（accounts_person）", "（liu）"],
    ),
    "a claim's decision turned": (
        "UPDATE claims_claim SET state = 'accepted' WHERE number = 'A0003'",
        ["加减分（claims_claim）", "（A0003 表彰2）", "有人直接改过数据库"],
    ),
    "a template exchanged": (
        "UPDATE printing_template SET kind = 'brief' WHERE kind = 'check' AND dropped_at IS NULL",
        ["模板（printing_template）"],
    ),
    "a total of a numbered draft raised": (
        "UPDATE assessment_runline SET total = '100' WHERE subject = 'A' AND run_id IN (SELECT id FROM assessment_run WHERE number = 1)",
        ["稿上的成绩（assessment_runline）", "（1 临江县）"],
    ),
    "who recorded a figure": (
        "UPDATE facts_figure SET recorded_by_id = (SELECT id FROM accounts_person WHERE username = 'liu') WHERE batch = 'cell'",
        ["数据（facts_figure）"],
    ),
    "why a figure was changed": (
        "UPDATE facts_figure SET reason = '上级要求' WHERE batch = 'cell'",
        ["数据（facts_figure）"],
    ),
    "the source of a newest figure": (
        "UPDATE facts_current SET source = 'x' WHERE subject = 'A'",
        ["最新数（facts_current）"],
    ),
    "how far the facts have moved": (
        "UPDATE facts_mark SET seq = 0",
        ["（facts_mark）"],
    ),
}  # fmt: skip


def test_a_quick_look_sees_a_changed_row_too(unguarded):
    assert not custody.is_changed()
    unguarded.execute("UPDATE rounds_step SET due_on = '2030-01-01' WHERE name = '收表'")
    assert custody.is_changed()


@pytest.mark.parametrize("what", PLANTED)
def test_a_planted_change_is_named(unguarded, what):
    sql, said = PLANTED[what]
    unguarded.execute(sql)
    faults = custody.faults()
    assert faults and all(any(word in fault for fault in faults) for word in said), faults


def test_what_is_not_sealed_may_change(unguarded):
    """New hashes at sign-in and names that are taken out raise no alarm."""
    Person.objects.update(
        password="x", last_login=datetime(2027, 2, 1, tzinfo=UTC), name="已注销", title=""
    )
    assert custody.faults() == []


def test_many_rows_are_counted_not_listed(unguarded):
    names = ", ".join(f"(70{n:02}, 'x{n}', '2027-01-01', 1, 1)" for n in range(MOST + 5))
    unguarded.execute(
        f"INSERT INTO orgs_alias (id, text, learnt_at, learnt_by_id, unit_id) VALUES {names}"
    )
    found = list(row_faults())
    assert len(found) == MOST + 1 and found[-1].endswith("另有 5 行与操作记录不符，一共 25 行")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL 不收不成样子的值")
@pytest.mark.parametrize(
    ("table", "sql"),
    [
        ("intake_sheet", "UPDATE intake_sheet SET items = '{'"),
        ("assessment_gradedecision", "UPDATE assessment_gradedecision SET decided_on = '2027-13-45'"),
        ("claims_claim", "UPDATE claims_claim SET title = CAST(x'ff00' AS TEXT) WHERE number = 'A0001'"),
        ("rounds_round", "UPDATE rounds_round SET opened_at = 'x'"),
    ],
)  # fmt: skip
def test_rubbish_in_a_column_is_named_and_stops_nothing(unguarded, table, sql):
    unguarded.execute(sql)
    assert any(f"（{table}）第" in fault for fault in custody.faults())


def test_a_log_that_was_spoilt_does_not_stop_the_doctor(unguarded):
    unguarded.execute("UPDATE audit_entry SET data = 'x' WHERE action = 'figures.recorded'")
    faults = custody.faults()
    assert "被改动过" in faults[0] and any("对照不下去" in fault for fault in faults)
