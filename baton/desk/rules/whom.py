"""考核谁: whom the indicators of a scheme table are for, as lines of the agreement beside those that stand there now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from baton.desk.agreed.since import number_of, task_lines
from baton.documents.names import NameBook
from baton.documents.scheme_table import Everybody, SchemeRow
from baton.domain.orgs import queries as orgs
from baton.domain.schemes import queries as schemes
from baton.domain.schemes.models import Scheme
from baton.domain.targets import queries as targets
from baton.domain.targets.services import Line
from baton.punctuation import full_width
from baton.scoring.facts import EVERYBODY
from baton.scoring.rulebook.checks.numbers import plain

SHOWN = 8
Units = tuple[str, ...] | None


@dataclass(frozen=True)
class Meant:
    """Whom an indicator is for. units: None for everybody of the groups; added, dropped: names, by what the agreement says now."""

    units: tuple[str, ...] | None
    names: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """The names, at most some of them."""
        return "各单位" if self.units is None else shortly(self.names) or "还没有单位"

    @property
    def marks(self) -> tuple[str, ...]:
        """What changes, in words."""
        found = [f"添上{shortly(self.added)}"] if self.added else []
        if self.dropped:
            found.append(f"不再考核{shortly(self.dropped)}，责任书里写的一并撤下")
        return tuple(found)


def shortly(names: Sequence[str]) -> str:
    """甲、乙等 9 个"""
    more = f"等 {len(names)} 个" if len(names) > SHOWN else ""
    return "、".join(names[:SHOWN]) + more


def everybody(year: int, groups: Iterable[str]) -> Everybody:
    """Who may be meant by a table for these groups."""
    names = orgs.names(year)
    aliases = {text: code for text, code in orgs.aliases().items() if code in names}
    group_of = {str(line[0]): str(line[3]) for line in orgs.roster(year)}
    members = {group: tuple(code for code in names if group_of.get(code) == group) for group in groups}  # fmt: skip
    return Everybody(NameBook(names, aliases, kind="单位"), members, group_of)


def said_in(rows: Sequence[SchemeRow], codes: Sequence[str]) -> dict[str, tuple[Units, str]]:
    """By indicator what the table says: the units, and where it says so."""
    return {
        code: (row.units, row.place)
        for row, code in zip(rows, codes, strict=True)
        if row.whom is not None
    }


def uneven(rows: Sequence[SchemeRow], who: Everybody) -> str:
    """Whose full points differ, in a sentence; empty where everybody has the same."""
    if not any(row.whom for row in rows):
        return ""
    ordinary = [row for row in rows if not row.role]
    full: dict[Fraction, list[str]] = defaultdict(list)
    for code in (one for codes in who.groups.values() for one in codes):
        own = (Fraction(row.points) for row in ordinary if row.units is None or code in row.units)
        full[sum(own, Fraction(0))].append(who.names.name(code))
    if len(full) < 2:
        return ""
    told = "；".join(
        f"{plain(points)} 分的有{shortly(names)}"
        for points, names in sorted(full.items(), reverse=True)[:SHOWN]
    )
    return f"照这张表，各单位的满分不一样：{told}。请核对分值和考核对象；本来如此的，不必改。"


def meant(
    scheme: Scheme | None, said: Mapping[str, tuple[Units, str]], who: Everybody
) -> tuple[dict[str, Meant], list[Line]]:
    """Whom each of these indicators is for, and the lines that make the agreement say so.

    A unit that is there already stays as it is; one that is not meant any more loses all that was agreed.
    """
    now: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for subject, code, field, _ in targets.agreement(scheme) if scheme else []:
        if subject != EVERYBODY:
            now[str(code)][str(subject)].append(str(field))
    own = {code for codes in who.groups.values() for code in codes}
    newest = schemes.newest(scheme) if scheme else None
    number = number_of(newest) if newest else 1
    found: dict[str, Meant] = {}
    lines: list[Line] = []
    for code, (units, place) in said.items():
        if units is None:
            found[code] = Meant(None)
            continue
        there = now[code]
        added = [unit for unit in units if unit not in there]
        dropped = [unit for unit in there if unit in own and unit not in units]
        lines += task_lines(scheme, number, code, added, full_width(place))
        lines += [
            Line(unit, code, field, None, full_width(place), is_withdrawn=True)
            for unit in dropped for field in there[unit]
        ]  # fmt: skip
        found[code] = Meant(
            units, *(tuple(map(who.names.name, some)) for some in (units, added, dropped))
        )
    return found, lines
