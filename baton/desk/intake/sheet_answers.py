"""收表时的问答: what a table leaves open, what it may mean, and what a clerk said; everything is kept with the version."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from baton.desk import questions
from baton.desk.intake.arrivals import worded
from baton.desk.intake.pointing import POINT, pointed_in
from baton.desk.questions import Answer, Question
from baton.documents.layouts.known import FIGURE
from baton.documents.layouts.measured import RATES, is_grown
from baton.documents.layouts.spans import MONTH, SINCE
from baton.documents.layouts.unnamed import is_taken_off
from baton.documents.mending import cell_key
from baton.documents.names import NameBook, normalised, without_unit
from baton.documents.observations import KnownNames
from baton.documents.period_titles import begins_last_year
from baton.documents.problems import Offer, Problem
from baton.documents.several_names import ASKED, names_several

CELL, UNIT, ITEM, MEASURE, SHARE, DASH = "cell", "unit", "item", "measure", "share", "dash"
REFERENCE, FORMULA, PAGE, TASK = "reference", "formula", "page", "task"
LONE = "lone"  # which item's points a column holds that is called no more than 得分; for one table only
HEADING = "heading"  # which column holds an item that no heading names
CONTRARY = "contrary"  # words over a column that speak of something else than what it was taken for
MERGE = "merge"  # figures of a unit that is gone and of the one it went into
WHOLE = "whole"  # which column holds the figure of the whole period, of months or quarters and their total
ABOUT = "about"  # which item a page is about whose columns are headed with nothing but periods
SPAN = "span"  # which of 当月 and 累计 a table's figures are taken from
TITLED = "titled"  # of which period a table is that says it in its title only
OTHER = "other"  # figures of another period than the round's
SCALE = "scale"  # a whole column a ten-thousandth of its targets
OWN = "own"  # a figure that the office put in itself
PERIOD, COLUMN, AND = "period", "column", "|"  # one answer may be about several columns
EVERYWHERE, SHOWN = "*", "shown"
FEW = 3
UNNAMED = "points-unnamed"  # no answer to such a column is likelier than another
KEEP, ASK_AGAIN = "keep", "ask"
LEVEL, BLANK = "level", "blank"
CONVERT, AS_IS, LEAVE_OUT = "convert", "as_is", "-"
MOST_NAMES = (
    8  # unknown names that are offered the whole roster; with more of them only the nearest
)
_LEFT_OUT = {UNIT: "不收这一行", ITEM: "不收这个指标", LONE: "不收这一列", PAGE: "不收这一页"}
READ = {
    TASK,
    CELL,
    UNIT,
    ITEM,
    LONE,
    MEASURE,
    SHARE,
    DASH,
    REFERENCE,
    FORMULA,
    LEVEL,
    BLANK,
    PAGE,
    PERIOD,
    COLUMN,
    OWN,
    TITLED,
    HEADING,
    SCALE,
    OTHER,
    SPAN,
    WHOLE,
    ABOUT,
    POINT,
    CONTRARY,
    MERGE,
}
SPAN_WORDS = {SINCE: "累计", MONTH: "当月"}
SPANS = {PERIOD: "期间", COLUMN: "列"}
_WHICH = {
    UNIT: "请选它是哪一个，收下时记住",
    ITEM: "请选它是哪个指标，这家下次这样写就认得",
    LONE: "请选它是哪个指标的分，只管这张表，下次再问",
    PAGE: "请选这一页是哪个单位的",
}
KINDS = {UNIT: "单位", ITEM: "指标", LONE: "指标", PAGE: "单位"}


@dataclass
class Answers:
    """All that was said about one table. The last word counts.

    remembered, columns: headings explained for earlier tables, that name an item and that don't. rows: what was said of reference rows of the sheet's earlier versions.
    """

    said: list[Answer] = field(default_factory=list)
    remembered: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._by = {(one.what, one.written): one for one in self.said}
        self._told: dict[tuple[str, str], Answer] = {}

    def of(self, what: str, written: str) -> str:
        """What was said about this; empty when nothing was."""
        found = self._by.get((what, written))
        return found.value if found else ""

    def tell(self, what: str, written: str, sentence: str) -> None:
        """An answer was used: this is what it did."""
        before = self.rows if what == REFERENCE else self.remembered
        value = self.of(what, written) or before.get(written, "")
        self._told[what, written] = Answer(what, written, value, sentence)

    def use(self, said: Answer) -> None:
        """An answer was used that may have been given for an earlier version."""
        self._told[said.what, said.written] = said

    @property
    def used(self) -> list[Answer]:
        """The answers that did something, as sentences, in the order in which they were used."""
        return list(self._told.values())

    @property
    def answered(self) -> list[Answer]:
        """Of these, those to be shown as such: a dash left as it is was only told, others have a place of their own."""
        return [one for one in self.used if one.what not in (REFERENCE, OWN) and (one.value or one.what != DASH)]  # fmt: skip

    @property
    def kept(self) -> list[Answer]:
        """The answers for the form that is shown again."""
        return list(self._by.values())

    @property
    def cells(self) -> dict[str, str]:
        return {one.written: one.value for one in self._by.values() if one.what == CELL}

    def names(self, known: KnownNames) -> KnownNames:
        """What is known, with the names that were explained."""
        units = self._meant(UNIT, known.subjects) | self._meant(PAGE, known.subjects)
        items = {w: v for w, v in self.remembered.items() if v in known.items}
        items |= self._meant(ITEM, known.items) | self._meant(LONE, known.items)
        ignored = {
            (KINDS[one.what], one.written)
            for one in self._by.values()
            if one.what in KINDS and one.value == LEAVE_OUT
        }
        spans = [one for one in self._by.values() if one.what in SPANS]
        ignored |= {
            (SPANS[one.what], each)
            for one in spans if one.value == LEAVE_OUT for each in one.written.split(AND)
        }  # fmt: skip
        levels = {
            (item, written): "" if one.value == LEAVE_OUT else one.value
            for one in self._by.values()
            if one.what == LEVEL
            for item, _, written in [one.written.partition("|")]
            if item in known.levels and (one.value in known.levels[item].keys or one.value == LEAVE_OUT)
        }  # fmt: skip
        columns = {
            (item, text): value
            for written, value in (*self.columns.items(), *((one.written, one.value) for one in self._by.values() if one.what == HEADING))
            for item, _, text in [written.partition("|")]
            if item in known.items and value in (FIGURE, known.items[item].full)
        }  # fmt: skip
        return replace(
            _with(known, units, items, frozenset(ignored)), level_aliases=levels, headings=columns, span=span if (span := self.of(SPAN, EVERYWHERE)) in SPAN_WORDS else "",
            pages={one.written: one.value for one in self._by.values() if one.what == ABOUT and one.value in known.items},
            pointed=pointed_in(self.kept, known),
            wholes={one.written: one.value for one in self._by.values() if one.what == WHOLE},
            period_aliases=dict(
                pair for one in spans if one.value != LEAVE_OUT
                for pair in zip(one.written.split(AND), one.value.split(AND), strict=False)
            ),
        )  # fmt: skip

    def _meant(self, what: str, known: Mapping[str, object]) -> dict[str, str]:
        return {
            one.written: one.value
            for one in self._by.values()
            if one.what == what and one.value in known
        }


def _with(
    known: KnownNames, units: Mapping[str, str], items: Mapping[str, str], ignored: frozenset[tuple[str, str]]
) -> KnownNames:  # fmt: skip
    return replace(
        known, subject_aliases={**known.subject_aliases, **units}, item_aliases={**known.item_aliases, **items},
        ignored=ignored,
    )  # fmt: skip


def asked(
    faults: Iterable[Problem], known: KnownNames, name: str, first: Collection[str] = ()
) -> tuple[list[Question], list[Problem]]:
    """The faults that a click mends, as questions, and those that only the lead unit can mend.

    first: units that stand before the others where all of them are offered.
    """
    units = dict(sorted(known.subjects.items(), key=lambda one: one[0] not in first))
    known = replace(known, subjects=units)
    asks: list[Question] = []
    others: list[Problem] = []
    faults = list(faults)
    formulas = [one for one in faults if one.offer and one.offer.kind == FORMULA]
    if formulas:
        asks.append(_formulas(formulas))
        faults = [one for one in faults if one not in formulas]
    named = sum(1 for one in faults if one.offer and one.offer.kind in KINDS)
    for found in faults:
        offer, (fault,) = found.offer, worded([found])
        meant = (offer.choices or (offer.value,)) if offer is not None else ()
        if offer is None or (offer.kind == CELL and not any(meant)):
            others.append(fault)
        elif offer.kind == CELL:
            key, is_open = cell_key(found.place, name), bool(offer.choices)
            words = "是" if is_open else "改成"
            choices = tuple((Answer(CELL, key, one), f"{words} {one}") for one in meant)
            asks.append(Question(fault.what, fault.remedy, choices, fault.place, is_open=is_open))
        elif offer.kind == SPAN:
            choices = tuple(
                (Answer(SPAN, EVERYWHERE, key), f"用{word}") for key, word in SPAN_WORDS.items()
            )
            asks.append(Question(fault.what, fault.remedy, choices, fault.place, is_open=True))
        elif offer.kind == ABOUT:
            own = {
                code: known.items[code].name
                for code in known.own or known.items
                if code not in known.idle
            }
            choices = tuple(
                (Answer(ABOUT, offer.written, code), f"是{name}的") for code, name in own.items()
            )
            asks.append(Question(fault.what, fault.remedy, choices, fault.place, is_open=True))
        elif offer.kind == HEADING:
            asks.append(_heading(fault, offer, known))
        elif offer.kind == LEVEL:
            asks.append(_level(fault, offer, known))
        elif found.code == UNNAMED:
            asks.append(_points(fault, offer, known))
        else:
            asks.append(_name(fault, offer, known, named <= MOST_NAMES))
    return asks, others


def _formulas(faults: Sequence[Problem]) -> Question:
    """All cells of a table that hold formulas, in one question: whether what they show is meant."""
    shown = [one.offer.value for one in faults if one.offer]
    some = "、".join(shown[:FEW]) + ("等" if len(shown) > FEW else "")
    what = f"{len(faults)} 格是公式，表上显示的是 {some}"
    remedy = "照显示的值收，与盖章的纸表对得上就行；不是这些数的，请牵头单位粘贴为数值再交"
    said = Answer(FORMULA, EVERYWHERE, SHOWN)
    (first,) = worded([faults[0]])
    return Question(what, remedy, ((said, "照显示的值收"),), first.place, is_open=True)


def _heading(fault: Problem, offer: Offer, known: KnownNames) -> Question:
    """Which heading stands for an item, or is what was taken off from its full points."""
    info = known.items[offer.written]
    choices = tuple(
        (Answer(HEADING, f"{offer.written}|{text}", info.full), f"是满分 {info.full} 减去“{text}”，空着的没有扣")
        if is_taken_off(text)
        else (Answer(HEADING, f"{offer.written}|{text}", FIGURE), f"“{text}”就是{info.name}")
        for text in offer.choices
    )  # fmt: skip
    return Question(fault.what, fault.remedy, choices, fault.place, is_open=True)


def _level(fault: Problem, offer: Offer, known: KnownNames) -> Question:
    """A level that the rule doesn't name: which of its levels it is, or leave it out; none of them is likelier."""
    about = f"{offer.about}|{offer.written}"
    choices = [
        (Answer(LEVEL, about, key), f"就是“{key.replace('|', '的')}”")
        for key in known.levels[offer.about].keys
    ]
    choices.append((Answer(LEVEL, about, LEAVE_OUT), "不收这一级"))
    return Question(fault.what, fault.remedy, tuple(choices), fault.place, is_open=True)


