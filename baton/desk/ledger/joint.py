"""几家联合: one line whose unit's cell names several units becomes a line of each, once it was said how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from baton.desk.ledger.claim_words import LEFT_OUT, UNIT, Words
from baton.documents.named_together import Part, groups_meant, parts_of
from baton.documents.problems import Problems
from baton.documents.several_names import group_called, is_vague, named_in
from baton.documents.tables import Row

EACH, FIRST_LEADS, ONLY, GROUP = "*each", "*first", "*only:", "*group:"
NOT_LEARNT = "请选定怎么记，这样的写法不会记住"


def apart(rows: Sequence[Row], words: Words, problems: Problems) -> list[Row]:
    """The rows with a row of each unit where a cell names several; how they are taken is asked once per way of writing."""
    found: list[Row] = []
    for row in rows:
        parts = parts_of(row["unit"], words.names)
        is_open = (
            not parts
            and (is_vague(row["unit"]) or group_called(row["unit"], words.grouped))
            and words.names.find(row["unit"]).id is None
        )
        said = words.meant.get((UNIT, row["unit"]), "")
        if said == LEFT_OUT:
            found.append(row)
        elif said.startswith(ONLY) and (code := said.removeprefix(ONLY)) in words.units:
            found.append(row | {"unit": words.book.name(code)})
        elif len(parts) == 1:
            found.append(row | {"unit": parts[0][0], "role": row["role"] or parts[0][1]})
        elif said.startswith(GROUP):
            found += _each(row, [(name, "") for name in words.grouped.get(said.removeprefix(GROUP), [])], EACH)  # fmt: skip
        elif not parts and is_open:
            _ask_whom(row, words, problems)
        elif not parts:
            found.append(row)
        elif said in (EACH, FIRST_LEADS):
            found += _each(row, parts, said)
        else:
            _ask(row, parts, words, problems)
    return found


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
    words.ask(
        UNIT,
        row["unit"],
        [*ways, (LEFT_OUT, "不收这几行"), *dict.fromkeys(only)],
        label,
        place=row["places"]["unit"],
        remedy=NOT_LEARNT,
    )
    problems.error(
        row["places"]["unit"], f"“{row['unit']}”一格里写了 {len(parts)} 个单位", "请在上面选定各记一条，还是只记其中一家", code="several-units", about=(UNIT, row["unit"]),
    )  # fmt: skip


def _ask_whom(row: Row, words: Words, problems: Problems) -> None:
    """北川区等3个县区, 各县（市、区）: a whole group, the one that is named, or nobody until they are entered one by one."""
    written = row["unit"]
    named, number = named_in(written)
    groups = {name: own for name, own in words.grouped.items() if not number or len(own) == number}  # fmt: skip
    called, nearest = groups_meant(written, groups)
    ways = [(GROUP + name, f"{name}的 {len(groups[name])} 家各记一条") for name in nearest]
    code = words.names.find(named).id if named else None
    if code:
        ways.append((ONLY + code, f"只记{words.book.name(code)}的一条"))
    ways.insert(1 if called else 0, (LEFT_OUT, "不收这几行，到台账里逐家登记"))
    words.ask(
        UNIT,
        written,
        ways,
        f"“{written}”写的是几家",
        place=row["places"]["unit"],
        remedy=NOT_LEARNT,
    )
    problems.error(
        row["places"]["unit"], f"“{written}”写的是几家，没有都写出来", "请在表里逐家写出来，或在上面选定，这样的写法不会记住", code="several-units", about=(UNIT, row["unit"]),
    )  # fmt: skip
