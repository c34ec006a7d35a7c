"""A chat may say much at once, and little for long; others are not held up by it."""

from itertools import pairwise

from watcher.bot.rate_limits import BURST, SECONDS_EACH, AnswerPace, ChatLimits


def test_too_much_is_told_once_until_it_was_quiet_again() -> None:
    now = [0.0]
    limits = ChatLimits(lambda: now[0])

    assert {limits.allow(42) for _ in range(BURST)} == {"yes"}
    assert [limits.allow(42) for _ in range(3)] == ["told", "no", "no"]
    assert limits.allow(43) == "yes"
    now[0] += SECONDS_EACH
    assert [limits.allow(42) for _ in range(3)] == ["yes", "told", "no"]
    now[0] += BURST * SECONDS_EACH * 2
    assert [limits.allow(42) for _ in range(BURST + 1)] == ["yes"] * BURST + ["told"]


def test_only_so_many_chats_are_remembered() -> None:
    limits = ChatLimits(lambda: 0.0)
    for _ in range(BURST + 1):
        limits.allow(42)
    for chat in range(100, 20_101):
        limits.allow(chat)

    assert limits.allow(42) == "yes"


def test_answers_leave_at_once_until_they_are_many_and_then_ten_a_second() -> None:
    now = [0.0]
    pace = AnswerPace(lambda: now[0])

    waits = [pace.wait() for _ in range(60)]
    assert waits[:50] == [0.0] * 50
    assert [round(wait, 6) for wait in waits[50:]] == [round(n / 10, 6) for n in range(1, 11)]
    now[0] += 60
    assert pace.wait() == 0.0


def test_a_thousand_who_start_at_once_are_answered_ten_a_second() -> None:
    limits, pace = ChatLimits(lambda: 0.0), AnswerPace(lambda: 0.0)

    said = [limits.allow(chat) for chat in range(1000)]
    waits = [pace.wait() for _ in said]

    assert set(said) == {"yes"}
    assert sum(wait == 0 for wait in waits) == 50
    assert {round(b - a, 3) for a, b in pairwise(waits[50:])} == {0.1}
    assert round(waits[-1]) == 95
