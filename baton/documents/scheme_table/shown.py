"""怎么读的: every column of a scheme table in its order, with what it was read as, so that a misreading is seen before it counts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from baton.documents.grids import column_letters
from baton.documents.scheme_table.columns import OTHERS
from baton.documents.scheme_table.heads import body
from baton.documents.scheme_table.lines import Lines
from baton.documents.scheme_table.words import NEEDED

WORDS = {**OTHERS, **NEEDED, "number": "序号", "work": "工作类别"}
MOST = 60
WORD = ".docx"


@dataclass(frozen=True)
class ReadAs:
    """A column. at: where it stands, "体系 B 列"; head: all that stands over it; meaning: what it was read as."""

    at: str
    head: str
    meaning: str


def columns_read(lines: Lines) -> list[ReadAs]:
    """What the columns of a table were read as; one without a head in which nothing stands is left out."""
    table, head = lines.table, lines.head
    file, _, page = table.label.partition("·")
    is_word = Path(file).suffix.lower() == WORD
    meanings, left = _meanings(lines), set(head.left_columns(table))
    found = []
    for column in range(min(max(map(len, table.lines), default=0), MOST)):
        text = head.whole(column)
        at = f"第 {column + 1} 列" if is_word else f"{column_letters(column)} 列"
        empty = "没有收进" if column in left else "空的" if not body(table, head, column) else "与旁边一列合并"  # fmt: skip
        meaning = "、".join(meanings.get(column, ())) or empty
        if text or column in left:
            found.append(ReadAs(f"{page} {at}".strip(), text, meaning))
    return found


def _meanings(lines: Lines) -> dict[int, list[str]]:
    """By column, all that it was read as; a column of scores may tell who leads as well."""
    head = lines.head
    found: dict[int, list[str]] = {lines.name: [WORDS["name"]]}
    if lines.group is not None:
        found[lines.group] = ["大项"]
    levels = [(one, "中间的一级，写进说明") for one in lines.middle]
    levels += [(one, "更细的一级，写进说明") for one in lines.finer]
    if head.in_name and "points" not in head.columns:
        found[lines.name].append("分值（写在名称后面）")
    keys = [(column, WORDS[key]) for key, column in head.columns.items()]
    ways = [(one, "评分办法，接在后面") for one in head.ways]
    weights = [(one, "大项的分值或权重，用来核对") for one in head.weights]
    others = [(one, "别的组的，没有收") for one in sorted(head.others)]
    for column, word in (*levels, *keys, *ways, *weights, *others):
        found.setdefault(column, []).append(word)
    return found
