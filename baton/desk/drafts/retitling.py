"""更正稿的标题: made from the corrected results; one that names somebody who is no longer what he was is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from baton.desk.looks.findings import title_of
from baton.domain.accounts.models import Person
from baton.domain.assessment import services
from baton.domain.assessment.models import Run, RunLine
from baton.domain.assessment.services import Total
from baton.domain.orgs import queries as orgs
from baton.domain.refusals import Refused


def lines_of(run: Run, totals: Iterable[Total]) -> list[RunLine]:
    """The lines a correction of a draft would have; nothing is written."""
    return [RunLine(run=run, **vars(total)) for total in totals]


def proposed(run: Run, after: Sequence[RunLine]) -> str:
    """What the correction of a draft is called: as the draft was, while that still holds, else by its own results."""
    kept = run.headline and not outdated(run.headline, list(run.lines.all()), after)
    return run.headline if kept else title_of(run, after)


def outdated(headline: str, before: Iterable[RunLine], after: Iterable[RunLine]) -> list[str]:
    """云东区被一票否决，第 1 名变为第 4 名: everybody a headline names whose rank, grade or vetoes a correction changed."""
    old = {line.subject: line for line in before}
    names: dict[str, set[str]] = defaultdict(set)
    for name, subject in orgs.aliases().items():
        names[subject].add(name)
    found = []
    for line in after:
        called = {line.name, *names[line.subject]}
        if line.subject in old and any(name and name in headline for name in called):
            told = _changes(old[line.subject], line)
            found += [f"{line.name}{told}"] if told else []
    return found


def left_over(run: Run) -> list[str]:
    """Whom the headline of a correction draft names that the correction changed; of one made from its own results, nobody."""
    if run.corrects is None or not run.headline:
        return []
    lines = list(run.lines.all())
    if run.headline == title_of(run, lines):
        return []
    return outdated(run.headline, run.corrects.lines.all(), lines)


def check_headline(
    run: Run, headline: str, after: Sequence[RunLine], *, is_sure: bool, own: str
) -> None:
    """Refused where a headline names somebody whom the correction of `run` changed, unless somebody said that it is meant so.

    own: what the correction is called by its own results, which is never asked about.
    """
    named = [] if is_sure or headline in ("", own) else outdated(headline, run.lines.all(), after)
    if named:
        raise Refused(
            f"标题里提到的{'；'.join(named)}。请改标题；就要这样写的，勾上“标题就这样用”。"
        )


def rename(*, run: Run, headline: str, is_sure: bool = False, by: Person, at: datetime) -> None:
    """改标题 of a draft; of a correction draft only with a headline that fits what was corrected, or on purpose."""
    if run.corrects is not None:
        lines = list(run.lines.all())
        own = title_of(run, lines)
        check_headline(run.corrects, headline.strip(), lines, is_sure=is_sure, own=own)
    services.name_draft(run=run, headline=headline, by=by, at=at)


def _changes(old: RunLine, new: RunLine) -> str:
    found = []
    if new.vetoes and sorted(new.vetoes) != sorted(old.vetoes or []):
        found.append("被一票否决")
    if old.rank != new.rank:
        found.append(f"{_place(old.rank)}变为{_place(new.rank)}")
    if old.grade != new.grade:
        found.append(f"等次由{old.grade or '未定'}变为{new.grade or '未定'}")
    return "，".join(found)


def _place(rank: int | None) -> str:
    return f"第 {rank} 名" if rank else "没有名次"
