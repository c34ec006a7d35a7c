"""Where a score stands in the pool, by the newest count that is known."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.cli.installation import HISTORY, Installation
from tests.pages import a_row
from watcher.answers.rank import pool_rank
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot
from watcher.core.errors import NothingFound
from watcher.insight.rank import CountRange


def test_a_score_is_ranked_by_the_newest_count(
    installation: Installation, snapshot: Snapshot
) -> None:
    installation.publish(a_row("437", "2026-08-19", dd1="700"), *HISTORY)

    found = pool_rank(snapshot, 500)
    assert (found.counted_on, found.above) == (date(2026, 8, 16), CountRange(low=20700, high=20700))
    assert found.exact
    assert found.withheld == "This score is the border of a band: the number is exact."

    earlier = pool_rank(snapshot, 500, date(2026, 8, 19))
    assert (earlier.counted_on, earlier.above) == (
        date(2026, 8, 9),
        CountRange(low=20500, high=20500),
    )


def test_programs_get_bounds_and_the_likely_range(snapshot: Snapshot) -> None:
    assert json_object(pool_rank(snapshot, 465)) == {
        "score": 465,
        "counted_on": "2026-08-09",
        "total": 227000,
        "above": {"low": 62500, "high": 78500},
        "likely": {"low": 69445, "high": 71685},
        "withheld": None,
        "rules_changed": None,
    }


def test_a_change_of_the_rules_since_the_count_is_told(snapshot: Snapshot) -> None:
    assert pool_rank(snapshot, 465, date(2026, 11, 2)).rules_changed is None
    assert pool_rank(snapshot, 465, date(2026, 11, 3)).rules_changed == date(2026, 11, 3)
    later = replace(snapshot, now=datetime(2026, 11, 4, 4, 30, tzinfo=UTC))  # still the 3rd
    assert pool_rank(later, 465).rules_changed == date(2026, 11, 3)


def test_where_no_range_is_honest_there_is_a_reason(snapshot: Snapshot) -> None:
    found = pool_rank(snapshot, 520)

    assert (found.above, found.likely) == (CountRange(low=500, high=20500), None)
    assert found.withheld is not None
    assert "nobody can say" in found.withheld


def test_without_a_count_nothing_is_found(snapshot: Snapshot) -> None:
    with pytest.raises(NothingFound, match="before 2015-01-01; IRCC publishes them since 2022"):
        pool_rank(snapshot, 471, date(2015, 1, 1))
