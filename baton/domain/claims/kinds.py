"""种类: what the rule book knows of bonuses, deductions and vetoes, by the name of their kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from baton.scoring.scope_trees import leaves_under

BONUS, DEDUCTION, VETO, PROMOTION = "bonus", "deduction", "veto", "promotion"
SIGNS = {BONUS: "加分", DEDUCTION: "扣分", VETO: "一票否决", PROMOTION: "升等"}


@dataclass(frozen=True)
class Kind:
    """One kind of events: which way it counts, the points of its levels, whether points may be given freely.

    most: of points given freely. cap: of a unit's sum, empty when there is none or the agreement says it.
    groups: those that are scored by it; None for a veto, which strikes everybody.
    """

    name: str
    sign: str
    levels: Mapping[str, str] = field(default_factory=dict)
    is_given: bool = False
    most: str = ""
    cap: str = ""
    since: str = ""
    until: str = ""
    groups: frozenset[str] | None = None

    def counts_in(self, group: str) -> bool:
        """Whether units of a group are scored by it; who stands in no group isn't asked about."""
        return self.groups is None or not group or group in self.groups

    @property
    def word(self) -> str:
        """加分, 扣分, 一票否决 or 升等."""
        return SIGNS[self.sign]

    @property
    def listed(self) -> str:
        """The levels as people list them, the most points first."""
        return "、".join(sorted(self.levels, key=lambda level: -Fraction(self.levels[level])))

    def knows(self, level: str) -> bool:
        """Whether the rule book can count a claim of this level."""
        return level in self.levels or self.is_given or not self.levels


def in_order(levels: Iterable[str], tables: Iterable[Mapping[str, str]]) -> list[str]:
    """Levels as a rule book's tables of points rank them, the most points first; those in no table at the end.

    >>> in_order(["市级", "其他", "国家级", "省级"], [{"省级": "2", "市级": "1", "国家级": "3"}])
    ['国家级', '省级', '市级', '其他']
    """
    worth: dict[str, Fraction] = {}
    for table in tables:
        for level, points in table.items():
            worth[level] = max(worth.get(level, Fraction(points)), Fraction(points))
    return sorted(levels, key=lambda one: (one not in worth, -worth.get(one, Fraction(0))))


def can_count(kinds: Mapping[str, Kind], kind: str, level: str) -> bool:
    """Whether a claim can be accepted at all: not where its kind is known and the level is in no points table."""
    return kind not in kinds or kinds[kind].knows(level)


def waiting_words(points: int, vetoes: int) -> str:
    """How many lines nobody has decided yet, vetoes apart; empty where there is none.

    >>> waiting_words(7, 1), waiting_words(0, 2), waiting_words(0, 0)
    ('7 条加减分待定，1 条一票否决待定', '2 条一票否决待定', '')
    """
    counts = ((points, "条加减分待定"), (vetoes, "条一票否决待定"))
    return "，".join(f"{count} {words}" for count, words in counts if count)


def kinds_of(rulebook: Mapping[str, Any]) -> dict[str, Kind]:
    """The kinds of a rule book in its order; a kind that several ledgers count has the levels of all of them."""
    found: dict[str, Kind] = {}
    groups = _groups(rulebook)
    for item in rulebook["items"]:
        if item["method"] != "ledger":
            continue
        params = item["params"]
        sign = DEDUCTION if params["sign"] == "deduct" else BONUS
        for name in params["kinds"]:
            known = found.get(name)
            found[name] = Kind(
                name, known.sign if known else sign, {**(known.levels if known else {}), **params["levels"]},
                params["given"] is not None or bool(known and known.is_given),
                params["given"]["most"] if params["given"] else "",
                params["cap"] if isinstance(params["cap"], str) else "",
                params["from"] or "", params["to"] or "",
                (known.groups if known and known.groups else frozenset()) | groups.get(item["code"], frozenset()),
            )  # fmt: skip
    for veto in rulebook["vetoes"]:
        found.setdefault(veto["kind"], Kind(veto["kind"], VETO))
    for group in rulebook["groups"]:
        promotion = (group["grades"] or {}).get("promotion")
        if promotion:
            known = found.setdefault(promotion["kind"], Kind(promotion["kind"], PROMOTION, groups=frozenset()))  # fmt: skip
            if known.sign == PROMOTION:
                found[known.name] = replace(known, groups=(known.groups or frozenset()) | {group["group"]})  # fmt: skip
    return found


def _groups(rulebook: Mapping[str, Any]) -> dict[str, frozenset[str]]:
    """By indicator the groups that are scored by it."""
    found: dict[str, frozenset[str]] = {}
    for group in rulebook["groups"]:
        for top in (group["root"], *group["outside"]):
            for code in leaves_under(dict(rulebook), top):
                found[code] = found.get(code, frozenset()) | {group["group"]}
    return found
