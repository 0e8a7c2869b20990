"""采用一版: its figures count from now on, but for cells that no score can be made of; those wait for another version."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from baton.desk.intake.mergers import merged_units
from baton.desk.obstacles import Obstacle, unfit
from baton.domain.accounts.models import Person
from baton.domain.intake import own_figures, services
from baton.domain.intake.cells import Cells, unpack
from baton.domain.intake.models import Submission
from baton.domain.intake.oddities import Oddity
from baton.domain.intake.own_figures import OwnFigure
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round

MOST_NAMED = 5
Pair = tuple[str, str]  # unit, data item


@dataclass(frozen=True)
class Accepted:
    """How many figures were recorded, and the cells that were held back although nobody had left them out.

    unsaid: of these the ones that the office put in itself, and nobody has said which figure is to hold.
    """

    recorded: int
    held: tuple[Obstacle, ...] = ()
    unsaid: tuple[OwnFigure, ...] = ()

    @property
    def told(self) -> str:
        """What is said about the cells held back; empty where there are none."""
        said = (
            f"{len(self.held)} 格先不采用：{named(self.held)}退回的话已写好。" if self.held else ""
        )
        if self.unsaid:
            said += f"{len(self.unsaid)} 格考核办改过，先留着，到这张表上说用哪个：{own_named(self.unsaid)}。"
        return said


def accept(
    *, submission: Submission, left_out: Collection[Pair] = (), reason: str = "", by: Person, at: datetime
) -> Accepted:  # fmt: skip
    """采用, but for what is left out and for what would keep the whole round from being computed.

    reason: why cells are left out; why cells are held back is written behind it.
    """
    out = set(left_out)
    if sentence := merged_since(submission, out):
        raise Refused(sentence)
    held = tuple(one for one in unfit_cells(submission) if (one.subject, one.item) not in out)
    if held:
        out |= {(one.subject, one.item) for one in held}
        if out >= {(line[0], line[1]) for line in unpack(submission.cells)}:
            raise Refused(f"{named(held)}一格也没有采用。请退回，改好再交。")
        reason = "；".join(filter(None, [reason.strip().rstrip("。"), named(held).rstrip("。")]))
    unsaid = tuple(one for one in unsaid_figures(submission) if one.pair not in out)
    if unsaid:
        out |= {one.pair for one in unsaid}
        why = f"考核办改过，还没有说用哪个：{own_named(unsaid)}"
        reason = "；".join(filter(None, [reason.strip().rstrip("。"), why]))
    recorded = services.accept(submission=submission, left_out=out, reason=reason, by=by, at=at)
    return Accepted(recorded, held, unsaid)


def merged_since(submission: Submission, left_out: Collection[Pair] = ()) -> str:
    """Why a version can't be adopted as it is: a unit of which it has figures has been merged since it came; empty otherwise."""
    moved = merged_units(submission.sheet.round)
    lines = unpack(submission.cells) if moved else []
    gone = dict.fromkeys(line[0] for line in lines if line[0] in moved and line[4] is not None and (line[0], line[1]) not in set(left_out))  # fmt: skip
    if not gone:
        return ""
    names = orgs.names(submission.sheet.round.scheme.year)
    told = "、".join(
        f"{names.get(old, old)}并入{names.get(moved[old].into, moved[old].into)}" for old in gone
    )
    return f"这一版收下以后，{told}，表里还写着并入以前的数。请把交来的表再收一遍，会问怎么合并；或者退回重交。"


def unsaid_figures(submission: Submission) -> list[OwnFigure]:
    """Figures that the office put in itself, of which nobody has said yet whether this version takes their place."""
    return [one for one in own_figures.of_version(submission) if not one.value]


def unfit_cells(submission: Submission) -> list[Obstacle]:
    """Cells of a version that the round's rule book, as it now is, can make no score of."""
    return unfit(submission.sheet.round, unpack(submission.cells))


def unfit_oddities(round: Round, cells: Cells, *, but: Collection[Pair]) -> list[Oddity]:
    """A sentence for every cell that no score can be made of, but for those that are told of already."""
    return [
        Oddity("outside", one.sentence, one.remedy, one.item, one.subject)
        for one in unfit(round, cells)
        if (one.subject, one.item) not in but
    ]


def own_named(unsaid: Collection[OwnFigure]) -> str:
    """The first of them, and how many more."""
    more = f"等 {len(unsaid)} 格" if len(unsaid) > MOST_NAMED else ""
    return "；".join(one.sentence for one in list(unsaid)[:MOST_NAMED]) + more


def named(held: Collection[Obstacle]) -> str:
    """The first of them with what to do, and how many more."""
    more = len(held) - MOST_NAMED
    rest = f"另有 {more} 格也是这样。" if more > 0 else ""
    return "".join(one.told for one in list(held)[:MOST_NAMED]) + rest
