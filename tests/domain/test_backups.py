"""备份和恢复: a backup proves itself before it is restored, names what it lacks, and serves both databases."""

import hashlib
import sqlite3
import zipfile
from types import SimpleNamespace

import pytest
from django.conf import settings

from baton.desk.care import backups
from baton.desk.care.full_disk import is_full
from baton.domain.refusals import Refused
from tests.disk import disk

FILES = {"打分表.xlsx": b"a sheet", "扫描.pdf": b"a scan"}


def sha(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture(autouse=True)
def _on_sqlite(monkeypatch):
    """The other database is tried whole (tests/durability/test_moving.py)."""
    monkeypatch.setattr(backups, "connection", SimpleNamespace(vendor="sqlite"))


@pytest.fixture
def a_backup(tmp_path):
    """A backup of a small database beside the tests' own, which lives in memory."""
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
        return backups.backup(tmp_path / "b.zip")


def test_a_backup_comes_back_whole(a_backup, tmp_path):
    assert backups.restore(a_backup, tmp_path / "new") == ((7, "abc"), [])
    assert (tmp_path / "new" / "secret-key").stat().st_mode & 0o77 == 0
    with pytest.raises(Refused, match="不是空文件夹"):
        backups.restore(a_backup, tmp_path / "new")


def test_a_backup_with_one_byte_changed_is_not_restored(a_backup, tmp_path):
    with zipfile.ZipFile(a_backup) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    database = bytearray(parts["baton.sqlite3"])
    database[-10] ^= 1
    with zipfile.ZipFile(a_backup, "w") as archive:
        for name, content in (parts | {"baton.sqlite3": bytes(database)}).items():
            archive.writestr(name, content)
    with pytest.raises(Refused, match="没有恢复"):
        backups.restore(a_backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    a_backup.write_bytes(b"PK broken")
    with pytest.raises(Refused, match="打不开"):
        backups.restore(a_backup, tmp_path / "new")


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
    assert backups.restore(tmp_path / "b.zip", tmp_path / "new") == ((7, "abc"), [])
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
        backups.restore(a_backup, tmp_path / "new")
    assert not (tmp_path / "new").exists()
    restored = backups.restore(a_backup, tmp_path / "new", skip_damaged=True)
    assert restored == ((7, "abc"), [sha(b"a scan")])
    assert len(list((tmp_path / "new" / "files").glob("??/*"))) == 3


@pytest.mark.parametrize("room", [0, 1, 2, 4, 7])
def test_on_a_full_disk_nothing_is_restored_and_the_backup_is_not_blamed(a_backup, tmp_path, room):
    content = a_backup.read_bytes()
    with disk(room) as it, pytest.raises((Refused, OSError)) as said:
        backups.restore(a_backup, tmp_path / "new")
    assert it.was_full and is_full(said.value)
    assert "备份文件打不开" not in str(said.value)
    assert not (tmp_path / "new").exists() and a_backup.read_bytes() == content
    assert backups.restore(a_backup, tmp_path / "new") == ((7, "abc"), [])
