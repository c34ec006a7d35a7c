"""Every error that watcher raises, named by what to do next.

WatcherError
├── ConfigError            mend the file; nothing was changed
│   └── ProfileError           the file of a person's case
├── SourceError            no news could be read; the source is blind
│   ├── FetchError         no usable answer came
│   │   ├── FetchLater         passing: ask again (no sooner than retry_after)
│   │   ├── FetchBlocked       they refuse us: look at the User-Agent, the address
│   │   ├── FetchForbidden     robots.txt does: another page, or ``robots = false``
│   │   └── FetchUnusable      an answer that asking again will not mend
│   └── PageError          an answer came, but it is not the page; nothing changes
├── DeliveryError          the channel did not take it; try again later
│   ├── DeliveryRefused    it never will: stop, and tell the operator
│   └── DeliveryMoved      it is to go to another target from now on
├── ChartError             there is no picture; the alert goes without
├── StoreError             the database cannot be used; nothing was saved
│   └── Unrecorded             a message was sent: record it when the database works again
├── Displaced              another process has taken over; nothing was decided, nothing is lost
└── Stopped                the service ends: nothing was decided, nothing is lost
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from difflib import get_close_matches
from typing import Generic, Literal, TypeVar

from watcher.core.model import Trouble

T_co = TypeVar("T_co", covariant=True)

StoreFault = Literal[
    "full", "read-only", "io", "locked", "damaged", "lost", "moved", "failing", "refused"
]
"""What is wrong with a database: no room, not to be written, a disk that fails, held by
another, broken, gone though it was used, changed under its service, another error of
it; ``refused`` is our own refusal, which has nothing to do with its health."""


class WatcherError(Exception):
    """Anything that watcher says went wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfigFault:
    """One thing wrong in a configuration file, at a ``key`` such as ``subscription[0].score``.

    ``given`` is what was there (secrets hidden), ``allowed`` what may be there, ``hint`` what to do.
    ``personal``: it is of a person's case, so that a log does not show what was there.
    """

    file: str
    key: str
    problem: str
    given: str | None = None
    allowed: str | None = None
    hint: str | None = None
    personal: bool = field(default=False, metadata={"json": "hidden"})

    @property
    def kind(self) -> str:
        """A key that is the same for equal faults in other entries and channels."""
        key = re.sub(r"\[[0-9]+\]| \(.*\)$", "", self.key)
        table = "channels" if key.startswith("channels.") else key
        return f"{table}: {self.problem}"

    def for_log(self) -> "ConfigFault":
        """Take out a person's value, and the hint, which may be made of it."""
        if not self.personal or self.given is None:
            return self
        return replace(self, given=None, hint="`watcher check` shows what is there")

    def __str__(self) -> str:
        where = f"{self.file}: {self.key}" if self.key else self.file
        parts = (
            f"{where}: {self.problem}",
            None if self.given is None else f"there is {self.given}",
            None if self.allowed is None else f"allowed: {self.allowed}",
            self.hint,
        )
        return "; ".join(part for part in parts if part is not None)


class ConfigError(WatcherError):
    """The configuration cannot be used; has every fault, and prints the first few of each kind."""

    subject = "the configuration"
    how_to_see_all = "; `watcher check --all` shows each"

    def __init__(self, *faults: ConfigFault) -> None:
        told = ((fault.kind, str(fault)) for fault in faults)
        lines = first_of_each_kind(told, self.how_to_see_all)
        super().__init__("\n".join(lines))
        self.faults = faults

    def for_log(self) -> "ConfigError":
        """Leave out what a log must not show: values of a person's case."""
        return type(self)(*(fault.for_log() for fault in self.faults))


class ProfileError(ConfigError):
    """A profile cannot be read."""

    subject = "the profile"
    how_to_see_all = ""


class SourceError(WatcherError):
    """A source could not be read; ``trouble`` says which kind of blindness it is."""

    def __init__(self, message: str, trouble: Trouble) -> None:
        super().__init__(message)
        self.trouble = trouble


class FetchError(SourceError):
    """No usable answer came from the address."""


class FetchLater(FetchError):
    """Passing trouble: poll again, no sooner than ``retry_after`` from now."""

    def __init__(
        self, message: str, trouble: Trouble, retry_after: timedelta | None = None
    ) -> None:
        super().__init__(message, trouble)
        self.retry_after = retry_after


