"""原话像是说什么: sentences of the scheme beside the question that they seem to answer. Nothing is chosen for anybody."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from baton.desk.parts import gaps, ranks
from baton.desk.parts.asking import ONE, Ask
from baton.desk.parts.indicators import is_open, items_of
from baton.desk.parts.shapes import Book, names_of, tree_of_group
from baton.desk.rules.prose import Text
from baton.documents.scheme_table import (
    ABSENT,
    EXCUSED,
    GRADED,
    KEYS,
    MISSING,
    PLACES,
    SPREAD,
    TIES,
    WHOLE_RANK,
    Saying,
    sayings,
)
from baton.scoring.rulebook.checks.numbers import fraction, plain

LACKING = (MISSING, ABSENT, EXCUSED)
FILLED = {
    "ties",
    "spread",
    *LACKING,
}  # what one press fills in at every indicator that a sentence is about


@dataclass(frozen=True)
class Heard:
    """A sentence, where it stands, what it seems to say, and the form that asks about it.

    part, key: the form. answers: what would be filled in, by question; rows: for a small table. is_settled: the rules
    say it already, or somebody has answered otherwise. now: what the rules say; otherwise: the same, where it was decided
    against the sentence. same: rules there are that may be the very one that it tells of. rule: key and name of the one that was made
    of it, where a form is for a new one.
    """

    part: str
    key: str
    name: str
    quote: str
    where: str
    says: str
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    rows: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    is_settled: bool = False
    now: str = ""
    otherwise: str = ""
    same: tuple[str, ...] = ()
    rule: tuple[str, str] | None = None

    @property
    def can_fill(self) -> bool:
        return bool(self.answers or self.rows) and self.rule is None

    def filled(self, asks: Iterable[Ask]) -> list[Ask]:
        """The questions with what the sentence seems to say in their place."""
        return [
            replace(
                ask,
                values=self.answers.get(ask.name, ask.values),
                rows=self.rows.get(ask.name, ask.rows),
            )
            for ask in asks
        ]


@dataclass(frozen=True)
class Open:
    """A sentence that the rules don't follow yet, at every place where it is to be answered."""

    heard: tuple[Heard, ...]

    @property
    def first(self) -> Heard:
        return self.heard[0]

    @property
    def places(self) -> int:
        return len(self.heard)

    @property
    def fills_all(self) -> bool:
        """Whether it may be filled in at all its places at once; what it changes is shown first."""
        return self.places > 1 and all(
            one.answers and one.answers.keys() <= FILLED for one in self.heard
        )


def still_open(found: Iterable[Heard]) -> list[Open]:
    """What nobody has answered yet, a sentence once, however many indicators it is about."""
    together: dict[tuple[str, str, str], list[Heard]] = {}
    for one in found:
        if not one.is_settled:
            together.setdefault((one.part, one.quote, one.says), []).append(one)
    return [Open(tuple(own)) for own in together.values()]


def opened(asks: Iterable[Ask], found: Sequence[Heard]) -> list[Ask]:
    """The questions; one that a sentence seems to answer otherwise than the rules is open until it is answered."""
    asked = {name for one in found if not one.is_settled for name in one.answers}
    return [
        replace(ask, values=()) if ask.name in asked and ask.kind == ONE else ask for ask in asks
    ]


def filled_everywhere(book: Book, found: Open) -> Book:
    """The rules with what a sentence says of ties, of how far apart scores are or of what is lacking, at all its places."""
    for one in found.heard:
        for state, (way,) in one.answers.items():
            if state in LACKING:
                book = gaps.with_way(book, one.key, state, way)
    by_item = {one.key: one.answers for one in found.heard}
    items = []
    for item in book["items"]:
        if answers := by_item.get(item["code"]):
            params = dict(item["params"])
            if "ties" in answers:
                params["no_ties"] = answers["ties"] == ("no",)
            if "spread" in answers:
                params["min_spread"] = answers["spread"][0]
            item = {**item, "params": params}
        items.append(item)
    return {**book, "items": items}


def heard(book: Book, texts: Iterable[Text]) -> list[Heard]:
    """Everything that was heard: of the whole scheme first, then indicator by indicator."""
    found: list[Heard] = []
    for name, text, groups in texts:
        for one in sayings(text):
            found += _of_the_scheme(book, one, f"《{name}》", groups)
    for node in book["nodes"]:
        for one in sayings(node.get("sentence", "")):
            found += _of_the_scheme(book, one, f"大项“{node['name']}”")
    ways = gaps.ways_of(book)
    for item in items_of(book):
        for one in sayings(f"{item['sentence']}\n{item.get('definition', '')}"):
            found += _of_an_item(book, item, ways[item["code"]], one)
    return list({(one.part, one.key, one.quote, one.says): one for one in found}.values())


