"""Files that leave: always an attachment, under a name people can read."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
ZIP = "application/zip"


def attachment(content: bytes, name: str, kind: str) -> HttpResponse:
    """Content as a file to be saved."""
    heads = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    return HttpResponse(content, kind, headers=heads)


def written(write: Callable[[Path], Any], name: str, kind: str) -> HttpResponse:
    """What a writer puts into a file, as a file to be saved."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file{Path(name).suffix}"
        write(path)
        return attachment(path.read_bytes(), name, kind)
