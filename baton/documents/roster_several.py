"""几家写在一格: 经济类 | 市发展改革委、市财政局、市商务局 are three units; 市委宣传部、市文明办 may be one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from baton.documents.grids import Grid
from baton.documents.headings import ColumnSpec, held_by
from baton.documents.layouts import words
from baton.documents.names import normalised
from baton.documents.person_names import is_name
from baton.documents.problems import Problems
from baton.documents.roster_layouts import head_row
from baton.documents.roster_sections import COUNTED, NAME, SECTION
from baton.documents.roster_talk import SEVERAL, SPLIT, WHOLE, RosterTalk
from baton.documents.several_names import is_vague

Row = dict[str, Any]
LINE = "｜"  # stands for the end of a line until names are taken apart
_MARKS = "、,，;；/｜|"
_OPEN, _CLOSE = "(（[【〔", ")）]】〕"
_ENDS = re.compile(
    r"(?:局|委|办|部|院|厅|处|队|站|社|联|会|台|县|市|区|旗|镇|乡|街道|中心|公司|集团|银行|办公室|政府|大学|学校|园|场|团)(?:[(（].*[)）])?$"
)
_PLACE = re.compile(r"[省市县区州盟旗]$")
_COUNTED_OFF = re.compile(rf"(?:^|(?<=[{_MARKS}]))\s*[(（]?\d{{1,2}}[)）]?[、.．]\s*(?=\D)")
_NUMBER = re.compile(r"\d{1,4}")
MOST_NAMED = 3


def marked(grid: Grid, columns: Sequence[ColumnSpec]) -> Grid:
    """The sheet with the lines and gaps between units in the column of names made visible; a name over two lines stays one."""
    head = head_row(grid, columns)
    if head is None:
        return grid
    texts = [grid.text(head, at) for at in range(min(grid.width, 100))]
    column = next(at for at, spec in held_by(texts, columns).items() if spec.key == NAME)
    rows = [list(row) for row in grid.rows]
    for row in rows[head + 1 :]:
        text = row[column]
        if isinstance(text, str) and (parts := _lines(text)):
            row[column] = LINE.join(parts)
    return replace(grid, rows=rows)


def _lines(text: str) -> list[str]:
    """Units one per line or with gaps between them; none where that may be one name."""
    for pieces in (text.splitlines(), text.split()):
        found = [piece.strip(" \t　" + _MARKS) for piece in pieces]
        found = [re.sub(r"\s+", "", piece) for piece in found if piece]
        if len(found) < 2 or not all(len(one) > 2 and _ENDS.search(one) for one in found):
            continue
        if len(found) == 2 and _PLACE.search(found[0]) and not _PLACE.search(found[1]):
            continue  # 云州市 / 教育局
        return found
    return []


def parts_of(text: str) -> list[str]:
    """What a cell names, without numbers before the names; what stands in brackets is not taken apart.

    >>> parts_of("市发改委、市财政局；市商务局"), parts_of("县（市、区）")
    (['市发改委', '市财政局', '市商务局'], ['县（市、区）'])
    >>> parts_of("1、市发改委｜2、市财政局"), parts_of("3、市商务局")
    (['市发改委', '市财政局'], ['市商务局'])
    """
    text = _COUNTED_OFF.sub(LINE, text)
    found, depth = [""], 0
    for sign in text:
        depth += (sign in _OPEN) - (sign in _CLOSE)
        if sign in _MARKS and depth <= 0:
            found.append("")
        else:
            found[-1] += sign
    return [part.strip() for part in found if part.strip()]


def apart_names(rows: Sequence[Row], heads: dict[str, str], problems: Problems, talk: RosterTalk | None) -> list[Row]:  # fmt: skip
    """Every unit in a row of its own, its group without the number of its units; what can't be told is asked.

    heads: what was read under which head, by key. Where nobody can be asked a doubtful cell stays one unit and is told.
    """
    lists = _Lists(rows, talk)
    found: list[Row] = []
    told: dict[str, int] = {}
    for row in rows:
        parts = parts_of(row["name"])
        if len(parts) < 2:
            found.append(row)
            continue
        answer = lists.meant(row, parts)
        whole = row["name"].replace(LINE, "、")
        if answer != WHOLE and is_vague(whole):
            what = f"“{whole}”没有把各家写全"
            problems.error(row["places"]["name"], what, "请把每一家都写出来", code="several-units")
        if answer == SPLIT:
            told[whole] = len(parts)
            found += _split(row, parts)
            continue
        if not answer and talk is not None:
            talk.several[whole] = parts
        elif not answer:
            problems.warn(row["source"], f"“{whole}”读作一个单位", "是几家的,请一行写一家", code="several-units")  # fmt: skip
        found.append(row | {"name": whole})
    if told:
        some = "、".join(f"“{text}”" for text in list(told)[:MOST_NAMED])
        some += f"等 {len(told)} 格" if len(told) > MOST_NAMED else ""
        who = "几人" if all(row["kind"] == "个人" for row in found) else "几家"
        what = f"{some}一格写着{who},分开读成 {sum(told.values())} 个"
        problems.warn(rows[0]["source"].rsplit("·", 1)[0], what, "", code="several-units")
        if normalised(heads.get("order", words.ROW_NUMBER)) == words.ROW_NUMBER:
            for row in found:
                row["order"] = ""  # numbers of rows, not of units
    return _groups_bare(found)


class _Lists:
    """What the whole list says about a cell with several names."""

    def __init__(self, rows: Sequence[Row], talk: RosterTalk | None) -> None:
        self.in_group = Counter(row["group"] for row in rows)
        counts = [len(parts_of(row["name"])) for row in rows]
        self.is_row_a_group = len(rows) > 1 and len(self.in_group) == len(rows) and sum(counts) >= 2 * len(rows)  # fmt: skip
        self.known = {normalised(one) for one in (talk.units if talk else ())}
        self.said = talk.said if talk else {}

    def meant(self, row: Row, parts: list[str]) -> str:
        """SPLIT, WHOLE, or "" where it can't be told."""
        whole = row["name"].replace(LINE, "、")
        if row["id"] or normalised(whole) in self.known:
            return WHOLE
        if answer := self.said.get((SEVERAL, whole)) or self.said.get((SEVERAL, "*")):
            return answer
        if row["kind"] == "个人":
            return SPLIT if all(is_name(part) for part in parts) else ""
        is_alone = self.in_group[row["group"]] == 1
        number = COUNTED.search(row["group"])
        if number and is_alone:
            return SPLIT if int(_NUMBER.findall(number[0])[0]) == len(parts) else ""
        if all(normalised(part) in self.known for part in parts):
            return SPLIT
        are_units = all(len(part) > 1 and _ENDS.search(part) for part in parts)
        is_list = self.is_row_a_group or (is_alone and len(parts) > 2) or len(parts) > 5
        return SPLIT if are_units and is_list else ""


def _split(row: Row, parts: list[str]) -> Iterator[Row]:
    for at, part in enumerate(parts):
        aliases = row["aliases"]
        own = [aliases[at]] if len(aliases) == len(parts) else []
        yield row | {"name": part, "aliases": own}


def _groups_bare(rows: list[Row]) -> list[Row]:
    """经济类 of 经济类（3个） and of 一、经济类, unless two groups would be one by that."""
    for strip in (COUNTED, SECTION):
        texts = {row["group"] for row in rows if row["group"]}
        short = {text: strip.sub("", text).strip(" :：") for text in texts}
        if all(len(one) > 1 for one in short.values()) and len(set(short.values())) == len(texts):
            for row in rows:
                row["group"] = short.get(row["group"], "")
    return rows
