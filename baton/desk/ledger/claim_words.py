"""认字: units, kinds and levels as they are written in an office's table; what is not known is asked once per word."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cached_property

from baton.desk.questions import Answer, Question, read_all
from baton.documents.names import Match, NameBook, ask, normalised
from baton.documents.problems import Problems
from baton.documents.several_names import names_several
from baton.documents.tables import Row
from baton.domain.claims import queries as claims
from baton.domain.claims.kinds import Kind
from baton.domain.orgs import queries as orgs
from baton.domain.orgs.models import Unit
from baton.domain.rounds.models import Round

UNIT, KIND, LEVEL, DAY, HEAD, CELL = "unit", "kind", "level", "day", "head", "cell"
OWNER = "owner"  # whose all lines of a page are
MERGED = "merged"  # what becomes of lines of a unit that has been merged
ASKED = {
    UNIT: "单位",
    MERGED: "单位",
    OWNER: "单位",
    KIND: "种类",
    LEVEL: "级别",
    DAY: "日期",
    HEAD: "列",
    CELL: "一格",
}
LEFT_OUT = "-"  # the answer that a line, a date or a column is not taken
NEAR = 3
FEW = 4  # so many answers at the most stand as buttons
REMEDY = {
    UNIT: "请选它是哪一个，收下时记住，下次不再问",
    KIND: "请选它是哪一种",
    LEVEL: "请选它是哪一级",
    DAY: "请选是哪一天；不记日期的，收下以后可以补",
    HEAD: "请选是哪一列",
    CELL: "请选它是多少",
    OWNER: "几个单位的，请在表里加一列“单位”",
    MERGED: "并入以前的事也记在承接的单位名下才计分",
}
MOST_ASKED = 60  # words that are explained one by one; with more of them it is the wrong table


def read_answers(texts: Sequence[str]) -> list[Answer]:
    """What a form says that words mean."""
    return read_all(texts, ASKED)


class Words:
    """What is known of the round's units, and what was asked on the way."""

    def __init__(self, round: Round, kind: str, meanings: Sequence[Answer]) -> None:
        year = self.year = round.scheme.year
        names = orgs.names(year)
        self.standings = claims.standings(year)
        self.units = {one.unit.code: one.unit for one in self.standings.values()}
        self.default, self.on = kind, round.on
        self.meant = {(one.what, one.written): one.value for one in meanings}
        told = {
            one.written: one.value for one in meanings if one.what == UNIT and one.value in names
        }
        known = {text: code for text, code in orgs.aliases().items() if code in names}
        self.book = NameBook(names, known | told, kind="单位")
        self.names = NameBook(
            names, _single(known), kind="单位"
        )  # without what was said of this table
        self.codes = {name: code for code, name in names.items()}
        self.people = {code for code, one in self.units.items() if one.kind == Unit.Kind.PERSON}
        self.listed = sorted(names.items(), key=lambda one: one[0] in self.people)
        self.said: dict[str, tuple[str, str]] = {}
        self.near: dict[str, str] = {}
        self.times: Counter[tuple[str, str]] = Counter()
        self.questions: dict[tuple[str, str], Question] = {}
        self.by_points: Counter[tuple[str, str, str]] = Counter()

    def is_left_out(self, row: Row) -> bool:
        """Whether somebody said that lines of this unit are not taken, whatever else is wrong with them."""
        written = row["unit"]
        if self.meant.get((UNIT, written)) == LEFT_OUT:
            return True
        if not any(about[0] == MERGED and value == LEFT_OUT for about, value in self.meant.items()):
            return False
        unit = self.units.get(self.book.find(written).id or "")
        return unit is not None and self.meant.get((MERGED, unit.name)) == LEFT_OUT

    def unit(self, row: Row, kinds: Iterable[Kind], problems: Problems) -> Unit | None:
        """The unit or person of a line. kinds: that of the line, or all where it isn't known; they say whether people may be meant."""
        written = row["unit"]
        if not written:
            return None
        match = self.book.find(written)
        if match.id is not None:
            return self._standing(self.units[match.id], row, problems)
        asked = (UNIT, written)
        if self._is_full(asked):
            what, remedy = f"没有叫“{written}”的单位", "不认得的写法太多，请核对是不是传错了表"
            problems.error(row["places"]["unit"], what, remedy, code="unknown-subject")
            return None
        what, code = self._question(match, written, kinds, row["places"]["unit"])
        near = self.near[written]
        remedy = f"是{near}吗？请在上面选定" if near else "请在上面选定，或先把它加进名册"
        problems.error(row["places"]["unit"], what, remedy, code=code, about=(UNIT, written))
        return None

    @cached_property
    def grouped(self) -> dict[str, list[str]]:
        """The names of the units of each group that still stand, in the official order; people are never meant by a group's name."""
        found: dict[str, list[str]] = {}
        for one in sorted(self.standings.values(), key=lambda one: (one.order, one.pk)):
            is_there = one.merged_into_id is None and one.ends_on is None
            if one.unit.kind == Unit.Kind.UNIT and one.group and is_there:
                found.setdefault(one.group.name, []).append(one.unit.name)
        return found

    def group(self, unit: Unit) -> str:
        """The group a unit is compared in; nothing where it is in none."""
        group = self.standings[unit.pk].group
        return group.name if group else ""

    def _question(self, match: Match, written: str, kinds: Iterable[Kind], place: str) -> tuple[str, str]:  # fmt: skip
        """What is wrong with a unit's name; what it may mean is looked for once per way of writing."""
        if (UNIT, written) not in self.questions:
            what, _, code = ask(match, written, "单位")
            near = [name for name in match.candidates if self._may_be(self.codes[name], kinds)]
            near.sort(key=lambda name: self.codes[name] in self.people)
            rest = [name for code, name in self.listed if name not in near and self._may_be(code, kinds)]  # fmt: skip
            first, others = ([(self.codes[name], f"就是{name}") for name in names] for names in (near, rest))  # fmt: skip
            self.said[written] = what, code
            self.near[written] = "、".join(f"“{name}”" for name in near[:1])
            self.ask(UNIT, written, [*first, (LEFT_OUT, "不收这几行")], more=others, place=place)
        else:
            self.times[UNIT, written] += 1
        return self.said[written]

    def _may_be(self, code: str, kinds: Iterable[Kind]) -> bool:
        """Whether claims of these kinds can be of this one: people only where their group is scored by one of the kinds."""
        if code not in self.people:
            return True
        group = self.group(self.units[code])
        return any(kind.groups is None or group in kind.groups for kind in kinds)

    def _standing(self, unit: Unit, row: Row, problems: Problems) -> Unit | None:
        """The unit, unless it had not begun or had ended on the day of the matter; where it was merged, the one it went into, by a person's word."""
        standing = self.standings[unit.pk]
        if (merged := claims.merged_since(standing, self.on)) is not None:
            into, what = merged
            if (said := self.meant.get((MERGED, unit.name))) in self.units:
                return self._standing(self.units[said], row, problems)
            heir = self.units[into].name if into in self.units else into
            ways = [(into, f"记在{heir}名下"), (LEFT_OUT, "不收这几行")]
            self.ask(MERGED, unit.name, ways, what, place=row["places"]["unit"])
            about = (MERGED, unit.name)
            problems.error(row["places"]["unit"], what, f"请登记在“{heir}”名下", code="unit-ended", about=about)  # fmt: skip
            return None
        day = date.fromisoformat(row["date"]) if row["date"] else None
        fault = claims.standing_fault(standing, day)
        if fault is None:
            return unit
        problems.error(row["places"]["unit"], *fault, code="unit-ended")
        return None

    def level(self, row: Row, kind: Kind, problems: Problems) -> str:
        written, points = row["level"], _points(row)
        key = f"{kind.name}\n{written}" if written or not points else f"{kind.name}\n\n{points}"
        said = self.meant.get((LEVEL, key))
        if not written and not said and not kind.is_given and points:
            of_points = [one for one, worth in kind.levels.items() if Fraction(worth) == Fraction(points)]  # fmt: skip
            if len(of_points) == 1:
                self.by_points[kind.name, points, of_points[0]] += 1
                return of_points[0]
        meant = said or written
        if kind.knows(meant):
            return meant
        bare = {normalised(name).removesuffix("级"): name for name in kind.levels}
        found = bare.get(normalised(meant).removesuffix("级"))
        if found is not None:
            return found
        place = row["places"].get("level", row["source"])
        if not written:
            if kind.levels:
                self.ask(LEVEL, key, [(name, name) for name in kind.levels], place=place)
            problems.error(
                place,
                "没有写级别",
                f"“{kind.name}”的级别：{kind.listed}",
                code="blank",
                about=(LEVEL, key),
            )
            return ""
        what = f"级别“{written}”不在“{kind.name}”的分值表里"
        if said == written:
            problems.warn(
                place, what, "照写收下，只能不予认定；要认定请先更正级别", code="event-level"
            )
            return written
        near = nearest(written, list(kind.levels)) or list(kind.levels)
        as_it_is = (written, f"照写“{written}”收下，只能不予认定")
        self.ask(LEVEL, key, [*((name, name) for name in near), as_it_is], place=place)
        remedy = f"可用的级别：{kind.listed}。都不是的，在上面选照写收下"
        problems.error(place, what, remedy, code="event-level", about=(LEVEL, key))
        return ""

    def tell_levels(self, place: str, problems: Problems) -> None:
        """Say once which levels were told by nothing but the points of their lines."""
        told, last = list[str](), ""
        for (kind, points, level), times in self.by_points.items():
            told.append(f"{'' if kind == last else f'{kind} '}{points} 分是“{level}”（{times} 条）")
            last = kind
        if told:
            what = f"没有写级别的，照分数认的：{'，'.join(told)}"
            problems.warn(place, what, "不是的，请在表里加一列“级别”", code="level-by-points")

    def asked(self) -> list[Question]:
        """Every word that was not known and may be explained, the most frequent first."""
        found = []
        for about, times in self.times.most_common():
            if (one := self.questions[about]).choices:
                found.append(replace(one, what=f"{one.what}（{times} 处）"))
        return found

    def _is_full(self, asked: tuple[str, str]) -> bool:
        return asked not in self.questions and len(self.questions) >= MOST_ASKED

    def ask(
        self, what: str, written: str, choices: Sequence[tuple[str, str]], label: str = "", *, place: str,
        more: Sequence[tuple[str, str]] = (), remedy: str = "",
    ) -> None:  # fmt: skip
        """Ask once per way of writing, at the first place where it stands.

        choices: (value, words), the likeliest first; more: the others of a long list; label: the question, if not the word.
        """
        about = what, written
        if self._is_full(about):
            return
        self.times[about] += 1
        first, others = (tuple((Answer(what, written, value), words) for value, words in some) for some in (choices, more))  # fmt: skip
        asked = Question(
            label or _question(what, written), remedy or REMEDY[what], first, place, others, few=FEW
        )
        if about in self.questions:
            asked = replace(
                asked, place=self.questions[about].place, what=self.questions[about].what
            )
        self.questions[about] = asked


