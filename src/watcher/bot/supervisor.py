"""The supervisor of the bot: keeps it running as the settings say. It imports the library only where the bot is on."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from threading import Lock
from typing import TYPE_CHECKING

from watcher.adapters import notify
from watcher.adapters.extras import how_to_install
from watcher.adapters.logs import event
from watcher.adapters.notify import TelegramAccount
from watcher.answers.snapshot import Store
from watcher.core.bot_incidents import BotTrouble
from watcher.core.errors import StoreError
from watcher.core.settings import Settings

if TYPE_CHECKING:
    from watcher.bot.polling import BotThread

log = logging.getLogger(__name__)

# Seconds until a bot that ended is started again.
_AGAIN_SECONDS = 30.0


class BotSupervisor:
    """Starts, restarts and stops the bot; ``check`` may be called by any thread, and its failure stops nothing else.

    *note* is called with what keeps the bot from answering, None once nothing does; *wait* returns the seconds until
    one more answer may be sent.
    """

    def __init__(
        self,
        store: Store,
        settings: Callable[[], Settings],
        clock: Callable[[], datetime],
        *,
        note: Callable[[BotTrouble | None], None],
        may_run: Callable[[], bool] = lambda: True,
        wait: Callable[[], float] = lambda: 0.0,
    ) -> None:
        self._store = store
        self._settings = settings
        self._clock = clock
        self._note = note
        self._may_run = may_run
        self._wait = wait
        self._bot: BotThread | None = None
        self._runs: tuple[TelegramAccount, str] | None = None
        self._not_before = 0.0
        self._lock = Lock()

    def check(self, *, at_once: bool = False) -> None:
        """Start, restart or stop the bot as the settings say."""
        with self._lock:
            wanted = self._wanted()
            if self._bot is not None and (wanted != self._runs or not self._bot.is_alive):
                self._end()
            due = at_once or time.monotonic() >= self._not_before
            if self._bot is None and wanted is not None and due:
                self._not_before = time.monotonic() + _AGAIN_SECONDS
                self._start(*wanted)

    def stop(self) -> None:
        """Stop the bot for good."""
        with self._lock:
            self._end()

    def _wanted(self) -> tuple[TelegramAccount, str] | None:
        """Return the bot that is to run here, with its channel."""
        settings = self._settings()
        channel = settings.channels.get(settings.bot.channel)
        if not settings.bot.enabled or channel is None or not self._may_run():
            return None
        account = notify.telegram_account(channel.url)
        return None if account is None else (account, channel.name)

    def _start(self, account: TelegramAccount, channel: str) -> None:
        try:
            # Seven MiB that nobody needs who has no bot.
            from watcher.bot.polling import BotThread  # noqa: PLC0415
        except ModuleNotFoundError as missing:
            detail = f"it needs {missing.name}: {how_to_install('bot')}"
            event(log, "bot_not_installed", level=logging.ERROR, why=detail)
            with suppress(StoreError):
                self._note(BotTrouble(kind="not installed", detail=detail))
            return
        self._runs = account, channel
        self._bot = BotThread(
            account,
            channel,
            self._store,
            self._settings,
            self._clock,
            note=self._note,
            wait=self._wait,
        )

    def _end(self) -> None:
        if self._bot is not None:
            self._bot.stop()
            self._bot = None
