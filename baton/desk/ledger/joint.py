"""几家联合: one line whose unit's cell names several units becomes a line of each, once it was said how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from baton.desk.ledger.claim_words import LEFT_OUT, UNIT, Words
from baton.documents.problems import Problems
from baton.documents.tables import Row

EACH, FIRST_LEADS, ONLY = "*each", "*first", "*only:"
_MARKS = re.compile(r"[、,，;；/／|｜\s]+")
_WORDS = re.compile(r"[、,，;；/／|｜\s]+|[和与及]")
_ROLE = re.compile(r"\s*[(（]\s*(牵头|主办|配合|协办)(?:单位)?\s*[)）]$")
_ROLES = {"牵头": "牵头", "主办": "牵头", "配合": "配合", "协办": "配合"}

Part = tuple[str, str]  # a unit as it is written, and its role where that stands behind it


def apart(rows: Sequence[Row], words: Words, problems: Problems) -> list[Row]:
    """The rows with a row of each unit where a cell names several; how they are taken is asked once per way of writing."""
    found: list[Row] = []
    for row in rows:
        parts = _parts(row["unit"], words)
        said = words.meant.get((UNIT, row["unit"]), "")
        if not parts or said == LEFT_OUT:
            found.append(row)
        elif said.startswith(ONLY) and (code := said.removeprefix(ONLY)) in words.units:
            found.append(row | {"unit": words.book.name(code)})
        elif said in (EACH, FIRST_LEADS):
            found += _each(row, parts, said)
        else:
            _ask(row, parts, words, problems)
    return found


def _parts(written: str, words: Words) -> list[Part]:
    """The units a cell names; nothing for a cell that names one, or that nobody can take apart."""
    if not written or words.names.find(written).id is not None:
        return []
    for marks in (_MARKS, _WORDS):
        parts = [_role(text) for text in _split(written, marks)]
        known = {words.names.find(name).id for name, _ in parts} - {None}
        if len(known) > 1:
            return parts
    return []


def _split(text: str, marks: re.Pattern[str]) -> list[str]:
    return [part for part in marks.split(text) if part]


def _role(text: str) -> Part:
    """("云岭县", "牵头") of 云岭县（牵头）."""
    found = _ROLE.search(text)
    return (text[: found.start()], _ROLES[found[1]]) if found else (text, "")


def _each(row: Row, parts: Sequence[Part], said: str) -> Iterator[Row]:
    for at, (name, role) in enumerate(parts):
        own = (
            role or ("牵头" if at == 0 else "配合") if said == FIRST_LEADS else role or row["role"]
        )
        number = row["number"] if at == 0 else ""  # a number is one line's
        yield row | {"unit": name, "role": own, "number": number}


def _ask(row: Row, parts: Sequence[Part], words: Words, problems: Problems) -> None:
    first = parts[0][0]
    has_roles = row["role"] or any(role for _, role in parts)
    ways = [
        (
            EACH,
            f"{len(parts)} 家各记一条" + ("，牵头、配合照表里写的" if has_roles else "，都算牵头"),
        )
    ]
    if not has_roles:
        ways.append((FIRST_LEADS, f"{len(parts)} 家各记一条，{first}牵头，其余算配合"))
    only = [(ONLY + code, f"只记{words.book.name(code)}的一条") for name, _ in parts if (code := words.names.find(name).id)]  # fmt: skip
    label = f"“{row['unit']}”像是 {len(parts)} 家联合"
    words.ask(UNIT, row["unit"], [*ways, (LEFT_OUT, "不收这几行"), *dict.fromkeys(only)], label)
    problems.error(
        row["places"]["unit"], f"“{row['unit']}”一格里写了 {len(parts)} 个单位", "请在上面选定各记一条，还是只记其中一家", code="several-units",
    )  # fmt: skip
