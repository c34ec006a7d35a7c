"""Servers' responses, classified: accepted, try again later, or refused for good."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from enum import Enum

from watcher.core.schedule import LONGEST_REST

_NO_REDIRECT = "redirects are not followed: give the address that it leads to"
_LONGEST_TEXT = 240
_TRY_AGAIN = frozenset({408, 425, 429})
_GONE = 410
_SMTP_TRANSIENT = 4
_SMTP_CLOSING = 421
# Of RFC 3463: what is wrong with the recipient's address, but not with the sender's (5.1.7 and 5.1.8).
_NO_MAILBOX = re.compile(r"\s*5\.(?:1\.(?:0|1|2|3|6|10)|2\.1)\b")
_ENHANCED = re.compile(r"\s*5\.\d{1,3}\.\d{1,3}\b")
_NO_USER = re.compile(
    r"(user|recipient|mailbox|address|account)\b.{0,40}\b(unknown|not (found|exist)|invalid|disabled)"
    r"|(unknown|no such|invalid) (user|recipient|mailbox|address|person)|does not exist|not exist",
    re.IGNORECASE,
)
_NO_USER_CODES = frozenset({550, 551, 553})
# What Telegram says of a chat that this bot will never reach again, with 400 or 403.
_NO_CHAT = re.compile(
    r"chat not found|user not found|PEER_ID_INVALID|blocked by the user|user is deactivated|was kicked"
    r"|can't initiate conversation|not a member|chat was deactivated|chat was deleted",
    re.IGNORECASE,
)

_Json = Mapping[str, object]


class ResponseKind(Enum):
    """The reaction to a response: done, try again, or stop."""

    ACCEPTED = "accepted"
    LATER = "later"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class ServerResponse:
    """One response as a person can read it; the other fields are those of DeliveryError and its kinds."""

    kind: ResponseKind
    text: str
    retry_after: timedelta | None = None
    personal: bool = False
    doubtful: bool = False
    gone: bool = False
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class HttpReply:
    """One HTTP response as it came; ``body`` may be cut by us, ``is_cut`` says that the server did."""

    status: int
    reason: str
    headers: dict[str, str]
    body: bytes
    is_cut: bool = False


def read_http(reply: HttpReply) -> ServerResponse:
    """Read an HTTP response by its status; the body only adds words and a time to wait."""
    said = f"{reply.status} {reply.reason}".strip()
    body = _json(reply.body)
    words = ": ".join(filter(None, (said, _words(reply.body, body))))
    match reply.status // 100:
        case 2:
            return ServerResponse(ResponseKind.ACCEPTED, said)
        case 3:
            return ServerResponse(ResponseKind.REFUSED, f"{said} ({_NO_REDIRECT})")
        case 4 if reply.status not in _TRY_AGAIN:
            return ServerResponse(ResponseKind.REFUSED, words, gone=reply.status == _GONE)
        case _:
            return ServerResponse(ResponseKind.LATER, words, _retry_after(reply.headers, body))


def read_whole(
    reply: HttpReply, read: Callable[[HttpReply], ServerResponse] = read_http
) -> ServerResponse:
    """Read a response, believing no yes that broke off."""
    response = read(reply)
    if response.kind is not ResponseKind.ACCEPTED or not reply.is_cut:
        return response
    text = f"{response.text}, but the answer broke off"
    return ServerResponse(ResponseKind.LATER, text, doubtful=True)


def read_telegram(reply: HttpReply) -> ServerResponse:
    """Read Telegram's response, which may say ``"ok": false`` under a status 200."""
    body = _json(reply.body)
    moved = _object(body.get("parameters")).get("migrate_to_chat_id")
    if moved is not None and re.fullmatch("-?[0-9]{1,19}", str(moved)):
        text = f"{reply.status}: the group has moved: its chat id is now {moved}"
        return ServerResponse(ResponseKind.LATER, text, personal=True, moved_to=str(moved))
    answer = read_http(reply)
    if answer.kind is ResponseKind.REFUSED:
        return replace(answer, gone=_NO_CHAT.search(answer.text) is not None)
    if answer.kind is ResponseKind.LATER or body.get("ok") is True:
        return answer
    code = body.get("error_code")
    if isinstance(code, int):
        return read_telegram(replace(reply, status=code, reason=""))
    text = f"{answer.text}, but not ok: {_words(reply.body, body)}"
    return ServerResponse(ResponseKind.LATER, text)


