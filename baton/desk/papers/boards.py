"""A3 总表 of a run: as a workbook that can be re-added, and the same table to print."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from baton.desk.papers.briefs import ranks_before
from baton.desk.papers.gathering import (
    full_names,
    groups_of,
    head_of,
    subjects_of,
    titles_of,
    total_of,
)
from baton.desk.results import result_of
from baton.documents.board_workbook import write_board
from baton.documents.board_workbook.columns import (
    GAP,
    LEVEL,
    MOST_PLACES,
    MOVED,
    OWN,
    columns_of,
    folded_note,
    full_points,
    gaps_of,
    is_graded,
    name_of,
    note_of,
    own_of,
    places_of,
    shown,
    texts_of,
    why_open,
)
from baton.documents.board_workbook.detail import DETAIL
from baton.documents.board_workbook.form import OWN_FORM, PLACES, BoardForm, unknown_places
from baton.documents.papers import Board, Head
from baton.documents.plain_names import plain_names, plainly
from baton.domain.assessment.grades import told_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.printing.models import Wording
from baton.domain.printing.queries import wording
from baton.domain.refusals import Refused
from baton.punctuation import full_width
from baton.scoring.plan import Group, children_of
from baton.scoring.result import Result
from baton.scoring.scope import told as scope_told

BOARD = "board"  # under which its wording is kept


def board_of(run: Run, path: Path, group: str = "") -> None:
    """The workbook, groups and units in official order; of one group where one is named."""
    head = head_of(run)
    order = {
        name: [line.subject for line in lines] for name, lines in groups_of(run, group).items()
    }
    write_board(
        result_of(run), path, draft=run.number, stage=head.stage, final=not head.mark, grades=told_of(run), order=order,
        only=group, moves=moves_of(run), form=form_of(wording(BOARD)), round=run.round.name,
        names=full_names(result_of(run), titles_of(run)),
    )  # fmt: skip


def workbook_of(run: Run, group: str = "") -> tuple[Run, str]:
    """What the workbook needs: the run itself."""
    return run, group


def write_workbook(head: Head, content: tuple[Run, str], path: Path) -> None:
    """The workbook, laid out like any other paper."""
    run, group = content
    board_of(run, path, group)


def boards(run: Run, group: str = "") -> list[Board]:
    """The same tables to print."""
    result, grades, moves, form = (
        result_of(run),
        told_of(run),
        moves_of(run),
        form_of(wording(BOARD)),
    )
    titles = titles_of(run)
    plans = {one.name: one for one in result.plan.groups}
    return [
        _board(result, plans[name], lines, grades, moves, form, titles)
        for name, lines in groups_of(run, group).items()
        if name in plans
    ]


def _board(
    result: Result, group: Group, lines: list[RunLine], grades: dict[str, tuple[str, str]], moves: Mapping[str, str] | None, form: BoardForm,
    titles: Mapping[str, str],
) -> Board:  # fmt: skip
    columns, collapsed = columns_of(result, group)
    codes = [code for code, _ in columns if code != group.entry["root"]]
    known, called = subjects_of(result), full_names(result, titles)
    heads = [_head(result, group, code) for code in codes]
    texts = [texts_of(result, group, code) for code in codes]
    places = [places_of(column.values()) for column in texts]
    gaps = gaps_of(result.lines[line.subject] for line in lines)
    digits = int(result.plan.rulebook["rounding"]["total"]["places"])
    rows, graded = [], is_graded(result, group, grades)
    for number, line in enumerate(lines, start=1):
        grade = grades.get(line.subject, (line.grade, ""))[0]
        at = result.plan.row_of[line.subject] - group.start
        points = [
            shown(column[at], most) if at in column else _nothing(result, line.subject, code)
            for code, column, most in zip(codes, texts, places, strict=True)
        ]
        own = result.lines[line.subject]
        gap = gaps.get(line.subject)
        moved = [] if moves is None else [moves.get(line.subject, "")]
        total = total_of(result, line).removesuffix(" 分")
        rows.append([
            str(number), called.get(line.subject, line.name), *points, total, str(line.rank or ""),
            "" if gap is None else shown(str(gap), min(digits, MOST_PLACES)) if gap else LEVEL, *moved,
            *([grade or ""] if graded else []), note_of(result, own, grades),
        ])  # fmt: skip
    people = all(known[line.subject].kind == "person" for line in lines if line.subject in known)
    tail = [
        "总分",
        "名次",
        GAP,
        *([] if moves is None else [MOVED]),
        *(["等次"] if graded else []),
        "备注",
    ]
    board = Board(
        group.name,
        "姓名" if people else "单位",
        heads,
        rows,
        tail,
        form,
        notes_of(result, group, collapsed),
        _parts(result, group, codes),
    )
    return plainly(board, plain_names(result.plan.rulebook, group.name))


def _parts(result: Result, group: Group, codes: list[str]) -> list[int]:
    """Places of the columns that the total is made of."""
    root = result.plan.nodes.get(group.entry["root"])
    own = {*(children_of(root) if root else ()), OWN + group.entry["root"]}
    return [at for at, code in enumerate(codes) if code in own]


def notes_of(result: Result, group: Group, collapsed: Mapping[str, Sequence[str]]) -> list[str]:
    """What stands under a table: that only some indicators are assessed, where those are that have no column."""
    said = [scope_told(result.plan.rulebook, group.name), full_width(result.plan.facts.books_told)]
    return [*(f"{one}。" for one in said if one), *folded_note(result, collapsed, DETAIL)]


def _head(result: Result, group: Group, code: str) -> str:
    """The name over a column with the points it is worth."""
    full = full_points(result, group, code)
    name = name_of(result, code)
    return f"{name}\n{full}分" if full and f"{full}分" not in name else name


def form_of(own: Wording | None) -> BoardForm:
    """The title, the signatures and the notes that the office has worded, else ours."""
    return BoardForm(own.title, tuple(own.signs), tuple(own.notes)) if own else OWN_FORM


def check_title(title: str) -> None:
    """Whether everything that a title names can be filled."""
    for name in unknown_places(title):
        raise Refused(f"标题里的“{{{{{name}}}}}”填不了。可以写的有{'、'.join(f'{{{{{one}}}}}' for one in PLACES)}。")  # fmt: skip


def _nothing(result: Result, subject: str, code: str) -> str:
    """Why there are no points of a part or an indicator."""
    if code in result.plan.nodes:
        return "—"
    if code.startswith(OWN):
        return (
            "—"
            if any(result.cell(subject, one) is not None for one in own_of(result, code))
            else ""
        )
    cell = result.cell(subject, code)
    return "" if cell is None else why_open(result, cell)


def moves_of(run: Run) -> dict[str, str] | None:
    """How far everybody has come since the draft before: 进2, 退1, 平, 新; None where there is none."""
    before = ranks_before(run)
    if before is None:
        return None
    return {
        line.subject: _moved(before.get(line.subject), line.rank)
        for line in run.lines.all() if line.rank is not None
    }  # fmt: skip


def _moved(before: int | None, rank: int) -> str:
    if before is None:
        return "新"
    return (
        f"进{before - rank}" if before > rank else f"退{rank - before}" if before < rank else "平"
    )
