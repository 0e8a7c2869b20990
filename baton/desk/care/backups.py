"""备份和恢复: one file with everything, taken while people work; a restore that proves itself before it writes.

The database in the file is always an SQLite one, whichever the office works on, so that one kind of backup serves
both, and an office moves from one to the other by a backup and a restore.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from baton.desk.care import moving
from baton.desk.care.custody import hash_of, one_moment
from baton.desk.care.full_disk import is_full
from baton.domain.files.store import settle
from baton.domain.refusals import Refused

DATABASE, SECRET = "baton.sqlite3", "secret-key"
FORMAT = "baton.backup/1"
MOST = 5  # files that are named
SQLITE = "sqlite"


def backup(target: Path) -> tuple[str, list[str]]:
    """Everything in one file, taken while people work; returns the head of the log it holds, and what it lacks.

    Each file is compared with its hash as it is packed: one that is missing or was changed is left out and named, so
    that nobody keeps for a year a backup that can't be restored.
    """
    home = Path(settings.BATON_HOME)
    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        copy = Path(folder) / DATABASE
        _copy_database(copy)
        with sqlite3.connect(copy) as database:
            head, kept = _head(database), _kept_files(database)
        database.close()
        temporary = Path(folder) / "backup.zip"
        packed = set()
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = {"format": FORMAT, "head": head, "database": hash_of(copy)}
            archive.writestr("manifest.json", json.dumps(manifest))
            archive.write(copy, DATABASE)
            archive.write(home / SECRET, SECRET)
            for file in sorted((home / "files").glob("??/*")):
                if _packed(archive, file):
                    packed.add(file.name)
        settle(temporary, target)
    return head[1], [what for sha256, what in kept if sha256 not in packed]


def _copy_database(place: Path) -> None:
    """The database as it is at one moment, as an SQLite file."""
    if connection.vendor != SQLITE:
        with one_moment():
            moving.write_out(place)
        return
    source, destination = (
        sqlite3.connect(settings.DATABASES["default"]["NAME"]),
        sqlite3.connect(place),
    )
    with source, destination:
        source.backup(destination)
    source.close()
    destination.close()


def _packed(archive: zipfile.ZipFile, file: Path) -> bool:
    """Put a file into the backup if it is what its name says."""
    if hash_of(file) != file.name:
        return False
    archive.write(file, f"files/{file.parent.name}/{file.name}")
    return True


def _kept_files(database: sqlite3.Connection) -> list[tuple[str, str]]:
    """What a database's records point to: hash, and what people call it."""
    files = database.execute("SELECT sha256, name FROM files_storedfile ORDER BY id").fetchall()
    archives = database.execute(
        "SELECT run.archive, round.name, run.number FROM assessment_run run"
        " JOIN rounds_round round ON round.id = run.round_id ORDER BY run.id"
    ).fetchall()
    return [(sha256, f"原始文件“{name}”") for sha256, name in files] + [
        (archive, f"{round}{f'第 {number} 稿' if number else '试算'}的归档件")
        for archive, round, number in archives
    ]


def _head(database: sqlite3.Connection) -> tuple[int, str]:
    row = database.execute("SELECT seq, hash FROM audit_entry ORDER BY seq DESC LIMIT 1").fetchone()
    return (row[0], row[1]) if row else (0, "0" * 64)


def restore(
    source: Path, home: Path, *, skip_damaged: bool = False
) -> tuple[tuple[int, str], list[str]]:
    """Put a backup into an empty folder; Refused, with nothing written, unless every byte of it is as it was.

    skip_damaged: files that are not what their name says are left out, and returned beside the head of the log.
    """
    if home.exists() and any(home.iterdir()):
        raise Refused(f"“{home}”不是空文件夹。请把 BATON_HOME 指到一个新文件夹再恢复。")
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        place = Path(folder) / "restored"
        manifest = _unpacked(source, place)
        with sqlite3.connect(place / DATABASE) as database:
            head = _head(database)
            whole = database.execute("PRAGMA integrity_check").fetchone()[0]
        database.close()
        if (
            whole != "ok"
            or list(head) != manifest["head"]
            or hash_of(place / DATABASE) != manifest["database"]
        ):
            raise Refused("备份里的数据库不完整，没有恢复。请换一份备份。")
        damaged = [file for file in (place / "files").glob("??/*") if hash_of(file) != file.name]
        if damaged and not skip_damaged:
            named = "、".join(f"{file.name[:12]}…" for file in damaged[:MOST])
            raise Refused(
                f"备份里有 {len(damaged)} 个文件被改动过（{named}），没有恢复。请换一份备份；没有别的备份时加 --skip-damaged，其余的照样恢复。"
            )
        for file in damaged:
            file.unlink()
        (place / SECRET).chmod(0o600)
        if connection.vendor == SQLITE:
            _settle(place, home)
        else:
            with transaction.atomic():
                moving.read_in(place / DATABASE)
                (place / DATABASE).unlink()
                _settle(place, home)
    return head, [file.name for file in damaged]


def _settle(place: Path, home: Path) -> None:
    if home.exists():
        home.rmdir()
    shutil.move(place, home)
    os.sync()


def _unpacked(source: Path, place: Path) -> dict[str, Any]:
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = dict(json.loads(archive.read("manifest.json")))
            if manifest.get("format") != FORMAT:
                raise Refused("这不是指挥棒的备份文件。")
            archive.extractall(place)
    except (OSError, zipfile.BadZipFile, KeyError, ValueError) as error:
        if is_full(error):
            raise Refused(
                "磁盘写满了，没有恢复；备份文件好好的。请清理磁盘，或把 BATON_HOME 指到有空间的地方。"
            ) from error
        raise Refused("备份文件打不开或已经损坏，没有恢复。请换一份备份。") from error
    return manifest
