"""与去年比: the scheme of a round as a red-lined paper against the one of the year before."""

from __future__ import annotations

from datetime import date

from baton.desk.rules.lineage import before, same_title
from baton.desk.rules.redlines import between
from baton.documents.papers import Head, Redline, RedlineLine
from baton.documents.rule_changes import NOTHING
from baton.domain import clock
from baton.domain.assessment.models import Run
from baton.domain.rounds.models import Round
from baton.domain.schemes.models import Version

WHOLE = "方案"
MARKS = 12  # so many digits of a version's digest are printed
NOTHING_EARLIER = "以前各年没有同一套方案（分组、名称都对不上），没有可比的。去年的规则还没有收的，请先在“复算去年”里收下。"


def compared(run: Run, group: str = "") -> Redline:
    """The version of a run against the same scheme of the year before; the scheme is one for all groups."""
    return redline_of(run.version, before(run.round.scheme), clock.local(clock.now()).date())


def redline_of(version: Version, other: Version | None, on: date) -> Redline:
    """One version against another, titled and dated."""
    title = f"{version.scheme.title}修改对照表"
    day = f"{on.year}年{on.month}月{on.day}日"
    receipt = _receipt(version)
    if other is None:
        return Redline(title, NOTHING_EARLIER, [], receipt)
    changes = between(other, version)
    told = f"改 {len(changes)} 处" if changes else "没有改动"
    lines = [RedlineLine(one.place or WHOLE, one.label, _said(one.old), _said(one.new)) for one in changes]  # fmt: skip
    about = f"{_called(version)}与{_called(other, version)}比，{told}\n{day}"
    return Redline(title, about, lines, f"{receipt} · {_receipt(other)}")


def _said(text: str) -> str:
    return "" if text == NOTHING else text


def _receipt(version: Version) -> str:
    return f"{version.scheme.year}年第{version.number}版 {version.digest[:MARKS]}"


def head_of(version: Version, round: Round) -> Head:
    """What stands above the paper while there is no draft yet."""
    return Head(version.scheme.title, round.name, f"第{version.number}版", version.digest, version.get_state_display())  # fmt: skip


def _called(version: Version, beside: Version | None = None) -> str:
    """2025年第1版（正式）, with its title where it is called otherwise than the one beside it."""
    state = version.get_state_display()
    named = "" if beside is None or same_title(version.scheme, beside.scheme) else f"“{version.scheme.title}”"  # fmt: skip
    return f"{named}{version.scheme.year}年第{version.number}版（{state}）"
