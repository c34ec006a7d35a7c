"""A server on loopback that answers as Telegram's Bot API does.

    with TelegramServer() as telegram:
        telegram.answers(throttled(30), ok())
        url = telegram.channel("12345", "-100123:7")

The answers come in turn, the last one stays; ``messages`` holds what was sent.
"""

import json
from types import TracebackType
from typing import Any, Self

from tests.servers.http import HttpServer, Request, Step, answer, hang, slow_headers
from watcher.core.settings import Secret

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"

__all__ = [
    "TOKEN",
    "TelegramServer",
    "blocked",
    "broken",
    "chat_not_found",
    "error",
    "hang",
    "migrated",
    "not_ok",
    "ok",
    "slow_headers",
    "throttled",
]


def ok(message_id: int = 7) -> Step:
    """Accept the message."""
    return _said(200, {"ok": True, "result": {"message_id": message_id}})


def not_ok(code: int | None, description: str) -> Step:
    """Refuse it under a status 200, which Apprise takes for a yes."""
    body: dict[str, Any] = {"ok": False, "description": description}
    return _said(200, body if code is None else {**body, "error_code": code})


def error(status: int, description: str, **parameters: float) -> Step:
    """Refuse it as the Bot API does: the status twice, and what to do."""
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    return _said(status, {**body, "parameters": parameters} if parameters else body)


def chat_not_found() -> Step:
    """Say that no such chat is known to this bot."""
    return error(400, "Bad Request: chat not found")


def blocked() -> Step:
    """Say that this person wants no more messages."""
    return error(403, "Forbidden: bot was blocked by the user")


def throttled(seconds: float) -> Step:
    """Ask for patience, in the body alone, as Telegram does."""
    return error(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def migrated(chat: int) -> Step:
    """Say that the group has become a supergroup with another id."""
    text = "Bad Request: group chat was upgraded to a supergroup chat"
    return error(400, text, migrate_to_chat_id=chat)


def broken() -> Step:
    """Fail as a gateway before Telegram would, with a page instead of JSON."""
    return answer(b"<html>Bad gateway</html>", status=500)


class TelegramServer:
    """One bot's end of the Bot API; until told otherwise it accepts everything."""

    def __init__(self) -> None:
        self._http = HttpServer()
        self.answers(ok())
        self.answers_photos(ok())

    @property
    def server(self) -> str:
        """The address to give to ``?server=``."""
        return self._http.url("")

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What each request asked to send, in order."""
        return [json.loads(request.body) for request in self._http.requests]

    @property
    def requests(self) -> list[Request]:
        """Every request as it came; a photo is no JSON."""
        return list(self._http.requests)

    def answers(self, *steps: Step) -> None:
        """Answer the next messages so; the last answer stays."""
        self._http.at(f"/bot{TOKEN}/sendMessage", *steps)

    def answers_photos(self, *steps: Step) -> None:
        """Answer the next photos so."""
        self._http.at(f"/bot{TOKEN}/sendPhoto", *steps)

    def channel(self, *chats: str, more: str = "") -> Secret:
        """Give the address of these chats, with further parameters if wanted."""
        path = "/".join((TOKEN, *chats))
        return Secret(f"tgram://{path}/?server={self.server}{more}")

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._http.__exit__(kind, error, trace)


def _said(status: int, body: dict[str, Any]) -> Step:
    headers = {"Content-Type": "application/json"}
    return answer(json.dumps(body).encode(), status=status, headers=headers)
