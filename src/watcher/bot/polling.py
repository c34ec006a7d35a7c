"""The bot in a thread of its own: asks for updates, has each answered once, sends the answers."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from datetime import datetime
from threading import Thread
from time import monotonic
from typing import Final, TypeVar

from watcher.adapters.logs import event
from watcher.adapters.notify import TelegramAccount
from watcher.answers.snapshot import Snapshot, Store, Transaction
from watcher.bot import dispatch
from watcher.bot.commands import COMMANDS
from watcher.bot.incoming import Elsewhere, Incoming, Pressed
from watcher.bot.outgoing import Answer, Outgoing, PressAnswer, answer
from watcher.bot.rate_limits import GROUP_TOLD_SECONDS, AnswerPace, ChatLimits
from watcher.bot.telegram_api import (
    AnotherPoller,
    ApiError,
    ApiRefused,
    ApiThrottled,
    ApiUnreachable,
    ChatGone,
    TelegramApi,
    TokenRefused,
)
from watcher.core.bot_incidents import BotTrouble, BotTroubleKind
from watcher.core.errors import StoreError, catch_unexpected
from watcher.core.settings import LANGUAGES, Settings
from watcher.messages.formatter import Formatter

_Result = TypeVar("_Result")

log = logging.getLogger(__name__)

# Seconds that Telegram waits for an update before it answers that there is none.
_LONG_POLL = 25
# Seconds between two tries, doubled each time; a revoked token is asked about as seldom as that.
_FIRST_WAIT, _LONGEST_WAIT = 1.0, 60.0
# Answers on their way at once, over all chats.
_SENDING = 32
_TRIES = 4
# Answers that are asked to wait longer than this are dropped: nobody waits that long for one.
_LONGEST_HELD = 60.0
_END_SECONDS: Final = 5.0


class BotThread:
    """Polls one bot until stopped; *note* is called with what keeps it from that, None once nothing does."""

    def __init__(
        self,
        account: TelegramAccount,
        channel: str,
        store: Store,
        settings: Callable[[], Settings],
        clock: Callable[[], datetime],
        *,
        note: Callable[[BotTrouble | None], None],
        wait: Callable[[], float] = lambda: 0.0,
        first_wait: float = _FIRST_WAIT,
    ) -> None:
        self._account = account
        self._channel = channel
        self._store = store
        self._settings = settings
        self._clock = clock
        self._note = note
        self._wait = wait
        self._first_wait = first_wait
        self._limits = ChatLimits(monotonic)
        self._groups = ChatLimits(monotonic, burst=1, each=GROUP_TOLD_SECONDS)
        self._pace = AnswerPace(monotonic)
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="bot-answer")
        self._loop = asyncio.new_event_loop()
        self._stopped = asyncio.Event()
        self._chats: dict[int, asyncio.Task[None]] = {}
        self._thread = Thread(target=self._run, name="bot", daemon=True)
        self._thread.start()

    @property
    def is_alive(self) -> bool:
        """Whether it still polls, or will again."""
        return self._thread.is_alive()

    def stop(self) -> None:
        """Finish the answers on their way, and end."""
        with suppress(RuntimeError):  # it has ended already
            self._loop.call_soon_threadsafe(self._stopped.set)
        self._thread.join(_END_SECONDS + 2)

    def _run(self) -> None:
        try:
            with catch_unexpected() as caught:  # the supervisor starts another
                self._loop.run_until_complete(self._until_stopped())
            if caught.error is not None:
                event(log, "bot_crashed", level=logging.ERROR, error=caught.error)
        finally:
            self._worker.shutdown(wait=False, cancel_futures=True)
            self._loop.close()

    async def _until_stopped(self) -> None:
        polling = asyncio.ensure_future(self._keep_polling())
        stopped = asyncio.ensure_future(self._stopped.wait())
        await asyncio.wait({polling, stopped}, return_when=asyncio.FIRST_COMPLETED)
        for task in (polling, stopped):
            task.cancel()
        with suppress(asyncio.CancelledError):
            await polling

    async def _keep_polling(self) -> None:
        """Poll again and again, whatever is in the way."""
        wait = self._first_wait
        while True:
            began = monotonic()
            try:
                async with TelegramApi(self._account) as api:
                    await self._serve(api)
            except (ApiError, StoreError) as error:
                await self._trouble(error)
                asked = error.seconds if isinstance(error, ApiThrottled) else 0.0
                if monotonic() - began > _LONGEST_WAIT:
                    wait = self._first_wait  # it went well for a while
                await asyncio.sleep(max(wait, asked))
                wait = min(wait * 2, _LONGEST_WAIT)

    async def _serve(self, api: TelegramApi) -> None:
        await self._introduce(api)
        after = await self._in_worker(self._last_update)
        is_well = False
        try:
            while True:
                found = await api.updates(after, wait=_LONG_POLL if is_well else 0)
                if not is_well:
                    await self._in_worker(lambda: self._note(None))
                    event(log, "bot_polling", name=api.name)
                    is_well = True
                for incoming in found:
                    await self._answer(api, incoming)
                    after = incoming.update
        finally:
            await self._finish_answers()

    async def _introduce(self, api: TelegramApi) -> None:
        """List the commands for the menus; a refusal of that matters to nobody."""
        for language in LANGUAGES:
            fmt = Formatter(language, self._settings().timezone)
            menu = [(name, fmt.gettext(command.about)) for name, command in COMMANDS.items()]
            await api.set_commands(menu, language)

    async def _answer(self, api: TelegramApi, incoming: Incoming) -> None:
        """Have one update answered, unless its chat says too much; the answers leave by themselves."""
        allowed = "yes" if incoming.what is None else self._limits.allow(incoming.chat)
        if isinstance(incoming.what, Elsewhere) and self._groups.allow(incoming.chat) != "yes":
            allowed = "no"
        if allowed == "yes":
            answers = await self._in_worker(lambda: self._respond(incoming))
        else:
            answers = [self._too_fast(incoming)] if allowed == "told" else []
        if not answers:
            return
        while len(self._chats) >= _SENDING:
            await asyncio.wait(self._chats.values(), return_when=asyncio.FIRST_COMPLETED)
        before = self._chats.get(incoming.chat)
        task = asyncio.ensure_future(self._send_all(api, incoming.chat, answers, before))
        self._chats[incoming.chat] = task
        task.add_done_callback(lambda done: self._sent(incoming.chat, done))

    def _sent(self, chat: int, task: "asyncio.Task[None]") -> None:
        if self._chats.get(chat) is task:
            del self._chats[chat]

    def _respond(self, incoming: Incoming) -> list[Outgoing]:
        """Do what an update asks for, in one transaction with the note that it is done.

        Raises StoreError; any other error is a fault of ours, and the update is not tried again.
        """
        made: list[Outgoing] = []
        with catch_unexpected(passing=StoreError) as caught:
            if dispatch.only_reads(incoming):
                with self._store.reading() as tx:
                    made = dispatch.answer_update(self._snapshot(tx), self._channel, incoming)
            else:
                with self._store.writing() as tx:
                    made = dispatch.answer_update(self._snapshot(tx), self._channel, incoming)
                    self._note_answered(tx, incoming)
                return made
        with self._store.writing() as tx:
            self._note_answered(tx, incoming)
        if caught.error is not None:
            event(log, "bot_answer_failed", level=logging.ERROR, error=caught.error)
            sorry = self._fmt(incoming).gettext("Something went wrong here. Try it once more.")
            made = [answer(sorry)]
        return made

    def _note_answered(self, tx: Transaction, incoming: Incoming) -> None:
        tx.bot.note_answered(self._account.id, incoming.update, self._clock())

    def _snapshot(self, tx: Transaction) -> Snapshot:
        return Snapshot(store=self._store, tx=tx, settings=self._settings(), now=self._clock())

    def _last_update(self) -> int | None:
        with self._store.reading() as tx:
            return dispatch.last_update(self._snapshot(tx), self._account.id)

    def _fmt(self, incoming: Incoming) -> Formatter:
        return Formatter(incoming.language, self._settings().timezone)

    def _too_fast(self, incoming: Incoming) -> Outgoing:
        said = self._fmt(incoming).gettext("Not so fast, please: wait a moment.")
        if isinstance(incoming.what, Pressed):
            return PressAnswer(press=incoming.what.press, text=said)
        return answer(said)

    async def _send_all(
        self,
        api: TelegramApi,
        chat: int,
        answers: Sequence[Outgoing],
        before: "asyncio.Task[None] | None",
    ) -> None:
        """Send the answers to one chat, after those before."""
        if before is not None:
            await asyncio.wait({before})
        try:
            for one in answers:
                # A press is refused once it is too old: what it did is answered all the same.
                with suppress(ApiRefused) if isinstance(one, PressAnswer) else nullcontext():
                    await self._send(api, chat, one)
        except ChatGone:
            with suppress(StoreError):
                await self._in_worker(lambda: self._gone(chat))
        except ApiError as error:
            event(log, "bot_answer_lost", level=logging.WARNING, why=type(error).__name__)

    async def _send(self, api: TelegramApi, chat: int, one: Outgoing) -> None:
        for tried in range(1, _TRIES + 1):
            await asyncio.sleep(self._pace.wait())
            await asyncio.sleep(self._wait())
            try:
                if isinstance(one, Answer):
                    return await api.send(chat, one)
                return await api.answer_press(one.press, one.text)
            except ApiThrottled as error:
                if tried == _TRIES or error.seconds > _LONGEST_HELD:
                    raise
                await asyncio.sleep(error.seconds)
            except ApiUnreachable:
                if tried == _TRIES:
                    raise
                await asyncio.sleep(self._first_wait * 2**tried)
        return None

    def _gone(self, chat: int) -> None:
        with self._store.writing() as tx:
            dispatch.leave_alone(self._snapshot(tx), self._channel, chat)

    async def _finish_answers(self) -> None:
        if self._chats:
            _, late = await asyncio.wait(self._chats.values(), timeout=_END_SECONDS)
            for task in late:
                task.cancel()

    async def _trouble(self, error: ApiError | StoreError) -> None:
        if isinstance(error, StoreError):
            return  # whoever watches the database tells of it
        kind: BotTroubleKind = "unreachable"
        if isinstance(error, TokenRefused | ChatGone):
            kind = "refused"
        elif isinstance(error, AnotherPoller):
            kind = "conflict"
        event(log, "bot_trouble", level=logging.WARNING, trouble=kind, why=error)
        trouble = BotTrouble(kind=kind, detail=str(error))
        await self._in_worker(lambda: self._note(trouble))

    async def _in_worker(self, work: Callable[[], _Result]) -> _Result:
        return await self._loop.run_in_executor(self._worker, work)
