"""One message under way in a thread of its own, with an end to the waiting.

A server that sends a byte a second keeps Apprise busy for as long as it likes, and a
thread cannot be stopped from outside. So the wait ends, and as long as the old thread
lives nothing more is sent to the same target: threads cannot pile up.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from types import TracebackType
from typing import Self

from watcher.core.errors import DeliveryError
from watcher.core.settings import Secret

Way = tuple[Secret, str]

_stuck: dict[Way, threading.Thread] = {}
_lock = threading.Lock()


@dataclass(slots=True)
class Outcome:
    """What Apprise concluded, or the exception that it ended with.

    As a context manager it carries any exception over to the thread that waits.
    """

    said_yes: bool = False
    crash: BaseException | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        self.crash = error
        return True


def run(way: Way, work: Callable[[], bool], deadline: timedelta) -> Outcome:
    """Do ``work`` and wait for it until the deadline, or raise DeliveryError."""
    _refuse_if_stuck(way)
    outcome = Outcome()

    def _errand() -> None:
        with outcome:
            outcome.said_yes = work()

    thread = threading.Thread(target=_errand, name="watcher-send", daemon=True)
    thread.start()
    thread.join(deadline.total_seconds())
    if thread.is_alive():
        with _lock:
            _stuck[way] = thread
        # The thread goes on, and may still succeed.
        text = f"no answer within {deadline.total_seconds():g} s"
        raise DeliveryError(text, doubtful=True)
    return outcome


def _refuse_if_stuck(way: Way) -> None:
    with _lock:
        for done in [w for w, thread in _stuck.items() if not thread.is_alive()]:
            del _stuck[done]
        if way in _stuck:
            raise DeliveryError("an earlier message still waits for an answer")
