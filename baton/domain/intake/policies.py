"""Who may do what with a sheet, and when."""

from __future__ import annotations

from baton.domain.accounts import policies
from baton.domain.accounts.models import Person
from baton.domain.intake.models import Sheet, Submission
from baton.domain.intake.states import TRANSITIONS
from baton.domain.refusals import Conflict, Refused
from baton.domain.rounds.policies import check_running


def check_can_receive(person: Person, sheet: Sheet) -> None:
    """A clerk takes in sheets while the round runs."""
    policies.check_clerk(person)
    check_running(sheet.round, "不再收表。")


def check_can_decide(person: Person, submission: Submission, state: str) -> None:
    """A version is decided once, and only the newest version counts."""
    check_can_receive(person, submission.sheet)
    if state not in TRANSITIONS[submission.state]:
        word = Submission.State(submission.state).label
        raise Refused(f"第 {submission.number} 版已经“{word}”，不能再改。")
    newest = submission.sheet.submissions.order_by("-number").first()
    if newest is not None and newest.number != submission.number:
        raise Refused(f"已经有第 {newest.number} 版，请处理新的一版。")


def check_still(submission: Submission, was: str) -> None:
    """A version that somebody else has decided on since it was looked at is looked at again first."""
    if was and submission.state != was:
        who = submission.decided_by.name if submission.decided_by else ""
        word = submission.get_state_display()
        raise Conflict(
            f"您看这张表的这会儿，{who}已经把第 {submission.number} 版“{word}”，还没有退回。采用了的数会留着；看一眼，仍要退回的再点一次。"
        )