def _name(fault: Problem, offer: Offer, known: KnownNames, is_long: bool) -> Question:
    """A name nobody knows: the nearest, leaving it out, then everybody else.

    What is scored directly takes its points from the column of points beside the one that is asked about.
    """
    kind, written = offer.kind, offer.written
    names = known.subjects if kind != ITEM else {c: known.items[c].name for c in known.own or known.items if c not in known.idle}  # fmt: skip
    book = NameBook(dict(names), {}, kind=KINDS[kind])
    codes = {name: code for code, name in names.items()}
    of_before = kind == ITEM and begins_last_year(written)
    names = {code: name for code, name in names.items() if not of_before or begins_last_year(name)}
    near = [codes[name] for name in book.nearest(written) if codes[name] in names]
    taken = {
        code: f"，分取“{offer.points}”列"
        for code in names
        if kind == ITEM and offer.points and known.is_score(code)
    }
    told = {code: f"就是{name}{taken.get(code, '')}" for code, name in names.items()}
    is_rate = normalised(without_unit(written)[0]).endswith(RATES)
    is_amount = (
        kind == ITEM and not is_rate and any(is_grown(written, names[code]) for code in near)
    )
    grown = [code for code in near if kind == ITEM and is_rate and is_grown(names[code], written)]
    near.sort(key=lambda code: code in grown)
    choices = [(Answer(kind, written, code), told[code]) for code in near]
    left_out = (Answer(kind, written, LEAVE_OUT), _LEFT_OUT[kind])
    choices.insert(0 if is_amount else len(near) - len(grown), left_out)
    more = [(Answer(kind, written, code), told[code]) for code in names if code not in near]
    remedy = ASKED if kind == UNIT and names_several(written) else _WHICH[kind]
    if taken:
        remedy += f"；直接打分的指标，收的是“{offer.points}”列的分，“{written}”列只作参考"
    if is_amount:
        remedy += "；增速不是总量，报的是总量的不收"
    if grown:
        remedy += "；增速不是总量，报的是增速的不收"
    return Question(
        fault.what,
        remedy,
        tuple(choices),
        fault.place,
        tuple(more) if is_long else (),
        kind == PAGE or is_amount or bool(grown),
    )


def _points(fault: Problem, offer: Offer, known: KnownNames) -> Question:
    """A column of points that names no item: all that the lead unit scores, those named like it first, or to leave it out."""
    kind, written = offer.kind, offer.written
    names = {code: known.items[code].name for code in known.own if code in (known.direct or ())}
    near = NameBook(names, {}, kind=KINDS[kind]).nearest(written)
    codes = sorted(names, key=lambda code: near.index(names[code]) if names[code] in near else len(near))  # fmt: skip
    choices = [(Answer(kind, written, code), f"就是{names[code]}") for code in codes]
    choices.append((Answer(kind, written, LEAVE_OUT), _LEFT_OUT[LONE]))
    return Question(fault.what, _WHICH[kind], tuple(choices), fault.place, is_open=True)


def read_all(texts: Sequence[str]) -> list[Answer]:
    """The answers that a form carries."""
    return questions.read_all(texts, READ)
