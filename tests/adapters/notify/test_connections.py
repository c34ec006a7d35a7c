import threading

from watcher.adapters.notify import connections
from watcher.adapters.notify.connections import KeptConnections


class Wire:
    """A connection that notes that it was closed."""

    def __init__(self) -> None:
        self.closed = threading.Event()

    def close(self) -> None:
        self.closed.set()


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_an_account_gets_back_what_it_left_the_last_first() -> None:
    kept: KeptConnections[Wire] = KeptConnections(idle=60, most=8)
    one, two = Wire(), Wire()
    kept.keep("a", one)
    kept.keep("a", two)

    assert kept.take("b") is None
    assert (kept.take("a"), kept.take("a"), kept.take("a")) == (two, one, None)
    assert len(kept) == 0


def test_what_waited_too_long_is_closed_and_not_given() -> None:
    clock = Clock()
    kept: KeptConnections[Wire] = KeptConnections(idle=60, most=8, clock=clock)
    patient, hasty = Wire(), Wire()
    kept.keep("a", patient)
    kept.keep("a", hasty, idle=5)

    clock.now = 10
    assert kept.take("a") is patient
    assert hasty.closed.is_set()
    kept.keep("a", patient)
    clock.now = 71
    assert kept.take("a") is None
    assert patient.closed.is_set()


def test_what_nobody_asks_for_is_closed_all_the_same() -> None:
    kept: KeptConnections[Wire] = KeptConnections(idle=0.01, most=8)
    wire = Wire()
    kept.keep("a", wire)

    assert wire.closed.wait(5)


def test_no_more_than_so_many_wait_for_one_account_and_for_all() -> None:
    kept: KeptConnections[Wire] = KeptConnections(idle=60, most=2)
    wires = [Wire() for _ in range(3)]
    for wire in wires:
        kept.keep("a", wire)
    assert [wire.closed.is_set() for wire in wires] == [False, False, True]

    for account in range(300):
        kept.keep(account, Wire())
    assert len(kept) == 200

    connections.close_kept()
    assert len(kept) == 0
    assert all(wire.closed.is_set() for wire in wires)
