"""The real program in a process of its own, followed by what it logs.

    with Running(config) as program:
        program.wait_for("started")
        program.signal(signal.SIGTERM)
        assert program.exit_status() == 0

Every wait has an end; an error shows the whole log.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import Condition, Thread
from types import TracebackType
from typing import Any, Self

PATIENCE = 30.0  # seconds
NOTHING: Mapping[str, str] = {}

Line = Mapping[str, Any]


class Running:
    """``watcher run``, or another verb, with a configuration file, polling every so many seconds.

    *before* is Python that is run first in the same process. The process is killed at
    the end of the block if it has not ended by then.
    """

    def __init__(
        self,
        config: Path,
        *,
        every: float = 0.05,
        verb: str = "run",
        environ: Mapping[str, str] = NOTHING,
        before: str = "",
    ) -> None:
        start = "from tests.hurried import main; from datetime import timedelta"
        code = f"{before}\n{start}; main(timedelta(seconds={every}))"
        self._command = [sys.executable, "-c", code, "--config", str(config)]
        self._command += ["--log-format", "json", verb]
        self._environ = {**os.environ, **environ}
        self._lines: list[Line] = []
        self._arrived = Condition()
        self._ended = False

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            env=self._environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._reader = Thread(target=self._read, name="log")
        self._reader.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the process is over."""
        return self._process.poll() is not None

    @property
    def log(self) -> str:
        """What it logged last, without the polls that found nothing."""
        with self._arrived:
            claim = [x for x in self._lines if x.get("outcome") != "unchanged"]
            return "\n".join(json.dumps(line) for line in claim[-20:])

    def wait_for(self, event: str, *, times: int = 1, **facts: object) -> Line:
        """Wait until an event with these facts has been logged so often; give the last."""
        wanted = {"event": event, **facts}

        def found() -> list[Line]:
            return [line for line in self._lines if wanted.items() <= line.items()]

        with self._arrived:
            self._arrived.wait_for(lambda: self._ended or len(found()) >= times, PATIENCE)
            if len(found()) >= times:
                return found()[times - 1]
        raise AssertionError(f"waited in vain for {wanted}:\n{self.log}")

    def logged(self, event: str) -> list[Line]:
        """Give every line of this event so far."""
        with self._arrived:
            return [line for line in self._lines if line["event"] == event]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(number)

    def exit_status(self) -> int:
        """Wait for its end; minus the signal's number where that ended it."""
        try:
            return self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired as error:
            raise AssertionError(f"it does not end:\n{self.log}") from error

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for text in lines:
                with self._arrived:
                    self._lines.append(_line(text))
                    self._arrived.notify_all()
        with self._arrived:
            self._ended = True
            self._arrived.notify_all()


def _line(text: str) -> Line:
    try:
        line: Line = json.loads(text)
    except ValueError:  # a traceback, or a last word on standard error
        return {"event": text.rstrip("\n")}
    return line
