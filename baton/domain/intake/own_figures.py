"""考核办改过的格: a version takes the place of a figure that the office put in itself only after somebody has said so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from baton.domain.facts import queries as figures
from baton.domain.facts.models import Figure, State
from baton.domain.intake.cells import Cells, told, unpack
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.oddities import Oddity
from baton.domain.orgs import queries as orgs
from baton.domain.schemes.queries import book_of, data_entries

OWN, KEEP, USE = "own", "keep", "use"
REMEDY = "说了用哪个以前，考核办的数留着"
LONGEST = 60  # signs of a reason that are quoted
Pair = tuple[str, str]


@dataclass(frozen=True)
class OwnFigure:
    """What the office put in for a unit's data item, where a version says otherwise.

    cells: those that differ. now, here: what holds, what the version says. value: keep, use, or empty as long as
    nobody has said it. mark: names both figures, so that an answer never holds for others.
    """

    subject: str
    item: str
    cells: frozenset[tuple[str, str, str, str]]
    name: str
    now: str
    here: str
    why: str
    mark: str
    value: str = ""

    @property
    def pair(self) -> Pair:
        return self.subject, self.item

    @property
    def sentence(self) -> str:
        return f"{self.name}现在用的是 {self.now}（{self.why}），这一版是 {self.here}"

    def told(self, value: str) -> str:
        """The answer as a sentence."""
        used = f"用这一版的 {self.here}" if value == USE else f"留 {self.now}"
        return f"{self.sentence}：{used}"

    def answer(self, value: str) -> dict[str, str]:
        """As it is kept with the version."""
        return {"what": OWN, "written": self.mark, "value": value, "told": self.told(value)}

    def oddity(self) -> Oddity:
        return Oddity("own", self.sentence, REMEDY, self.item, self.subject, self.here, self.now)


def own_figures(sheet: Sheet, cells: Cells, now: Mapping[str, str] = MappingProxyType({})) -> list[OwnFigure]:  # fmt: skip
    """The pairs of a version whose figures in force the office put in itself and the version says otherwise, in its order.

    now: by mark what is being answered; what was said for any version counts where it says nothing.
    """
    own = figures.by_hand(sheet.round.scheme, sheet.items)
    if not own:
        return []
    differ: dict[Pair, list[Sequence[str]]] = defaultdict(list)
    for line in cells:
        held = own.get((line[0], line[1], line[2], line[3]))
        if held is not None and _says(held) != told(line):
            differ[line[0], line[1]].append(line)
    if not differ:
        return []
    said = answers_of(sheet) | dict(now)
    units, items = orgs.names(sheet.round.scheme.year), data_entries(sheet.round.scheme)
    items |= {entry["code"]: entry for entry in book_of(sheet.round.version)["data"]}
    return [_one(sheet, pair, lines, own, said, units, items) for pair, lines in differ.items()]


def _one(
    sheet: Sheet, pair: Pair, lines: Sequence[Sequence[str]], own: Mapping[tuple[str, str, str, str], Figure],
    said: Mapping[str, str], units: Mapping[str, str], items: Mapping[str, Mapping[str, str]],
) -> OwnFigure:  # fmt: skip
    subject, item = pair
    cells = [(line[0], line[1], line[2], line[3]) for line in lines]
    held = [own[cell] for cell in cells]
    newest = max(held, key=lambda one: one.seq)
    as_of = sheet.round.as_of
    now = "、".join(_shown(one.period, one.key, _says(one), as_of) for one in held)
    here = "、".join(_shown(line[2], line[3], told(line), as_of) for line in lines)
    reason = newest.reason.strip().rstrip("。")
    short = reason if len(reason) <= LONGEST else f"{reason[:LONGEST]}…"
    why = f"考核办改：{short}" if short else "考核办改的"
    mark = f"{subject}|{item}|{newest.seq}|{here}"
    name = f"{units.get(subject, subject)}的{items.get(item, {'name': item})['name']}"
    return OwnFigure(subject, item, frozenset(cells), name, now, here, why, mark, said.get(mark, ""))  # fmt: skip


def answers_of(sheet: Sheet) -> dict[str, str]:
    """What was said of them for any version of a sheet; the last word counts, and holds as long as both figures do."""
    said = sheet.submissions.exclude(answers=[]).order_by("number").values_list("answers", flat=True)  # fmt: skip
    return {one["written"]: one["value"] for told in said for one in told if one["what"] == OWN}


def of_version(submission: Submission) -> list[OwnFigure]:
    """The same of a version that was taken in, as the ledger now is."""
    return own_figures(submission.sheet, unpack(submission.cells))


def _says(figure: Figure) -> str:
    return figure.value if figure.value is not None else figure.state


def _shown(period: str, key: str, says: str | None, as_of: str) -> str:
    """优秀 40; 2026-Q1的 8; 未出数."""
    text = str(State(says).label) if says in State.values else says or "空"
    named = key.replace("|", "的")
    return (f"{period}的 " if period != as_of else "") + (f"{named} {text}" if named else text)
