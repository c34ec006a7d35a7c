"""A server on loopback that answers as Telegram's Bot API does to a bot, and the people who write to it.

    with BotServer() as telegram:
        amara = telegram.somebody(42, language="fr")
        amara.writes("/start")
        amara.presses("Terminé, continuer")
        amara.read("Quel est votre score")    # waits until the bot has said it

Each person sees the messages of their chat as they now stand, buttons included.
"""

import json
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from tests.servers.http import HttpServer, Line, Request, Step, answer
from tests.servers.telegram import TOKEN, error
from watcher.core.settings import Secret

PATIENCE = 20.0
BOT = {"id": 110201543, "is_bot": True, "first_name": "Rounds", "username": "rounds_bot"}


@dataclass(slots=True)
class Shown:
    """A message of the bot as its chat shows it."""

    id: int
    text: str
    buttons: dict[str, str] = field(default_factory=dict)


class BotServer:
    """Telegram's end of one bot: what people write goes to the bot, what it answers is kept by chat."""

    def __init__(self) -> None:
        self._http = HttpServer()
        self._updates: deque[dict[str, Any]] = deque()
        self._next_update = 1000
        self._next_message = 1
        self._lock = Lock()
        self._failures: dict[str, deque[Step]] = defaultdict(deque)
        self.chats: dict[int, list[Shown]] = defaultdict(list)
        self.notes: list[str] = []  # shown for a moment where a button was pressed
        self.menus: dict[str, list[str]] = {}
        self.asked: list[int | None] = []  # the offset of each request for updates
        methods: Mapping[str, Callable[[dict[str, Any]], object]] = {
            "getMe": lambda _: BOT,
            "setMyCommands": self._set_menu,
            "sendMessage": self._send,
            "editMessageText": self._edit,
            "answerCallbackQuery": self._note,
        }
        for name, method in methods.items():
            self._http.at(f"/bot{TOKEN}/{name}", partial(self._answer, name, method))
        self._http.at(f"/bot{TOKEN}/getUpdates", self._get_updates)

    @property
    def url(self) -> Secret:
        """The address of the bot as a channel of nobody in particular."""
        return Secret(f"tgram://{TOKEN}/?server={self._http.url('')}")

    @property
    def server(self) -> str:
        return self._http.url("")

    def fails(self, method: str, *steps: Step) -> None:
        """Answer the next calls of a method so; then it works again."""
        self._failures[method].extend(steps)

    def somebody(self, chat: int, *, language: str = "en") -> "Somebody":
        """Introduce a person by the number of their private chat."""
        return Somebody(self, chat, language)

    def sends(self, **content: object) -> int:
        """Have an update sent to the bot."""
        with self._lock:
            number = self._next_update
            self._next_update += 1
            self._updates.append({"update_id": number, **content})
        return number

    def repeats(self, update: Mapping[str, Any]) -> None:
        """Send an update again, as it was."""
        with self._lock:
            self._updates.append(dict(update))

    @property
    def waiting(self) -> list[dict[str, Any]]:
        """The updates that the bot has not confirmed."""
        with self._lock:
            return list(self._updates)

    def _answer(
        self, name: str, method: Callable[[dict[str, Any]], object], request: Request, line: Line
    ) -> None:
        if self._failures[name]:
            self._failures[name].popleft()(request, line)
            return
        try:
            with self._lock:
                result = method(_arguments(request))
        except LookupError as refused:
            error(400, f"Bad Request: {refused.args[0]}")(request, line)
            return
        _said(result)(request, line)

    def _get_updates(self, request: Request, line: Line) -> None:
        arguments = _arguments(request)
        offset, until = arguments.get("offset"), monotonic() + arguments.get("timeout", 0)
        self.asked.append(offset)
        if self._failures["getUpdates"]:
            self._failures["getUpdates"].popleft()(request, line)
            return
        while True:
            with self._lock:
                while self._updates and self._updates[0]["update_id"] < (offset or 0):
                    self._updates.popleft()
                found = list(self._updates)[:100]
            if found or monotonic() >= until:
                break
            line.pause(0.005)
        _said(found)(request, line)

    def _set_menu(self, arguments: dict[str, Any]) -> object:
        names = [command["command"] for command in arguments["commands"]]
        self.menus[arguments.get("language_code", "")] = names
        return True

    def _send(self, arguments: dict[str, Any]) -> object:
        chat = int(arguments["chat_id"])
        shown = Shown(self._next_message, arguments["text"], _buttons(arguments))
        self._next_message += 1
        self.chats[chat].append(shown)
        return _message(shown.id, chat, arguments["text"])

    def _edit(self, arguments: dict[str, Any]) -> object:
        chat, number = int(arguments["chat_id"]), int(arguments["message_id"])
        shown = next((one for one in self.chats[chat] if one.id == number), None)
        if shown is None:
            raise LookupError("message to edit not found")
        wanted = Shown(number, arguments["text"], _buttons(arguments))
        if wanted == shown:
            raise LookupError("message is not modified")
        shown.text, shown.buttons = wanted.text, wanted.buttons
        return _message(number, chat, shown.text)

    def _note(self, arguments: dict[str, Any]) -> object:
        self.notes.append(arguments.get("text", ""))
        return True

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


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a private chat with the bot."""

    telegram: BotServer
    chat: int
    language: str = "en"

    def writes(self, text: str) -> None:
        """Write to the bot."""
        self.telegram.sends(message={**self._message(), "text": text})

    def sends(self, **content: object) -> None:
        """Send something that is no text."""
        self.telegram.sends(message={**self._message(), **content})

    def presses(self, button: str) -> None:
        """Press a button, waiting until it is there: the newest of that text."""
        wait_until(lambda: self._find(button) is not None, f"no button {button!r}")
        shown = self._find(button)
        assert shown is not None
        self.press_data(shown.buttons[self._label(shown, button)], shown.id)

    def press_data(self, data: str, message: int = 1) -> None:
        """Have a button's data sent, whether there is one or not."""
        below = _message(message, self.chat, "?")
        query = {
            "id": "7",
            "from": self._me(),
            "chat_instance": "1",
            "message": below,
            "data": data,
        }
        self.telegram.sends(callback_query=query)

    def blocks(self) -> None:
        """Block the bot."""
        self._becomes("kicked")

    def comes_back(self) -> None:
        """Let the bot write again."""
        self._becomes("member")

    def read(self, beginning: str) -> Shown:
        """Wait until the bot has written something with these words, and return the newest such message."""
        wait_until(lambda: self._with(beginning) is not None, f"never read {beginning!r}", self)
        found = self._with(beginning)
        assert found is not None
        return found

    @property
    def messages(self) -> list[str]:
        """What the bot has written, oldest first."""
        return [shown.text for shown in self.telegram.chats[self.chat]]

    def _with(self, words: str) -> Shown | None:
        shown = reversed(self.telegram.chats[self.chat])
        return next((one for one in shown if words in one.text), None)

    def _find(self, button: str) -> Shown | None:
        shown = reversed(self.telegram.chats[self.chat])
        return next((one for one in shown if self._label(one, button)), None)

    @staticmethod
    def _label(shown: Shown, button: str) -> str:
        return next((text for text in shown.buttons if text.removeprefix("✅ ") == button), "")

    def _becomes(self, status: str) -> None:
        member = {"user": BOT, "status": "member"}
        changed = {**member, "status": status} | ({"until_date": 0} if status == "kicked" else {})
        self.telegram.sends(
            my_chat_member={
                "chat": {"id": self.chat, "type": "private"},
                "from": self._me(),
                "date": 1_765_000_000,
                "old_chat_member": member,
                "new_chat_member": changed,
            }
        )

    def _me(self) -> dict[str, Any]:
        return {
            "id": self.chat,
            "is_bot": False,
            "first_name": "Amara <b>",
            "username": "amara",
            "language_code": self.language,
        }

    def _message(self) -> dict[str, Any]:
        return {**_message(1, self.chat), "from": self._me()}


