"""The Bot API, through python-telegram-bot: the one place that imports it."""

import logging
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Self

# So that the library gives spans of time as such; it asks this at each, and warns where it is not set.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram import Bot, BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram._utils.types import JSONDict
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.request import HTTPXRequest

from watcher.adapters.notify import TelegramAccount
from watcher.bot.incoming import LONGEST_DATA, Incoming, parse_update
from watcher.bot.outgoing import Answer, Keyboard
from watcher.core.settings import LANGUAGES, Language

if TYPE_CHECKING:
    from types import TracebackType

# No edited messages: what was answered stays answered.
_WANTED = ("message", "callback_query", "my_chat_member")
_CONNECTIONS = 8
# Raised by the library over what its version of the Bot API does not foresee, such as that of an older server.
_UNREADABLE = (TypeError, KeyError, ValueError, AttributeError)
_SECONDS = 10.0


class ApiError(Exception):
    """The Bot API could not do what it was asked."""


class TokenRefused(ApiError):
    """The token is revoked or wrong: nothing works until there is another."""


class AnotherPoller(ApiError):
    """Somebody else asks for this bot's updates, or has them sent by a webhook."""


class ApiUnreachable(ApiError):
    """The network or the server failed; to be tried again."""


class ApiRefused(ApiError):
    """The request is refused for good; others need not be."""


class ChatGone(ApiError):
    """The chat blocked the bot, or is no more."""


class ApiThrottled(ApiError):
    """Too many requests: to be tried again after so many ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"asked to wait {seconds:g} seconds")
        self.seconds = seconds


class _RawBot(Bot):
    """Gives updates as they came: one that the library cannot read must not hold up all others for a day."""

    async def raw_updates(self, offset: int | None, wait: int) -> list[object]:
        """Wait for updates, *wait* seconds at the longest."""
        wanted: JSONDict = {"timeout": wait, "allowed_updates": _WANTED}
        if offset is not None:
            wanted["offset"] = offset
        found = await self._post("getUpdates", wanted, read_timeout=wait + _SECONDS)
        return found if isinstance(found, list) else []


class TelegramApi:
    """One bot's end of the Bot API; every method may raise an ApiError."""

    def __init__(self, account: TelegramAccount) -> None:
        # It logs what people write where it cannot read an update.
        logging.getLogger("telegram").setLevel(logging.CRITICAL + 1)
        self._account = account
        self._bot = _RawBot(
            account.token.value,
            base_url=f"{account.server}/bot",
            request=_client(account, _CONNECTIONS),
            get_updates_request=_client(account, 1),
        )

    async def __aenter__(self) -> Self:
        try:
            with _translated():
                await self._bot.initialize()
        except ApiError:
            await self._bot.shutdown()
            raise
        return self

    async def __aexit__(
        self,
        kind: "type[BaseException] | None",
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        await self._bot.shutdown()

    @property
    def name(self) -> str:
        """The bot's name, by which it is found."""
        return self._bot.username

    async def updates(self, after: int | None, *, wait: int) -> list[Incoming]:
        """Wait for updates, *wait* seconds at the longest; those up to *after* are never given again."""
        with _translated():
            found = await self._bot.raw_updates(None if after is None else after + 1, wait)
        return [one for one in map(parse_update, found) if one is not None]

    async def set_commands(self, commands: Sequence[tuple[str, str]], language: Language) -> None:
        """List the commands with what each does, as clients in this language show them."""
        with _translated():
            await self._bot.set_my_commands(
                [BotCommand(name, about) for name, about in commands],
                language_code=None if language == LANGUAGES[0] else language,
            )

    async def send(self, chat: int, answer: Answer) -> None:
        """Send a message, or put it in the place of the one that it edits."""
        keyboard = _keyboard(answer.keyboard)
        if answer.edits is not None and await self._edit(chat, answer.edits, answer.html, keyboard):
            return
        with _translated():
            await self._bot.send_message(
                chat,
                answer.html,
                parse_mode="HTML",
                reply_markup=keyboard,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
            )

    async def _edit(
        self, chat: int, message: int, html: str, keyboard: InlineKeyboardMarkup | None
    ) -> bool:
        """Tell whether the message was edited, or is as it should be."""
        with _translated():
            try:
                await self._bot.edit_message_text(
                    html,
                    chat,
                    message,
                    parse_mode="HTML",
                    reply_markup=keyboard,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                )
            except BadRequest as refused:
                return "not modified" in refused.message
        return True

    async def answer_press(self, press: str, text: str) -> None:
        """End the waiting of a pressed button, with a note if there is one."""
        with _translated():
            await self._bot.answer_callback_query(press, text=text or None)


def _client(account: TelegramAccount, connections: int) -> HTTPXRequest:
    # Certificates take 20 ms and a MiB to load.
    plain = account.server.startswith("http://")
    return HTTPXRequest(
        connection_pool_size=connections,
        read_timeout=_SECONDS,
        write_timeout=_SECONDS,
        pool_timeout=_SECONDS,
        httpx_kwargs={"verify": not plain},
    )


class _translated:  # noqa: N801 - used as a function
    """Turn the library's errors into ours."""

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: "type[BaseException] | None",
        error: BaseException | None,
        trace: "TracebackType | None",
    ) -> None:
        if isinstance(error, TelegramError):
            raise _ours(error) from error
        if isinstance(error, _UNREADABLE):
            raise ApiRefused("the server's answer cannot be read") from error


def _ours(error: TelegramError) -> ApiError:  # noqa: PLR0911 - one for each kind of error
    # A BadRequest is a NetworkError to the library.
    match error:
        case RetryAfter():
            return ApiThrottled(error._retry_after.total_seconds())  # noqa: SLF001
        case InvalidToken():
            return TokenRefused("Telegram refuses the token")  # its own words quote it
        case Conflict():
            return AnotherPoller(error.message)
        case Forbidden():
            return ChatGone(error.message)
        case BadRequest() if "chat not found" in error.message.lower():
            return ChatGone(error.message)
        case BadRequest():
            return ApiRefused(error.message)
        case NetworkError():
            return ApiUnreachable(error.message)
        case _:
            return ApiRefused(error.message)


def _keyboard(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    if not keyboard:
        return None
    return InlineKeyboardMarkup(
        [
            [
                InlineKeyboardButton(button.text, callback_data=button.data[:LONGEST_DATA])
                for button in row
            ]
            for row in keyboard
        ]
    )
