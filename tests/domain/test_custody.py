"""看管: a row edited behind the log's back is found and named; a backup proves itself before it is restored."""

import hashlib
import json
import zipfile
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection

from baton.desk import computing
from baton.desk.care import custody
from baton.desk.care.full_disk import is_full
from baton.domain.files.store import place_of
from baton.domain.intake import services as intake
from baton.domain.refusals import Refused
from tests.disk import disk
from tests.stories import AIR, MONEY, open_round, owed, send
from tests.verify.making import V

pytestmark = pytest.mark.django_db


@pytest.fixture
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


FILES = {"打分表.xlsx": b"a sheet", "扫描.pdf": b"a scan"}


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def a_backup(tmp_path):
    """A backup of a small database beside the tests' own, which lives in memory."""
    import sqlite3

    database = tmp_path / "baton.sqlite3"
    with sqlite3.connect(database) as made:
        made.execute("CREATE TABLE audit_entry (seq INTEGER, hash TEXT)")
        made.execute("INSERT INTO audit_entry VALUES (7, 'abc')")
        made.execute(
            "CREATE TABLE files_storedfile (id INTEGER PRIMARY KEY, sha256 TEXT, name TEXT)"
        )
        made.execute("CREATE TABLE rounds_round (id INTEGER, name TEXT)")
        made.execute(
            "CREATE TABLE assessment_run (id INTEGER, round_id INTEGER, number INTEGER, archive TEXT)"
        )
        for name, content in FILES.items():
            made.execute(
                "INSERT INTO files_storedfile (sha256, name) VALUES (?, ?)", (sha(content), name)
            )
        made.execute("INSERT INTO rounds_round VALUES (1, '年终')")
        made.execute("INSERT INTO assessment_run VALUES (1, 1, 2, ?)", (sha(b"draft"),))
    made.close()
    home = tmp_path / "home"
    for content in (*FILES.values(), b"draft", b"loose"):
        place = home / "files" / sha(content)[:2] / sha(content)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    (home / "secret-key").write_text("k")
    assert backed_up(tmp_path) == ("abc", [])
    return tmp_path / "b.zip"


def backed_up(tmp_path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(settings.DATABASES["default"], "NAME", tmp_path / "baton.sqlite3")
        patch.setattr(settings, "BATON_HOME", tmp_path / "home")
        patch.setattr(custody, "connection", SimpleNamespace(vendor="sqlite"))
        return custody.backup(tmp_path / "b.zip")


def test_a_backup_comes_back_whole(a_backup, tmp_path):
    assert custody.restore(a_backup, tmp_path / "new") == ((7, "abc"), [])
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o77 == 0
    with pytest.raises(Refused, match="不是空文件夹"):
        custody.restore(a_backup, tmp_path / "new")


def test_a_backup_with_one_byte_changed_is_not_restored(a_backup, tmp_path):
    with zipfile.ZipFile(a_backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    database = bytearray(parts["baton.sqlite3"])
    database[-10] ^= 1
    with zipfile.ZipFile(a_backup, "w") as archive:
        for name, content in (parts | {"baton.sqlite3": bytes(database)}).items():
            archive.writestr(name, content)
    with pytest.raises(Refused, match="没有恢复"):
        custody.restore(a_backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    a_backup.write_bytes(b"PK broken")
    with pytest.raises(Refused, match="打不开"):
        custody.restore(a_backup, tmp_path / "new")


def test_a_backup_says_which_file_it_lacks_and_comes_back_without_it(a_backup, tmp_path):
    """Files are compared as they are packed: nobody keeps a backup for a year that can't be restored."""
    files = tmp_path / "home" / "files"
    for content, deed in ((b"a sheet", b"a sheet."), (b"draft", None), (b"loose", b"other")):
        place = files / sha(content)[:2] / sha(content)
        if deed is None:
            place.unlink()
        else:
            place.write_bytes(deed)
    assert backed_up(tmp_path) == ("abc", ["原始文件“打分表.xlsx”", "年终第 2 稿的归档件"])
    assert custody.restore(tmp_path / "b.zip", tmp_path / "new") == ((7, "abc"), [])
    kept = [place.read_bytes() for place in (tmp_path / "new" / "files").glob("??/*")]
    assert kept == [b"a scan"]


def test_a_file_changed_inside_a_backup_is_named_and_may_be_left_out(a_backup, tmp_path):
    with zipfile.ZipFile(a_backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    scan = f"files/{sha(b'a scan')[:2]}/{sha(b'a scan')}"
    with zipfile.ZipFile(a_backup, "w") as archive:
        for name, content in (parts | {scan: b"forged"}).items():
            archive.writestr(name, content)
    with pytest.raises(Refused, match=sha(b"a scan")[:12]):
        custody.restore(a_backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    restored = custody.restore(a_backup, tmp_path / "new", skip_damaged=True)
    assert restored == ((7, "abc"), [sha(b"a scan")])
    assert len(list((tmp_path / "new" / "files").glob("??/*"))) == 3


@pytest.mark.parametrize("room", [0, 1, 2, 4, 7])
def test_on_a_full_disk_nothing_is_restored_and_the_backup_is_not_blamed(a_backup, tmp_path, room):
    content = a_backup.read_bytes()
    with disk(room) as it, pytest.raises((Refused, OSError)) as said:
        custody.restore(a_backup, tmp_path / "new")
    assert it.was_full and is_full(said.value)
    assert "备份文件打不开" not in str(said.value)
    assert not (tmp_path / "new").exists() and a_backup.read_bytes() == content
    assert custody.restore(a_backup, tmp_path / "new") == ((7, "abc"), [])
