"""答了什么: every answer to a question about a table, as the sentence that is kept with the version."""

from __future__ import annotations

from baton.desk.intake.pointing import POINT
from baton.desk.intake.pointing import told as pointed_told
from baton.desk.intake.sheet_answers import (
    ABOUT,
    AND,
    CELL,
    FORMULA,
    HEADING,
    ITEM,
    KINDS,
    LEAVE_OUT,
    LEVEL,
    LONE,
    PAGE,
    SHOWN,
    SPAN,
    SPAN_WORDS,
    SPANS,
    UNIT,
    WHOLE,
    Answers,
)  # fmt: skip
from baton.desk.questions import Answer
from baton.documents.layouts.known import ADDED, FIGURE
from baton.documents.observations import KnownNames
from baton.documents.scheme_table import spoken


def tell_names(answers: Answers, known: KnownNames) -> None:
    """Say what the explained names and mended cells did."""
    for one in answers.kept:
        if one.what == FORMULA and one.value == SHOWN:
            answers.tell(FORMULA, one.written, "表里是公式的格，照表上显示的值收")
        elif one.what == SPAN and one.value in SPAN_WORDS:
            answers.tell(SPAN, one.written, f"有当月和累计两列，收的是{SPAN_WORDS[one.value]}")
        elif one.what == ABOUT and one.value in known.items:
            answers.tell(ABOUT, one.written, f"这张表收作{known.items[one.value].name}的")
        elif one.what == POINT and one.written in known.pointed:
            answers.tell(
                POINT, one.written, pointed_told(one.written, known.pointed[one.written], known)
            )
        elif one.what == WHOLE:
            info = known.items.get(one.written.rpartition("·")[2])
            name = info.name if info else "表上"
            answers.tell(WHOLE, one.written, f"{name}{_of_parts(one.value)}")
        elif one.what == CELL:
            answers.tell(CELL, one.written, f"{one.written} 收表时改成 {one.value}")
        elif one.what in SPANS:
            each, meant = one.written.split(AND), one.value.split(AND)
            named = "、".join(f"“{text}”" for text in each)
            read = "、".join(spoken(period) for period in meant)
            said = "没有收" if one.value == LEAVE_OUT else f"收作{read}"
            answers.tell(one.what, one.written, f"{named}{said}")
        elif one.what in KINDS and one.value == LEAVE_OUT:
            answers.tell(one.what, one.written, f"“{one.written}”没有收")
        elif one.what == HEADING and (found := _explained(one, known)):
            answers.tell(HEADING, one.written, found)
        elif one.what == LEVEL:
            item, _, written = one.written.partition("|")
            info = known.items.get(item)
            meant = "没有收" if one.value == LEAVE_OUT else f"就是“{one.value.replace('|', '的')}”"
            answers.tell(LEVEL, one.written, f"{info.name if info else item}的“{written}”{meant}")
        elif one.what == PAGE and one.value in known.subjects:
            answers.tell(
                PAGE, one.written, f"“{one.written}”那一页收作{known.subjects[one.value]}的"
            )
        elif one.what == UNIT and one.value in known.subjects:
            answers.tell(UNIT, one.written, f"“{one.written}”就是{known.subjects[one.value]}")
        elif one.what in (ITEM, LONE) and one.value in known.items:
            answers.tell(one.what, one.written, f"“{one.written}”就是{known.items[one.value].name}")


def _of_parts(value: str) -> str:
    """What was done with columns of months or quarters."""
    if value == LEAVE_OUT:
        return "的各期和合计没有收"
    return "是各列加起来的" if value == ADDED else f"收的是“{value}”列"


def _explained(one: Answer, known: KnownNames) -> str:
    """What was said of a heading; empty where it is of no item that is known."""
    item, _, text = one.written.partition("|")
    info = known.items.get(item)
    if info is None:
        return ""
    return f"“{text}”就是{info.name}" if one.value == FIGURE else f"{info.name}是满分 {one.value} 减去“{text}”"  # fmt: skip
