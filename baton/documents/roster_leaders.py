"""名册里的领导干部列: 主要负责人, 分管领导, 联系人 as columns in the row of the unit; taken out of a sheet before it is read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from baton.documents.grids import Grid
from baton.documents.layouts import words
from baton.documents.layouts.view import View
from baton.documents.names import normalised
from baton.documents.person_names import People, people_in

_HEAD = re.compile(
    r"(?:党政|单位|行政|部门)?(?:主要负责人|主要负责同志|主要领导|负责人|一把手|正职)"
    r"|(?:分管|主管)(?:领导|负责人|副职|负责同志)|(?:领导)?班子(?:其他)?成员|其他班子成员|领导干部"
    r"|(?:党委|党组|党工委|县委|区委|市委)?书记|县长|区长|局长"
    r"|(?P<contact>(?:考核|工作|单位|部门|科室|业务|日常|具体)*(?:联系人员?|联络员|联络人员?|经办人员?|经办同志|承办人员?))"
)
_OVER = re.compile(
    r"(?:牵头|联系|包联|包保|挂钩|挂联|挂点|督导)(?:市|县|区)?(?:级)?(?:领导|负责人|责任人)(?:干部|同志)?"
)  # of those above the unit, not of its own
_CALLED = re.compile(r".*(?:电话|手机|联系方式)(?:号码?)?")
_BEHIND = re.compile(
    r"(?:姓名|名单|(?:[及和]?(?:职务|联系电话|联系方式|办公电话|手机号?码?|电话)))+$"
)
_ASIDE = re.compile(r".*(?:职务|职级|电话|手机|联系方式)(?:号码)?")
_TITLED = re.compile(r".*(?:职务|职级)")
_NAMES = ("姓名", "名字", "名单")


@dataclass(frozen=True, slots=True)
class LeaderCell:
    """One cell of such a column: the unit of its row, the head, the text and whom it names."""

    unit: str
    head: str
    text: str
    place: str
    people: People
    title: str = ""  # what stands in the column of titles beside it


@dataclass(frozen=True, slots=True)
class Column:
    """A column of leaders: where its names stand, where their titles, and the columns beside it that are emptied."""

    head: str
    at: int
    aside: tuple[int, ...] = ()
    title: int | None = None


def is_contact(head: str) -> bool:
    """Whether a column says whom to call, or where, rather than who leads.

    >>> is_contact("考核联系人"), is_contact("联系电话"), is_contact("主要负责人及联系电话")
    (True, True, False)
    """
    found = _HEAD.fullmatch(_bare(head))
    return bool(found["contact"] if found else _CALLED.fullmatch(normalised(head)))


def is_of_people(head: str) -> bool:
    """Whether a column tells of people in the row of their unit: who they are, their titles, how to call them."""
    return bool(
        _HEAD.fullmatch(_bare(head))
        or _OVER.fullmatch(_bare(head))
        or _ASIDE.fullmatch(normalised(head))
    )


def _bare(head: str) -> str:
    return _BEHIND.sub("", re.sub(r"[()/、,\s]", "", normalised(head)))


def take_leaders(grid: Grid, head: int, columns: Mapping[str, int]) -> Iterator[LeaderCell]:
    """Every cell that names leaders; the sheet is left without these columns and without rows that held nothing else.

    columns: what the roster's own columns are, by key; the unit's name under "name".
    """
    own = [*_columns(grid, head, set(columns.values()))]
    if not own:
        return
    view, unit, name = View(grid), "", columns["name"]
    under = _under(view, head, own, name)
    others = [column for key, column in columns.items() if key not in ("name", "order")]
    gone = [head + 1] if under else []
    found: list[LeaderCell] = []
    for row in range(head + 1 + under, len(grid.rows)):
        texts = [text for c in range(grid.width) if (text := view.label(row, c))]
        if not texts or words.is_note(texts[0]) or words.total_of(texts[0]):
            unit = ""
            continue
        called = view.label(row, name)
        is_more = view.is_swallowed(row, name) or (
            not called and not any(grid.text(row, column) for column in others)
        )
        if called and not is_more:
            unit = "" if _is_wide(view, row, name) else called
        cells = [_cell(view, row, column, unit) for column in own] if unit else []
        if is_more and not any(cells) and _is_headed(view, row, own):
            unit = ""
            continue
        found += [cell for cell in cells if cell is not None]
        if is_more and unit and cells:
            gone.append(row)
    _empty(grid, gone)
    for column in own:
        for at in (column.at, *column.aside):
            for line in grid.rows[head:]:
                line[at] = ""
    yield from found


def _empty(grid: Grid, gone: list[int]) -> None:
    """Blank some rows; what a merged range said of others beside them is written into those."""
    kept = []
    for top, left, bottom, right in grid.merged:
        if not any(top <= row <= bottom for row in gone):
            kept.append((top, left, bottom, right))
            continue
        for row in range(top, bottom + 1):
            grid.rows[row][left : right + 1] = [grid.rows[top][left]] * (right + 1 - left)
    grid.merged = kept
    for row in gone:
        grid.rows[row] = [""] * grid.width


def _columns(grid: Grid, head: int, known: set[int]) -> Iterator[Column]:
    """The columns of leaders with those beside them, up to the next head, that tell their titles and telephones."""
    texts = [grid.text(head, column) for column in range(min(grid.width, 100))]
    beside: set[int] = set()
    for at, text in enumerate(texts):
        if at in known or at in beside or not (_HEAD.fullmatch(_bare(text)) or is_contact(text)):
            continue
        aside, names, stop, title = [], at, at + 1, None
        while stop < len(texts) and stop not in known:
            below = normalised(grid.text(head + 1, stop)) if head + 1 < len(grid.rows) else ""
            if texts[stop] and not _ASIDE.fullmatch(normalised(texts[stop])):
                break
            if not texts[stop] and not (below in _NAMES or _ASIDE.fullmatch(below)):
                break
            if not texts[stop] and below in _NAMES:
                names = stop
            if _TITLED.fullmatch(normalised(texts[stop]) or below):
                title = stop
            aside.append(stop)
            stop += 1
        beside.update(aside)
        yield Column(text, names, tuple(one for one in (at, *aside) if one != names), title)


def _under(view: View, head: int, own: list[Column], name: int) -> bool:
    """Whether a second row of heads, 姓名 and 职务, stands under the columns of leaders."""
    if head + 1 >= view.height:
        return False
    is_bare = not view.grid.text(head + 1, name) or view.is_swallowed(head + 1, name)
    return is_bare and any(normalised(view.grid.text(head + 1, one.at)) in _NAMES for one in own)


def _is_headed(view: View, row: int, own: list[Column]) -> bool:
    """Whether a row without a leader says something of its own outside these columns: it heads the units below."""
    taken = {at for column in own for at in (column.at, *column.aside)}
    return any(
        view.label(row, at) and view.corner(row, at)[0] == row
        for at in range(view.width)
        if at not in taken
    )


def _is_wide(view: View, row: int, name: int) -> bool:
    """Whether the row's name spreads over other columns: it heads what stands below."""
    label = view.label(row, name)
    return any(
        view.label(row, other) == label and view.is_swallowed(row, max(other, name))
        for other in (name - 1, name + 1)
        if 0 <= other < view.width
    )


def _cell(view: View, row: int, column: Column, unit: str) -> LeaderCell | None:
    """What a cell says, unless it says nothing; the words of a range that reaches over several columns are no name."""
    text = view.label(row, column.at)
    if not text:
        return None
    top, left = view.corner(row, column.at)
    raw = view.grid.rows[top][left]
    if left != column.at:
        return None
    people = people_in(raw if isinstance(raw, str) else text)
    title = view.label(row, column.title) if column.title is not None else ""
    return LeaderCell(unit, column.head, text, view.grid.place(row, column.at), people, title)
