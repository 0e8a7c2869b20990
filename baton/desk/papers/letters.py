"""反馈函: each unit's and each official's result, the three largest losses with the rule's sentence, and what went well."""

from __future__ import annotations

from fractions import Fraction

from baton.desk.papers.account import NONE, Line
from baton.desk.papers.checking import Accounts, lines_of
from baton.desk.papers.gathering import (
    as_pages,
    decisions_of,
    groups_of,
    serves,
    total_of,
    units_of,
)
from baton.desk.papers.vetoed import vetoes_told
from baton.documents.papers import Letter
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.queries import reaches
from baton.domain.assessment.readers import Layer
from baton.domain.printing.queries import advice

THREE, MOST_GOOD = 3, 6


def letters(
    run: Run, group: str = "", background: Accounts | None = None, *, layer: str = Layer.NAMES.value
) -> list[Letter]:  # fmt: skip
    """反馈函 of a group, or of all units; officials only when their group is asked for. Ranks only where they were chosen."""
    background = background or Accounts(run)
    decided = {subject: one.decided for subject, one in decisions_of(run).items()}
    with_rank = reaches(layer, Layer.TOTALS)
    written = {subject: one.text for subject, one in advice(run).items()}
    return [
        letter_of(
            background, line, decided.get(line.subject) or line.grade, with_rank=with_rank, advice=written.get(line.subject, "")
        )
        for lines in groups_of(run, group).values() for line in lines
        if line.subject in background.result.plan.row_of
        and (group or background.known[line.subject].kind != "person")
    ]  # fmt: skip


def letter_of(
    background: Accounts, line: RunLine, grade: str, *, with_rank: bool, advice: str = ""
) -> Letter:
    """One letter, with what the office has to say to it."""
    lines = lines_of(background, line)
    lost = sorted(
        (one for one in lines if (one.points or 0) > 0), key=lambda one: -(one.points or 0)
    )
    person = background.known[line.subject].kind == "person"
    letter = Letter(
        line.name, serves(units_of(background.result, line.subject, background.known), background.titles.get(line.subject, "")) if person else "",
        _result(background, line, grade, with_rank=with_rank),
        [_loss(background, one) for one in lost[:THREE]], _strengths(background, line, lines),
        advice,
    )  # fmt: skip
    return background.told_in(line.group, letter)


def _result(background: Accounts, line: RunLine, grade: str, *, with_rank: bool) -> str:
    run = background.run
    vetoes = vetoes_told(run, background.result, line.subject)
    if line.total is None:
        return f"{run.round.name}你{_word(background, line)}还没有出总分。{vetoes}"
    said = f"{run.round.name}中，你{_word(background, line)}在{line.group}得 {total_of(background.result, line)}"
    if with_rank and line.rank is not None:
        said += f"，第 {line.rank} 名（共 {background.sizes.get(line.group, 0)} 个）"
    return said + (f"，等次{grade}。" if grade else "。") + vetoes + "现将有关情况反馈如下。"


def _word(background: Accounts, line: RunLine) -> str:
    return "本人" if background.known[line.subject].kind == "person" else "单位"


def _loss(background: Accounts, one: Line) -> list[str]:
    item = background.result.plan.items.get(one.code.removesuffix("×"))
    sentence = str(item["sentence"] or "") if item else ""
    return [
        one.row.name,
        as_pages(background.result, one.points or Fraction(0)),
        sentence,
        one.row.reason,
        one.row.lead,
    ]


def _strengths(background: Accounts, line: RunLine, lines: list[Line]) -> str:
    good = [
        one.row.name
        for one in lines
        if one.points is not None and one.points <= 0 and one.row.full not in ("", NONE)
    ]
    named = "、".join(good[:MOST_GOOD])
    said = f"{named}{f'等 {len(good)} 项' if len(good) > MOST_GOOD else ''}得满分。" if good else ""
    honours = [one for one in background.claims.get(line.subject, []) if one.counts.startswith("+")]
    if honours:
        said += f"加分 {len(honours)} 项：{'、'.join(f'{one.name} {one.counts} 分' for one in honours[:THREE])}{'等' if len(honours) > THREE else ''}。"
    return said
