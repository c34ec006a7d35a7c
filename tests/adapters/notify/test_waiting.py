import threading

import pytest

from watcher.adapters.notify import waiting
from watcher.adapters.notify.waiting import DeadlinePassed, SendDeadline


def test_work_in_a_thread_gives_its_result_or_its_error() -> None:
    assert waiting.start(lambda: 7).wait(5) == 7
    with pytest.raises(ZeroDivisionError):
        waiting.start(lambda: 1 // 0).wait(5)


def test_an_error_of_the_work_that_is_a_timeout_is_no_deadline() -> None:
    def work() -> None:
        raise TimeoutError("its own")

    with pytest.raises(TimeoutError, match="its own") as caught:
        waiting.start(work).wait(5)

    assert not isinstance(caught.value, DeadlinePassed)


def test_a_thread_is_used_again_and_one_that_hangs_is_left_behind() -> None:
    held, discarded = threading.Event(), list[bool]()
    first = waiting.start(threading.get_ident).wait(5)
    hanging = waiting.start(lambda: held.wait(5))
    with pytest.raises(DeadlinePassed):
        hanging.wait(0.01)
    hanging.abandon(discarded.append)

    seen = {waiting.start(threading.get_ident).wait(5) for _ in range(5)}
    held.set()

    assert hanging.wait(5) is True
    assert discarded == [True]
    assert len(seen | {first}) <= 3


def test_a_deadline_gives_what_is_left_of_it_and_no_more_than_asked() -> None:
    end = SendDeadline(60)

    assert end.left(5) == 5
    assert 59 < end.left(100) <= 60
    assert not end.is_over
    with pytest.raises(DeadlinePassed):
        SendDeadline(0).left(5)
    assert SendDeadline(0).is_over
