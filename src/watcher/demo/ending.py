"""Ctrl-C and its like: they end the demo after the step in hand, with all put away."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def stoppable() -> Iterator[Event]:
    """Yield what these signals set; the second one has its usual effect.

    Only a main thread can ask for it.
    """
    stop = Event()
    before = {number: signal.getsignal(number) for number in _SIGNALS}

    def _on_signal(number: int, _: FrameType | None) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in _SIGNALS:
        signal.signal(number, _on_signal)
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
