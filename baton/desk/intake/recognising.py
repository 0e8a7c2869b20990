"""一起收几张: each of several files is recognised by its number, or by what it reports, and looked at by itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from baton.desk.intake.arrivals import Arrived, worded
from baton.desk.intake.sheet_names import AtHand
from baton.desk.intake.sheets import Preview, previewed
from baton.desk.questions import Answer, Question
from baton.documents.names import normalised
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.rounds.models import Round
from baton.punctuation import full_width

TOLD = "按您选的"
LEVELS, SHORTEST = (
    "省市县区",
    3,
)  # a name that is looked for in a file's name has three letters at least


@dataclass
class Recognised:
    """One file: the sheet it was taken for and how that was known, or a sentence why nobody can tell."""

    name: str
    ticket: str
    sheet: Sheet | None = None
    how: str = ""
    preview: Preview | None = None
    why_not: str = ""
    is_twin: bool = False
    is_told: bool = False  # a person said whose it is
    offers: list[Sheet] = field(default_factory=list)  # whose it may be said to be
    said: list[Answer] = field(default_factory=list)

    @property
    def question(self) -> Question | None:
        """What is to be asked next about it; none where only the lead unit can mend something."""
        preview = self.preview
        return preview.asks[0] if preview and preview.asks and not preview.others else None

    @property
    def can_be_taken(self) -> bool:
        """Whether it may be taken in from the list; a table with a fault or without a lead unit may not."""
        preview = self.preview
        return bool(preview and preview.can_be_received and not preview.same)

    @property
    def is_chosen(self) -> bool:
        """Ticked beforehand: nothing to ask about it, and nothing speaks for its being another round's."""
        preview = self.preview
        if preview is None or preview.older or self.is_twin:
            return False
        return self.can_be_taken and all(one.kind != "misplaced" for one in preview.oddities)


def recognise(
    hand: AtHand, path: Path, name: str, ticket: str, said: Sequence[Answer] = (), told: str = ""
) -> Recognised:
    """What a file is and what would happen if it were taken in; nothing is written.

    said: what was answered about it. told: the number of the sheet that a person said it is.
    """
    arrived, round = Arrived(path, name), hand.round
    stamp = arrived.stamp
    if stamp is not None and stamp.sheet.round_id != round.pk:
        other = stamp.sheet
        why_not = (
            f"这是“{other.round.name}”的{other.title}，不是“{round.name}”的。"
            f"请退给{other.lead.name}换本轮的空表；要收进那一轮的，从“名册与轮次”进那一轮再收。"
        )
        return Recognised(name, ticket, why_not=why_not)
    if stamp is not None:
        sheet, how = stamp.sheet, "按表号"
    else:
        every = sheets_of(round)
        sheet, why_not, how = next((one for one in every if str(one.pk) == told), None), "", TOLD
        if sheet is None:
            sheet, why_not = _by_items(hand, arrived, every)
            how = "按表里的指标"
        if sheet is None and arrived.grids:
            sheet, how = by_file_name(name, every), "按文件名"
        if sheet is None:
            return Recognised(name, ticket, why_not=why_not, offers=every if arrived.grids else [])
    is_told = stamp is None and how == TOLD
    return Recognised(name, ticket, sheet, how, previewed(sheet, arrived, hand, said), is_told=is_told, said=list(said))  # fmt: skip


def sheets_of(round: Round) -> list[Sheet]:
    """The sheets of a round, by the names of their lead units."""
    found = Sheet.objects.filter(round=round).order_by("lead__name", "pk")
    return list(found.select_related("round__scheme", "round__version", "lead"))


def by_file_name(name: str, every: Sequence[Sheet]) -> Sheet | None:
    """The only sheet whose lead unit a file is called after, by any of its names, with or without its 市, 县 or 区."""
    stem = normalised(Path(name).stem)
    called: dict[str, str] = {}
    for sheet in every:
        called |= {normalised(sheet.lead.name): sheet.lead.name}
    for text, meant in orgs.every_name().items():
        called.setdefault(normalised(text), meant)
    called |= {text[1:]: meant for text, meant in called.items() if text[:1] in LEVELS and text[1:] not in called}  # fmt: skip
    within = {text for text in called if len(text) >= SHORTEST and text in stem}
    longest = {called[text] for text in within if not any(text != other and text in other for other in within)}  # fmt: skip
    found = [sheet for sheet in every if sheet.lead.name in longest]
    return found[0] if len(found) == len(longest) == 1 else None


def mark_twins(found: Sequence[Recognised]) -> None:
    """Two files for one lead unit: neither is ticked beforehand, a person chooses."""
    count = Counter(one.sheet.pk for one in found if one.sheet is not None)
    for one in found:
        one.is_twin = one.sheet is not None and count[one.sheet.pk] > 1


def _by_items(hand: AtHand, arrived: Arrived, sheets: Sequence[Sheet]) -> tuple[Sheet | None, str]:
    """The only sheet that owes what the file reports; else a sentence."""
    read = arrived.read(hand.known, hand.round.as_of)
    items = {line[1] for line in read.cells} or _by_title(hand, arrived)
    if not items:
        fault = next(iter(worded(read.problems.errors)), None)
        said = f"{fault.what}。{fault.remedy}。" if fault else "没有读到数。"
        return None, full_width(said)
    owing = [sheet for sheet in sheets if items & set(sheet.items)]
    whole = [sheet for sheet in owing if items <= set(sheet.items)] or owing
    if len(whole) == 1:
        return whole[0], ""
    if not whole:
        return None, "表里的指标不归任何牵头单位报。请核对是不是拿错了表。"
    named = "、".join(sheet.lead.name for sheet in whole[:5])
    return None, f"看不出是哪家的表：{named}都报这些指标。"


def _by_title(hand: AtHand, arrived: Arrived) -> set[str]:
    """What a table is about that says it in its title only, its columns called no more than 增速 or 考核得分."""
    known = replace(hand.known, own=[one for one in hand.known.items if one not in hand.known.idle])
    faults = arrived.read(known, hand.round.as_of).problems.errors
    offers = [one.offer for one in faults if one.offer]
    named = {one.written for one in offers if one.kind == "heading"}
    return named | {one.about for one in offers if one.kind == "whole"}
