"""Suppressions: addresses that are never written to until they are renewed, and why. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

#: A channel's name and one target of it.
ChannelTarget: TypeAlias = tuple[str, str]
#: They asked for it, or the service says that there is nobody.
SuppressionReason = Literal["unsubscribed", "refused"]


#: What the record of a delivery says that was not sent.
NOT_SENT: Mapping[SuppressionReason, str] = {
    "unsubscribed": "not sent: unsubscribed",
    "refused": "not sent: there is nobody at this address any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One address that is left alone; ``detail`` is what the server had answered."""

    channel: str
    target: str
    why: SuppressionReason
    since: datetime
    detail: str = ""


def suppression_key(channel: str, target: str) -> ChannelTarget:
    """Return what an address is known by: mail to Amara@Example.com is mail to amara@example.com."""
    return channel, target.lower()
