"""问什么、答了什么: the blanks of a form about one part of the rule book, and what a person put into them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from baton.documents.dates import read_date
from baton.documents.numbers import fold, quoted
from baton.domain.refusals import Refused
from baton.scoring.canonical import decimal_text, parse_decimal

LINE, LONG, ONE, MANY, SELECT, ROWS = "line", "long", "one", "many", "select", "rows"
SPARE = 4  # empty rows below those that are filled in
MOST_ROWS = 200
UNITS = re.compile(r"[分个家名]$")
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True)
class Option:
    """One choice: what is sent, the word people know, and the sentence that says what it means."""

    value: str
    word: str
    sentence: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Column:
    """One column of a small table: its name, head, what may be chosen, whether it is only shown."""

    name: str
    head: str
    options: tuple[Option, ...] = ()
    is_fixed: bool = False


@dataclass(frozen=True)
class Cell:
    """One blank of a small table, as a page shows it."""

    column: Column
    value: str

    @property
    def options(self) -> tuple[Option, ...]:
        return tuple(replace(one, is_chosen=one.value == self.value) for one in self.column.options)


@dataclass(frozen=True)
class Ask:
    """One question. values: what is there already, one for a line or a choice; rows: for a small table. is_folded: it is long."""

    name: str
    label: str
    kind: str = LINE
    hint: str = ""
    options: tuple[Option, ...] = ()
    values: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    spare: int = SPARE
    fault: str = ""
    is_folded: bool = False

    @property
    def value(self) -> str:
        return self.values[0] if self.values else ""

    @property
    def chosen(self) -> list[Option]:
        """The options with those that are chosen marked."""
        return [replace(one, is_chosen=one.value in self.values) for one in self.options]

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows with some empty ones below."""
        empty = ("",) * len(self.columns)
        rows = [*self.rows, *[empty] * self.spare][: MOST_ROWS + self.spare]
        return [
            [Cell(column, value) for column, value in zip(self.columns, row, strict=True)]
            for row in rows
        ]


def answered(value: object) -> tuple[str, ...]:
    """What a question shows as its answer so far: nothing where there is none."""
    return (str(value),) if value else ()


class Sent(Protocol):
    """What a form sent: several texts under one name."""

    def getlist(self, key: str, /) -> list[str]: ...


class Faulty(Refused):
    """A form was not filled in rightly; faults by the name of the question. others: rules that are there, by key, to change instead."""

    def __init__(self, faults: Mapping[str, str], others: Sequence[str] = ()) -> None:
        super().__init__("；".join(faults.values()))
        self.faults, self.others = dict(faults), list(others)


