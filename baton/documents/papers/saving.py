"""存成文件: a sheet as a Word file, or as a PDF file made now or later."""

from __future__ import annotations

from pathlib import Path

from baton.documents.papers.sheet import PDF, Sheet


def save(sheet: Sheet, path: str | Path) -> None:
    """Write a Word file, or a PDF file where the name says so."""
    from baton.documents.papers import (  # each is needed only for its own kind of file
        laying,
        word,
    )

    if Path(path).suffix == PDF:
        laying.save(sheet, Path(path))
    else:
        Path(path).write_bytes(word.written(sheet))
