"""The door to matplotlib: a child process that draws, and ends when nobody asks any more.

matplotlib takes half a second to load and 80 MiB to draw: too much for the service, and
too long for each of a thousand people. So one child is started with the first picture,
draws in some 70 ms each, and is ended after a minute without work. Whatever becomes of
it, nobody waits for a picture longer than its deadline.
"""

import json
import os
import subprocess
import sys
from collections import OrderedDict
from dataclasses import asdict
from importlib.util import find_spec
from threading import Lock, Timer
from typing import Literal

from watcher.adapters.extras import how_to_install
from watcher.core.errors import NotDrawn
from watcher.insight.picture import Picture

Form = Literal["png", "svg"]

# Seconds that one picture may take, the start of the child included.
DEADLINE = 15.0
# Seconds without work after which the child is ended.
IDLE = 60.0
# One message is drawn for many people: of one category, with the same score.
_KEPT = 64


def is_possible() -> bool:
    """Tell whether pictures can be drawn here at all."""
    return find_spec("matplotlib") is not None


class Artist:
    """Draws pictures, one at a time, for any thread. Close it when done."""

    def __init__(self, *, deadline: float = DEADLINE, idle: float = IDLE) -> None:
        self._deadline = deadline
        self._idle = idle
        self._lock = Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._ending: Timer | None = None
        self._kept: OrderedDict[tuple[Picture, Form], bytes] = OrderedDict()

    def draw(self, picture: Picture, form: Form = "png") -> bytes:
        """Draw a picture, or raise NotDrawn with why not and what to do.

        Whoever waits for others' pictures waits no longer than for one.
        """
        if not self._lock.acquire(timeout=self._deadline):
            raise NotDrawn("the picture was not drawn: others took too long")
        try:
            kept = self._kept.get((picture, form))
            if kept is not None:
                self._kept.move_to_end((picture, form))
                return kept
            drawn = self._drawn(picture, form)
            self._kept[picture, form] = drawn
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return drawn
        finally:
            self._lock.release()

    def close(self) -> None:
        """End the child, if there is one."""
        with self._lock:
            self._end()

    def _drawn(self, picture: Picture, form: Form) -> bytes:
        if self._ending is not None:
            self._ending.cancel()
        child = self._started()
        late: list[bool] = []

        def strike() -> None:
            late.append(True)
            child.kill()

        timer = Timer(self._deadline, strike)
        timer.start()
        try:
            return _ask(child, picture, form)
        except NotDrawn:
            raise
        except (OSError, ValueError, KeyError) as error:
            self._end()
            why = f"within {self._deadline:g} s" if late else f"at all ({error})"
            raise NotDrawn(f"the picture was not drawn {why}") from error
        finally:
            timer.cancel()
            self._end_later()

    def _started(self) -> "subprocess.Popen[bytes]":
        if self._child is not None and self._child.poll() is None:
            return self._child
        self._end()
        if not is_possible():
            raise NotDrawn(f"pictures need matplotlib: {how_to_install('chart')}")
        try:
            self._child = subprocess.Popen(
                [sys.executable, "-I", "-m", "watcher.insight.drawing.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"PATH": os.defpath, "OPENBLAS_NUM_THREADS": "1"},  # and no secret
                start_new_session=True,  # Ctrl-C is for the service
            )
        except OSError as error:
            why = f"no process can be started to draw in ({error.strerror})"
            raise NotDrawn(why) from error
        return self._child

    def _end_later(self) -> None:
        if self._child is not None:
            self._ending = Timer(self._idle, self.close)
            self._ending.daemon = True
            self._ending.start()

    def _end(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        if self._child is not None:
            self._child.kill()
            with self._child:
                self._child = None


def _ask(child: "subprocess.Popen[bytes]", picture: Picture, form: Form) -> bytes:
    """Say what to draw, and read the picture: a line of JSON each way, then its bytes."""
    if child.stdin is None or child.stdout is None:
        raise ValueError("no pipe to the child")
    order = json.dumps({"form": form, "picture": asdict(picture)}, default=str)
    child.stdin.write(order.encode() + b"\n")
    child.stdin.flush()
    answer = json.loads(child.stdout.readline() or b"{}")
    if "why" in answer:
        raise NotDrawn(f"matplotlib failed on the picture: {answer['why']}")
    drawn = child.stdout.read(answer["size"])
    if len(drawn) != answer["size"]:
        raise ValueError("the picture was cut off")
    return drawn
