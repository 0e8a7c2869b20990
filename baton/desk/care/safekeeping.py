"""收下一个文件和用到它的那一行: the content first, on disk for good; then both notes together or neither."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import transaction

from baton.domain.accounts.models import Person
from baton.domain.files import services, store
from baton.domain.files.models import StoredFile


@contextmanager
def kept(
    chunks: Iterable[bytes], *, name: str, media_type: str, by: Person, at: datetime
) -> Iterator[StoredFile]:
    """A file noted as arrived, for as long as what the block does with it goes well."""
    sha256, size = store.put(chunks)
    with transaction.atomic():
        yield services.keep(
            sha256=sha256, size=size, name=name, media_type=media_type, by=by, at=at
        )
