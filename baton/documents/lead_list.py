"""各单位不同的任务: what concerns only a few units each stands as a list, one task to a line, not as a wide table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from baton.documents.layouts.known import POINT_UNITS, SCORE
from baton.documents.lead_columns import Column
from baton.documents.papers.measuring import lines_of

FEW = 4  # a task is a unit's own when at most one unit in so many has it
LEAST = 3  # so many of them make a list
SCORES, FIGURES = "各单位任务得分", "各单位任务数据"
PERIOD = "期间"
LINE = 15  # points of one line of text
_WIDTHS = {"单位": 18, "指标": 36, "满分": 7, "目标": 18, "计量单位": 9, "扣分原因": 36, PERIOD: 8}
_OTHER = 11


@dataclass(frozen=True)
class Entry:
    """One line: a unit's id and name and its data item."""

    subject: str
    unit: str
    item: Column


@dataclass(frozen=True)
class TaskList:
    """A page of lines. heads: of its columns. figure: place of the cell to fill in; points, where asked for, right of it."""

    page: str
    heads: tuple[str, ...]
    entries: list[Entry] = field(default_factory=list)

    @property
    def figure(self) -> int:
        """Place of the column of scores or figures."""
        return next(at for at, head in enumerate(self.heads) if head in ("得分", "完成数"))

    def height(self, texts: Mapping[str, str]) -> float:
        """Of a line in points, so that nothing in it is cut off; texts: by heading."""
        letters = {head: _WIDTHS.get(head, _OTHER) / 2 - 0.5 for head in texts}
        return LINE * max([1, *(lines_of(text, letters[head]) for head, text in texts.items())])

    def widths(self) -> Iterator[tuple[int, int]]:
        """Place and width of each column."""
        for at, head in enumerate(self.heads):
            yield at, _WIDTHS.get(head, _OTHER)


def own_tasks(columns: Sequence[Column], units: int) -> list[Column]:
    """The data items that belong into a list: each concerns only few of the units, and there are several of them."""
    few = max(1, units // FEW)
    apart = (one for one in columns if not one.periods and not one.keys and not one.votes)
    own = [one for one in apart if len(one.subjects) <= few]
    return own if units > 1 and len(own) >= LEAST else []


def lists_of(
    own: Sequence[Column],
    units: Sequence[tuple[str, str]],
    *,
    is_alone: str = "",
) -> list[TaskList]:
    """The pages of the list, units in their order and each unit's tasks together: scores on one, figures on another.

    is_alone: the name of the page when the workbook holds nothing else.
    """
    scores = [one for one in own if _is_score(one)]
    figures = [one for one in own if not _is_score(one)]
    points = ("表上得分",) if any(one.has_points for one in figures) else ()
    made = [
        TaskList(SCORES, ("单位", "指标", "满分", *_target(scores), "得分", "扣分原因", PERIOD), _lines(scores, units)),
        TaskList(
            FIGURES, ("单位", "指标", "计量单位", *_target(figures), "完成数", *points, "扣分原因", PERIOD),
            _lines(figures, units),
        ),
    ]  # fmt: skip
    made = [one for one in made if one.entries]
    if is_alone and len(made) == 1:
        return [TaskList(is_alone, made[0].heads, made[0].entries)]
    return made


def _target(items: Sequence[Column]) -> tuple[str, ...]:
    """A column for what was promised, where anything was."""
    return ("目标",) if any(one.targets for one in items) else ()


def _is_score(item: Column) -> bool:
    """Whether the figure asked for is points, so that it stands under 得分."""
    return item.name.endswith(SCORE) or (item.is_direct and item.measure in POINT_UNITS)


def _lines(items: Sequence[Column], units: Sequence[tuple[str, str]]) -> list[Entry]:
    return [
        Entry(code, name, item) for code, name in units for item in items if code in item.subjects
    ]
