"""名册里没说清的: what a new list leaves open against the roster of before, each with answers of one click."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from baton.documents.headings import Heads
from baton.documents.names import Match, NameBook, normalised
from baton.documents.roster_columns import GroupColumns
from baton.documents.roster_layouts import GROUP
from baton.documents.roster_talk import ONE_GROUP
from baton.domain.orgs import queries
from baton.domain.orgs.models import PeerGroup, Standing, Unit
from baton.scoring.facts import Subject, subject_of

SURE = {"exact", "alias", "normalised"}
UNIT, PERSON = "unit", "person"
HEAD, COLUMN, ALIKE, BY_GROUP = "head", "column", "alike", "by-group"
LEADERS = "leader"  # what the kinds of questions about leaders in the rows of units begin with
YES, NO = "yes", "no"
MOST_NAMED = 3
RENAME = "rename:"
PEOPLE = "领导干部"
ZONE = re.compile(r"(?:开发区|经开区|高新区|新区|园区|功能区|示范区|合作区|保税区|度假区|风景区)$")


@dataclass(frozen=True)
class Question:
    """Something a clerk has to say: of which kind, about what, and the answers to click (value and words)."""

    kind: str
    key: str
    sentence: str
    choices: list[tuple[str, str]]
    can_merge: bool = False
    typed: str = ""
    asks: str = ""  # what may be typed instead of a choice


@dataclass(frozen=True)
class Gone:
    """Somebody of before who is not on the new list, and what becomes of him: keep, abolish, end, or a code."""

    subject: Subject
    answer: str


@dataclass(frozen=True)
class Known:
    """What was known before: the year's own roster, or that of the last year before it."""

    year: int
    subjects: dict[str, Subject]
    names: dict[str, str]
    aliases: dict[str, str]
    groups: list[str]


def known_before(year: int) -> Known:
    """What a new list of a year is compared with."""
    before = Standing.objects.filter(year__lte=year).order_by("-year").values_list("year", flat=True).first()  # fmt: skip
    subjects = [subject_of(line) for line in queries.roster(before)] if before else []
    units = dict(Unit.objects.filter(kind=UNIT).values_list("code", "name"))
    used = PeerGroup.objects.filter(standings__unit__kind=UNIT).distinct().order_by("order", "name")
    return Known(
        before or year, {one.subject: one for one in subjects}, units, queries.aliases(), list(used.values_list("name", flat=True)),
    )  # fmt: skip


def is_short_for(short: str, name: str) -> bool:
    """Whether a unit's name is another's with characters left out.

    >>> is_short_for("市工信局", "市工业和信息化局"), is_short_for("市教育局", "市财政局"), is_short_for("龙泉区", "龙泉经开区")
    (True, False, False)
    """
    if ZONE.search(name) and not ZONE.search(short):
        return False
    if not 3 <= len(short) < len(name) - 1 or (short[0], short[-1]) != (name[0], name[-1]):
        return False
    rest = iter(name)
    return all(character in rest for character in short)


