"""几家写在一格: 各乡镇, 其他乡镇 and 青石镇、白沙镇 in a table of targets: what they may mean, and a value of each once it was said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from baton.desk.questions import Answer, Choice
from baton.documents import several_names
from baton.documents.named_together import groups_meant, parts_of, without_others
from baton.documents.names import NameBook
from baton.documents.problems import Problems
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit

EACH, GROUP = "*each", "*group:"
NOT_LEARNT = "请选定是哪几家，这样的写法不会记住"
Row = dict[str, Any]


def grouped(year: int) -> dict[str, list[str]]:
    """The codes of the units of each group that still stand, in the official order; people are never meant by a group's name."""
    found: dict[str, list[str]] = {}
    for one in orgs.standings(year):
        is_there = one.merged_into_id is None and one.ends_on is None
        if one.unit.kind == Unit.Kind.UNIT and one.group and is_there:
            found.setdefault(one.group.name, []).append(one.unit.code)
    return found


def speaks_of_several(written: str, groups: Iterable[str]) -> bool:
    """Whether a text that is nobody's name may mean several units."""
    return bool(
        several_names.names_several(written)
        or without_others(written)
        or several_names.group_called(written, groups)
    )


def ways(what: str, written: str, book: NameBook, groups: Mapping[str, Sequence[str]]) -> list[Choice]:  # fmt: skip
    """What such a text may mean: every unit it names, every unit of a group, or one that it names."""
    if parts := parts_of(written, book):
        codes = [code for name, _ in parts if (code := book.find(name).id)]
        each = [(Answer(what, written, EACH), f"{len(parts)} 家各收一格")] if len(codes) == len(parts) else []  # fmt: skip
        return each + [(Answer(what, written, code), f"只收{book.name(code)}的") for code in dict.fromkeys(codes)]  # fmt: skip
    named, number = several_names.named_in(written)
    fitting = {name: codes for name, codes in groups.items() if not number or len(codes) == number}
    others = "里别的单位" if without_others(written) else "的 {} 家"
    _, nearest = groups_meant(written, fitting)
    found = [(Answer(what, written, GROUP + name), f"{name}{others.format(len(fitting[name]))}各收一格") for name in nearest]  # fmt: skip
    code = book.find(named).id if named else None
    return found + ([(Answer(what, written, code), f"只收{book.name(code)}的")] if code else [])


def sentence(written: str, value: str) -> str:
    """The answer as a sentence; "" for one about a single unit."""
    if value == EACH:
        return f"“{written}”各收一格"
    return f"“{written}”：{value.removeprefix(GROUP)}各收一格" if value.startswith(GROUP) else ""


def apart(
    rows: Iterable[Row], said: Mapping[str, str], book: NameBook, groups: Mapping[str, Sequence[str]], problems: Problems
) -> list[Row]:  # fmt: skip
    """The rows with a row of each unit where a cell names several, as it was said; whoever has a row of his own keeps to that."""
    rows = list(rows)
    own = {(code, row["item"], row["field"]) for row in rows if (code := book.find(row["unit"]).id)}
    found, kept = list[Row](), Counter[str]()
    for row in rows:
        written, value = row["unit"], said.get(row["unit"], "")
        if value == EACH:
            codes = [code for name, _ in parts_of(written, book) if (code := book.find(name).id)]
        elif value.startswith(GROUP):
            codes = [*groups.get(value.removeprefix(GROUP), ())]
        else:
            found.append(row)
            continue
        left = [code for code in codes if (code, row["item"], row["field"]) not in own]
        if len(left) < len(codes) and not without_others(written):
            kept[written] += len(codes) - len(left)
        found += [row | {"unit": code} for code in left]
    for written, count in kept.items():
        what = f"“{written}”里有 {count} 格另有一行写着,照它们自己的那一行收"
        problems.warn("责任书", what, "不对的话,请在表里改好再交", code="own-row")
    return found
