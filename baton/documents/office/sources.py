"""Which file or sheet holds what: 名册, 责任书, 事件 and data, told by how they are called and by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from baton.documents.grids import read_grids
from baton.documents.office.telling import seen_grids, tell
from baton.documents.problems import Problems

TABLES = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".et", ".ods")
PLAIN = (".csv", ".txt", ".tsv")
NAMED = ("名册", "责任书", "事件")
ALSO = {
    "责任书": ("目标分解", "目标分解表", "任务分解表"),
    "事件": ("加减分", "加减分台账", "加减分认定表", "加减分汇总表", "加分台账", "加分申报", "加分申报表", "扣分台账"),
}  # fmt: skip
PASSED_OVER = ("期望", "说明", "规则书", "别名", "填写说明", "~$", ".")
ALIASES = "别名.csv"
_VERSION = re.compile(r"(?:[（(【\[].*|[-_\s]*(?:终稿|定稿|最新|副本|[vV]?\d+)+)$")


@dataclass(frozen=True)
class Part:
    """A file, or some sheets of one."""

    path: Path
    sheets: tuple[str, ...] | None = None


@dataclass
class Sources:
    """What was found: parts by kind, and where learnt names are kept."""

    named: dict[str, list[Part]] = field(default_factory=lambda: {name: [] for name in NAMED})
    data: list[Part] = field(default_factory=list)
    aliases: Path | None = None


def find_sources(
    path: Path, problems: Problems, *, told: Mapping[str, str] | None = None
) -> Sources:
    """Look through a folder, or through the sheets of one workbook.

    A file of a folder whose name tells nothing is told by its title and heads. Where there is no 名册 then, the folder's
    workbooks are looked into for a sheet of that name. told: what somebody said that a file is, by its name.
    """
    said = told or {}
    found = Sources()
    if path.is_dir():
        found.aliases = path / ALIASES
        for entry in sorted(path.iterdir()):
            if entry.suffix.lower() in TABLES and not entry.name.startswith(PASSED_OVER):
                kind = said.get(entry.name, kind_of(entry.stem))
                (found.named[kind] if kind in NAMED else found.data).append(Part(entry))
        _look_into_untold(found, said)
        if not found.named["名册"]:
            _look_into_workbooks(found)
        where = path.name or str(path)
    else:
        found.aliases = path.parent / ALIASES
        trial = Problems()
        for name in _sheets(path, trial):
            _place(found, name, Part(path, (name,)))
        if trial.error_count:
            problems.extend(trial.errors)
            return found
        where = path.name
    if not found.named["名册"]:
        problems.error(
            where, "没有找到名册", "请放一个名为“名册”的文件(或工作表),写明编号、名称、分组", code="no-roster"
        )  # fmt: skip
    return found


def _look_into_untold(found: Sources, said: Mapping[str, str]) -> None:
    """Place what no name and nobody tells by what stands in it; sheets of different kinds go apart.

    A list of units beside a roster that is called so is left where it is: there is one roster.
    """
    whole, found.data = found.data, []
    asked = {kind for kind in NAMED if kind != "名册" or not found.named[kind]}
    for part in whole:
        sheets = [] if part.path.name in said else seen_grids(part.path)
        kinds = {grid.name: kind for grid in sheets if (kind := tell(grid).kind) in asked}
        rest = tuple(grid.name for grid in sheets if grid.name not in kinds)
        if not kinds:
            found.data.append(part)
        elif len(sheets) == 1:
            found.named[next(iter(kinds.values()))].append(part)
        else:
            for name, kind in kinds.items():
                found.named[kind].append(Part(part.path, (name,)))
            found.data += [Part(part.path, rest)] if rest else []


def _look_into_workbooks(found: Sources) -> None:
    """Take those apart that hold a roster; what is wrong with the others is told by reading them."""
    whole, found.data = found.data, []
    for part in whole:
        names = [] if part.path.suffix.lower() in PLAIN else _sheets(part.path, Problems())
        if any(kind_of(name) == "名册" for name in names):
            for name in names:
                _place(found, name, Part(part.path, (name,)))
        else:
            found.data.append(part)


def _sheets(path: Path, problems: Problems) -> list[str]:
    return [
        grid.name
        for grid in read_grids(path, problems=problems)
        if not grid.is_hidden and not grid.name.startswith(PASSED_OVER)
    ]


def count_lines(part: Part) -> int:
    """How many lines there are to read; what is wrong with the file is told by reading it."""
    return sum(
        len(grid.rows) for grid in read_grids(part.path, problems=Problems(), sheets=part.sheets)
    )


def _place(found: Sources, name: str, part: Part) -> None:
    kind = kind_of(name)
    (found.named[kind] if kind else found.data).append(part)


def kind_of(name: str) -> str:
    """名册, 责任书 or 事件 where a file or sheet is called so, with whatever year or place before it; else nothing.

    >>> kind_of("云州市2025年名册(定稿)"), kind_of("责任书附表"), kind_of("责任书外的指标完成情况")
    ('名册', '责任书', '责任书')
    >>> kind_of("2025年加减分台账"), kind_of("目标分解表"), kind_of("督查扣分")
    ('事件', '责任书', '')
    """
    bare = _VERSION.sub("", name)
    called = next((kind for kind in NAMED if name.startswith(kind) or bare.endswith(kind)), "")
    return called or next((kind for kind, words in ALSO.items() if bare.endswith(words)), "")
