"""What the door says: a receipt, a lane, and how one answer of a server is understood."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


@dataclass(frozen=True, slots=True, kw_only=True)
class RateKey:
    """Whose patience a delivery draws on: one kind of channel, one server, one chat.

    ``kind`` is the family of the address ("mail", "tgram", "json"), ``server`` names
    the account there without saying its secret, ``chat`` is the target.
    """

    kind: str
    server: str
    chat: str


class Sense(Enum):
    """What an answer asks us to do: nothing more, try again, or stop."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer as a person can read it, with no sooner than when to ask again.

    ``personal`` and ``doubtful`` mean what they mean in DeliveryError.
    """

    sense: Sense
    text: str
    retry_after: timedelta | None = None
    personal: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One HTTP answer as it came; ``body`` may be cut."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes
