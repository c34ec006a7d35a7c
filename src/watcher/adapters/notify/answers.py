"""What a server's answer means: accepted, try again, or stop."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from email.utils import parsedate_to_datetime

from watcher.adapters.notify.types import Answer, Reply, Sense
from watcher.core.schedule import LONGEST_REST

NO_REDIRECT = "redirects are not followed: give the address that it leads to"
LONGEST_TEXT = 240
TRY_AGAIN = frozenset({408, 425, 429})
PASSING = 4
CLOSING = 421

Json = Mapping[str, object]


def http(reply: Reply) -> Answer:
    """Understand an HTTP answer by its status; the body only adds words and patience."""
    said = f"{reply.status} {reply.reason}".strip()
    body = _json(reply.body)
    words = ": ".join(filter(None, (said, _words(reply.body, body))))
    match reply.status // 100:
        case 2:
            return Answer(sense=Sense.ACCEPTED, text=said)
        case 3:
            return Answer(sense=Sense.REFUSED, text=f"{said} ({NO_REDIRECT})")
        case 4 if reply.status not in TRY_AGAIN:
            return Answer(sense=Sense.REFUSED, text=words)
        case _:
            wait = _patience(reply.headers, body)
            return Answer(sense=Sense.LATER, text=words, retry_after=wait)


def telegram(reply: Reply) -> Answer:
    """Understand Telegram's answer, which may say ``"ok": false`` under a status 200."""
    body = _json(reply.body)
    moved = _object(body.get("parameters")).get("migrate_to_chat_id")
    if moved is not None:
        text = f"{reply.status}: the group has moved: its chat id is now {moved}"
        return Answer(sense=Sense.REFUSED, text=text)
    answer = http(reply)
    if answer.sense is not Sense.ACCEPTED or body.get("ok") is True:
        return answer
    code = body.get("error_code")
    if isinstance(code, int):
        return http(replace(reply, status=code, reason=""))
    text = f"{answer.text}, but not ok: {_words(reply.body, body)}"
    return Answer(sense=Sense.LATER, text=text)


def smtp(code: int, text: str | bytes) -> Answer:
    """Understand an SMTP reply by the first digit of its code."""
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    sense = {2: Sense.ACCEPTED, 5: Sense.REFUSED}.get(code // 100, Sense.LATER)
    return Answer(sense=sense, text=f"{code} {words}")


def smtp_for_one(code: int, text: str | bytes) -> Answer:
    """Understand a reply to RCPT or DATA: a passing no is about the recipient there.

    421 is not: it is the server that closes, whatever it was asked.
    """
    personal = code // 100 == PASSING and code != CLOSING
    return replace(smtp(code, text), personal=personal)


def settle(answers: Sequence[Answer], *, said_yes: bool, trusted: bool, complaint: str) -> Answer:
    """Make one answer of all: what Apprise concluded, and what the servers said.

    A service may fail and recover within one message (an expired session, say), so
    where Apprise is ``trusted`` its yes stands. After a no the last failure decides:
    an earlier one may be what was recovered from. What any of them leaves in doubt
    stays in doubt.
    """
    in_doubt = any(a.doubtful for a in answers)
    failures = [a for a in answers if a.sense is not Sense.ACCEPTED]
    if failures and not (said_yes and trusted):
        last = failures[-1]
        waits = [a.retry_after for a in failures if a.retry_after is not None]
        return replace(last, retry_after=max(waits, default=None), doubtful=in_doubt)
    if said_yes:
        accepted = answers[-1].text if answers else "accepted (no answer to show)"
        return Answer(sense=Sense.ACCEPTED, text=accepted)
    heard = f"{answers[-1].text}, but" if answers else "not sent:"
    reason = complaint or "Apprise gives no reason"
    return Answer(sense=Sense.LATER, text=f"{heard} {reason}", doubtful=in_doubt)


def tidy(text: str) -> str:
    """Put on one line of bounded length what a stranger wrote."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= LONGEST_TEXT else line[: LONGEST_TEXT - 1] + "…"


def _json(body: bytes) -> Json:
    try:
        return _object(json.loads(body))
    except (ValueError, RecursionError):  # not JSON, or JSON made to hurt
        return {}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _words(raw: bytes, body: Json) -> str:
    for key in ("description", "message", "error", "errors", "detail"):
        value = body.get(key)
        if value:
            return value if isinstance(value, str) else json.dumps(value)
    text = raw.decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text


def _patience(headers: Mapping[str, str], body: Json) -> timedelta | None:
    # Telegram says it in parameters.retry_after, Discord in retry_after.
    asked = [
        _header_wait(headers),
        _seconds(_object(body.get("parameters")).get("retry_after")),
        _seconds(body.get("retry_after")),
    ]
    return max((wait for wait in asked if wait is not None), default=None)


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
