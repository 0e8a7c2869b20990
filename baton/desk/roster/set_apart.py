"""单列写在备注里: what a remark or a note says of a unit counts once a clerk has said so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from baton.desk.roster.roster_questions import UNIT, Question, Settling
from baton.documents.roster_apart import ApartWord

APART, YES, NO = "apart", "separate", "ranked"


def ask_apart(settling: Settling, words: Sequence[ApartWord], places: Mapping[str, int]) -> None:
    """认单列: ask once for the same words about which units; whoever is apart already isn't asked about.

    places: of `places_of`, taken before the units got the names they are known by.
    """
    told: dict[tuple[str, str], list[int]] = {}
    for one in words:
        at = places.get(one.unit)
        if at is None or settling.subjects[at].kind != UNIT:
            continue
        if settling.subjects[at].listing != YES and at not in told.get((one.head, one.text), ()):
            told.setdefault((one.head, one.text), []).append(at)
    for (head, text), found in told.items():
        names = "、".join(settling.subjects[at].name for at in found)
        key = f"{head}·{text}"
        answer = settling.answers.get((APART, key), "")
        if answer == YES:
            for at in found:
                settling.subjects[at] = replace(settling.subjects[at], listing=YES)
            settling.notes.append(f"{names}单列：有总分，不参加排名。")
        elif answer != NO:
            choices = [(YES, "记作单列，不参加排名"), (NO, "不单列，照常排名")]
            sentence = f"“{head}”写着“{text}”：{names}记作单列吗？"
            settling.questions.append(Question(APART, key, sentence, choices))
