"""别的表: the tables of a scheme's file that hold no indicators, 一票否决事项, 等次, 加分项, told row by row or as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from baton.documents.numbers import read_number
from baton.documents.scheme_table.asides import (
    ADD,
    DEDUCT,
    EITHER,
    GRADES,
    LONGEST_LABEL,
    OTHER,
    Aside,
    kind_of,
)
from baton.documents.scheme_table.sources import Table
from baton.documents.scheme_table.words import bare_head, is_total, plain_name

MOST_QUOTED, MOST_NAME = 1_000, 60
_GRADES = re.compile(r"等次|档次|等级|评定结果")
_GRADE = re.compile(r"优秀|良好|合格|[一二三]等|[一二三]类|[ABC][级等档]?")
_LABEL = re.compile(r".{0,6}(?:分|项目?|事项|情形|指标|清单|否决)")
_SENTENCE = re.compile("[,\uff0c;\uff1b。]|分$")
_POINTS = re.compile(r"上限|封顶|最高|分值?$")
_NUMBER = re.compile(r"序号?|编号|项次")
_WHO = re.compile(r"单位|部门|科室|股室|处室")


def told_beside(table: Table) -> list[Aside]:
    """What a table says that holds no indicators: a rule for each row of 加分, 扣分, 一票否决, else the table itself."""
    rows = [(at, _cells(line)) for at, line in enumerate(table.lines)]
    top = next((at for at, cells in rows if len(set(cells.values())) > 1), None)
    if top is None:
        return _whole(table, [cells for _, cells in rows if cells])
    heads = dict(rows)[top]
    above = [*dict.fromkeys(text for at, cells in rows[:top] for text in cells.values())]
    titles = [table.caption, *above]
    below = [(at, cells) for at, cells in rows[top + 1 :] if cells and cells != heads]
    if _are_grades(heads, [cells for _, cells in below]) and not _kind(titles, heads):
        return _grades(table, [cells for _, cells in below])
    found = _rules(table, below, heads, _kind(titles, heads))
    if any(one.kind != OTHER for one in found):
        return found
    return _whole(table, [heads, *(cells for _, cells in below)])


def _cells(line: Sequence[str]) -> dict[int, str]:
    """The texts of a row by column, one that is merged over several columns once."""
    found: dict[int, str] = {}
    for column, text in enumerate(line):
        if text and text not in found.values():
            found[column] = text
    return found


def _are_grades(heads: dict[int, str], rows: Sequence[dict[int, str]]) -> bool:
    return any(_GRADES.search(bare_head(text)) for text in heads.values()) and any(
        _GRADE.match(text) for cells in rows for text in list(cells.values())[:2]
    )


def _kind(titles: Sequence[str], heads: dict[int, str]) -> str:
    """What the rows are by the line over the table, which ends with what it is about, or by the heads."""
    ends = ["".join(one.split())[-LONGEST_LABEL:] for one in titles]
    return kind_of([*ends, *(bare_head(text) for text in heads.values() if len(text) <= LONGEST_LABEL)])  # fmt: skip


def _rules(
    table: Table, below: list[tuple[int, dict[int, str]]], heads: dict[int, str], usual: str
) -> list[Aside]:
    """Row by row; a row of one text heads those under it, where it says what they are."""
    found: list[Aside] = []
    section = ""
    for at, cells in below:
        texts = list(cells.values())
        if any(is_total(text) for text in texts[:2]):
            continue
        if len(texts) == 1 and (own := _own_kind(texts)):
            section = own
            continue
        said = {c: t for c, t in cells.items() if not _is_number(c, t, heads.get(c, ""))}
        kind = _own_kind(said.values()) or section or usual or kind_of([], "\n".join(said.values()))
        name = _name(said, heads)
        told = _without_labels(said, name) if kind in (ADD, DEDUCT, EITHER) else said
        found.append(Aside(kind or OTHER, name, _quote(told, heads), _place(table, at)))
    return found


def _without_labels(said: dict[int, str], name: str) -> dict[int, str]:
    """The sentence without 加分项 and the name before it, as long as anything is left."""
    rest = {c: t for c, t in said.items() if plain_name(t) != name and not _own_kind([t])}
    return rest or said


def _own_kind(texts: Iterable[str]) -> str:
    """What a row is by a label of its own, 加分项; 报送加分材料 is none."""
    bare = ["".join(plain_name(text).split()) for text in texts if len(text) <= LONGEST_LABEL]
    return kind_of(text for text in bare if _LABEL.fullmatch(text))


def _is_number(column: int, text: str, head: str) -> bool:
    """Whether a cell only counts its row."""
    bare = text.rstrip("、.．")
    return bool(_NUMBER.fullmatch(bare_head(head))) or (not head and column == 0 and bare.isdigit())


def _name(said: dict[int, str], heads: dict[int, str]) -> str:
    """What a row is about: the last of its texts before the sentence, never who decides it."""
    beside = re.compile(f"{_WHO.pattern}|{_POINTS.pattern}")
    own = [text for column, text in said.items() if not beside.search(heads.get(column, ""))]
    end = next((at for at, text in enumerate(own) if at and _SENTENCE.search(text)), len(own) - 1)
    labels = own[: max(1, end)]
    return plain_name(labels[-1])[:MOST_NAME] if labels else ""


def _quote(said: dict[int, str], heads: dict[int, str]) -> str:
    """All that a row says, a line each; who decides it, and what stands under a head that makes a number tell."""
    lines = []
    for column, text in said.items():
        head = bare_head(heads.get(column, ""))
        is_bare = len(text) <= 8 and any(sign.isdigit() for sign in text)
        if _POINTS.search(head) and text[-1:].isdigit() and read_number(text).text is not None:
            text = f"{text}分"
        lines.append(f"{head}\uff1a{text}" if head and (is_bare or _WHO.search(head)) else text)
    return "\n".join(lines)


def _grades(table: Table, rows: Sequence[dict[int, str]]) -> list[Aside]:
    told = [
        f"{cells[0]}\uff1a" + "\uff0c".join(cells[1:])
        for cells in map(_texts, rows)
        if len(cells) > 1
    ]
    name = table.caption if len(table.caption) <= LONGEST_LABEL else ""
    return [Aside(GRADES, name, "\uff1b".join(told), table.label)] if told else []


def _texts(cells: dict[int, str]) -> list[str]:
    return [text.replace("\n", " ") for text in cells.values()]


def _whole(table: Table, rows: Sequence[dict[int, str]]) -> list[Aside]:
    quote = "\n".join(" | ".join(_texts(cells)) for cells in rows)
    return [Aside(OTHER, table.caption, quote[:MOST_QUOTED], table.label)] if quote else []


def _place(table: Table, row: int) -> str:
    return f"{table.label} 第{row + 1}行"
