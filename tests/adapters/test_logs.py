import io
import json
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest

from watcher.adapters import logs
from watcher.adapters.logs import LogFormat, event
from watcher.core.settings import Secret

log = logging.getLogger("watcher.pipeline.poll")


@pytest.fixture
def out() -> io.StringIO:
    return io.StringIO()


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Give the process back its loggers and hooks."""
    root = logging.getLogger()
    handlers, hooks = root.handlers[:], (sys.excepthook, sys.unraisablehook)
    of_threads = threading.excepthook
    levels = {name: logging.getLogger(name).level for name in _loggers()}
    yield
    root.handlers[:] = handlers
    sys.excepthook, sys.unraisablehook = hooks
    threading.excepthook = of_threads
    for name in _loggers():
        logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    logging.captureWarnings(capture=False)


def _loggers() -> list[str]:
    return ["root", *logging.root.manager.loggerDict]


def _text(out: io.StringIO) -> str:
    """Give what was printed, without the instants."""
    return "".join(
        line.partition(" ")[2] if line[:2] == "20" else line
        for line in out.getvalue().splitlines(keepends=True)
    )


def _a_crash(message: str, cause: str) -> ValueError:
    try:
        _crash(message, cause)
    except ValueError as e:
        return e


def _crash(message: str, cause: str) -> NoReturn:
    raise ValueError(message) from KeyError(cause)


def _json(out: io.StringIO) -> dict[str, object]:
    line: dict[str, object] = json.loads(out.getvalue())
    return line


def test_an_event_is_its_name_and_its_facts_on_one_line(out: io.StringIO) -> None:
    logs.configure_logging(level="info", form="text", stream=out)

    event(log, "polled", source="ircc", outcome="unchanged", new=0, etag=None)

    assert _text(out) == "INFO polled source=ircc outcome=unchanged new=0 etag=-\n"


def test_a_line_for_people_begins_with_its_instant_in_utc(out: io.StringIO) -> None:
    logs.configure_logging(level="info", form="text", stream=out)
    record = logging.makeLogRecord(
        {
            "name": "watcher",
            "levelno": logging.INFO,
            "levelname": "INFO",
            "msg": "up",
            "created": 0.9,
        }
    )

    logging.getLogger().handle(record)

    assert out.getvalue() == "1970-01-01T00:00:00Z INFO up\n"


@pytest.mark.parametrize(
    ("fact", "printed"),
    [
        ("plain", "plain"),
        ("", '""'),
        ("two words", '"two words"'),
        ('say "a=b"', r'"say \"a=b\""'),
        ("line\nCRITICAL forged", r'"line\nCRITICAL forged"'),
        ("\x1b[31mred\u2028", r'"\u001b[31mred\u2028"'),
        ("mercredi été", '"mercredi été"'),
        (True, "True"),
        (0.25, "0.25"),
        (Secret("s"), "***"),
        (timedelta(seconds=90), "0:01:30"),
        (datetime(2026, 11, 20, 15, tzinfo=UTC), "2026-11-20T15:00:00+00:00"),
    ],
)
def test_a_fact_never_breaks_its_line(fact: object, printed: str, out: io.StringIO) -> None:
    logs.configure_logging(level="info", form="text", stream=out)

    event(log, "seen", fact=fact)

    assert _text(out) == f"INFO seen fact={printed}\n"


def test_json_keeps_numbers_and_adds_when_how_grave_and_who(out: io.StringIO) -> None:
    logs.configure_logging(level="info", form="json", stream=out)

    event(log, "polled", level=logging.WARNING, new=2, took=0.5, why="é", bad=1e999)

    line = _json(out)
    assert datetime.fromisoformat(str(line.pop("at"))).tzinfo == UTC
    assert line == {
        "level": "warning",
        "logger": "watcher.pipeline.poll",
        "event": "polled",
        "new": 2,
        "took": 0.5,
        "why": "é",
        "bad": "inf",
    }


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_shows_in_messages_arguments_facts_or_tracebacks(
    form: LogFormat, out: io.StringIO
) -> None:
    redactor = logs.configure_logging(
        level="debug", form=form, secrets=["open/sesame", "123456"], stream=out
    )
    redactor.hide(['se"same'])

    log.debug("with %s and %r", "open/sesame", {"a": 'se"same'})
    event(log, "seen", chat=123456, word='se"same', where="x?p=open%2Fsesame")
    log.warning("here", stack_info=True, extra={"facts": {"a": ["open/sesame"]}})
    event(log, "crashed", level=logging.ERROR, error=_a_crash("open/sesame", 'se"same'))

    printed = out.getvalue()
    assert "ValueError: ***" in printed
    assert "KeyError: '***'" in printed
    assert "test_no_secret_shows" in printed
    assert "sesame" not in printed
    assert "same" not in printed
    assert "123456" not in printed


def test_our_level_is_ours_and_others_are_heard_from_warnings_upwards(out: io.StringIO) -> None:
    logging.getLogger("httpx").setLevel(logging.DEBUG)
    logs.configure_logging(level="debug", form="text", stream=out)

    log.debug("ours")
    for name in ("httpx", "apscheduler.scheduler", "urllib3", "anything.else"):
        logging.getLogger(name).info("theirs")
        logging.getLogger(name).warning("theirs")

    assert _text(out).splitlines() == [
        "DEBUG ours",
        "WARNING httpx: theirs",
        "WARNING apscheduler.scheduler: theirs",
        "WARNING urllib3: theirs",
        "WARNING anything.else: theirs",
    ]


def test_a_level_above_warning_holds_for_the_others_too(out: io.StringIO) -> None:
    logs.configure_logging(level="ERROR", form="text", stream=out)

    log.warning("ours")
    logging.getLogger("httpx").warning("theirs")

    assert out.getvalue() == ""


def test_configuring_again_replaces_and_does_not_say_all_twice(out: io.StringIO) -> None:
    logs.configure_logging(level="info", form="text", stream=io.StringIO())
    logs.configure_logging(level="info", form="json", stream=out)

    event(log, "polled")

    assert _json(out)["event"] == "polled"


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("text", ["<4>WARNING seen a=1", "<4>Traceback", "<4>ValueError: no"]),
        ("json", ['<4>{"at": ']),
    ],
)
def test_in_the_journal_each_line_has_its_severity_and_no_instant(
    form: LogFormat, lines: list[str], tmp_path: Path
) -> None:
    with (tmp_path / "journal").open("w") as journal:
        status = (tmp_path / "journal").stat()
        environ = {"JOURNAL_STREAM": f"{status.st_dev}:{status.st_ino}"}
        logs.configure_logging(level="info", form=form, stream=journal, environ=environ)
        event(log, "seen", level=logging.WARNING, error=_a_crash("no", "key"), a=1)

    printed = (tmp_path / "journal").read_text().splitlines()
    assert all(line.startswith("<4>") for line in printed)
    for line in lines:
        assert any(said.startswith(line) for said in printed)


def test_a_journal_that_belongs_to_another_stream_is_none_of_ours(
    out: io.StringIO, tmp_path: Path
) -> None:
    environ = {"JOURNAL_STREAM": "1:2"}
    logs.configure_logging(level="info", form="text", stream=out, environ=environ)
    event(log, "polled")
    with (tmp_path / "file").open("w") as file:
        logs.configure_logging(level="info", form="text", stream=file, environ=environ)
        event(log, "polled")

    assert out.getvalue().startswith("20")
    assert (tmp_path / "file").read_text().startswith("20")


def test_text_that_the_stream_cannot_write_is_escaped(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w", encoding="ascii") as file:
        logs.configure_logging(level="info", form="text", stream=file)
        event(log, "vu", où="été")

    assert _lines(tmp_path / "file") == [r"INFO vu o\xf9=\xe9t\xe9"]


def _lines(file: Path) -> list[str]:
    return [line.partition(" ")[2] for line in file.read_text().splitlines()]


def test_a_line_that_cannot_be_formed_is_said_to_be_lost_without_its_arguments(
    out: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure_logging(level="info", form="text", secrets=["open-sesame"], stream=out)

    record = logging.makeLogRecord(
        {"name": "httpx", "msg": "%d open-sesame", "args": ("open-sesame",)}
    )
    logging.getLogger().handlers[-1].handle(record)

    said = capsys.readouterr().err
    assert said.startswith("log line lost: httpx: '%d ***': TypeError(")
    assert "sesame" not in said


IN_A_THREAD = """
import threading
def work(): {work}
thread = threading.Thread(target=work, name="poller")
thread.start()
thread.join()
print("went on")
"""
IN_A_FINALIZER = """
class Leaky:
    def __del__(self): raise ValueError("open-sesame")
