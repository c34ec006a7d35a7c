"""The track record of a source."""

from datetime import timedelta
from typing import Any

from tests.press.values import NOW, a_known_round, claim, saying
from watcher.core.claims import Claim
from watcher.press.consensus import track_record

HOUR = timedelta(hours=1)
ROUNDS = {
    "384": a_known_round("384", category="cec"),
    "385": a_known_round("385"),
    "386": a_known_round("386"),
    "reported-1": a_known_round("reported-1", confirmed=False),
}
OFFICIAL = {"385": NOW, "386": NOW + 24 * HOUR}


def first_seen(number: str, after: timedelta, **more: Any) -> Claim:
    return claim(number=number, first_seen=NOW + after, piece=number, **more)


def test_the_lead_is_the_median_of_what_was_watched() -> None:
    history = first_seen("384", -48 * HOUR)
    late = first_seen("385", 2 * HOUR)
    early = first_seen("386", 23 * HOUR)

    summed = track_record([history, late, early], ROUNDS, OFFICIAL)

    assert (summed.lead, summed.timed) == (timedelta(minutes=30), 2)
    assert (summed.rounds, summed.wrong) == (3, 1)  # 384 is of another category


def test_what_a_source_reported_when_first_read_is_not_timed() -> None:
    assert track_record([first_seen("385", HOUR)], ROUNDS, OFFICIAL).lead is None


def test_a_round_counts_as_wrong_once_however_often_it_was_reported_wrongly() -> None:
    twice = [claim(number="385", piece=piece, report=saying(cutoff=463)) for piece in ("1", "2")]

    summed = track_record(twice, ROUNDS, OFFICIAL)

    assert (summed.rounds, summed.wrong) == (1, 1)


def test_rounds_that_are_not_confirmed_prove_nothing() -> None:
    assert track_record([claim(number="reported-1")], ROUNDS, OFFICIAL).rounds == 0


def test_what_is_mentioned_in_passing_does_not_count() -> None:
    passing = claim(number="385", report=saying(main=False))
    unjoined = claim(piece="2", report=saying(main=False))

    summed = track_record([passing, unjoined], ROUNDS, OFFICIAL)

    assert (summed.rounds, summed.unjoined) == (0, 0)


def test_what_fits_no_round_is_counted() -> None:
    assert track_record([claim()], ROUNDS, OFFICIAL).unjoined == 1
