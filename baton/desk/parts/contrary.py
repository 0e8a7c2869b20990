"""与原文不同: a sentence that somebody has answered otherwise is settled, as long as the rules say what was chosen then."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction

from baton.desk.parts import beside, caps, hearing
from baton.desk.parts.asking import ONE, Ask
from baton.desk.parts.counted_twice import newly
from baton.desk.parts.hearing import Heard
from baton.desk.rules import prose, versions
from baton.domain.accounts.models import Person
from baton.domain.refusals import Refused
from baton.domain.schemes import departures, queries
from baton.domain.schemes.departures import Sentence
from baton.domain.schemes.models import Scheme

Book = dict[str, Any]


def heard_of(scheme: Scheme, book: Book) -> list[Heard]:
    """Everything that a scheme's files and indicators say, with what was decided otherwise."""
    told = prose.texts(scheme)
    found = [
        *hearing.heard(book, told), *caps.heard(book, told), *beside.heard(book, prose.asides(scheme))
    ]  # fmt: skip
    return settled(scheme, found)


def waiting(scheme: Scheme) -> list[Heard]:
    """Bonuses, deductions and vetoes that the scheme's files tell of, which nobody has made a rule of or put aside yet."""
    rules = prose.asides(scheme)
    newest = queries.newest(scheme) if rules else None
    if newest is None:
        return []
    found = [
        one for one in beside.heard(queries.book_of(newest), rules) if one.part in beside.WORDS
    ]
    return [one for one in settled(scheme, found) if not one.is_settled]


def settled(scheme: Scheme, found: Iterable[Heard]) -> list[Heard]:
    """Sentences of which is noted that the rules say something else, and that still do, are settled; so are those of which
    is noted that a rule is the very one, as long as it is there.
    """
    known = departures.departures(scheme)
    settled = []
    for one in found:
        chosen = known.get(sentence_of(one))
        if not one.is_settled and chosen in map(very, one.same):
            name = next(name for name in one.same if very(name) == chosen)
            one = replace(one, is_settled=True, rule=("", name))
        elif not one.is_settled and chosen == one.now:
            one = replace(one, is_settled=True, otherwise=one.now)
        settled.append(one)
    return settled


def very(name: str) -> str:
    """What is noted where a rule is the very one that a sentence tells of."""
    return f"就是“{name}”"


def note_same(*, scheme: Scheme, heard: Heard, name: str, by: Person, at: datetime) -> str:
    """Note that a rule there is, is what a sentence tells of; what was noted, in a sentence."""
    departures.depart(scheme=scheme, chosen=[(sentence_of(heard), very(name))], by=by, at=at)
    return f"这句话{very(name)}，记下了，不再提。"


def sentence_of(one: Heard) -> Sentence:
    return Sentence(one.part, one.key, one.quote, one.says)


def chosen_against(scheme: Scheme, book: Book, part: str, key: str, asks: Iterable[Ask]) -> list[Heard]:  # fmt: skip
    """Sentences beside a form that its answers don't follow. asks: the questions that were answered, not passed over.

    A new thing follows one of the sentences beside its form; the others stay open.
    """
    if not key:
        return []
    picked = {ask.name for ask in asks if ask.kind == ONE}
    return [
        one
        for one in heard_of(scheme, book)
        if (one.part, one.key) == (part, key) and not one.is_settled and picked & one.answers.keys()
    ]


def depart(*, scheme: Scheme, heard: Sequence[Heard], by: Person, at: datetime) -> str:
    """Note that the rules stay as they are, against these sentences; what was noted, in a sentence."""
    departures.depart(
        scheme=scheme, chosen=[(sentence_of(one), one.now) for one in heard], by=by, at=at
    )
    return f"与原文不同：{'；'.join(one.now for one in heard)}，记下了。"


@transaction.atomic
def keep(
    *, scheme: Scheme, book: Book, before: Book, against: Sequence[Heard], seen: tuple[int, int], why: str,
    agreed: versions.Agreed | None = None, by: Person, at: datetime,
) -> tuple[Any, str]:  # fmt: skip
    """Keep a changed book, and what it decides against a sentence; an answer that changes nothing is noted alone.

    agreed: what the agreement gets in the same act.
    """
    if twice := newly(before, book):
        raise Refused(f"{twice[0].told(twice[0].other)}，没有写入。请把两种并成一种，或者换一个名称和种类。")  # fmt: skip
    told = depart(scheme=scheme, heard=against, by=by, at=at) if against else ""
    if against and book == before and not (agreed and agreed.lines):
        return None, told
    version, moved = versions.keep_told(
        scheme=scheme, book=book, seen=seen, why=why, agreed=agreed, by=by, at=at
    )
    return version, f"{moved}{told}"
