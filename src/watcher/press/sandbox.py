"""A child process that reads untrusted pages within limits of time and memory.

60 KB of nested formatting cost the HTML parser 15 s and 2.9 GB: a cap on the size of a page is no cap on its cost. The
child limits itself before it reads the page, answers in JSON, and is killed if it has not ended.
"""

import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from functools import cache
from threading import Thread, Timer
from typing import TYPE_CHECKING, Any, BinaryIO

from watcher.core.documents import Document
from watcher.core.errors import PageError, catch_unexpected
from watcher.core.model import Trouble
from watcher.press.blocks import DocumentInfo

if TYPE_CHECKING:
    from pydantic import TypeAdapter

_MIB = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The cost that one page may have: address space and answer in bytes, the rest in seconds.

    Python with the HTML parser takes 40 MiB of address space, the largest real page of a hundred 0.3 s, a feed of
    2,238 new entries 4 s. An answer costs the service six times its size.
    """

    memory: int = 256 * _MIB
    cpu: int = 10
    wall: float = 30.0
    answer: int = 8 * _MIB


DEFAULT_LIMITS = Limits()


def read_in_sandbox(
    kind: str,
    body: bytes,
    *,
    seen: Mapping[str, bytes],
    info: DocumentInfo,
    limits: Limits = DEFAULT_LIMITS,
) -> Document:
    """Read a page as ``read_document`` does, in a child process; thread-safe.

    Raises PageError as the reader does, and with Trouble.COSTLY where the page exceeds a limit.
    """
    order = {"kind": kind, "seen": dict(seen), "info": asdict(info), "limits": asdict(limits)}
    request = json.dumps(order, default=_jsonable).encode() + b"\n" + body
    answer, why = _run_child(request, limits)
    if why is not None:
        raise PageError(
            f"the page has {len(body):,} bytes, and {why}; it changes nothing. Open it in a "
            "browser: if it is what was meant, choose a smaller page of that site.",
            Trouble.COSTLY,
        )
    return _document(answer)


def _run_child(request: bytes, limits: Limits) -> tuple[bytes, str | None]:
    """Run a child on a request; return its answer, or what became of it."""
    late: list[bool] = []
    child = _start_child()

    def _kill_late() -> None:
        late.append(True)
        child.kill()

    timer = Timer(limits.wall, _kill_late)
    writer = Thread(target=_write, args=(child.stdin, request), daemon=True)
    with child:
        try:
            timer.start()
            writer.start()
            answer = child.stdout.read(limits.answer + 1) if child.stdout else b""
            if len(answer) <= limits.answer:
                child.wait()
        finally:
            # It has ended, answers too much, or the wait was interrupted (Ctrl-C).
            child.kill()
            timer.cancel()
        writer.join()
    if late:
        return b"", f"it was not read within {limits.wall:g} s"
    if len(answer) > limits.answer:
        return b"", f"it makes more than {limits.answer // _MIB} MiB of reports"
    if child.returncode == -signal.SIGXCPU:
        return b"", f"it takes more than {limits.cpu} s of processor time"
    if child.returncode:
        # The parser ends by itself in several ways where it gets no memory.
        return b"", (
            f"it takes more than {limits.memory // _MIB} MiB of memory, or "
            f"breaks the parser (the child ended with {child.returncode})"
        )
    return answer, None


def _start_child() -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            [sys.executable, "-I", "-m", "watcher.press.sandbox"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},  # and no secret
            start_new_session=True,  # Ctrl-C is for the service
        )
    except OSError as error:
        why = (
            f"no process can be started to read the page in ({error.strerror}); "
            "nothing was read. Give the service more memory or more tasks."
        )
        raise PageError(why, Trouble.CRASHED) from error


def _write(pipe: BinaryIO | None, request: bytes) -> None:
    # A child that has ended already reads no more.
    with suppress(OSError):
        if pipe is not None:
            pipe.write(request)
            pipe.close()


def _document(answer: bytes) -> Document:
    try:
        response = json.loads(answer)
        if "trouble" not in response:
            read = _adapter().validate_python(response["document"])
            return replace(
                read,
                digests={key: _from_hex(digest) for key, digest in read.digests.items()},
                pieces=tuple(replace(p, digest=_from_hex(p.digest)) for p in read.pieces),
            )
        refusal = PageError(str(response["why"]), Trouble(response["trouble"]))
    # A compromised parser may answer anything.
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        why = "the process that read the page told of it in no known way; nothing changed"
        raise PageError(f"{why}. Please report it.", Trouble.CRASHED) from error
    raise refusal


def _from_hex(digest: bytes) -> bytes:
    return bytes.fromhex(digest.decode("ascii"))


@cache
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter  # noqa: PLC0415 - the child does without

    return TypeAdapter(Document)


def _child() -> None:
    """Read one request from standard input, write one answer to standard output."""
    order = json.loads(sys.stdin.buffer.readline())
    try:
        _limit(Limits(**order["limits"]))
    except (OSError, ValueError, OverflowError) as error:
        why = (
            "the page was not read, for a process cannot limit itself on this system: let the "
            "service call setrlimit, or take this source out of the configuration"
        )
        answer: dict[str, object] = {"trouble": Trouble.CRASHED, "why": f"{why} ({error})"}
    else:
        answer = _answer(order)
    sys.stdout.write(json.dumps(answer, default=_jsonable))


def _answer(order: dict[str, Any]) -> dict[str, object]:
    from watcher.press.readers import read_document  # noqa: PLC0415 - within the limits

    published = order["info"].pop("published")
    info = DocumentInfo(
        **order["info"], published=datetime.fromisoformat(published) if published else None
    )
    seen = {key: bytes.fromhex(digest) for key, digest in order["seen"].items()}
    body = sys.stdin.buffer.read()
    with catch_unexpected() as caught:
        read = read_document(order["kind"], body, seen=seen, info=info)
    error = caught.error
    if error is None:
        return {"document": asdict(read)}
    if isinstance(error, PageError):
        return {"trouble": error.trouble, "why": str(error)}
    if isinstance(error, MemoryError) or type(error).__module__.startswith("selectolax"):
        sys.exit(1)  # the parser raises its own error where it gets no more memory
    why = f"watcher failed on this page: {type(error).__name__}: {error}"
    return {"trouble": Trouble.CRASHED, "why": f"{why}; please report it"}


def _limit(limits: Limits) -> None:
    with suppress(OSError):
        os.nice(10)
    # Of all that run, the kernel is to end this one first.
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as score:  # noqa: PTH123 - no import yet
        score.write("1000")
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 64),
    ):
        # The hard limit of the processor a second later: ignoring the first does not help.
        hard = most + 1 if what == resource.RLIMIT_CPU else most
        given = resource.getrlimit(what)[1]  # which only root may raise
        if given != resource.RLIM_INFINITY:
            most, hard = min(most, given), min(hard, given)  # noqa: PLW2901 - as above
        resource.setrlimit(what, (most, hard))


def _jsonable(value: object) -> object:
    if isinstance(value, date):  # or a datetime
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, frozenset):
        return sorted(map(str, value))
    raise TypeError(f"{type(value).__name__} in a document")


if __name__ == "__main__":
    _child()
