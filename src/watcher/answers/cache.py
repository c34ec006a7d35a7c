"""Answers that cost much and are about no person: made once for each state of the database and day."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar
from weakref import WeakKeyDictionary

from watcher.answers.snapshot import Snapshot, Store

_Answer = TypeVar("_Answer")
_MOST = 64  # answers of one state


@dataclass(slots=True)
class _Kept:
    """The answers of one state."""

    state: Hashable = None
    answers: dict[Hashable, object] = field(default_factory=dict)


_OF_STORE: WeakKeyDictionary[Store, _Kept] = WeakKeyDictionary()


def cached(snapshot: Snapshot, question: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """Answer a question as before while no page was polled, no claim or forecast made, and the day is the same.

    *question* must not have anything of a person.
    """
    state = (snapshot.tx.incidents.fingerprint(), snapshot.today)
    kept = _OF_STORE.setdefault(snapshot.store, _Kept())
    if kept.state != state or len(kept.answers) >= _MOST:
        kept.state, kept.answers = state, {}
    answers = kept.answers  # of this state, also when another thread asks in the next one meanwhile
    if question not in answers:
        answers[question] = make()
    answer: _Answer = answers[question]  # type: ignore[assignment]  # what make() made
    return answer
