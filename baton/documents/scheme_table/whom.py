"""考核对象: whom each indicator of a table is for, by the names in its column. A name nobody knows is asked about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from baton.documents.names import NameBook, normalised
from baton.documents.problems import Problems
from baton.documents.scheme_table.rows import SchemeRow
from baton.documents.scheme_table.sharing import UNSETTLED

ALL, NOBODY, GROUP = "all", "nobody", "group:"
ABOVE, WHOM, ASIDE, LEADS = "above", "whom", "aside", "leads"
BLANK = "whom-blank"
EVERYBODY = frozenset(
    ("全部", "所有", "全体", "各单位", "所有单位", "全部单位", "全体单位", "各考核对象", "所有考核对象", "全部考核对象", "各被考核单位", "所有被考核单位", "*")
)  # fmt: skip
_EXCEPT = re.compile(r"[除不](?:外|含|包括)|除.{1,40}(?:外|之外|以外)|以外")
_EACH = re.compile(r"^(?:各|所有|全部|全体)")
_HARD, _SOFT = re.compile(r"[、,，;；/／\n|]+"), re.compile(r"[和及与\s]")
_OPEN, _CLOSE = "(（[【", ")）]】"


@dataclass(frozen=True)
class Unclear:
    """Something about whom a table is for that only the clerk knows. key: for the answer; about: what the table says.

    names: the indicators it concerns; answers: (what is sent, its words), the likeliest first.
    """

    key: str
    place: str
    about: str
    question: str
    names: tuple[str, ...]
    answers: tuple[tuple[str, str], ...]

    @property
    def is_long(self) -> bool:
        return len(self.answers) > 4


@dataclass(frozen=True)
class Everybody:
    """Who may be meant. names: everybody on the roster; groups: of the groups the table is for, their members;
    group_of: which group each one stands in.
    """

    names: NameBook
    groups: Mapping[str, tuple[str, ...]]
    group_of: Mapping[str, str]

    def group(self, written: str) -> str | None:
        """县市区 for 各县(市、区); only the groups the table is for."""
        return _called(written, self.groups)

    def any_group(self, written: str) -> str | None:
        """The same of every group on the roster."""
        return _called(written, self.all_groups)

    @property
    def all_groups(self) -> set[str]:
        """Every group on the roster."""
        return {*self.groups, *self.group_of.values()} - {""}

    def members(self, answer: str) -> list[str]:
        """The units behind an answer or a name that was found."""
        if answer.startswith(GROUP):
            return list(self.groups.get(answer.removeprefix(GROUP), ()))
        return [] if answer == NOBODY else [answer]


def column_question(key: str, place: str, head: str, scorer: str = "") -> Unclear:
    """Whether 责任单位 is whom the indicator is for: beside 牵头单位, or (scorer: its head) beside who gives the scores."""
    if scorer:
        answers: tuple[tuple[str, str], ...] = (
            (WHOM, f"要完成任务的单位：每个指标只考核这一栏写的单位，由“{scorer}”报数打分"),
            (LEADS, f"牵头单位：由它报数、交打分表，“{scorer}”只管评分"),
        )
        return Unclear(key, place, head, f"“{scorer}”之外另有一栏“{head}”，指的是谁", (), answers)
    answers = ((WHOM, "就是考核对象：每个指标只考核这一栏写的单位"), (ASIDE, "不是，这一栏不收"))
    return Unclear(key, place, head, f"“牵头单位”之外另有一栏“{head}”，是考核对象吗", (), answers)


def with_units(
    rows: list[SchemeRow], who: Everybody, answers: Mapping[str, str], problems: Problems, asked: list[Unclear]
) -> list[SchemeRow]:  # fmt: skip
    """Each indicator with the codes of the units it is for; None is everybody of the table's groups."""
    if not any(row.whom for row in rows):
        return [replace(row, whom=None) for row in rows]
    rows = _filled(rows, answers, problems, asked)
    reader = _Reader(who, answers, problems)
    found = [replace(row, units=reader.units(row)) for row in rows]
    asked += reader.questions()
    return found


def _filled(
    rows: list[SchemeRow], answers: Mapping[str, str], problems: Problems, asked: list[Unclear]
) -> list[SchemeRow]:
    """Blank cells: as the row above, or everybody; asked once for all of them."""
    blank = [row for row in rows if row.whom == ""]
    if not blank:
        return rows
    answer = answers.get(BLANK, "")
    both = ((ALL, "各单位都考核"), (ABOVE, "与上一行相同"))
    choices = both if rows[0].whom else both[:1]
    if answer not in dict(choices):
        names = tuple(row.name for row in blank)
        asked.append(
            Unclear(
                BLANK,
                blank[0].place,
                "空着",
                f"有 {len(blank)} 个指标没有写考核对象",
                names,
                choices,
            )
        )
        problems.error(blank[0].place, f"有 {len(blank)} 个指标没有写考核对象", "请说清考核谁", code=UNSETTLED)  # fmt: skip
    found: list[SchemeRow] = []
    for row in rows:
        above = found[-1].whom if found and answer == ABOVE else "全部"
        found.append(replace(row, whom=above) if row.whom == "" else row)
    return found


