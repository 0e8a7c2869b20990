"""整套材料有哪些文件: every paper of a draft under a name people can read, in the order in which an office needs them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from baton.desk.papers import gathering
from baton.desk.papers.appraisals import appraisals
from baton.desk.papers.boards import board_of
from baton.desk.papers.checking import PERSON, Accounts, check_of, lines_of
from baton.desk.papers.kinds import APPRAISALS, PAPERS, gather, lay_out, name_of, write
from baton.desk.papers.loss_lists import losses_from
from baton.desk.results import result_of
from baton.documents import papers as documents
from baton.domain.assessment.models import Run
from baton.domain.assessment.plans import plan_of
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import WAYS, Layer, depth_of, paper_of
from baton.domain.printing.queries import templates

UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
MOST_NAME = 60
LETTERS = "letters"
SHARING = {"letters", "lead-losses", "lead-losses-excel"}  # go by what check sheets have gathered


@dataclass(frozen=True)
class Piece:
    """One file of the set: where it lies in it, and how it is made."""

    name: str
    make: Callable[[Path], None]


class PaperFiles:
    """The files of a draft's set; what several of them need is gathered once.

    with_pdf: whether this machine lays out PDF files; of_own: whether also those of the office's own templates.
    """

    def __init__(self, run: Run, *, with_pdf: bool, of_own: bool = False) -> None:
        self.run, self._with_pdf, self._of_own = run, with_pdf, of_own
        self.own = set(templates())
        scored = result_of(run).plan.row_of
        self.groups = {
            group: own for group, lines in gathering.groups_of(run).items()
            if (own := [line for line in lines if line.subject in scored])
        }  # fmt: skip
        self._plan = plan_of(run.round)
        self._checks: dict[tuple[str, bool], documents.Check] = {}
        self._place = {
            line.subject: (line, number)
            for lines in self.groups.values() for number, line in enumerate(lines, start=1)
        }  # fmt: skip

    @cached_property
    def head(self) -> documents.Head:
        """What stands above every paper."""
        return gathering.head_of(self.run)

    @property
    def mark(self) -> str:
        """Which draft a file is of, once it lies by itself in somebody's folder."""
        return fit(f"（{self.run.round.name}{self.head.draft}）")

    def pieces(self) -> list[Piece]:
        """All files; check sheets first, one for each unit and one to print for each group."""
        found = [piece for way in self._ways("checks") for piece in self._check_sheets(way)]
        found.append(Piece(f"2 A3总表{self.mark}.xlsx", partial(board_of, self.run)))
        found += [
            Piece(f"2 A3总表{self.mark}.{ending}", partial(write, self.run, "board"))
            for ending in self._endings("board")
        ]
        found += [
            Piece(f"3 扣分明细/{fit(group)}{self.mark}.{ending}", partial(self._losses, group))
            for group in self.groups for ending in self._endings("losses")
        ]  # fmt: skip
        left_out = {"checks", "losses", "board", "board-excel"}
        left_out |= set() if appraisals(self.run) else {APPRAISALS}  # no empty file
        rest = [code for code in PAPERS if code not in left_out]
        for number, name in enumerate(dict.fromkeys(PAPERS[code].name for code in rest), start=4):
            for code in rest:
                if PAPERS[code].name == name:
                    found += [piece for way in self._ways(code) for piece in self._whole(number, code, way)]  # fmt: skip
        return found

    @property
    def fuller(self) -> list[str]:
        """Which papers of the set tell more than the least, as the round's plan has it."""
        return [way for code in WAYS for way in self._ways(code) if way != code]

    def _ways(self, code: str) -> list[str]:
        """How a paper is told in this set: as planned for this stage, else so that it says the least."""
        return self._plan.ways(self.run.stage, code)

    def _check_sheets(self, way: str) -> Iterator[Piece]:
        folder, with_rank = f"1 {name_of(way)}", reaches(depth_of(way), Layer.TOTALS)
        for group, lines in self.groups.items():
            for number, line in enumerate(lines, start=1):
                name = f"{folder}/{fit(group)}/{number:03d} {fit(line.name)}{self.mark}.docx"
                yield Piece(name, partial(self._check, [line.subject], with_rank))
        if "pdf" in self._endings("checks"):
            for group, lines in self.groups.items():
                name = f"{folder}/打印用 {fit(group)}{self.mark}.pdf"
                yield Piece(name, partial(self._check, [one.subject for one in lines], with_rank))

    def _whole(self, number: int, code: str, way: str) -> Iterator[Piece]:
        """A paper about all groups; letters of officials apart, group by group."""
        kind = PAPERS[code]
        endings = self._endings(code) if kind.ending == "docx" else [kind.ending]
        for group in ["", *(self._people() if code == LETTERS else [])]:
            named = f"{number} {name_of(way)}{f' {fit(group)}' if group else ''}{self.mark}"
            for ending in endings:
                yield Piece(f"{named}.{ending}", partial(self._paper, way, group=group))

    def _endings(self, code: str) -> list[str]:
        """The kinds of file as which a paper is there."""
        has_pdf = self._with_pdf and (self._of_own or code not in self.own)
        return ["docx", "pdf"] if has_pdf else ["docx"]

    @cached_property
    def background(self) -> Accounts:
        """What all check sheets need, asked for once."""
        return Accounts(self.run)

    def check_of(self, subject: str, with_rank: bool = False) -> documents.Check:
        """A unit's check sheet, gathered once."""
        if (subject, with_rank) not in self._checks:
            line, number = self._place[subject]
            self._checks[subject, with_rank] = check_of(
                self.background, line, number, with_rank=with_rank
            )
        return self._checks[subject, with_rank]

    def _people(self) -> list[str]:
        """The groups of officials: their letters are apart from those of the units."""
        return [
            group for group, lines in self.groups.items()
            if all(self.background.known[line.subject].kind == PERSON for line in lines)
        ]  # fmt: skip

    def _paper(self, way: str, path: Path, group: str = "") -> None:
        if paper_of(way) in SHARING:
            content = gather(self.run, way, group, background=self.background)
            lay_out(paper_of(way), self.head, content, path)
        else:
            write(self.run, way, path, group)

    def _check(self, subjects: list[str], with_rank: bool, path: Path) -> None:
        found = [self.check_of(one, with_rank) for one in subjects]
        lay_out("checks", self.head, found, path)

    def _losses(self, group: str, path: Path) -> None:
        units = [
            (self.background.called[line.subject], lines_of(self.background, line))
            for line in self.groups[group]
        ]
        lay_out("losses", self.head, [losses_from(self.background, group, units)], path)


def fit(name: str) -> str:
    """A name as a file may have it, on every system.

    >>> fit("市委/市政府 办公室*")
    '市委_市政府 办公室_'
    """
    return UNFIT.sub("_", name).strip(" .")[:MOST_NAME] or "_"
