"""Output on the terminal."""

import io
from datetime import UTC, datetime
from threading import Event

from rich.console import Console

from tests.values import a_round
from watcher.adapters.database import DeliveryState
from watcher.core.model import NewRound
from watcher.demo.people import Arrival, DemoOutcome, PlayedStep
from watcher.demo.screen import Screen, Tempo
from watcher.demo.story import Step
from watcher.pipeline.delivery import DeliveryResult
from watcher.pipeline.poll import PollOutcome, PollResult

AT = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)


class Terminal:
    """A screen, and what stands on it."""

    def __init__(self, *, full: bool = False, width: int = 100, is_one: bool = False) -> None:
        self._out = io.StringIO()
        console = Console(file=self._out, width=width, markup=False, force_terminal=is_one)
        self.screen = Screen(console, full=full, tempo=Tempo(0, Event()))

    @property
    def text(self) -> str:
        return self._out.getvalue()

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in self.text.splitlines()]


def arrival(to: str, title: str = "#385 CEC: invited") -> Arrival:
    return Arrival(at=AT, to=to, title=title, text="You are invited.\n\n• Log in.")


def turn(
    *arrivals: Arrival,
    new: tuple[str, ...] = (),
    outcome: PollOutcome = "read",
    queued: int = 0,
    remark: str = "",
    whole: str = "",
    deliveries: tuple[DeliveryResult, ...] = (),
) -> PlayedStep:
    changes = tuple(NewRound(round=a_round(number=number)) for number in new)
    polled = PollResult(source="ircc", outcome=outcome, changes=changes, queued=queued)
    step = Step(at=AT, remark=remark, whole=whole)
    return PlayedStep(step=step, polled=(polled,), deliveries=deliveries, arrivals=arrivals)


def test_a_message_is_one_line_with_toronto_time_unless_it_is_asked_for_whole() -> None:
    terminal = Terminal()
    terminal.screen.show(turn(arrival("Noor"), arrival("Devraj"), whole="Devraj"))

    assert terminal.lines == [
        "2026-08-19 14:00  Noor      #385 CEC: invited",
        "2026-08-19 14:00  Devraj    #385 CEC: invited",
        "    │ You are invited.",
        "    │",
        "    │ • Log in.",
    ]


def test_the_first_message_in_french_is_shown_whole_and_the_next_is_not() -> None:
    terminal = Terminal()
    terminal.screen.show(turn(arrival("Élodie")))
    terminal.screen.show(turn(arrival("Élodie")))

    assert terminal.text.count("#385 CEC: invited") == 2
    assert terminal.text.count("│ You are invited.") == 1


def test_full_shows_every_message_whole() -> None:
    terminal = Terminal(full=True)
    terminal.screen.show(turn(arrival("Noor"), arrival("operator")))
    terminal.screen.show(turn(arrival("operator")))

    assert terminal.text.count("│ You are invited.") == 3


def test_a_notice_that_says_the_same_again_is_left_out() -> None:
    terminal = Terminal()
    for title in ("unreadable (1)", "unreadable (1)", "read again", "unreadable (1)"):
        terminal.screen.show(turn(arrival("operator", title)))

    shown = [line.partition("operator  ")[2] for line in terminal.lines]
    assert shown == ["unreadable (1)", "read again", "unreadable (1)"]


def test_rounds_that_concern_nobody_share_a_line_before_what_comes_next() -> None:
    terminal = Terminal()
    terminal.screen.show(turn(new=("383",)))
    terminal.screen.show(turn(new=("384",)))
    terminal.screen.show(turn(arrival("Noor"), new=("385",), queued=1))

    assert terminal.lines == [
        "                  #383, #384: nobody here is concerned",
        "2026-08-19 14:00  Noor      #385 CEC: invited",
    ]


def test_the_first_page_is_history_and_no_news() -> None:
    terminal = Terminal()
    terminal.screen.show(turn(new=("1", "2"), outcome="baseline"))

    (line,) = terminal.lines
    assert line == ("2026-08-19 14:00  ▸ the first poll: 2 rounds are history, told to nobody")


def test_a_send_that_failed_is_told_with_the_answer() -> None:
    failed = DeliveryResult(
        channel="Devraj",
        target="",
        state=DeliveryState.QUEUED,
        answer="503 Service Unavailable",
        about="#353 to Devraj",
    )
    terminal = Terminal()
    terminal.screen.show(turn(deliveries=(failed,)))

    (line,) = terminal.lines
    assert line.endswith("(503 Service Unavailable), to be tried again")


def test_long_titles_stay_in_their_column_on_a_narrow_terminal() -> None:
    terminal = Terminal(width=50)
    terminal.screen.show(turn(arrival("Noor", "#385 Canadian Experience Class: short")))

    assert terminal.lines == [
        "2026-08-19 14:00  Noor      #385 Canadian",
        "                            Experience Class:",
        "                            short",
    ]


def test_a_terminal_shows_the_month_that_the_story_has_reached() -> None:
    for is_one in (True, False):
        terminal = Terminal(is_one=is_one)
        with terminal.screen.progress(2) as advance:
            advance(AT)
        assert ("August 2026" in terminal.text) is is_one


def test_the_end_gives_the_figures_and_what_to_do_next() -> None:
    outcome = DemoOutcome(finished=True, rounds=2, polls=5, not_modified=3, seconds=1.6)
    outcome.arrivals += [arrival("Noor"), arrival("operator")]
    terminal = Terminal()
    terminal.screen.closing(outcome)

    assert "Amara 0, Mei 0, Joseph 0, Devraj 0, Élodie 0, Ravi 0, Noor 1" in terminal.text
    assert "5, of which 3 answered 304" in terminal.text
    assert terminal.lines[-2].startswith("  watcher init")