class Settling:
    """A list on its way to the roster: each step asks what it can't know and applies what was answered."""

    def __init__(self, subjects: list[Subject], answers: Mapping[tuple[str, str], str]) -> None:
        self.subjects = list(subjects)
        self.answers = answers
        self.questions: list[Question] = []
        self.notes: list[str] = []
        self.perhaps: set[str] = set()  # units that an open question may turn out to mean
        self.recalled: dict[tuple[str, str], str] = {}  # answers that the roster of before gives

    @property
    def said_groups(self) -> set[str]:
        """Groups that a clerk said by name: of a whole sheet, or of people apart from units."""
        kinds = (ONE_GROUP, "leader-group")
        return {text.removeprefix("apart:") for (kind, _), text in self.answers.items() if kind in kinds}  # fmt: skip

    @property
    def asks_columns(self) -> bool:
        """Whether it is open which column is which, so that nothing else can be asked yet."""
        return any(one.kind == COLUMN for one in self.questions)

    def columns(self, heads: Heads) -> None:
        """认列: which column holds what the list has to say."""
        for key, (name, texts) in heads.missing.items():
            choices = [(text, f"“{text}”这一列") for text in texts]
            if choices:
                self.questions.append(
                    Question(COLUMN, key, f"没有认出“{name}”列，请选是哪一列", choices)
                )

    def by_groups(self, columns: GroupColumns) -> None:
        """一列一组: whether a head under which only names stand is a group."""
        for head, names in columns.asked.items():
            some = "、".join(names[:MOST_NAMED]) + (f"等 {len(names)} 个" if len(names) > MOST_NAMED else "")  # fmt: skip
            choices = [(YES, f"是，它们的分组就是“{head}”"), (NO, "不是，这一列不收")]
            self.questions.append(Question(BY_GROUP, head, f"“{head}”下面写着{some}，是一组单位吗？", choices))  # fmt: skip
        for (kind, head), answer in self.answers.items():
            if kind == BY_GROUP and answer == NO:
                self.notes.append(f"“{head}”列没有收。")

    def heads(self, texts: list[str], chosen: str) -> None:
        """分组按哪一列: of several columns that may be the groups."""
        if len(texts) > 1 and chosen not in texts:
            some = "”“".join(texts)
            choices = [(text, f"按“{text}”") for text in texts]
            self.questions.append(Question(HEAD, GROUP, f"表里“{some}”都像分组，按哪一列分？", choices))  # fmt: skip

    def alike(self) -> None:
        """一家写了两种: a short and a long way of writing what may be one unit, both on the list."""
        units = [one for one in self.subjects if one.kind == UNIT]
        names = {one.name for one in units}
        for one in units:
            longer = [name for name in names if is_short_for(one.name, name)]
            if len(longer) != 1:
                continue
            answer = self.answers.get((ALIKE, one.name), "")
            if answer == "same":
                self._same(one, longer[0])
            elif answer != "two":
                choices = [
                    ("same", f"是同一家，留“{longer[0]}”，另一个记作别名"),
                    ("two", "是两家"),
                ]
                sentence = f"“{one.name}”和“{longer[0]}”是同一家吗？"
                self.questions.append(Question(ALIKE, one.name, sentence, choices))

    def _same(self, short: Subject, name: str) -> None:
        kept = [one for one in self.subjects if one is not short]
        self.subjects = [
            replace(one, aliases=(*one.aliases, short.name, *short.aliases)) if one.name == name else one
            for one in kept
        ]  # fmt: skip

    def twice(self) -> None:
        """重名: the same unit in two rows; which row counts."""
        asked: set[str] = set()
        for key in (lambda one: one.name if one.kind == UNIT else "", lambda one: one.subject):
            rows: dict[str, list[Subject]] = defaultdict(list)
            for one in self.subjects:
                rows[key(one)].append(one)
            for text, same in rows.items():
                if text and len(same) > 1 and text not in asked:
                    asked.add(text)
                    self._once(text, same)

    def _once(self, text: str, same: list[Subject]) -> None:
        answer = self.answers.get(("twice", text), "")
        if answer.isdecimal() and int(answer) < len(same):
            left = [one for place, one in enumerate(same) if place != int(answer)]
            self.subjects = [one for one in self.subjects if not any(one is other for other in left)]  # fmt: skip
            return
        choices = [
            (
                str(place),
                f"留第 {place + 1} 处：{one.name}，{one.group or '不考核'}，序 {one.order}",
            )
            for place, one in enumerate(same)
        ]
        self.questions.append(Question("twice", text, f"“{text}”写了 {len(same)} 次，留哪一处？", choices))  # fmt: skip

    def names(self, known: Known) -> None:
        """认名称: a unit under a name that is not known may be a known one, written or called otherwise."""
        book = NameBook(known.names, known.aliases, kind="单位")
        listed = {one.subject for one in self.subjects}
        listed |= {code for code, name in known.names.items() if any(one.name == name for one in self.subjects)}  # fmt: skip
        meant: dict[str, tuple[str, bool]] = {}  # code as written: known code, is it a new name
        for one in self.subjects:
            if one.kind == UNIT and one.subject not in known.names:
                found = self._meant(one, book.find(one.name), known, listed)
                if found:
                    meant[one.subject] = found
        meant |= self._people(known)
        self.subjects = [self._as_known(one, meant, known) for one in self.subjects]

    def keep_listings(self, known: Known) -> None:
        """单列: what the office said of a unit stays where the list has no column that says it."""
        self.subjects = [
            replace(one, listing=known.subjects[one.subject].listing) if one.subject in known.subjects else one
            for one in self.subjects
        ]  # fmt: skip

    def _meant(
        self, one: Subject, match: Match, known: Known, listed: set[str]
    ) -> tuple[str, bool] | None:
        if match.id is not None and match.how in SURE:
            if normalised(one.name) != normalised(known.names[match.id]) or one.subject != one.name:
                self.notes.append(f"“{one.name}”就是名册里的“{known.names[match.id]}”（编号 {match.id}）。")  # fmt: skip
            return match.id, False
        answer = self.answers.get(("name", one.name)) or self.answers.get(("name", "*"), "")
        if answer.startswith(RENAME) and answer.removeprefix(RENAME) in known.names:
            return answer.removeprefix(RENAME), True
        if answer in known.names:
            return answer, False
        codes = {name: code for code, name in known.names.items()}
        near = (known.names[match.id],) if match.id is not None else match.candidates
        likely = [name for name in near if codes[name] not in listed]
        if likely and answer != "new":
            self.perhaps |= {codes[name] for name in likely}
            choices = [(codes[name], f"就是“{name}”，记作别名") for name in likely]
            choices += [(RENAME + codes[name], f"“{name}”改成这个名称") for name in likely[:1]]
            choices.append(("new", "是新单位"))
            sentence = f"名册里没有“{one.name}”。是不是“{likely[0]}”？"
            self.questions.append(Question("name", one.name, sentence, choices))
        return None

    def _people(self, known: Known) -> dict[str, tuple[str, bool]]:
        """People without a number are those of before when their name is there once."""
        there: dict[str, list[Subject]] = defaultdict(list)
        for subject in known.subjects.values():
            if subject.kind == PERSON:
                there[subject.name].append(subject)
        found: dict[str, tuple[str, bool]] = {}
        for one in self.subjects:
            if one.kind != PERSON or one.subject in known.subjects:
                continue
            same = there[one.name]
            if f"{one.name}·" in one.subject:  # others of his name are on the list: his units tell
                units = {unit for unit, _ in one.links}
                same = [other for other in same if units & {unit for unit, _ in other.links}]
            if len(same) == 1:
                found[one.subject] = same[0].subject, False
        return found

    def _as_known(self, one: Subject, meant: dict[str, tuple[str, bool]], known: Known) -> Subject:
        code = lambda text: meant.get(text, (text, False))[0]  # noqa: E731
        one = replace(
            one, parent=code(one.parent), links=tuple((code(unit), share) for unit, share in one.links)
        )  # fmt: skip
        if one.subject not in meant:
            return one
        known_code, is_new_name = meant[one.subject]
        if one.kind == PERSON or is_new_name:
            return replace(one, subject=known_code)
        name = known.names[known_code]
        written = () if one.name == name or one.name in known.aliases else (one.name,)
        return replace(one, subject=known_code, name=name, aliases=(*one.aliases, *written))

    def groups(self, known: Known) -> None:
        """认分组: a group that nobody has heard of is new, or one of those there are, of units or of people."""
        if not known.groups:
            return
        there = {one.group for one in known.subjects.values()}  # those of people too
        of_people = list(dict.fromkeys(one.group for one in known.subjects.values() if one.kind == PERSON and one.group))  # fmt: skip
        for name in dict.fromkeys(one.group for one in self.subjects if one.group):
            if name in known.groups or name in there:
                continue
            inside = [one for one in self.subjects if one.group == name]
            has_units = any(one.kind == UNIT for one in inside)
            groups = known.groups if has_units else of_people
            answer = "new" if name in self.said_groups else self.answers.get(("group", name), "")
            if answer in groups:
                self.subjects = [replace(one, group=answer) if one.group == name else one for one in self.subjects]  # fmt: skip
            elif answer == "new":
                who = "单位" if has_units else "人"
                self.notes.append(
                    f"“{name}”是新的分组。规则书里没有它的考卷以前，组里的{who}不算分。"
                )
            else:
                what = "个单位" if has_units else f"名{PEOPLE}"
                choices = [("new", f"新设“{name}”")] + [(group, f"就是“{group}”") for group in groups]  # fmt: skip
                self.questions.append(Question("group", name, f"名册里没有“{name}”这个分组，有 {len(inside)} {what}在里面。", choices))  # fmt: skip

    def aliases(self, known: Known) -> None:
        """认别名: a way of writing that means another unit already."""
        for one in list(self.subjects):
            for text in one.aliases:
                owner = known.aliases.get(text)
                if owner is None or owner == one.subject:
                    continue
                if self.answers.get(("alias", text)) == "drop":
                    aliases = tuple(alias for alias in one.aliases if alias != text)
                    self.subjects = [replace(other, aliases=aliases) if other is one else other for other in self.subjects]  # fmt: skip
                else:
                    sentence = f"“{text}”已经指“{known.names.get(owner, owner)}”，这张表里又写给“{one.name}”。"  # fmt: skip
                    self.questions.append(Question("alias", text, sentence, [("drop", "不要这个别名")]))  # fmt: skip

    def gone(self, known: Known) -> list[Gone]:
        """不在新名册里的: who was there before and is not on the list; asked one by one, people together."""
        listed = {one.subject for one in self.subjects}
        missing = [one for one in known.subjects.values() if one.subject not in listed and not one.end]  # fmt: skip
        units = [one for one in missing if one.kind == UNIT and one.subject not in self.perhaps]
        if units and not any(one.kind == UNIT for one in self.subjects):
            self.notes.append(f"这张表里没有单位，原来的 {len(units)} 个照旧。")
            found = [Gone(one, "keep") for one in units]
        else:
            found = self._units_gone(units, known)
        people = [one for one in missing if one.kind == PERSON]
        return found + (self._people_gone(people) if people else [])

    def _units_gone(self, units: list[Subject], known: Known) -> list[Gone]:
        found = []
        goals = {one.name: one.subject for one in self.subjects if one.kind == UNIT}
        for one in sorted(units, key=lambda unit: (unit.group, unit.order)):
            answer = self.answers.get(("gone", one.subject)) or self.answers.get(("gone", "*"), "")
            answer = goals.get(answer, answer)
            if answer in {"keep", "abolish"} or answer in goals.values():
                found.append(Gone(one, answer))
                continue
            sentence = f"{known.year} 年名册里的“{one.name}”（{one.group or '不考核'}）不在这张表里。"  # fmt: skip
            if answer:
                sentence += f"表里也没有“{answer}”，并入谁请从列出的名称里选。"
            choices = [("keep", "保留"), ("abolish", "撤销")]
            self.questions.append(Question("gone", one.subject, sentence, choices, True, answer))
        return found

    def _people_gone(self, people: list[Subject]) -> list[Gone]:
        if any(one.kind.startswith(LEADERS) for one in self.questions):
            return []  # who is on the list is not known yet
        answer = self.answers.get(("people", "*"), "")
        if not any(one.kind == PERSON for one in self.subjects):
            self.notes.append(f"这张表里没有{PEOPLE}，原来的 {len(people)} 名照旧。")
            answer = "keep"
        if answer in {"keep", "end"}:
            return [Gone(one, answer) for one in people]
        some = "、".join(one.name for one in people[:5]) + ("等" if len(people) > 5 else "")
        sentence = f"原来的 {len(people)} 名{PEOPLE}不在这张表里：{some}。"
        self.questions.append(Question("people", "*", sentence, [("keep", "都保留"), ("end", "都离任")]))  # fmt: skip
        return []
