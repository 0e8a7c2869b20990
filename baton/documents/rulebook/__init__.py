"""规则书文件: YAML that an official can read aloud, read into canonical JSON and written back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from baton.documents.problems import Problems
from baton.documents.rulebook.book import BookReader, Draft
from baton.documents.rulebook.composing import compose, decode
from baton.documents.rulebook.json_files import read_json
from baton.documents.rulebook.readings import Alternative, Undeclared, alternatives, undeclared
from baton.documents.rulebook.scope import OpenReading, Source
from baton.documents.rulebook.sections import read_item, write_item
from baton.documents.rulebook.writing import write_rulebook

__all__ = [
    "Alternative",
    "Draft",
    "OpenReading",
    "Undeclared",
    "alternatives",
    "read_draft",
    "read_draft_text",
    "read_item",
    "read_rulebook",
    "read_rulebook_text",
    "undeclared",
    "write_item",
    "write_rulebook",
]


def read_rulebook(path: Path | str, *, problems: Problems) -> dict[str, Any] | None:
    """The canonical rule book of a .yaml or .json file; None if there is any error, all of them in `problems`."""
    text = _text(Path(path), problems)
    return None if text is None else read_rulebook_text(text, Path(path).name, problems)


def read_rulebook_text(text: str, name: str, problems: Problems) -> dict[str, Any] | None:
    """As `read_rulebook`, for text at hand. A reading left open is an error with the code "reading"."""
    draft = read_draft_text(text, name, problems)
    if draft is None:
        return None
    for reading in draft.open_readings:
        usual = "、".join(f"“{choice}”" for choice in reading.choices)
        note = f"({reading.note})" if reading.note else ""
        what = f"没有声明“{reading.key}”怎么读{note}"
        problems.error(reading.place, what, f"请写明一种:{usual}", code="reading")
    return None if draft.open_readings else draft.rulebook


def read_draft(path: Path | str, *, problems: Problems) -> Draft | None:
    """As `read_rulebook`, but readings left open are filled with the most usual choice and listed, not refused."""
    text = _text(Path(path), problems)
    return None if text is None else read_draft_text(text, Path(path).name, problems)


def read_draft_text(text: str, name: str, problems: Problems) -> Draft | None:
    """As `read_draft`, for text at hand; a name that ends in .json is canonical JSON."""
    if name.lower().endswith(".json"):
        book = read_json(text, name, problems)
        return None if book is None else Draft(book, ())
    root = compose(text.removeprefix("\ufeff"), name, problems)
    if root is None:
        return None
    reader = BookReader(root, Source(name, problems))
    return reader.draft()


def _text(path: Path, problems: Problems) -> str | None:
    try:
        with path.open("rb") as file:
            raw = file.read(6 * 1024 * 1024)
    except OSError as error:
        what = f"打不开文件:{error.strerror or error}"
        problems.error(path.name, what, "请核对文件名和权限", code="unreadable")
        return None
    return decode(raw, path.name, problems)