def _question(what: str, written: str) -> str:
    """What is asked of a word, as people read it; a level stands behind its kind."""
    if what == LEVEL:
        return level_words(written)
    return f"{ASKED[what]}“{written}”"


def level_words(written: str) -> str:
    """Which lines a level is asked for: those that write it, those of some points, those without either.

    >>> level_words("表彰\\n部级"), level_words("表彰\\n"), level_words("表彰\\n\\n0.4")
    ('表彰的级别“部级”', '表彰没有写级别的', '表彰没有写级别、写着 0.4 分的')
    """
    kind, _, level = written.partition("\n")
    if level.startswith("\n"):
        return f"{kind}没有写级别、写着 {level[1:]} 分的"
    return f"{kind}的级别“{level}”" if level else f"{kind}没有写级别的"


def _points(row: Row) -> str:
    """The points of a line without their sign and the noughts at their end; nothing for none."""
    text = next((one for key in ("points", "less") if (one := row[key]).strip("-0.")), "")
    bare = text.lstrip("+-")
    return bare.rstrip("0").rstrip(".") if "." in bare else bare


def _single(aliases: Mapping[str, str]) -> dict[str, str]:
    """Ways of writing a unit, without lists such as 云岭、石桥 that once were taken for one."""
    return {text: code for text, code in aliases.items() if not names_several(text)}


def nearest(written: str, names: list[str]) -> list[str]:
    """Names most like a written one: those that contain it or are contained in it stand first."""
    normal = normalised(written)
    inside = [name for name in names if normalised(name) in normal or normal in normalised(name)]
    like = difflib.get_close_matches(written, names, NEAR, 0.4)
    return list(dict.fromkeys([*inside, *like]))[:NEAR]
