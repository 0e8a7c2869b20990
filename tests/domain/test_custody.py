"""看管: a row edited behind the log's back is found and named."""

import json

import pytest
from django.db import connection

from baton.desk import computing
from baton.desk.care import custody
from baton.domain.files.store import place_of
from baton.domain.intake import services as intake
from tests.retold import retold
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.verify.making import V

pytestmark = pytest.mark.django_db


@pytest.fixture
@retold
def draft(clerk, tmp_path, at):
    round = open_round(tmp_path, clerk)
    for lead, content in (("市财政局", MONEY), ("市生态环境局", AIR)):
        _, made = send(owed(round, clerk)[lead], content, tmp_path, clerk)
        intake.accept(submission=made, by=clerk, at=at)
    return computing.number_draft(round, stage="check", why="核对", by=clerk, at=at)


def edit(sql):
    """What a database administrator does: switch the guard off, change a row, switch it on again."""
    table = sql.split()[1] if sql.startswith("UPDATE") else sql.split()[2]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            guards = [row[0] for row in cursor.fetchall()]
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table]
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f"DROP TRIGGER {name}")
            cursor.execute(sql)
            for guard in guards:
                cursor.execute(guard)
        else:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql)
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def test_an_office_as_it_was_left_is_whole(draft):
    assert custody.faults() == []


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE facts_figure SET value = '999999' WHERE subject = 'A'", "facts_figure"),
        ("DELETE FROM facts_figure WHERE subject = 'A'", "facts_figure"),
        (
            "UPDATE facts_current SET value = '1' WHERE subject = 'A' AND item = '财政收入'",
            "facts_current",
        ),
        ("UPDATE schemes_version SET book = replace(book, '60', '61')", "schemes_version"),
        ("UPDATE schemes_version SET digest = 'x'", "schemes_version"),
        ("UPDATE audit_entry SET action = 'nothing' WHERE seq = 3", "第 3 条"),
        ("DELETE FROM audit_entry WHERE seq = 2", "第 2 条"),
        ("UPDATE assessment_run SET archive = 'x' WHERE number = 1", "第 1 稿"),
        ("UPDATE files_storedfile SET sha256 = 'x'", "原始文件"),
    ],
)
@pytest.mark.past_the_log
def test_a_row_edited_in_the_database_is_named(draft, sql, said):
    edit(sql)
    assert any(said in fault for fault in custody.faults())


def test_a_file_changed_on_disk_is_named(draft):
    place = place_of(draft.archive)
    content = place.read_bytes()
    try:
        place.write_bytes(content[:-1] + b"x")
        assert any("第 1 稿的归档件" in fault for fault in custody.faults())
    finally:
        place.write_bytes(content)


def test_the_offline_verifier_follows_the_log_and_knows_the_draft(draft, tmp_path, capsys):
    log = tmp_path / "操作记录.jsonl"
    count = custody.write_log(log)
    archive = tmp_path / "稿.zip"
    archive.write_bytes(place_of(draft.archive).read_bytes())
    assert V.main([str(log), str(archive)]) == 0
    said = capsys.readouterr().out
    assert f"{count} 条" in said and "第 1 稿" in said and draft.audit_hash not in {"", None}
    archive.write_bytes(b"another")
    assert V.main([str(log), str(archive)]) == 1


@pytest.mark.parametrize("deed", ["change", "drop", "swap", "cut the front", "backdate"])
def test_the_offline_verifier_finds_every_change_to_the_log(draft, tmp_path, capsys, deed):
    log = tmp_path / "log.jsonl"
    custody.write_log(log)
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    if deed == "change":
        lines[4]["data"] = "{}"
    elif deed == "drop":
        del lines[3]
    elif deed == "swap":
        lines[2], lines[3] = lines[3], lines[2]
    elif deed == "cut the front":
        lines = lines[1:]
    else:
        lines[5]["at"] = "2020-01-01T00:00:00.000000Z"
    log.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    assert V.main([str(log)]) == 1
    assert "核验未通过" in capsys.readouterr().out
