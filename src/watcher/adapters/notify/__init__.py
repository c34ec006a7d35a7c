"""The door to Apprise: one message to one target of one channel, and what came of it.

    answers     what a server's answer means: accepted, try again, stop
    address     an Apprise address understood: service, targets, secrets
    schemas     which class serves it
    slips       what was meant by an address that is refused
    doubts      what of an address can be used, but is hardly meant
    neutral     text from outside that no service gives a meaning to
    wording     the message in the form that the service takes
    sending     send, and tell the server's true answer
    errand      the thread it happens in, with an end to the waiting
    recorder    hears the HTTP answers that Apprise keeps to itself
    mail        mail on a connection of our own
    telegram    Telegram, also on a server of one's own
    redaction   what must never be printed
    terminal    the channel that prints

Apprise costs 20 MiB and a third of a second: it is loaded with the first address.
"""

import re
from datetime import timedelta

from watcher.adapters.notify import terminal
from watcher.adapters.notify.types import RateKey
from watcher.core.errors import DeliveryRefused
from watcher.core.model import Message
from watcher.core.settings import Secret

__all__ = [
    "RateKey",
    "address_problem",
    "address_secrets",
    "address_warnings",
    "rate_key",
    "scheme",
    "send_message",
    "targets",
]


def targets(url: Secret) -> tuple[str, ...]:
    """Name each target of a channel by a key that stays: an address, a chat id.

    A service with nothing to split has the one key ``""``, as has one that cannot be
    split (devices in one request, say). Raises DeliveryRefused on a malformed address.
    """
    if _printed(url) is not None:
        return ("",)
    from watcher.adapters.notify import address  # noqa: PLC0415 - Apprise is not loaded for less

    return tuple(address.understood(url).targets)


def address_problem(url: Secret) -> str | None:
    """Say offline what is wrong with an address, without quoting it; None when nothing is."""
    try:
        targets(url)
    except DeliveryRefused as refusal:
        return refusal.answer
    return None


def address_warnings(url: Secret) -> tuple[str, ...]:
    """Name what of an address can be used but is hardly meant; quotes no secret."""
    if _printed(url) is not None:
        return ()
    from watcher.adapters.notify import address, doubts  # noqa: PLC0415 - Apprise is not loaded for less

    try:
        return doubts.of(address.understood(url))
    except DeliveryRefused:
        return ()  # ``address_problem`` says it


def send_message(url: Secret, target: str, message: Message, *, deadline: timedelta) -> str:
    """Send one message to one target, and wait until the deadline at the longest.

    Raises DeliveryError when it may be tried again, DeliveryRefused when it may not.
    A message that was cut in two may have arrived in part when this raises.
    """
    name = _printed(url)
    if name is not None:
        return terminal.write(name, message)
    from watcher.adapters.notify import sending  # noqa: PLC0415 - Apprise is not loaded for less

    return sending.send(url, target, message, deadline)


def rate_key(url: Secret, target: str) -> RateKey:
    """Name whose patience a delivery draws on; the target need not be one of the channel's.

    A malformed address has a key too, of its own: it is refused when it is sent to.
    """
    if _printed(url) is not None:
        return RateKey(kind="print", server="", chat="")
    from watcher.adapters.notify import address  # noqa: PLC0415 - Apprise is not loaded for less

    try:
        there = address.understood(url)
    except DeliveryRefused:
        return RateKey(kind="malformed", server="", chat=target)
    return RateKey(kind=there.kind, server=there.server, chat=target)


def scheme(url: Secret) -> str:
    """Say how an address begins, "tgram" say: all of it that is no secret."""
    begins = re.match(r"\s*([a-z0-9]{1,32})://", url.value, re.IGNORECASE)
    return "malformed" if begins is None else begins[1].lower()


def address_secrets(url: Secret) -> tuple[str, ...]:
    """List every text that must not be printed; all of an address nobody understands."""
    if _printed(url) is not None:
        return ()
    from watcher.adapters.notify import address, redaction  # noqa: PLC0415 - Apprise is not loaded for less

    try:
        return address.understood(url).secrets
    except DeliveryRefused:
        return redaction.every_piece(url.value)


def _printed(url: Secret) -> str | None:
    """Give the name of a channel that prints, which may be empty; None for all others."""
    value = url.value.strip()
    is_printed = value.lower().startswith(terminal.SCHEME)
    return value[len(terminal.SCHEME) :].strip("/") if is_printed else None