def read_smtp(code: int, text: str | bytes) -> ServerResponse:
    """Read an SMTP reply by the first digit of its code."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    kind = {2: ResponseKind.ACCEPTED, 5: ResponseKind.REFUSED}.get(code // 100, ResponseKind.LATER)
    return ServerResponse(kind, f"{code} {words}")


def read_smtp_for_recipient(code: int, text: str | bytes) -> ServerResponse:
    """Read a reply to RCPT or DATA: a transient no is about the recipient there.

    421 is not: it is the server that closes, whatever it was asked.
    """
    answer = read_smtp(code, text)
    said = answer.text[4:]
    enhanced = _ENHANCED.match(said) is not None
    unknown = _NO_MAILBOX.match(said) if enhanced else _NO_USER.search(said)
    return replace(
        answer,
        personal=code // 100 == _SMTP_TRANSIENT and code != _SMTP_CLOSING,
        gone=code in _NO_USER_CODES and unknown is not None,
    )


def combine(
    responses: Sequence[ServerResponse], *, said_yes: bool, trusted: bool, complaint: str
) -> ServerResponse:
    """Combine Apprise's verdict and the servers' responses.

    A service may fail and recover within one message (an expired session, say), so the yes of a ``trusted`` Apprise
    stands. After a no the last failure decides. Doubt of any of them stays.
    """
    in_doubt = any(a.doubtful for a in responses)
    failures = [a for a in responses if a.kind is not ResponseKind.ACCEPTED]
    if failures and not (said_yes and trusted):
        last = failures[-1]
        waits = [a.retry_after for a in failures if a.retry_after is not None]
        return replace(last, retry_after=max(waits, default=None), doubtful=in_doubt)
    if said_yes:
        accepted = responses[-1].text if responses else "accepted (no answer to show)"
        return ServerResponse(ResponseKind.ACCEPTED, accepted)
    heard = f"{responses[-1].text}, but" if responses else "not sent:"
    reason = complaint or "Apprise gives no reason"
    return ServerResponse(ResponseKind.LATER, f"{heard} {reason}", doubtful=in_doubt)


def one_line(text: str) -> str:
    """Put a server's text on one line of bounded length."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST_TEXT else line[: _LONGEST_TEXT - 1] + "…"


def _json(body: bytes) -> _Json:
    try:
        return _object(json.loads(body))
    except (ValueError, RecursionError):  # not JSON, or JSON made to hurt
        return {}


def _object(value: object) -> _Json:
    return value if isinstance(value, dict) else {}


def _words(raw: bytes, body: _Json) -> str:
    for key in ("description", "message", "error", "errors", "detail"):
        value = body.get(key)
        if value:
            return value if isinstance(value, str) else json.dumps(value)
    text = raw.decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text


def _retry_after(headers: Mapping[str, str], body: _Json) -> timedelta | None:
    # Telegram says it in parameters.retry_after, Discord in retry_after.
    asked = (_object(body.get("parameters")).get("retry_after"), body.get("retry_after"))
    waits = (_header_wait(headers), *map(_seconds, asked))
    return max((wait for wait in waits if wait is not None), default=None)


def _header_wait(headers: Mapping[str, str]) -> timedelta | None:
    value = headers.get("retry-after", "").strip()
    if value.isdecimal() and value.isascii():
        return _seconds(int(value))
    try:
        until = parsedate_to_datetime(value)
        # The server's own Date is the clock that its deadline is told by.
        return _seconds((until - parsedate_to_datetime(headers.get("date", ""))).total_seconds())
    except (ValueError, TypeError):  # no date, or one with a zone and one without
        return None


def _seconds(value: object) -> timedelta | None:
    if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
        return None
    return timedelta(seconds=min(value, LONGEST_REST.total_seconds()))
