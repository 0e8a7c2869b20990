"""Noting what arrived."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.db import transaction

from baton.domain.accounts.models import Person
from baton.domain.audit import services as audit
from baton.domain.files.models import StoredFile
from baton.domain.files.store import place_of
from baton.domain.refusals import Refused


@transaction.atomic
def keep(
    *, sha256: str, size: int, name: str, media_type: str, by: Person, at: datetime
) -> StoredFile:
    """登记一个文件: note the arrival of content that `put` has already secured."""
    if not place_of(sha256).is_file():
        raise Refused("文件没有写到磁盘上，请再传一次。")
    stored = StoredFile.objects.create(
        sha256=sha256, size=size, name=Path(name).name[-200:], media_type=media_type, stored_at=at, stored_by=by
    )  # fmt: skip
    audit.record(
        "file.kept", by=by, on=f"file:{stored.pk}", at=at, sha256=sha256, size=size, rows=[stored]
    )
    return stored
