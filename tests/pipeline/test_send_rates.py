"""How long a message waits for its server's rate, by a clock that the test moves."""

import pytest

from watcher.core.sending_limits import FIRST_RATE, SendingLimits, SendLimits
from watcher.pipeline.send_rates import SendRates


class Clock:
    """Stands still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def rates(clock: Clock) -> SendRates:
    """Allow a mail a second, and as many messages of bots as Telegram does."""
    limits = SendingLimits(mail=SendLimits(per_second=1))
    return SendRates(lambda server: limits.of(server.partition(" ")[0]), clock)


def waits(rates: SendRates, *messages: tuple[str, str]) -> list[float]:
    return [round(rates.reserve(server, target), 6) for server, target in messages]


def mail(to: str = "amara", server: str = "one") -> tuple[str, str]:
    return (f"mail {server}", to)


def chat(number: str, bot: str = "bot") -> tuple[str, str]:
    return (f"tgram {bot}", number)


def test_mails_to_one_server_leave_one_after_the_other(rates: SendRates) -> None:
    assert waits(rates, mail(), mail("bruno"), mail()) == [0, 1, 2]


def test_a_stated_limit_is_shared_by_the_processes_that_write(rates: SendRates) -> None:
    rates.share(3)

    assert waits(rates, mail(), mail(), mail()) == [0, 3, 6]


def test_what_a_server_takes_is_found_out_by_each_process_for_itself(clock: Clock) -> None:
    alone, sharing = (SendRates(lambda _: SendLimits(), clock) for _ in range(2))
    sharing.share(3)

    assert waits(sharing, mail(), mail(), mail()) == waits(alone, mail(), mail(), mail())


def test_another_server_has_a_rate_of_its_own(rates: SendRates) -> None:
    assert waits(rates, mail(server="one"), mail(server="two"), mail(server="one")) == [0, 0, 1]


def test_what_was_waited_for_comes_back_with_time(rates: SendRates, clock: Clock) -> None:
    assert waits(rates, mail(), mail(), mail()) == [0, 1, 2]

    clock.seconds += 2.5
    assert waits(rates, mail(), mail()) == [0.5, 1.5]

    clock.seconds += 60
    assert waits(rates, mail(), mail()) == [0, 1]


def test_a_bot_writes_25_messages_a_second_to_as_many_chats(rates: SendRates) -> None:
    found = waits(rates, *(chat(str(number)) for number in range(51)))

    assert found[:3] == [0, 0.04, 0.08]
    assert (found[25], found[50]) == (1, 2)


def test_one_chat_hears_of_a_bot_once_a_second(rates: SendRates) -> None:
    assert waits(rates, chat("42"), chat("42"), chat("42")) == [0, 1, 2]
    assert rates.wait_of("tgram bot", "42") == 3
    assert rates.wait_of("tgram bot", "43") == 0


def test_two_bots_share_neither_a_chat_nor_a_rate(rates: SendRates) -> None:
    assert waits(rates, chat("42", "one"), chat("42", "two")) == [0, 0]


def test_a_server_without_a_rate_is_written_to_as_fast_as_it_takes(
    rates: SendRates, clock: Clock
) -> None:
    second = ("json hook", "")
    taken = [0]
    for seconds in range(1, 6):
        while rates.reserve(*second) + clock.seconds < 1000 + seconds:
            rates.accepted("json hook")
            taken[-1] += 1
        clock.seconds = 1000 + seconds
        taken.append(0)

    # It doubles each second: 50, 100, 200, ...
    assert taken[0] == pytest.approx(FIRST_RATE * 1.7, rel=0.1)
    assert taken[4] > 1000


def test_a_server_that_complains_gets_half_and_is_tried_slowly(rates: SendRates) -> None:
    for _ in range(350):
        rates.accepted("json hook")
    assert rates.per_second("json hook") == 400

    rates.throttled("json hook")
    assert rates.per_second("json hook") == 200

    for _ in range(200):  # what a second takes
        rates.accepted("json hook")
    assert rates.per_second("json hook") == pytest.approx(210)


def test_what_is_set_is_never_exceeded_and_a_complaint_counts_all_the_same(
    rates: SendRates,
) -> None:
    for _ in range(1000):
        rates.accepted("mail one")
    assert rates.per_second("mail one") == 1

    rates.throttled("mail one")
    assert rates.per_second("mail one") == 0.5
    for _ in range(10):
        rates.throttled("mail one")
    assert rates.per_second("mail one") == 0.1
