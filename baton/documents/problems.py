"""问题清单: what is wrong with a document, where, and what to do about it, all faults together.

Used by every reader of files (facts, rule books, rosters) and by the command line: nothing here knows about tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Level = Literal["error", "warning"]

LISTED = 200  # faults printed by default; the rest is counted
KEPT = 20_000  # faults remembered; beyond that only counted, so that a hopeless file cannot fill the memory


@dataclass(frozen=True, slots=True)
class Offer:
    """What would mend a fault at once: the cell as it is meant ("cell"), or what a name stands for ("unit", "item", "level",
    whose item is `about`), or whose points a column called no more than 得分 holds ("lone"), or whose a page is ("page"), or the
    result that a formula shows ("formula"), or which period is meant ("period", its choices: the one that ends then), or which
    column holds the whole of several periods ("whole", its choices: their headings, `told`: what each would do, `value`: a
    heading that may be cumulative, and then of the period `near`, `about`: the item), or to pass a column over ("column"), or
    which item a page is about ("about"), or which of
    当月 and 累计 is meant ("span"), or which of
    the headings in `choices` stands for an item that no heading names ("heading").

    written: as the file has it. value: the likely meaning of a cell; nothing for a name, which has to be looked up.
    points: the heading of the column of points that stands beside an item's. choices: meanings of a cell of which none is
    likelier.
    """

    kind: Literal[
        "cell",
        "unit",
        "item",
        "lone",
        "formula",
        "level",
        "page",
        "period",
        "column",
        "heading",
        "span",
        "whole",
        "about",
    ]
    written: str
    value: str = ""
    points: str = ""
    choices: tuple[str, ...] = ()
    about: str = ""
    told: tuple[str, ...] = ()
    near: str = ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a person has to look at.

    place: file, sheet and cell, "财政.xlsx·Sheet1·C7 (第7行第3列)"; for a whole file just its name.
    what: what is wrong, in one Chinese sentence; remedy: what to do. code: stable, for programs ("number-letter").
    about: the fact it is about, where it is about one: ("figure", subject, item, period, key), ("event", number),
    ("agreement", subject, indicator, field).
    """

    place: str
    what: str
    remedy: str
    level: Level = "error"
    code: str = ""
    offer: Offer | None = None
    about: tuple[str, ...] = ()

    @property
    def is_error(self) -> bool:
        return self.level == "error"

    def __str__(self) -> str:
        mark = "错误" if self.is_error else "提醒"
        remedy = f" → {self.remedy}" if self.remedy else ""
        return f"[{mark}] {self.place}:{self.what}{remedy}"


class Problems:
    """Collects problems in the order in which they were found; iterating gives every one that was kept."""

    def __init__(self) -> None:
        self._kept: list[Problem] = []
        self._errors = 0
        self._warnings = 0

    def add(self, problem: Problem) -> None:
        if problem.is_error:
            self._errors += 1
        else:
            self._warnings += 1
        if len(self._kept) < KEPT:
            self._kept.append(problem)

    def error(
        self, place: str, what: str, remedy: str = "", *, code: str = "", offer: Offer | None = None,
        about: tuple[str, ...] = (),
    ) -> None:  # fmt: skip
        self.add(Problem(place, what, remedy, "error", code, offer, about))

    def warn(self, place: str, what: str, remedy: str = "", *, code: str = "") -> None:
        self.add(Problem(place, what, remedy, "warning", code))

    def extend(self, problems: Iterable[Problem]) -> None:
        for problem in problems:
            self.add(problem)

    @property
    def errors(self) -> list[Problem]:
        return [p for p in self._kept if p.is_error]

    @property
    def warnings(self) -> list[Problem]:
        return [p for p in self._kept if not p.is_error]

    @property
    def error_count(self) -> int:
        """All errors found, also those no longer kept."""
        return self._errors

    @property
    def warning_count(self) -> int:
        return self._warnings

    def __len__(self) -> int:
        return self._errors + self._warnings

    def __bool__(self) -> bool:
        return len(self) > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self._kept)

    def listing(self, limit: int = LISTED) -> str:
        """The problems as lines of text, errors first, at most `limit` of them, then the count of the rest."""
        return "\n".join(_lines(self.errors + self.warnings, len(self), limit))

    def raise_errors(self) -> None:
        """Raise `Faulty` with everything found if there is any error; warnings alone do not stop anybody."""
        if self._errors:
            raise Faulty(self)


class Faulty(Exception):
    """文件有问题: carries every problem of a document. `problems` is the list, `str()` the Chinese listing."""

    def __init__(self, problems: Problems | Iterable[Problem]) -> None:
        self.problems: list[Problem] = list(problems)
        self.count = len(problems) if isinstance(problems, Problems) else len(self.problems)
        super().__init__(self._text())

    def _text(self) -> str:
        ordered = sorted(self.problems, key=lambda p: not p.is_error)
        return "\n".join(_lines(ordered, self.count, LISTED))


def _lines(ordered: list[Problem], total: int, limit: int) -> list[str]:
    lines = [str(problem) for problem in ordered[:limit]]
    if total > len(lines):
        lines.append(f"……另有 {total - len(lines)} 处没有列出,改好以上各处后再查一次。")
    return lines
