"""An uploaded file between preview and confirmation: kept by its hash, named by a signed ticket."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from baton.domain.files import store
from baton.domain.refusals import Refused

SALT = "baton.upload"
AGE = 24 * 3600


PAPERS = {
    **store.SCAN_TYPES, "application/zip": b"PK\x03\x04", "application/msword": b"\xd0\xcf\x11\xe0",
}  # fmt: skip
BOTH = "选了文件，又粘贴了内容，一次只收一样。收粘贴的，直接再看一次；收文件的，请先把粘贴的内容清空，再选文件。"
LONGEST, LONGEST_ENDING = 60, 12  # a file system takes 255 bytes, three to a Chinese character


def one_file(request: HttpRequest, field: str) -> UploadedFile | None:
    """The file chosen in a field that takes one; None when none was."""
    given = request.FILES.getlist(field)
    if len(given) > 1:
        raise Refused(f"一次选了 {len(given)} 个文件，这里一次只收一个。请只选一个再传。")
    return given[0] if given else None


def table_ticket(request: HttpRequest) -> str:
    """The ticket of the table file to read, chosen now or looked at before; "" for what was pasted. Both at once is Refused."""
    file = one_file(request, "file")
    if file is None:
        return request.POST.get("ticket", "")
    if request.POST.get("text", "").strip():
        raise Refused(BOTH)
    return ticket(file)


def kind_of(file: UploadedFile, refusal: str, *, takes: Mapping[str, bytes] = PAPERS) -> str:
    """What a paper is by its first bytes, whatever it is called; Refused with this sentence when it is none of these, or too large."""
    head = file.read(16)
    file.seek(0)
    store.check_size(file.size or 0)
    kind = next((name for name, mark in takes.items() if head.startswith(mark)), "")
    if not kind:
        raise Refused(refusal)
    return kind


def ticket(file: UploadedFile) -> str:
    """Put an upload on disk for good and return a ticket for it; too large a one is refused before it is copied."""
    store.check_size(file.size or 0)
    sha256, size = store.put(file.chunks())
    return signing.dumps([sha256, size, file.name or "文件"], salt=SALT)


@contextmanager
def opened(given: str) -> Iterator[tuple[Path, str]]:
    """The file behind a ticket under its own name, and that name."""
    try:
        sha256, _, name = signing.loads(given, salt=SALT, max_age=AGE)
    except signing.BadSignature as error:
        raise Refused("这次上传已经过期，请重新选择文件。") from error
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / _own_name(name)
        path.symlink_to(store.place_of(sha256))
        yield path, name


def _own_name(name: str) -> str:
    """The name a file was sent with, as a name on this disk."""
    own = Path(Path(name).name or "文件")
    return f"{own.stem[:LONGEST]}{own.suffix[:LONGEST_ENDING]}"
