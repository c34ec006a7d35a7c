"""What kinds of channel may be written to by default, and when a server says that it is too much."""

from datetime import timedelta

import pytest

from watcher.core.sending_limits import AdaptiveRate, SendingLimits, SendLimits, is_throttled


def test_a_bot_has_telegram_s_limits_and_mail_none_that_was_not_said() -> None:
    limits = SendingLimits()

    assert limits.of("tgram") == SendLimits(connections=4, per_second=25, per_target_seconds=1)
    assert limits.of("mail") == limits.of("discord") == SendLimits(connections=4)


@pytest.mark.parametrize(
    ("answer", "retry_after", "throttled"),
    [
        ("421 4.7.0 try again later", None, True),
        ("450 4.7.1 rate limited", None, True),
        ("451-4.7.28 unusual rate", None, True),
        ("429 Too Many Requests", None, True),
        ("503 busy", timedelta(seconds=3), True),
        ("450 4.2.0 mailbox busy", None, False),
        ("503 busy", None, False),
        ("4210 no code", None, False),
    ],
)
def test_a_server_says_in_several_ways_that_it_is_too_much(
    answer: str, retry_after: timedelta | None, *, throttled: bool
) -> None:
    assert is_throttled(answer, retry_after) is throttled


def test_a_low_rate_that_was_set_is_not_raised_by_a_complaint() -> None:
    rate = AdaptiveRate(most=1 / 60)

    rate.throttled()

    assert rate.per_second == 1 / 60
