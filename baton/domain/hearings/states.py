"""Where a session can go from where it is."""

from baton.domain.hearings.models import Hearing

State = Hearing.State

TRANSITIONS: dict[str, set[str]] = {
    State.READY: {State.RUNNING, State.CANCELLED},
    State.RUNNING: {State.CLOSED, State.CANCELLED},
    State.CLOSED: {State.RUNNING},
    State.CANCELLED: {State.READY, State.RUNNING},
}
