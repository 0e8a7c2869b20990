"""Where a session can go from where it is; the diagram in the documents is printed from this table."""

from baton.domain.hearings.models import Hearing

State = Hearing.State

TRANSITIONS: dict[str, set[str]] = {
    State.READY: {State.RUNNING},
    State.RUNNING: {State.CLOSED},
    State.CLOSED: {State.RUNNING},
}
