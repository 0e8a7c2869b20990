"""收责任书时的问答: what a table of targets leaves open, what it may mean, and what a clerk said."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from baton.desk.agreed import joined
from baton.desk.intake.arrivals import full_place, worded
from baton.desk.questions import Answer, Choice, Question, read_all
from baton.documents.headings import LEAVE
from baton.documents.mending import cell_key
from baton.documents.names import NameBook
from baton.documents.person_names import is_name
from baton.documents.problems import Problem
from baton.documents.target_answers import ROW, Meant
from baton.documents.target_owners import Owner
from baton.documents.target_words import ITEM_HEADS, UNIT_HEADS

HEAD, CELL, UNIT, ITEM, WHOLE, FORMULA = "head", "cell", "unit", "item", "whole", "formula"
WHOSE = "whose"
SHOWN = "shown"
MOST_NAMES = 8  # unknown names that are offered everybody; with more of them only the nearest
MOST_ASKED = 60  # with more unknown names than that it is the wrong table
FEW = 3
_UNIT_ENDS = tuple("区县市州盟旗乡镇局委办部院处会社团馆站所厅司队校")
_KINDS = {UNIT: "单位", ITEM: "指标"}
_LAYOUT = {
    "layout-unknown",
    "too-large",
    "column-missing",
    "column-renamed",
    "name-unknown",
    "name-ambiguous",
}


KINDS = (HEAD, CELL, UNIT, ITEM, WHOLE, WHOSE, FORMULA)


def answers_in(texts: Collection[str]) -> list[Answer]:
    """The answers of a form; whatever is none is left out."""
    return read_all(texts, KINDS)


@dataclass
class Said:
    """All that was said about one table; the last word counts."""

    answers: Sequence[Answer] = ()
    by: dict[tuple[str, str], Answer] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by = {(one.what, one.written): one for one in self.answers}

    def of(self, what: str) -> dict[str, str]:
        return {one.written: one.value for one in self.by.values() if one.what == what}

    def meant(self) -> Meant:
        """As the reader of tables takes it."""
        left = [w for what in (UNIT, ITEM) for w, value in self.of(what).items() if value == LEAVE]
        return Meant(
            self.of(HEAD), self.of(CELL), left, self.of(WHOSE), results=bool(self.of(FORMULA))
        )

    def told(self, names: Mapping[str, str], items: Mapping[str, str]) -> list[tuple[Answer, str]]:
        """Every answer as a sentence; those about nobody who is known are left out."""
        known = {UNIT: names, ITEM: items, WHOLE: items, WHOSE: names}
        found = [(one, _sentence(one, known.get(one.what, {}))) for one in self.by.values()]
        return [(one, sentence) for one, sentence in found if sentence]


def _sentence(one: Answer, names: Mapping[str, str]) -> str:
    if one.what == FORMULA:
        return "是公式的格，照表上显示的值收"
    if one.what == CELL:
        said = {ROW: "那一行没有收", "": "没有收"}
        return f"{one.written} {said.get(one.value, f'收作 {one.value}')}"
    if one.what == HEAD:
        return f"“{one.written}”这一列{'没有读' if one.value == LEAVE else f'是“{one.value}”'}"
    if one.value == LEAVE:
        return f"“{one.written}”{'这一页' if one.what == WHOSE else ''}没有收"
    if one.what == UNIT and (several := joined.sentence(one.written, one.value)):
        return several
    name = names.get(one.value, "")
    if not name:
        return ""
    if one.what == WHOSE:
        return f"{f'“{one.written}”这一页' if one.written else '整张表'}是“{name}”的责任书"
    return f"整张表是“{name}”" if one.what == WHOLE else f"“{one.written}”就是“{name}”"


@dataclass
class Names:
    """Names that nobody knows, by kind and as written -> where the first of them stands.

    known: by kind code and name, in the order in which they are offered. people: those of the units that are persons. groups: the
    codes of the units of each group.
    """

    books: Mapping[str, NameBook]
    known: Mapping[str, Mapping[str, str]]
    people: Collection[str] = ()
    groups: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unknown: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, what: str, written: str, place: str) -> bool:
        """Take a name as a question; not if there are too many of them already."""
        if (what, written) not in self.unknown and len(self.unknown) >= MOST_ASKED:
            return False
        self.unknown.setdefault((what, written), place)
        return True

    def asked(self) -> list[Question]:
        is_long = len(self.unknown) <= MOST_NAMES
        return [self._of(what, written, place, is_long) for (what, written), place in self.unknown.items()]  # fmt: skip

    def _of(self, what: str, written: str, place: str, is_long: bool) -> Question:
        leave = (Answer(what, written, LEAVE), "不收这几行")
        if what == UNIT and written and joined.speaks_of_several(written, self.groups):
            ways = joined.ways(what, written, self.books[what], self.groups)
            rest = self.choices(what, written)[1] if is_long else ()
            said = {one.value for one, _ in ways}
            rest = tuple(one for one in rest if one[0].value not in said)
            return _question(f"“{written}”写的是几家", joined.NOT_LEARNT, (*ways[:1], leave, *ways[1:]), full_place(place), rest)  # fmt: skip
        learnt = "请选它是哪一个，收下时记住" if what == UNIT else "请选它是哪个指标"
        where = "名册" if what == UNIT else "指标体系"
        asked = f"{where}里没有“{written}”" if written else f"没有写{_KINDS[what]}"
        near, rest = self.choices(what, written)
        choices = (*near, leave)
        return _question(asked, learnt, choices, full_place(place), rest if is_long else ())

    def choices(self, what: str, written: str) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
        """Whom a name may mean: the nearest, and everybody else; a person only by what may be a person's name."""
        is_person = what == UNIT and is_name(written) and not written.endswith(_UNIT_ENDS)
        known = {code: name for code, name in self.known[what].items() if is_person or code not in self.people}  # fmt: skip
        candidates = self.books[what].find(written).candidates
        near = [code for name in candidates for code, own in known.items() if own == name][:FEW]
        told = {code: (Answer(what, written, code), f"就是{name}") for code, name in known.items()}
        return tuple(told[code] for code in near), tuple(
            told[code] for code in known if code not in near
        )


