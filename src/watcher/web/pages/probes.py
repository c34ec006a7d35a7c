"""For programs that ask whether we are well: alive at all, and with fresh data.

Each line names a source and what is wrong, since when; never how long, so that the same
answer is the same bytes. No person and no channel is in it.
"""

from collections.abc import Iterator, Sequence

from watcher.answers.sources import SourceStatus, source_statuses
from watcher.answers.status import official_or_all
from watcher.core.incidents import DatabaseTrouble
from watcher.messages.troubles import DATABASE_FAULTS
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import PLAIN_TEXT, WebResponse

# The process answers; whether it has anything to say is another question.
ALIVE = WebResponse(body=b"alive\n", media=PLAIN_TEXT)
_NO_DATABASE = "the database cannot be read; the log of the service says why"
_RED = frozenset({"blind", "not polled"})


def ready(context: RequestContext, _: WebRequest) -> WebResponse:
    """Answer 200 while what we show is what IRCC shows, and else 503 with every reason.

    A news site that is blind, or that no round has come for long, makes nothing that we
    show untrue: it is noted.
    """
    sources = source_statuses(context)
    red = [source for source in official_or_all(sources) if source.state in _RED]
    notes = [s for s in sources if s not in red and s.state != "well"]
    broken = [] if context.trouble is None else [_database(context.trouble)]
    lines = [*broken, *map(_line, red), *(f"note: {_line(source)}" for source in notes)]
    return _answer(lines, is_ready=not red and not broken)


def without_database() -> WebResponse:
    """Answer where nothing can be looked up."""
    return _answer([_NO_DATABASE], is_ready=False)


def _answer(lines: Sequence[str], *, is_ready: bool) -> WebResponse:
    first = "ready" if is_ready else "not ready"
    body = "".join(f"{line}\n" for line in (first, *lines))
    return WebResponse(body=body.encode(), media=PLAIN_TEXT, status=200 if is_ready else 503)


def _database(trouble: DatabaseTrouble) -> str:
    # What kind of trouble it is; where the file is stays inside.
    kind = DATABASE_FAULTS[trouble.fault].name
    return f"the database: {kind}, since {trouble.since:%Y-%m-%dT%H:%M:%SZ}"


def _line(source: SourceStatus) -> str:
    return " ".join(_words(source))


def _words(source: SourceStatus) -> Iterator[str]:
    if source.state == "not polled" and source.since is None:
        yield f"source {source.name} has never been polled"
        return
    yield f"source {source.name} is {source.state}"
    if source.since is not None:
        yield f"since {source.since:%Y-%m-%dT%H:%M:%SZ}"
    if source.why is not None:
        # What kind of trouble it is; the words of the page or the network stay inside.
        yield f"({source.why.partition(': ')[0]})"
