"""What a verdict asks for, the most urgent first."""

from tests.values import a_subscription, a_verdict, an_alert
from watcher.core.model import VerdictKind
from watcher.messages.formatter import Formatter
from watcher.messages.next_steps import next_steps, urgency

FMT = Formatter("en", "America/Toronto")


def test_an_invitation_is_more_urgent_than_a_tie_and_that_than_a_miss() -> None:
    kinds = [VerdictKind.SHORT, VerdictKind.AT_CUTOFF, VerdictKind.INVITED]
    alerts = [an_alert(verdict=a_verdict(kind)) for kind in kinds]

    assert [a.verdict.kind for a in sorted(alerts, key=urgency)] == kinds[::-1]


def test_who_is_invited_has_to_log_in() -> None:
    [steps] = next_steps([an_alert()], FMT)

    assert steps[0].label == "What to do next:"
    assert steps[1].text.startswith("• Log in to your IRCC account.")


def test_who_is_at_the_cut_off_without_a_time_is_asked_for_it() -> None:
    tied = an_alert(
        subscription=a_subscription(submitted=None), verdict=a_verdict(VerdictKind.AT_CUTOFF)
    )
    [steps] = next_steps([tied], FMT)

    assert "at what time your profile was first submitted" in steps[-1].text
