"""The verdict for each subscription, and why something was not told."""

from watcher.answers.explain import explain_round
from watcher.answers.rounds import find_rounds
from watcher.answers.snapshot import Snapshot
from watcher.core.model import VerdictKind


def test_each_subscription_is_explained_with_its_verdict(snapshot: Snapshot) -> None:
    (found,) = find_rounds(snapshot, "434")
    amara, bo = explain_round(snapshot, found, snapshot.settings.subscriptions)

    assert (amara.subscription, amara.verdict, amara.points) == ("amara", VerdictKind.SHORT, 4)
    assert (bo.subscription, bo.points, bo.due) == ("bo", 24, True)


def test_history_is_told_to_nobody_and_says_so(snapshot: Snapshot) -> None:
    (found,) = find_rounds(snapshot, "434")
    _, bo = explain_round(snapshot, found, snapshot.settings.subscriptions)

    assert not bo.would_be_told
    assert bo.why_not_told == "it was on the first page that was ever read, which tells nobody"
    assert bo.deliveries == ()


def test_what_is_not_asked_for_says_so_before_all_else(snapshot: Snapshot) -> None:
    (found,) = find_rounds(snapshot, "434")
    amara, _ = explain_round(snapshot, found, snapshot.settings.subscriptions)

    assert amara.why_not_told == "not asked for, by the last clause"