class Given:
    """The answers of a form, read one by one; what is wrong is collected so that all of it is said at once."""

    def __init__(self, sent: Sent, asks: Sequence[Ask]) -> None:
        self.sent, self.faults, self.others = sent, dict[str, str](), list[str]()
        self.asks = {ask.name: ask for ask in asks}

    def wrong(self, name: str, sentence: str, other: str = "") -> None:
        """Remember what is wrong with an answer; the first thing said of a question stays. other: the key of a rule to change instead."""
        self.faults.setdefault(name, sentence)
        self.others += [other] if other and other not in self.others else []

    def check(self) -> None:
        """Faulty with everything that was found."""
        if self.faults:
            raise Faulty(self.faults, self.others)

    def text(self, name: str, *, needed: bool = False, most: int = 500) -> str:
        """One line or a longer text."""
        found = cleaned(next(iter(self.sent.getlist(name)), ""))
        if needed and not found:
            self.wrong(name, f"请填写“{self._label(name)}”。")
        if len(found) > most:
            self.wrong(name, f"“{self._label(name)}”太长了，最多 {most} 个字。")
        return found

    def texts(self, name: str) -> list[str]:
        """Several words in one line or on several lines."""
        return list(dict.fromkeys(re.split(r"[、,，;；\s]+", self.text(name)))) if self.text(name) else []  # fmt: skip

    def choice(self, name: str, *, needed: bool = True) -> str:
        """One of the options; nothing is chosen for anybody."""
        found = cleaned(next(iter(self.sent.getlist(name)), ""))
        if found and found not in {one.value for one in self.asks[name].options}:
            found = ""
        if needed and not found:
            self.wrong(name, f"“{self._label(name)}”还没有选，请选一种。")
        return found

    def many(self, name: str) -> list[str]:
        """Those of the options that were ticked, in the order of the options."""
        sent = {cleaned(one) for one in self.sent.getlist(name)}
        return [one.value for one in self.asks[name].options if one.value in sent]

    def rows(self, name: str) -> list[tuple[str, ...]]:
        """The rows of a small table that say something."""
        lists = [
            [cleaned(one) for one in self.sent.getlist(f"{name}.{column.name}")]
            for column in self.asks[name].columns
        ]
        longest = min(max((len(one) for one in lists), default=0), MOST_ROWS + SPARE)
        padded = [one + [""] * (longest - len(one)) for one in lists]
        return [row for row in zip(*[one[:longest] for one in padded], strict=True) if any(row)]

    def points(self, name: str) -> str | None:
        """Points in canonical text; None where nothing is written."""
        return self.number(name, self.text(name), f"“{self._label(name)}”")

    def number(self, name: str, written: str, what: str) -> str | None:
        """A number that stands under this question, "0.5" or "0.5分"; None where nothing is written."""
        if not written:
            return None
        text = UNITS.sub("", fold(written).replace(" ", ""))
        found = plain_number(text)
        if found is None:
            self.wrong(name, f"{what}写的是{quoted(written)}，请写成数，如 0.5。")
        elif found.startswith("-"):
            self.wrong(name, f"{what}写的是{quoted(written)}，请写正数。")
        return found

    def share(self, name: str, written: str, what: str) -> str | None:
        """A share, "20%" or "0.2", in canonical text."""
        text = fold(written).replace(" ", "")
        found = plain_number(text.removesuffix("%"), 2 if text.endswith("%") else 0)
        is_bare = not text.endswith("%")
        if found is None or Fraction(found) < 0 or (is_bare and Fraction(found) > 1):
            self.wrong(name, f"{what}写的是{quoted(written)}，请写成比例，如 20%。")
            return None
        return found

    def day(self, name: str) -> str | None:
        """A day in ISO text; None where nothing is written."""
        written = self.text(name)
        found = read_date(written) if written else None
        if written and found is None:
            self.wrong(name, f"“{self._label(name)}”写的是{quoted(written)}，请写成 2026-12-31 这样。")  # fmt: skip
        return found

    def _label(self, name: str) -> str:
        return self.asks[name].label if name in self.asks else name


def cleaned(text: str) -> str:
    """A text as it is kept: no invisible ends, no null characters."""
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def plain_number(text: str, shift: int = 0) -> str | None:
    """Canonical decimal text, the point moved left so many places; None when it is not a number we can keep.

    >>> plain_number("0.50"), plain_number("20", 2), plain_number("二十")
    ('0.5', '0.2', None)
    """
    if not NUMBER.fullmatch(text) or len(text) > 24:
        return None
    sign, digits = ("-", text[1:]) if text[0] == "-" else ("", text.lstrip("+"))
    whole, _, rest = digits.partition(".")
    try:
        numerator, places = parse_decimal(f"{int(whole)}" + (f".{rest}" if rest else ""))
        found = decimal_text(numerator, places + shift)
        parse_decimal(found)
    except ValueError:
        return None
    return sign + found if found != "0" else found


def refilled(asks: Sequence[Ask], sent: Sent, faults: Mapping[str, str]) -> list[Ask]:
    """The questions with what was typed in the place of what was there, and with what is wrong."""
    found = []
    for ask in asks:
        if ask.kind == ROWS:
            rows = Given(sent, [ask]).rows(ask.name)
            filled = replace(ask, rows=tuple(rows), spare=ask.spare if len(rows) < MOST_ROWS else 0)
        else:
            values = tuple(one.replace("\x00", "") for one in sent.getlist(ask.name))
            filled = replace(ask, values=values)
        found.append(replace(filled, fault=faults.get(ask.name, "")))
    return found
