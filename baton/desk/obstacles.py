"""拦着计分的: what of a round's records no score can be made of, each told as a sentence that leads to the cell.

One bad figure keeps a whole round from being computed anew; whoever looks at the round has to see which.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from baton.desk import answers
from baton.desk.rules.shared import reference_items
from baton.documents.office import check_facts, check_figures
from baton.documents.office.checking import AGREED, EVENT
from baton.documents.office.figures import FIGURE
from baton.documents.problems import Problem, Problems
from baton.domain.assessment import gather
from baton.domain.facts import queries as figures
from baton.domain.facts.services import Row
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version
from baton.punctuation import full_width
from baton.scoring.facts import EVERYBODY, Facts

MOST_NAMED = 3
MOST_KEPT = 50  # of many of one kind the first ones are enough to begin with
NO_TARGET, ABOVE_FULL = "agreement-missing", "direct-range"
Book = Mapping[str, Any]


def broken_by(round: Round, version: Version) -> list[tuple[str, int]]:
    """Indicators of which figures that count now could not be scored by another version, with how many, the most first."""
    book = json.loads(version.book)
    problems = Problems()
    check_figures(
        book, gather.facts_by(round, version)["observations"]["rows"], names={}, problems=problems
    )
    names = {one["item"]: item["name"] for item in book["items"] for one in item["data"].values()}
    found = Counter(names[one.about[2]] for one in problems.errors if len(one.about) > 2 and one.about[2] in names)  # fmt: skip
    return found.most_common()


@dataclass(frozen=True)
class Obstacle:
    """One thing: what is wrong, naming unit, indicator and value; what to do; the file and cell it came from.

    kind: figure, event, agreement, or nothing of these. item: data item, number of the claim, or indicator; field: of
    the agreement. subject "*": the figure was recorded once for all.
    """

    sentence: str
    remedy: str
    source: str = ""
    kind: str = ""
    subject: str = ""
    item: str = ""
    period: str = ""
    key: str = ""
    code: str = ""

    @property
    def told(self) -> str:
        return f"{self.sentence}。{self.remedy}。"


@dataclass(frozen=True)
class Obstacles:
    """All of a round: the first ones, how many there are, how many of these only lack a target."""

    first: tuple[Obstacle, ...] = ()
    count: int = 0
    targets: int = 0

    @property
    def others(self) -> list[Obstacle]:
        """Those that are more than a target nobody has written yet."""
        return [one for one in self.first if one.code != NO_TARGET]

    @property
    def other_count(self) -> int:
        return self.count - self.targets

    @property
    def told(self) -> str:
        """What is said where the round can't be computed."""
        named = "".join(one.told for one in self.first[:MOST_NAMED])
        return f"有 {self.count} 处要先改好才能计分。{named}"


def obstacles_of(round: Round) -> Obstacles:
    """What keeps a round from being computed as its records now stand; found once, until they move."""

    def find() -> Obstacles:
        return found_in(gather.rulebook_of(round), Facts.from_canonical(gather.facts_of(round)))

    found: Obstacles = answers.kept(question(round), find)
    return found


def remember(asked: Hashable, found: Obstacles) -> None:
    """Keep what was found on the way. asked: the question as it stood before the facts were gathered."""
    answers.kept(asked, lambda: found)


def known(round: Round) -> Obstacles | None:
    """What this process has found already of a round as it now stands."""
    found: Obstacles | None = answers.at_hand(question(round))
    return found


@dataclass(frozen=True)
class Failure:
    """Why the program failed at a round; names: of the indicators whose rules it failed at, by code."""

    sentence: str
    names: Mapping[str, str]


def write_failure(round: Round, failure: Failure) -> None:
    """Leave for the pages why the program failed at a round, which only the process that computes can tell."""
    asked = ("failed", question(round))
    answers.kept(asked, lambda: failure)
    answers.write_down(asked, failure)


def failed_here(round: Round) -> Failure | None:
    """Why the program failed in this very process at a round as it now stands."""
    found: Failure | None = answers.at_hand(("failed", question(round)))
    return found


def failure_of(round: Round) -> Failure | None:
    """Why the program failed at a round as it now stands; None when it did not, or has not come to it."""
    found: Failure | None = answers.recall(("failed", question(round)))
    return found


def found_in(rulebook: Book, facts: Facts) -> Obstacles:
    """What of these facts can't be scored by this rule book."""
    problems = Problems()
    check_facts(dict(rulebook), facts, problems=problems, places={})
    if not problems.error_count:
        return Obstacles()
    names = {one.subject: one.name or one.subject for one in facts.roster}
    found = _told(problems.errors, rulebook, names)
    targets = [one for one in found if one.code == NO_TARGET]
    rest = [one for one in found if one.code != NO_TARGET]
    return Obstacles((*rest[:MOST_KEPT], *targets[:MOST_KEPT]), len(found), len(targets))


def unfit(round: Round, lines: Sequence[Sequence[Any]]) -> list[Obstacle]:
    """Those of these figures, rows of the table of observations, that the round's rule book can make no score of."""
    rulebook, problems = gather.rulebook_of(round), Problems()
    check_figures(rulebook, lines, names={}, problems=problems)
    if not problems.error_count:
        return []
    return _told(problems.errors, rulebook, orgs.names(round.scheme.year))


def check_fit(round: Round, rows: Sequence[Row]) -> None:
    """Refused when the round's rule book can make no score of one of these figures."""
    found = unfit(round, [[*row.cell, row.value, row.state, "", row.date] for row in rows])
    if found:
        more = f"另有 {len(found) - MOST_NAMED} 个数也是这样。" if len(found) > MOST_NAMED else ""
        named = "".join(one.told for one in found[:MOST_NAMED])
        raise Refused(f"{named}{more}没有写入。数没有错的，请先到“指标体系”改这一项的规则。")


def question(round: Round) -> Hashable:
    """What the answer depends on; it changes with everything that can be put right."""
    moved = figures.moved(round.scheme)
    return "obstacles", round.pk, round.on, round.as_of, round.version.digest, moved


def _told(problems: Iterable[Problem], rulebook: Book, names: Mapping[str, str]) -> list[Obstacle]:
    """Each cell once, a figure that was recorded for all units once for all of them."""
    data = {entry["code"]: entry["name"] for entry in rulebook["data"]}
    shared = reference_items(rulebook)
    found: dict[tuple[str, ...], Obstacle] = {}
    for one in problems:
        about = one.about or ("", one.place, one.what)
        if about[0] == FIGURE and about[2] in shared:
            about = (FIGURE, EVERYBODY, *about[2:])
        found.setdefault(about, _made(one, about, data, names))
    return list(found.values())


def _made(
    one: Problem, about: tuple[str, ...], data: Mapping[str, str], names: Mapping[str, str]
) -> Obstacle:
    what, remedy = full_width(one.what), full_width(one.remedy)
    given = {"remedy": remedy, "source": one.place, "code": one.code, "kind": about[0]}
    if about[0] == FIGURE:
        _, subject, item, period, key = about
        if data[item] not in what and one.code != ABOVE_FULL:
            what = f"“{data[item]}”{what}"
        who = "" if subject == EVERYBODY else f"{names.get(subject, subject)}的"
        return Obstacle(who + what, subject=subject, item=item, period=period, key=key, **given)
    if about[0] == EVENT:
        return Obstacle(f"加减分 {about[1]}：{what}", item=about[1], **given)
    if about[0] == AGREED:
        return Obstacle(what, subject=about[1], item=about[2], **given)
    return Obstacle(f"{one.place}：{what}", **given | {"kind": ""})
