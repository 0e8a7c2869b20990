"""意见建议: how many units of a draft have some, and what the facts propose where nobody has written any yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from baton.desk.looks.indicator_years import year_ends
from baton.desk.papers.account import Line
from baton.desk.papers.checking import PERSON, Accounts, lines_of
from baton.desk.papers.gathering import as_pages, groups_of, shown, subjects_of
from baton.desk.results import result_of
from baton.domain.assessment.models import Run, RunLine
from baton.domain.printing.models import Advice
from baton.domain.printing.queries import advice
from baton.punctuation import full_width
from baton.scoring.result import Result

THREE = 3
LONGEST_REASON = 60
NOTHING_LOST = "各项都得了满分，希望继续保持。"


@dataclass(frozen=True)
class Addressee:
    """One unit or official that gets a letter, and what has been written to it."""

    line: RunLine
    advice: Advice | None

    @property
    def is_written(self) -> bool:
        return self.advice is not None and bool(self.advice.text)


def addressees(run: Run, group: str = "") -> list[Addressee]:
    """Whoever gets a letter, in official order: all units, or everybody of one group."""
    result, written = result_of(run), advice(run)
    known = subjects_of(result)
    return [
        Addressee(line, written.get(line.subject))
        for lines in groups_of(run, group).values() for line in lines
        if line.subject in result.plan.row_of and (group or known[line.subject].kind != PERSON)
    ]  # fmt: skip


def proposal(run: Run, line: RunLine) -> str:
    """What a letter could say: the largest losses with their reasons, what fell against last year, whom to see about it."""
    background = Accounts(run)
    lines = lines_of(background, line)
    lost = sorted((one for one in lines if (one.points or 0) > 0), key=lambda one: -(one.points or 0))[:THREE]  # fmt: skip
    if not lost:
        return NOTHING_LOST if line.total is not None else ""
    told = "；".join(_loss(background.result, one) for one in lost)
    said = [f"存在的问题：{told}。"]
    fallen = _fallen(background.result, _year_before(run), line.subject)
    if fallen:
        said.append(f"比上年低的：{'，'.join(fallen)}。")
    leads = "、".join(dict.fromkeys(one.row.lead for one in lost if one.row.lead))
    with_whom = f"与{leads}一起" if leads else ""
    said.append(f"建议：{with_whom}逐项查明原因，定出整改措施、责任人和完成时限。")
    return full_width("\n".join(said))


def _loss(result: Result, one: Line) -> str:
    reason = one.row.reason.split("；")[0]
    why = f"（{reason}）" if reason and len(reason) <= LONGEST_REASON else ""
    return f"“{one.row.name}”失 {as_pages(result, one.points or Fraction(0))} 分{why}"


def _year_before(run: Run) -> Result | None:
    """The result of the newest year's end before this year."""
    earlier = [one for one in year_ends(run) if one.round.scheme.year < run.round.scheme.year]
    return result_of(earlier[-1]) if earlier else None


def _fallen(now: Result, before: Result | None, subject: str) -> list[str]:
    """The indicators of the same name that got a smaller share of their points than the year before, the deepest first."""
    if before is None:
        return []
    was = _shares(before, subject)
    found: Sequence[tuple[Fraction, str]] = sorted(
        (share - was[name], f"“{name}”得分率由 {_percent(was[name])} 降到 {_percent(share)}")
        for name, share in _shares(now, subject).items() if name in was and share < was[name]
    )  # fmt: skip
    return [said for _, said in found[:THREE]]


def _shares(result: Result, subject: str) -> dict[str, Fraction]:
    """What share of its points each ordinary indicator got."""
    found = {}
    if subject not in result.plan.row_of:
        return {}
    for code, item in result.plan.items.items():
        cell, score = result.cell(subject, code), result.score(subject, code)
        if cell is None or score is None or item["role"] != "ordinary":
            continue
        numerator, places = result.scores.points.ratio(cell)
        if numerator > 0:
            found[item["name"]] = Fraction(score) / Fraction(numerator, 10**places)
    return found


def _percent(share: Fraction) -> str:
    """A share with one decimal, half up like everything else on paper.

    >>> _percent(Fraction("0.9225")), _percent(Fraction(1, 3))
    ('92.3%', '33.3%')
    """
    return f"{shown(Fraction((share * 2000 + 1) // 2, 10))}%"