class FetchBlocked(FetchError):
    """The site refuses us; the operator has to look."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Trouble.BLOCKED)


class FetchForbidden(FetchError):
    """The site's robots.txt does not let us; choose another page, or do not ask it."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Trouble.FORBIDDEN)


class FetchUnusable(FetchError):
    """An answer that will not get better by asking again: gone, too large, elsewhere."""

    def __init__(self, message: str) -> None:
        super().__init__(message, Trouble.UNUSABLE)


class PageError(SourceError):
    """Bytes came, but they are not the page; they change nothing."""


class DeliveryError(WatcherError):
    """The channel did not take it; try again, no sooner than ``retry_after``.

    ``answer`` is what the server said, secrets removed. ``personal``: it only did not take it for this target
    now (a full mailbox). ``doubtful``: the wait for an answer ended, so the message may arrive all the same.
    """

    def __init__(
        self,
        answer: str,
        retry_after: timedelta | None = None,
        *,
        personal: bool = False,
        doubtful: bool = False,
    ) -> None:
        super().__init__(answer)
        self.answer = answer
        self.retry_after = retry_after
        self.personal = personal
        self.doubtful = doubtful


class DeliveryRefused(DeliveryError):
    """It will not take it, ever: stop, and tell the operator.

    ``gone``: nobody is there to be told any more (an unknown mailbox, a bot that was blocked).
    """

    def __init__(self, answer: str, *, doubtful: bool = False, gone: bool = False) -> None:
        super().__init__(answer, doubtful=doubtful)
        self.gone = gone


class DeliveryMoved(DeliveryError):
    """Nothing was sent: this target has become another (a group that grew), named by ``target``."""

    def __init__(self, answer: str, target: str) -> None:
        super().__init__(answer, personal=True)
        self.target = target


class ChartError(WatcherError):
    """A picture could not be drawn; says why, and what to do."""


class NothingFound(WatcherError):
    """Nothing is known that matches what was asked."""


class StoreError(WatcherError):
    """The database cannot be opened, migrated or written; the sentence says what to do."""

    def __init__(self, message: str, fault: StoreFault = "refused") -> None:
        super().__init__(message)
        self.fault = fault


class Unrecorded(StoreError, Generic[T_co]):
    """A message was answered for, and the database did not take it; ``record`` may be called until it does."""

    def __init__(self, error: StoreError, record: Callable[[], T_co]) -> None:
        super().__init__(str(error), error.fault)
        self.record = record


class Displaced(WatcherError):
    """Another process has taken over what this one does: nothing was decided, nothing is lost."""


class Stopped(WatcherError):
    """Raised where a shutdown interrupts a wait; nothing was decided."""


_SHOWN_OF_A_KIND = 5
_MORE = "... and {} more like it"


def first_of_each_kind(
    lines: Iterable[tuple[str, str]], how_to_see_all: str = ConfigError.how_to_see_all
) -> Iterator[str]:
    """Yield the lines of (kind, line) pairs, in order; of each kind only the first few."""
    lines = list(lines)
    counts = Counter(kind for kind, _ in lines)
    seen: Counter[str] = Counter()
    for kind, line in lines:
        seen[kind] += 1
        # Saying that there is one more would take as much room as that one.
        if seen[kind] <= _SHOWN_OF_A_KIND or counts[kind] == _SHOWN_OF_A_KIND + 1:
            yield line
        elif seen[kind] == _SHOWN_OF_A_KIND + 1:
            yield _MORE.format(counts[kind] - _SHOWN_OF_A_KIND) + how_to_see_all


def did_you_mean(given: str, known: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """Ask for the nearest known word, or None where none is near."""
    words = {word.casefold(): word for word in known}
    near = get_close_matches(given.casefold(), words, n=1, cutoff=cutoff)
    return f'did you mean "{words[near[0]]}"?' if near else None


@dataclass(slots=True)
class Caught:
    """The unexpected exception of a block; None if it ended well."""

    error: Exception | None = None


@contextmanager
def catch_unexpected(*, passing: type[Exception] | tuple[()] = ()) -> Iterator[Caught]:
    """Catch every exception but *passing*, at the top of a loop or thread; the caller logs or reports it."""
    caught = Caught()
    try:
        yield caught
    except Exception as error:
        if isinstance(error, passing):
            raise
        caught.error = error