def columns_asked(meant: Meant, names: Names, fields: Collection[str]) -> tuple[list[Question], list[Question]]:  # fmt: skip
    """Headings that nobody reads: what has to be said, and what may be. fields: what the agreement is asked for."""
    must = [
        _question(
            f"没有认出“{word}”列，请选是哪一列", "", tuple((Answer(HEAD, text, word), f"“{text}”这一列") for text in texts), place
        )
        for word, (place, texts) in meant.missing.items()
        if texts
    ]  # fmt: skip
    must += [_whose(page, label, owner, names) for page, (label, owner) in list(meant.ownerless.items())[:MOST_ASKED]]  # fmt: skip
    items = list(meant.items.items())[:MOST_ASKED]
    may = [_item(text, place, meant, names) for text, place in items]
    may += [
        _field(text, place, fields) for text, place in meant.fields.items() if text not in meant.heads
    ]  # fmt: skip
    for text, place in list(meant.rows.items())[:MOST_ASKED]:
        near, rest = names.choices(ITEM, text)
        choices = (*near, (Answer(ITEM, text, LEAVE), "不收这一行"))
        what = f"“{text}”不是指标体系里的指标"
        may.append(_question(what, "是哪个指标？不说的不收", choices, full_place(place), rest))
    if not meant.whole:
        return must, may
    listed = tuple((Answer(WHOLE, "", code), name) for code, name in names.known[ITEM].items())
    whole = _question("整张表是哪一个指标？", "请选；各列各是一个指标的，在上面一列一列说；不是责任书的，请核对是不是传错了文件", (), full_place(meant.whole), listed)  # fmt: skip
    return [*must, *may, whole], []


def _whose(page: str, label: str, owner: Owner, names: Names) -> Question:
    """A page about one unit that nothing on it names: whose it is, or the column that says it after all."""
    known = names.known[UNIT]
    ways = [(Answer(WHOSE, page, code), f"是{known[code]}的") for code in owner.likely if code in known]  # fmt: skip
    columns = [(Answer(HEAD, text, UNIT_HEADS[0]), f"“{text}”这一列写着单位") for text in owner.columns]  # fmt: skip
    rest = [(Answer(WHOSE, page, code), name) for code, name in known.items() if code not in owner.likely and code not in names.people]  # fmt: skip
    leave = [(Answer(WHOSE, page, LEAVE), "不收这一页")]
    what = f"“{page}”这一页是哪个单位的？" if page else "这张表是哪个单位的？"
    remedy = "没有认出“单位”列。请选是哪个单位的责任书；有一列写着单位的，选那一列"
    return _question(what, remedy, (*ways, *columns), full_place(label), (*rest, *leave))


