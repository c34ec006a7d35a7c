"""One category and its rounds."""

from datetime import date

from watcher.answers.category import category_history, nearest_categories
from watcher.answers.snapshot import Snapshot
from watcher.insight.stats import CutoffSpan, DayGaps, RoundTotal


def test_its_rounds_are_listed_with_their_changes_and_the_year_is_summed_up(
    snapshot: Snapshot,
) -> None:
    found = category_history(snapshot, "cec")

    assert found is not None
    assert [(row.round.number, row.change) for row in found.rounds] == [("436", -4), ("434", None)]
    assert found.latest is found.rounds[0]
    assert found.year == RoundTotal(rounds=2, invitations=4000, unknown=0)
    assert found.cutoffs == CutoffSpan(lowest=520, highest=524, last=520)
    assert found.gaps == DayGaps(median=8, shortest=8, longest=8)
    assert found.pool is not None
    assert found.pool.as_on is not None
    assert found.pool.as_on < date(2026, 8, 19)


def test_a_year_without_rounds_and_a_single_round(snapshot: Snapshot) -> None:
    found = category_history(snapshot, "fst")

    assert found is not None
    assert found.year == RoundTotal(rounds=0, invitations=0, unknown=0)
    assert found.cutoffs is None
    assert found.gaps is None


def test_one_of_ours_without_a_round_is_known_and_another_is_not(snapshot: Snapshot) -> None:
    ours = category_history(snapshot, "researchers")

    assert ours is not None
    assert ours.latest is None
    assert category_history(snapshot, "cooks") is None


def test_the_nearest_are_found_by_slug_name_and_beginning(snapshot: Snapshot) -> None:
    assert nearest_categories(snapshot, "health")[0] == "healthcare"
    assert nearest_categories(snapshot, "French-language proficiency")[0] == "french"
    assert nearest_categories(snapshot, "senior managers")[0] == "senior-managers"
    assert nearest_categories(snapshot, "eductaion")[0] == "education"
    assert nearest_categories(snapshot, "xyzzy") == []
    assert nearest_categories(snapshot, "") == []
