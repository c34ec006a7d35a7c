"""Answers that cost much and are about no person: made once for each state of the database and day."""

from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from watcher.answers.snapshot import Snapshot, Store

_Answer = TypeVar("_Answer")
_MOST = 64  # answers of one state


# Of each database the last state, and its answers.
_OF_STORE: WeakKeyDictionary[Store, tuple[Hashable, dict[Hashable, object]]] = WeakKeyDictionary()


def cached(snapshot: Snapshot, question: Hashable, make: Callable[[], _Answer]) -> _Answer:
    """Answer a question as before while no page was polled, no claim or forecast made, and the day is the same.

    *question* must not have anything of a person.
    """
    state = (snapshot.tx.incidents.fingerprint(), snapshot.today)
    known, answers = _OF_STORE.get(snapshot.store, (None, {}))
    if known != state or len(answers) >= _MOST:
        answers = {}
        _OF_STORE[snapshot.store] = state, answers  # at once: other threads ask too
    if question not in answers:
        answers[question] = make()
    answer: _Answer = answers[question]  # type: ignore[assignment]  # what make() made
    return answer
