"""Logs what happened to standard output, with every secret taken out.

One call logs one thing that happened, by its name and its facts::

    log = logging.getLogger(__name__)
    event(log, "polled", source="ircc", outcome="unchanged")
    event(log, "source_blind", level=logging.WARNING, source="ircc", why=trouble)
    event(log, "poll_crashed", level=logging.ERROR, source="ircc", error=exception)

For people: ``2026-11-21T14:30:05Z INFO polled source=ircc outcome=unchanged`` (in the
journal without the instant, which journald keeps itself, and with the severity that it
files the line under). For programs: one JSON object a line.
"""

import contextlib
import io
import json
import logging
import math
import os
import re
import sys
import threading
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal, TextIO

from watcher.core.redaction import Redactor

LogFormat = Literal["text", "json"]
_Fact = str | int | float | None

# They log addresses with tokens in them (httpx at INFO; apprise, urllib3 at DEBUG), or more than anyone reads
# (apscheduler: two lines a job).
_NOISY = [
    "alembic",
    "apprise",
    "apscheduler",
    "httpcore",
    "httpx",
    "requests",
    "sqlalchemy",
    "urllib3",
    "uvicorn",
]
# At the head of a line, journald takes these as its severity: sd-daemon(3).
_SEVERITY = {"CRITICAL": "<2>", "ERROR": "<3>", "WARNING": "<4>", "INFO": "<6>", "DEBUG": "<7>"}
_PLAIN = re.compile(r"[^\s\"'=]+")
# A line break within a fact must not make a second line, which could then say anything.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def configure_logging(
    *,
    level: str,
    form: LogFormat,
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Redactor:
    """Send every log line, warning and uncaught exception to ``stream`` (standard output).

    ``level`` is for our own lines; other libraries are heard from WARNING upwards. Tell the redactor that comes back
    of secrets that are learnt later. Calling again replaces what the first call set up.
    """
    out = sys.stdout if stream is None else stream
    if isinstance(out, io.TextIOWrapper):
        out.reconfigure(errors="backslashreplace")
    redactor = Redactor(secrets)
    journal = _is_journal(out, environ)
    _install(_Output(out, redactor, form, journal=journal), level.upper())
    _catch_the_uncaught(logging.getLogger("watcher"))
    return redactor


def event(
    log: logging.Logger,
    name: str,
    /,
    *,
    level: int = logging.INFO,
    error: BaseException | None = None,
    **facts: object,
) -> None:
    """Log that ``name`` happened; what is no number prints as text, ``error`` in full.

    The names ``at``, ``logger``, ``event`` and ``trace`` are taken.
    """
    log.log(level, name, exc_info=error, extra={"facts": facts}, stacklevel=2)


class _Output(logging.StreamHandler[TextIO]):
    """Prints records, each passed through the redactor."""

    def __init__(self, out: TextIO, redactor: Redactor, form: LogFormat, *, journal: bool) -> None:
        super().__init__(out)
        self._redactor, self._form, self._journal = redactor, form, journal

    def format(self, record: logging.LogRecord) -> str:
        """Print the record's message, facts and traceback, each redacted before it is escaped."""
        trace = [record.stack_info] if record.stack_info else []
        if record.exc_info:
            trace.append(logging.Formatter().formatException(record.exc_info))
        facts = {key: self._fact(fact) for key, fact in getattr(record, "facts", {}).items()}
        message, traceback = self._redactor(record.getMessage()), self._redactor("\n".join(trace))
        if self._form == "json":
            text = _as_json(record, message, facts, traceback)
        else:
            text = _as_text(record, message, facts, traceback, dated=not self._journal)
        if not self._journal:
            return text
        severity = _SEVERITY.get(record.levelname, "<6>")
        return "\n".join(severity + line for line in text.splitlines())

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's name
        """Report a lost line without its arguments, which logging would print unredacted."""
        lost = f"log line lost: {record.name}: {record.msg!r}: {sys.exception()!r}\n"
        # Where standard error is gone too, there is no place left to say it.
        with contextlib.suppress(OSError, ValueError):
            sys.stderr.write(self._redactor(lost))

    def _fact(self, value: object) -> _Fact:
        if value is None:
            return None
        text = value.isoformat() if isinstance(value, datetime) else str(value)
        redacted = self._redactor(text)
        if isinstance(value, int | float) and math.isfinite(value) and redacted == text:
            return value
        return redacted


def _as_json(
    record: logging.LogRecord, message: str, facts: Mapping[str, _Fact], trace: str
) -> str:
    ours = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": message,
    }
    # Once more at the end: no fact may pass for one of ours.
    return json.dumps({**ours, **facts, **ours, **({"trace": trace} if trace else {})})


def _as_text(
    record: logging.LogRecord, message: str, facts: Mapping[str, _Fact], trace: str, *, dated: bool
) -> str:
    at = datetime.fromtimestamp(record.created, UTC)
    words = [f"{at:%Y-%m-%dT%H:%M:%S}Z", record.levelname] if dated else [record.levelname]
    if record.name.partition(".")[0] != "watcher":
        words.append(f"{record.name}:")
    words += [_escape(message), *(f"{key}={_word(fact)}" for key, fact in facts.items())]
    return "\n".join([" ".join(words), *map(_escape, trace.splitlines())])


def _word(fact: _Fact) -> str:
    text = "-" if fact is None else str(fact)
    return _escape(text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False))


def _escape(text: str) -> str:
    return _CONTROL.sub(lambda found: ascii(found[0])[1:-1], text)


def _is_journal(out: TextIO, environ: Mapping[str, str]) -> bool:
    """Whether the stream is the one that systemd connected to the journal."""
    journal = environ.get("JOURNAL_STREAM")
    if not journal:
        return False
    try:
        status = os.fstat(out.fileno())
    except OSError:  # not a file at all, such as a StringIO
        return False
    return journal == f"{status.st_dev}:{status.st_ino}"


def _install(output: _Output, level: str) -> None:
    root = logging.getLogger()
    for handler in [h for h in root.handlers if isinstance(h, _Output)]:
        root.removeHandler(handler)
    root.addHandler(output)
    logging.getLogger("watcher").setLevel(level)
    others = max(logging.WARNING, logging.getLogger("watcher").level)
    for name in (None, *_NOISY):
        logging.getLogger(name).setLevel(others)
    logging.captureWarnings(capture=True)


def _catch_the_uncaught(log: logging.Logger) -> None:
    """Log uncaught exceptions: Python would print them to standard error, secrets and all."""

    def _crashed(error: BaseException | None, **facts: object) -> None:
        event(log, "crashed", level=logging.CRITICAL, error=error, **facts)

    def _in_thread(crash: threading.ExceptHookArgs) -> None:
        if crash.exc_type is not SystemExit:
            _crashed(crash.exc_value, thread=crash.thread.name if crash.thread else "unknown")

    sys.excepthook = lambda _kind, error, _trace: _crashed(error)
    threading.excepthook = _in_thread
    sys.unraisablehook = lambda crash: _crashed(crash.exc_value, where=crash.object)
