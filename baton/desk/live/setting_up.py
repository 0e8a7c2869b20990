"""开一场: which indicator is scored on the spot, which units come, in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from baton.desk.intake.sheet_names import AtHand
from baton.documents.names import NameBook
from baton.domain.hearings.indicators import Choice, choices
from baton.domain.hearings.models import Hearing
from baton.domain.hearings.setups import Setup
from baton.domain.intake.models import Sheet
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Standing, Unit
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.scoring.canonical import DECIMAL

Order = Hearing.Order
Shuffle = Callable[[list[Unit]], None]


@dataclass(frozen=True)
class Wanted:
    """Which units were asked for: those of some groups, or those of a list, one to a line."""

    groups: Sequence[str] = ()
    lines: Sequence[str] = ()


def chosen(round: Round, code: str) -> Choice:
    """The choice with this code; Refused where there is none."""
    found = next((one for one in choices(round) if one.code == code), None)
    if found is None:
        raise Refused("请选结果记到哪个指标。只有“直接评分”的指标能收现场考评的分。")
    return found


def fitted(setup: Setup, choice: Choice, *, is_scaled: bool) -> Setup:
    """The setup whose highest score is turned into the indicator's full points, where both differ and that is wanted."""
    if not choice.full or not DECIMAL.fullmatch(setup.highest):
        return setup
    highest, full = Fraction(setup.highest), Fraction(choice.full)
    if highest == full:
        return setup
    if is_scaled:
        return replace(setup, full=choice.full)
    if highest > full:
        raise Refused(f"最高分 {setup.highest} 比“{choice.name}”的满分 {choice.full} 还高。请勾选折算，或把最高分改成 {choice.full}。")  # fmt: skip
    return setup


def units_of(
    round: Round, choice: Choice, wanted: Wanted, order: str, shuffle: Shuffle, known: Sequence[Unit] = ()
) -> list[Unit]:  # fmt: skip
    """The units in the order in which they come; each must have to be scored by the indicator.

    known: those of a session that is being changed: the same units keep the lots they have drawn.
    """
    asked = AtHand(round).asked.get(choice.item, [])
    if order == Order.TYPED:
        return _typed(round, choice, wanted.lines, set(asked))
    standing = Standing.objects.filter(year=round.scheme.year, group__name__in=wanted.groups, unit__code__in=asked)  # fmt: skip
    places = orgs.official_order(round.scheme.year)
    found = sorted((one.unit for one in standing.select_related("unit")), key=lambda unit: places[unit.pk])  # fmt: skip
    if not found:
        raise Refused(f"勾选的分组里没有考“{choice.name}”的单位，请勾选别的分组。")
    if order == Order.LOT:
        if set(found) == set(known):
            return list(known)
        shuffle(found)
    return found


def also_asked(round: Round, item: str) -> list[str]:
    """Titles of the sheets that ask a lead unit for the same figure."""
    found = Sheet.objects.filter(round=round).order_by("pk")
    return [sheet.title for sheet in found if item in sheet.items]


def _typed(round: Round, choice: Choice, lines: Sequence[str], asked: set[str]) -> list[Unit]:
    book = NameBook(orgs.names(round.scheme.year), orgs.aliases(), kind="单位")
    codes: list[str] = []
    for place, line in enumerate(lines, start=1):
        match = book.find(line)
        if match.id is None:
            near = "、".join(match.candidates[:3])
            raise Refused(f"第 {place} 行不认得“{line}”。{f'是{near}吗？' if near else ''}请改成名册里的写法。")  # fmt: skip
        if match.id in codes:
            raise Refused(f"第 {place} 行的“{line}”前面已经写过。请留下其中一行。")
        if match.id not in asked:
            raise Refused(f"第 {place} 行的“{line}”不考“{choice.name}”，请去掉，或换一个指标。")
        codes.append(match.id)
    if not codes:
        raise Refused("请把出场单位一行一个写出来，照出场的次序。")
    known = {unit.code: unit for unit in Unit.objects.filter(code__in=codes)}
    return [known[code] for code in codes]