class _Reader:
    """Reads cell after cell; what is not known is kept with the indicators it stands at."""

    def __init__(self, who: Everybody, answers: Mapping[str, str], problems: Problems) -> None:
        self.who, self.answers, self.problems = who, answers, problems
        self.unknown: dict[str, list[SchemeRow]] = {}

    def units(self, row: SchemeRow) -> tuple[str, ...] | None:
        """The codes of a row, in the order they are written; None where it says everybody."""
        text = row.whom or ""
        if row.whom is None or self._is_all(text):
            return None
        if _EXCEPT.search(text):
            what = f"“{row.name}”的考核对象写的是“{text}”"
            self.problems.error(row.place, what, "请把要考核的单位逐个写出来", code="scheme-whom")
            return ()
        found: dict[str, None] = {}
        whole: set[str] = set()
        for piece in self._pieces(text):
            answer = self._answer(piece, row)
            if answer == ALL:
                return None
            if answer.startswith(GROUP):
                whole.add(answer.removeprefix(GROUP))
            found |= dict.fromkeys(self.who.members(answer))
        return None if whole == set(self.who.groups) else tuple(found)

    def _is_all(self, text: str) -> bool:
        return "".join(text.split()) in EVERYBODY

    def _pieces(self, text: str) -> Iterator[str]:
        """Names between 、 ，; /; between 和 or blanks only where what stands on both sides is known."""
        for piece in apart(text):
            yield from self._known_parts(piece) or [piece]

    def _known_parts(self, piece: str) -> list[str]:
        """The piece itself where it is known, else known names that it is made of; nothing where it is not."""
        if self._is_known(piece):
            return [piece]
        for hit in _SOFT.finditer(piece):
            left, right = piece[: hit.start()].strip(), piece[hit.end() :].strip()
            if left and right and self._is_known(left) and (rest := self._known_parts(right)):
                return [left, *rest]
        return []

    def _is_known(self, piece: str) -> bool:
        known = self._is_all(piece) or self.who.group(piece) is not None
        return known or self.who.names.find(piece).id is not None

    def _answer(self, piece: str, row: SchemeRow) -> str:
        if self._is_all(piece):
            return ALL
        if group := self.who.group(piece):
            return f"{GROUP}{group}"
        code = self.who.names.find(piece).id
        if code is None:
            answer = self.answers.get(_key(piece), "")
            if answer in {value for value, _ in self._choices(piece)}:
                return answer
            self.unknown.setdefault(piece, []).append(row)
            return NOBODY
        if (group := self.who.group_of.get(code, "")) not in self.who.groups:
            what = f"“{row.name}”的考核对象“{piece}”在“{group or '没有分组'}”，这张表没有勾这一组"
            self.problems.error(row.place, what, "请勾上这一组再看一看,或改表", code="scheme-whom")
            return NOBODY
        return code

    def questions(self) -> list[Unclear]:
        """One question for each name that nobody knows."""
        found = []
        for piece, rows in self.unknown.items():
            what = f"没有叫“{piece}”的考核对象"
            self.problems.error(rows[0].place, what, "请选是哪一个", code=UNSETTLED)
            names = tuple(dict.fromkeys(row.name for row in rows))
            found.append(
                Unclear(
                    _key(piece),
                    rows[0].place,
                    piece,
                    f"{what}，是哪一个",
                    names,
                    self._choices(piece),
                )
            )
        return found

    def _choices(self, piece: str) -> tuple[tuple[str, str], ...]:
        """Units and groups of the table, the nearest by name first."""
        nearest = self.who.names.find(piece).candidates
        own = [
            (code, self.who.names.name(code))
            for codes in self.who.groups.values()
            for code in codes
        ]
        own.sort(key=lambda one: nearest.index(one[1]) if one[1] in nearest else len(nearest))
        near = [one for one in own if one[1] in nearest]
        groups = [
            (f"{GROUP}{name}", f"{name}（全组 {len(codes)} 个）")
            for name, codes in self.who.groups.items()
        ]
        return (
            *near,
            *groups,
            (NOBODY, "不是考核对象，不列入"),
            *(one for one in own if one not in near),
        )


def apart(text: str) -> Iterator[str]:
    """Pieces between 、 and the like, but not inside brackets: 各县(市、区) is one."""
    depth, piece = 0, ""
    for letter in text:
        depth += (letter in _OPEN) - (letter in _CLOSE)
        if depth <= 0 and _HARD.fullmatch(letter):
            if piece.strip():
                yield piece.strip()
            piece = ""
        else:
            piece += letter
    if piece.strip():
        yield piece.strip()


def _called(written: str, groups: Iterable[str]) -> str | None:
    own = {plain_group(name): name for name in groups}
    return own.get(plain_group(_EACH.sub("", written.strip()))) or own.get(plain_group(written))


def plain_group(name: str) -> str:
    """县市区 for 县(市、区)."""
    return re.sub(r"[()\[\]、,]", "", normalised(name))


def _key(piece: str) -> str:
    return f"whom:{piece}"


def said_of(rows: Sequence[SchemeRow]) -> bool:
    """Whether a table says of any indicator whom it is for."""
    return any(row.whom for row in rows)
