"""Sending a message to one target of a channel: through Apprise, or to standard output (``print://NAME``).

Apprise takes 28 MiB and a third of a second to import: that is done with the first address that needs it.
"""

import re
import sys
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from watcher.adapters.notify import connections
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.model import Message
from watcher.core.redaction import address_parts
from watcher.core.settings import Secret

if TYPE_CHECKING:
    from watcher.adapters.notify.address import Address

TELEGRAM = "https://api.telegram.org"
_PRINT = "print://"
_WIDTH = 72
_NO_TARGET = "takes no target beside its address: write a channel of its own"


@dataclass(frozen=True, slots=True, kw_only=True)
class RateKey:
    """The key of a server's rate limits: kind ("mail", "tgram", "json"), account without its secret, and target."""

    kind: str
    server: str
    chat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramAccount:
    """A bot by its token, and the server of the Bot API that it is at."""

    token: Secret
    server: str = TELEGRAM

    @property
    def id(self) -> int:
        """The bot's own number, which is no secret."""
        return int(self.token.value.partition(":")[0])


def targets(url: Secret) -> tuple[str, ...]:
    """Return a stable key for each target of a channel, ``""`` for a service that has one or cannot be split.

    None where the address is a bot's account alone (``tgram://TOKEN``), which is told whom to reach.
    Raises DeliveryRefused on a malformed address.
    """
    return ("",) if _printer(url) is not None else tuple(_parsed(url).targets)


def address_problem(url: Secret, *, is_bare: bool = True) -> str | None:
    """Return what is wrong with an address, found offline and without quoting it, if anything.

    Not *is_bare*: only with a target beside it is it used, and needs to name none itself.
    """
    if _printer(url) is not None:
        return None
    try:
        address = _parsed(url)
    except DeliveryRefused as refusal:
        return refusal.answer
    return address.nobody() if is_bare and not address.targets else None


def target_problem(url: Secret, target: str) -> str | None:
    """Return what is wrong with a target that stands beside an address, found offline, if anything."""
    if _printer(url) is not None:
        return f"print:// {_NO_TARGET}"
    try:
        return _parsed(url).target_problem(target)
    except DeliveryRefused as refusal:
        return refusal.answer


def address_warnings(url: Secret) -> tuple[str, ...]:
    """Return what in an address is allowed but hardly meant, without secrets."""
    if _printer(url) is not None or address_problem(url) is not None:
        return ()
    return tuple(_parsed(url).warnings())


def send_message(url: Secret, target: str, message: Message, *, deadline: timedelta) -> str:
    """Send to one target, wait until the deadline at the longest, return the server's answer.

    Of mail and Telegram the target may be one that does not stand in the address. Raises DeliveryError when it may be
    tried again, DeliveryRefused when it may not, DeliveryMoved when it is to go to another target. A message that was
    cut in two may have arrived in part when this raises.
    """
    name = _printer(url)
    if name is not None:
        return _print(name, message)
    from watcher.adapters.notify.sending import send_through  # noqa: PLC0415 - imports Apprise

    return send_through(url, target, message, deadline)


def telegram_account(url: Secret) -> TelegramAccount | None:
    """Return the bot behind an address and the server that it is at; None where that is no Telegram."""
    if scheme(url) != "tgram":
        return None
    try:
        parts = _parsed(url).parts
    except DeliveryRefused:
        return None
    token, server = parts.get("bot_token"), parts.get("server")
    if not isinstance(token, str):
        return None
    at = server.rstrip("/") if isinstance(server, str) and server else TELEGRAM
    return TelegramAccount(token=Secret(token), server=at)


def close_connections() -> None:
    """Close every connection that waits for a next message, mail sessions with a goodbye."""
    connections.close_kept()


def rehearse(url: Secret, message: Message) -> None:
    """Do all that sending does, but for what the server would see."""
    if _printer(url) is None and address_problem(url, is_bare=False) is None:
        from watcher.adapters.notify.sending import rehearse_through  # noqa: PLC0415 - as above

        rehearse_through(url, message)


def rate_key(url: Secret, target: str) -> RateKey:
    """Return the key of the rate limits of a delivery, also for a malformed address."""
    if _printer(url) is not None:
        return RateKey(kind="print", server="", chat="")
    try:
        address = _parsed(url)
    except DeliveryRefused:
        return RateKey(kind="malformed", server="", chat=target)
    return RateKey(kind=address.kind, server=address.server, chat=target)


def scheme(url: Secret) -> str:
    """Return how an address begins, such as "tgram", which is no secret."""
    begins = re.match(r"\s*([a-z0-9]{1,32})://", url.value, re.IGNORECASE)
    return "malformed" if begins is None else begins[1].lower()


def address_secrets(url: Secret) -> tuple[str, ...]:
    """List every text that must not be printed; all of an address that cannot be parsed."""
    if _printer(url) is not None:
        return ()
    try:
        return _parsed(url).secrets
    except DeliveryRefused:
        return address_parts(url.value)


def _parsed(url: Secret) -> "Address":
    from watcher.adapters.notify.address import parse_address  # noqa: PLC0415 - imports Apprise

    return parse_address(url)


def _printer(url: Secret) -> str | None:
    """Return the name of a channel that prints, which may be empty; None for all others."""
    value = url.value.strip()
    return value[len(_PRINT) :].strip("/") if value.lower().startswith(_PRINT) else None


def _print(name: str, message: Message) -> str:
    rule = f"── {name} ".ljust(_WIDTH, "─") if name else "─" * _WIDTH
    words = f"{rule}\n{message.title}\n\n{message.text.rstrip()}\n\n"
    known = sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.write(words.encode(known, "replace").decode(known))
        sys.stdout.flush()
    except OSError as error:
        raise DeliveryError(f"standard output: {error.strerror}") from error
    return "printed"