Leaky()
"""


@pytest.mark.parametrize(
    ("crash", "said"),
    [
        ("raise ValueError('open-sesame')", "CRITICAL crashed\nTraceback"),
        (
            IN_A_THREAD.format(work="raise ValueError('open-sesame')"),
            "CRITICAL crashed thread=poller\nTraceback",
        ),
        (IN_A_FINALIZER, 'CRITICAL crashed where="<function Leaky.__del__'),
    ],
)
def test_the_uncaught_is_logged_without_its_secrets(crash: str, said: str) -> None:
    done = _run(crash)

    assert said in done.stdout
    assert "ValueError: ***" in done.stdout
    assert "sesame" not in done.stdout
    assert done.stderr == ""


def test_warnings_of_python_are_lines_too() -> None:
    done = _run("import warnings\nwarnings.warn('open-sesame is old')")

    assert "WARNING py.warnings: " in done.stdout
    assert "UserWarning: *** is old" in done.stdout
    assert done.stderr == ""


def test_a_thread_that_exits_did_not_crash() -> None:
    assert _run(IN_A_THREAD.format(work="raise SystemExit(0)")).stdout == "went on\n"


def _run(program: str) -> subprocess.CompletedProcess[str]:
    configured = (
        "from watcher.adapters import logs\n"
        "logs.configure_logging(level='info', form='text', secrets=['open-sesame'])\n"
    )
    return subprocess.run(
        [sys.executable, "-c", configured + program], capture_output=True, text=True, check=False
    )
