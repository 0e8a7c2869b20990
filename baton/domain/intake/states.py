"""Where a submission can go from where it is; the diagram in the documents is printed from this table."""

from baton.domain.intake.models import Submission

State = Submission.State

TRANSITIONS: dict[str, set[str]] = {
    State.RECEIVED: {State.RETURNED, State.PARTIAL, State.ACCEPTED},
    State.PARTIAL: {State.PARTIAL, State.ACCEPTED, State.RETURNED},
    State.RETURNED: set(),
    State.ACCEPTED: set(),
}
