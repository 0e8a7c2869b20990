"""Where a session can go from where it is."""

from baton.domain.hearings.models import Hearing

State = Hearing.State

TRANSITIONS: dict[str, set[str]] = {
    State.READY: {State.RUNNING},
    State.RUNNING: {State.CLOSED},
    State.CLOSED: {State.RUNNING},
}
