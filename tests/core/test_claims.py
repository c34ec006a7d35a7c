"""How what a text says of a round compares with what is known of it."""

from datetime import UTC, datetime, timedelta

from tests.press.values import a_known_round, claim, saying
from watcher.core.claims import Agreement, compare, conflicts


def test_what_either_side_does_not_say_is_silent() -> None:
    compared = compare(saying(cutoff=463, date=None), a_known_round(invitations=None))

    assert compared == {
        "date": Agreement.SILENT,
        "category": Agreement.AGREES,
        "cutoff": Agreement.DIFFERS,
        "invitations": Agreement.SILENT,
    }


def test_the_site_of_a_claim_is_its_host_or_its_source() -> None:
    assert claim("a", link="https://www.news.example/385").site == "news.example"
    assert claim("a", link=None).site == "a"


def test_an_instant_read_to_the_minute_agrees_with_every_second_of_it() -> None:
    at = datetime(2025, 11, 26, 7, 44, tzinfo=UTC)
    round_ = a_known_round(tie_break=at.replace(second=30))
    to_the_minute = saying(tie_break=at, precision={"tie_break": "minute"})
    next_minute = saying(tie_break=at + timedelta(minutes=1), precision={"tie_break": "minute"})

    assert list(conflicts(to_the_minute, round_)) == []
    assert list(conflicts(next_minute, round_)) == ["tie_break"]
    assert list(conflicts(saying(tie_break=at), round_)) == ["tie_break"]


def test_a_day_alone_agrees_with_every_instant_of_it() -> None:
    round_ = a_known_round(tie_break=datetime(2025, 11, 26, 23, 59, tzinfo=UTC))
    day = saying(tie_break=datetime(2025, 11, 26, tzinfo=UTC), precision={"tie_break": "day"})

    assert list(conflicts(day, round_)) == []