def _item(text: str, place: str, meant: Meant, names: Names) -> Question:
    near, rest = names.choices(ITEM, text)
    listing = (Answer(HEAD, text, ITEM_HEADS[0]), "写着指标名称，一行一个指标")
    leave = (Answer(HEAD, text, LEAVE), "不读这一列")
    if text in meant.listing:
        return _question(
            f"“{text}”这一列是什么？", "不说的不读", (listing, leave), full_place(place)
        )
    return _question(
        f"“{text}”这一列是哪个指标？", "不说的不读", (*near, leave), full_place(place), rest
    )


def _field(text: str, place: str, fields: Collection[str]) -> Question:
    ways = tuple((Answer(HEAD, text, name), f"是“{name}”") for name in fields)
    leave = (Answer(HEAD, text, LEAVE), "不读这一列")
    return _question(f"“{text}”这一列是什么？", "不说的不计分", (*ways, leave), full_place(place))


def cells_asked(
    faults: Iterable[Problem], name: str, covered: Collection[str] = ()
) -> tuple[list[Question], list[Problem]]:
    """Cells that can't be read: what each may mean, or to leave it out; and the faults that nobody can answer here.

    covered: places of faults that are asked about otherwise.
    """
    asks: dict[str, Question] = {}
    others: list[Problem] = []
    formulas: list[Problem] = []
    for one in faults:
        key = cell_key(one.place, name)
        if one.offer is not None and one.offer.kind == FORMULA:
            formulas.append(one)
        elif one.place in covered:
            continue
        elif " (第" not in one.place or one.code in _LAYOUT:
            others.append(one)
        elif key not in asks:
            asks[key] = _cell(one, key)
    return ([_formulas(formulas)] if formulas else []) + list(asks.values()), others


def _cell(fault: Problem, key: str) -> Question:
    (told,) = worded([fault])
    offer = fault.offer
    meant = (offer.choices or ((offer.value,) if offer.value else ())) if offer else ()
    leave = ROW if fault.code == "blank" else ""
    choices = [(Answer(CELL, key, one), f"是 {one}") for one in meant]
    choices.append((Answer(CELL, key, leave), "不收这一行" if leave else "不收这一格"))
    remedy = (
        "请选是哪个数，以签字的责任书为准" if meant else f"{told.remedy.rstrip('。')}；也可以先不收"
    )
    return _question(told.what, remedy, tuple(choices), told.place)


def doubled(first: str, second: str, what: str, name: str) -> Question:
    """A value that stands in two places: which of them counts."""
    keys = [cell_key(place, name) for place in (first, second)]
    choices = tuple(
        (Answer(CELL, other, ""), f"收 {kept} 这一处")
        for kept, other in (keys, reversed(keys))
    )  # fmt: skip
    return _question(what, "请选留哪一处", choices, full_place(second))


def in_two_ways(place: str, written: str, meant: Sequence[str], unit: str, name: str) -> Question:
    """12.3万: a figure with a 万 or 亿 of its own, where it is not plain what it comes to in the indicator's unit."""
    key = cell_key(place, name)
    choices = [(Answer(CELL, key, one), f"是 {one}{f' {unit}' if unit else ''}") for one in meant]
    choices.append((Answer(CELL, key, ""), "不收这一格"))
    said = f"，这一项按{unit}算" if unit else ""
    return _question(f"这一格写的是“{written}”{said}", "请选是哪个数", tuple(choices), full_place(place))  # fmt: skip


def _formulas(faults: Sequence[Problem]) -> Question:
    shown = [one.offer.value for one in faults if one.offer]
    some = "、".join(shown[:FEW]) + ("等" if len(shown) > FEW else "")
    (first,) = worded([faults[0]])
    return _question(
        f"{len(faults)} 格是公式，表上显示的是 {some}", "照显示的值收，与签字的纸表对得上就行",
        ((Answer(FORMULA, "*", SHOWN), "照显示的值收"),), first.place,
    )  # fmt: skip


def _question(
    what: str, remedy: str, choices: Sequence[Choice], place: str = "", more: Sequence[Choice] = ()
) -> Question:
    """A question of this page, which has room for a few buttons more."""
    return Question(what, remedy, tuple(choices), place, tuple(more), few=FEW + 1)
