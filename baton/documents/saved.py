"""最后保存时间: when a workbook says it was saved last; most programs write it, nobody is obliged to."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

MOST = 64_000
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>\s*(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)Z\s*<")


def saved_at(path: Path) -> datetime | None:
    """The moment in the properties of an .xlsx; None where there is none or it can't be read."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("docProps/core.xml") as part:
            found = _MODIFIED.search(part.read(MOST))
        return (
            datetime.fromisoformat(found[1].decode("ascii")).replace(tzinfo=UTC) if found else None
        )
    except (
        OSError,
        KeyError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        zipfile.BadZipFile,
    ):
        return None
