"""``people renew``: only where they ask for it."""

import pytest

from tests.cli.installation import Installation
from watcher.core.suppressions import SuppressionReason


@pytest.fixture
def refused(installation: Installation) -> Installation:
    return suppressed(installation, "refused")


def suppressed(installation: Installation, why: SuppressionReason) -> Installation:
    with installation.scene.store.writing() as tx:
        tx.suppressions.add("amara", "", why, installation.scene.now)
    return installation


def is_suppressed(installation: Installation) -> bool:
    with installation.scene.store.reading() as tx:
        return bool(tx.suppressions.among([("amara", "")]))


def test_who_was_refused_is_written_to_again(refused: Installation) -> None:
    done = refused.run("people", "renew", "amara")

    assert (done.exit_code, done.stdout) == (0, "amara is written to again: amara\n")
    assert not is_suppressed(refused)


def test_whether_they_asked_for_it_is_asked_of_who_unsubscribed(installation: Installation) -> None:
    suppressed(installation, "unsubscribed")

    done = installation.run("people", "renew", "amara")
    assert done.exit_code == 1
    assert "amara unsubscribed on 2026-08-19 14:01 EDT" in done.stderr
    assert is_suppressed(installation)

    assert installation.run("people", "renew", "amara", "--yes").exit_code == 0
    assert not is_suppressed(installation)


def test_nothing_has_to_be_renewed_for_others(refused: Installation) -> None:
    assert refused.run("people", "renew", "bo").exit_code == 3
    assert refused.run("people", "renew", "nobody").exit_code == 3


def test_status_says_who_is_left_alone(refused: Installation) -> None:
    refused.run_now("mute", "bo", "--until", "1 week")
    said = refused.run_now("status").stdout

    assert "0 unsubscribed, 1 where nobody is any more" in said
    assert "1, bo until 2026-08-26 14:01 EDT" in said