def wait_until(holds: Callable[[], bool], failure: str, who: Somebody | None = None) -> None:
    """Wait until something holds; the failure says what was there instead."""
    until = monotonic() + PATIENCE
    while not holds():
        if monotonic() > until:
            raise AssertionError(failure if who is None else f"{failure}; there is {who.messages}")
        Event().wait(0.005)


def _message(number: int, chat: int, text: str | None = None) -> dict[str, Any]:
    kind = "private" if chat > 0 else "group"
    said = {} if text is None else {"text": text}
    return {
        "message_id": number,
        "date": 1_765_000_000,
        "chat": {"id": chat, "type": kind, **({} if chat > 0 else {"title": "Pool"})},
        **said,
    }


def _arguments(request: Request) -> dict[str, Any]:
    """Read JSON, as Apprise sends it, or a form, as the library of the bot does."""
    body = request.body.decode()
    if "json" in request.headers.get("content-type", ""):
        found: dict[str, Any] = json.loads(body)
        return found
    return {name: _value(name, text) for name, text in parse_qsl(body)}


def _value(name: str, text: str) -> object:
    if name in {"text", "callback_query_id", "parse_mode", "language_code"}:
        return text
    return json.loads(text)


def _buttons(arguments: dict[str, Any]) -> dict[str, str]:
    rows = (arguments.get("reply_markup") or {}).get("inline_keyboard", [])
    return {button["text"]: button["callback_data"] for row in rows for button in row}


def _said(result: object) -> Step:
    body = json.dumps({"ok": True, "result": result}).encode()
    return answer(body, headers={"Content-Type": "application/json"})
