"""The states of a delivery."""

from enum import StrEnum


class State(StrEnum):
    """Where a delivery stands; from ``sent`` on they are ends.

    A superseded one was not sent yet when a correction took its place.
    """

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    REFUSED = "refused"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"
