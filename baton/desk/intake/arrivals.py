"""来件: a file as it arrived, opened once; what its pages hold is read with a round's names as often as asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from baton.desk.intake import stamps
from baton.documents.grids import Grid, read_grids
from baton.documents.layouts.known import Beside, ObservationColumns, ReferenceFigure
from baton.documents.lead_sheet import GUIDE, MARK
from baton.documents.mending import mended, with_results
from baton.documents.observations import KnownNames, read_observations
from baton.documents.problems import Problem, Problems
from baton.documents.saved import saved_at
from baton.punctuation import full_width


@dataclass
class Read:
    """Cells in the order of the file, the points and reasons beside them, and what is wrong.

    measure: for each cell the unit of measure stated with it (baton.documents.layouts.known.ObservationColumns).
    references: what rows of the nation or the province say. unclear: by source, a dash that was read as 无此任务, or nothing at all.
    """

    cells: list[list[Any]]
    beside: list[Beside]
    problems: Problems
    measure: list[str]
    references: list[ReferenceFigure] = field(default_factory=list)
    unclear: dict[str, str] = field(default_factory=dict)


class Arrived:
    """A file under the name it was sent with."""

    def __init__(self, path: Path, name: str) -> None:
        self.path, self.name = path, name

    @cached_property
    def _opened(self) -> tuple[list[Grid], Problems]:
        problems = Problems()
        return read_grids(self.path, problems=problems), problems

    @property
    def grids(self) -> list[Grid]:
        """Its visible pages, as they arrived."""
        return [grid for grid in self._opened[0] if not grid.is_hidden and grid.name not in (GUIDE, MARK)]  # fmt: skip

    @cached_property
    def stamp(self) -> stamps.Stamp | None:
        """The number of the sheet this was made from."""
        return stamps.found_in(self._opened[0])

    @cached_property
    def saved_at(self) -> datetime | None:
        return saved_at(self.path)

    def read(
        self, known: KnownNames, as_of: str, meant: Mapping[str, str] = MappingProxyType({}), *, results: bool = False,
    ) -> Read:  # fmt: skip
        """Its figures with these names; what is wrong is told under the name the file was sent with.

        meant: cells that hold something else than what they mean, by `cell_key`. results: take what formulas show.
        """
        opened, found = self._opened
        problems = Problems()
        problems.extend(one for one in found if not one.place.endswith(f"·{MARK}"))
        grids = [
            mended(with_results(grid) if results else grid, meant)
            for grid in opened
            if not (self.stamp and grid.name in (GUIDE, MARK))
        ]
        read = ObservationColumns()
        if grids:
            read = read_observations(
                self.path, known=known, fallback=as_of, problems=problems, grids=grids
            )
        columns = (
            read.subject, read.item, read.period, read.key, read.value, read.state,
            [self._named(source) for source in read.source], [day or "" for day in read.date],
        )  # fmt: skip
        cells = [list(line) for line in zip(*columns, strict=True)]
        beside = [replace(one, source=self._named(one.source)) for one in read.beside]
        references = [replace(one, source=self._named(one.source)) for one in read.references]
        told = Problems()
        told.extend(replace(one, place=self._named(one.place)) for one in problems)
        unclear = {self._named(source): word for source, word in read.unclear.items()}
        return Read(cells, beside, told, list(read.measure), references, unclear)

    def _named(self, place: str) -> str:
        return place.replace(self.path.name, self.name, 1)


def full_place(place: str) -> str:
    """表.xlsx·数据·C5（第5行第3列）"""
    head, found, tail = place.rpartition(" (第")
    return f"{head}（第{tail.removesuffix(')')}）" if found else place


def worded(problems: Iterable[Problem]) -> list[Problem]:
    """Problems as a page shows them, with full-width punctuation."""
    return [
        replace(
            one,
            place=full_place(one.place),
            what=full_width(one.what),
            remedy=full_width(one.remedy),
        )
        for one in problems
    ]
