"""Group commit: what several threads have to record at one moment shares a transaction.

It begins as soon as there is something, and takes what came meanwhile next: nobody waits for more to come.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Generic, TypeVar

from watcher.core.errors import StoreError, Unrecorded, catch_unexpected

_T = TypeVar("_T")
_R = TypeVar("_R")

# More would keep the first of them waiting.
_MOST_TOGETHER = 200


@dataclass(slots=True, eq=False)
class _Ticket(Generic[_T, _R]):
    item: _T
    called: Event = field(default_factory=Event)
    results: list[_R] = field(default_factory=list)
    error: Exception | None = None
    leads: bool = False


class GroupCommit(Generic[_T, _R]):
    """Commits items by *commit*, those of one moment together; each thread has its own result."""

    def __init__(self, commit: Callable[[Sequence[_T]], Sequence[_R]]) -> None:
        self._commit = commit
        self._waiting: deque[_Ticket[_T, _R]] = deque()
        self._leading = False
        self._lock = Lock()

    @property
    def waiting(self) -> int:
        """How many items wait for the transaction that is running to end."""
        return len(self._waiting)

    def __call__(self, item: _T) -> _R:
        """Commit an item, and return its result once it is durable; raises Unrecorded, or what is wrong with it."""
        ticket: _Ticket[_T, _R] = _Ticket(item)
        with self._lock:
            self._waiting.append(ticket)
            ticket.leads = not self._leading
            self._leading = True
        if not ticket.leads:
            ticket.called.wait()
        if ticket.leads:
            self._lead()
        if isinstance(ticket.error, StoreError):
            raise Unrecorded(ticket.error, lambda: self._commit([item])[0]) from ticket.error
        if ticket.error is not None:
            raise ticket.error
        return ticket.results[0]

    def _lead(self) -> None:
        """Commit what waits, one's own item with it, and hand over to whoever came meanwhile."""
        with self._lock:
            count = min(len(self._waiting), _MOST_TOGETHER)
            group = [self._waiting.popleft() for _ in range(count)]
        self._commit_together(group)
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._leading = following is not None
        for ticket in group:
            ticket.called.set()
        if following is not None:
            following.leads = True
            following.called.set()

    def _commit_together(self, group: Sequence[_Ticket[_T, _R]]) -> None:
        with catch_unexpected() as caught:
            results = self._commit([ticket.item for ticket in group])
            for ticket, result in zip(group, results, strict=True):
                ticket.results.append(result)
        if caught.error is None:
            return
        if isinstance(caught.error, StoreError) or len(group) == 1:
            for ticket in group:
                ticket.error = caught.error
            return
        for ticket in group:  # one that cannot be recorded is not to spoil the others
            self._commit_together([ticket])
