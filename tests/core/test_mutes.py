"""The end of a mute, as people write it."""

from datetime import UTC, datetime

import pytest

from watcher.core.mutes import MuteError, mute_end

NOW = datetime(2026, 11, 29, 17, tzinfo=UTC)  # noon in Toronto


@pytest.mark.parametrize(
    ("written", "zone", "end"),
    [
        ("2026-12-24", "America/Toronto", "2026-12-24T14:00"),
        ("2026-12-24", "Asia/Kolkata", "2026-12-24T03:30"),
        ("2026-12-24T18:00", "America/Toronto", "2026-12-24T23:00"),
        ("2026-12-24 18:00", "America/St_Johns", "2026-12-24T21:30"),
        ("2026-12-24T18:00Z", "America/Toronto", "2026-12-24T18:00"),
        ("2 weeks", "America/Toronto", "2026-12-13T17:00"),
        ("1 week", "America/Toronto", "2026-12-06T17:00"),
        ("10days", "America/Toronto", "2026-12-09T17:00"),
        ("1 Month", "America/Toronto", "2026-12-29T17:00"),
        ("36 hours", "America/Toronto", "2026-12-01T05:00"),
        # The clocks go forward in between: noon stays noon.
        ("15 weeks", "America/Toronto", "2027-03-14T16:00"),
    ],
)
def test_a_mute_ends_when_it_says(written: str, zone: str, end: str) -> None:
    assert mute_end(written, NOW, zone) == datetime.fromisoformat(end).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("soon", '"soon" is no end of a mute; write a day such as 2026-12-24'),
        ("2026-13-01", '"2026-13-01" is no end of a mute'),
        ("", '"" is no end of a mute'),
        ("2026-11-29", '"2026-11-29" is over already'),
        ("0 days", '"0 days" is over already'),
        ("13 months", '"13 months" is more than a year away'),
        ("9999-12-31", '"9999-12-31" is more than a year away'),
        ("0001-01-01", '"0001-01-01" is over already'),
    ],
)
def test_anything_else_is_refused_with_what_may_be_written(written: str, why: str) -> None:
    with pytest.raises(MuteError) as refused:
        mute_end(written, NOW, "America/Toronto")

    assert str(refused.value).startswith(why)