def _of_the_scheme(
    book: Book, one: Saying, where: str, groups: Sequence[str] = ()
) -> Iterator[Heard]:
    own = [group for group in book["groups"] if group["group"] in groups] or book["groups"]
    if one.about in LACKING:
        ways = gaps.ways_of(book)
        if len(own) < len(book["groups"]):
            mine = _assessed(book, own) - _assessed(
                book, [group for group in book["groups"] if group not in own]
            )
            for item in items_of(book):
                if item["code"] in mine:
                    yield _gap(
                        item["code"], item["name"], ways[item["code"]], one, where, names_of(book)
                    )
        elif ways:
            yield _gap(gaps.WHOLE, "整个方案", gaps.usual(ways), one, where, names_of(book))
    elif one.about == GRADED:
        yield from _grades(one, where, own)
    elif one.about == PLACES:
        yield _places(book, one, where)
    elif one.about == KEYS or (one.about == TIES and WHOLE_RANK.search(one.quote)):
        yield from _ranks(book, one, where, own)
    elif one.about in (TIES, SPREAD):
        below = _assessed(book, own)
        for item in items_of(book):
            if item["method"] == "direct" and item["code"] in below:
                yield from _score(item, one, where)


def _grades(one: Saying, where: str, own: Iterable[Book]) -> Iterator[Heard]:
    for group in own:
        name, graded = group["group"], group["grades"] is not None
        yield Heard(
            "grades", name, f"“{name}”的等次", one.quote, where, "要评等次", is_settled=graded, now="不评等次"
        )  # fmt: skip


def _places(book: Book, one: Saying, where: str) -> Heard:
    """得分保留两位小数, beside what everything keeps; no step is chosen for anybody."""
    kept = {rule["places"] for rule in book["rounding"].values() if rule}
    now = f"总分保留 {book['rounding']['total']['places']} 位小数"
    is_settled = int(one.way) in kept
    return Heard("rounding", ranks.WHOLE, "小数位", one.quote, where, f"保留 {one.way} 位小数", is_settled=is_settled, now=now)  # fmt: skip


def _assessed(book: Book, groups: Iterable[Book]) -> set[str]:
    """Everything that hangs below the totals of some groups."""
    return {code for group in groups for code in tree_of_group(book, group["root"])}


def _of_an_item(book: Book, item: Book, ways: gaps.Choices, one: Saying) -> Iterator[Heard]:
    where = f"“{item['name']}”"
    if one.about in LACKING:
        yield _gap(item["code"], item["name"], ways, one, where, names_of(book))
    elif one.about in (TIES, SPREAD) and item["method"] == "direct":
        yield from _score(item, one, where)


def _gap(
    key: str, name: str, ways: gaps.Choices, one: Saying, where: str, names: Mapping[str, str]
) -> Heard:
    word, way = gaps.STATES[one.about][0], ways[one.about]
    is_settled = way == one.way or {way, one.way} == {gaps.NEAR, gaps.FAR}
    says = f"{word}{gaps.worded(one.way, {})}"
    return Heard("gaps", key, name, one.quote, where, says, {one.about: (one.way,)}, is_settled=is_settled, now=f"{word}{gaps.worded(way, names)}")  # fmt: skip


def _score(item: Book, one: Saying, where: str) -> Iterator[Heard]:
    told = ("items", item["code"], item["name"], one.quote, where)
    if one.about == TIES:
        may = "" if item["params"]["no_ties"] else "得分可以并列"
        is_settled = not is_open(item, one.quote)
        yield Heard(
            *told, "得分不得并列", {"ties": ("no",)}, is_settled=is_settled, now=may, otherwise=may if is_settled else ""
        )  # fmt: skip
    elif least := _least(item, one.way):
        spread = item["params"]["min_spread"]
        now = "没有规定最高最低至少差几分" if spread is None else f"最高最低至少差 {spread} 分"
        says = f"最高最低至少差 {least} 分（查的是报了数的全部单位）"
        is_other = spread is not None and Fraction(spread) != Fraction(least)
        yield Heard(
            *told, says, {"spread": (least,)}, is_settled=spread is not None, now=now, otherwise=now if is_other else ""
        )  # fmt: skip


def _least(item: Book, way: str) -> str:
    """Points, also where the sentence gives a share of the full points; empty where these differ from unit to unit."""
    if not way.endswith("%"):
        return way
    points = fraction(item["points"])
    return plain(points * Fraction(way[:-1]) / 100) if points else ""


def _ranks(book: Book, one: Saying, where: str, own: Iterable[Book]) -> Iterator[Heard]:
    """Who comes first at equal totals; a sentence that names something is about the groups that are scored by it."""
    names = names_of(book)

    def _first(codes: Iterable[str]) -> str:
        return "，再看".join(f"“{names.get(code, code)}”" for code in codes)

    said = one.way if one.about == KEYS else ""
    places = {code: said.find(name) for code, name in names.items() if name and name in said}
    for group in own:
        below = [code for code in tree_of_group(book, group["root"]) if code != group["root"]]
        named = sorted((places[code], code) for code in below if code in places)
        if places and not named:
            continue
        rows = tuple((code, "desc") for _, code in named)
        first = _first(code for _, code in named)
        says = f"同分先看{first}" if first else "同分的要分出先后，请选同分先看哪一项"
        keys = group["ranking"]["keys"]
        now = f"同分先看{_first(one['key'] for one in keys)}" if keys else "同分的同一个名次"
        is_other = bool(keys and rows) and [one["key"] for one in keys] != [
            code for code, _ in rows
        ]
        yield Heard(
            "ranks", group["group"], group["group"], one.quote, where, says, rows={"keys": rows} if rows else {},
            is_settled=bool(keys), now=now, otherwise=now if is_other else "",
        )  # fmt: skip
