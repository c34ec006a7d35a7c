"""The day of a figure that is compared with is not the round's own."""

from datetime import date

import pytest

from tests.parse.prose.texts import main


@pytest.mark.parametrize(
    "compared",
    [
        "The minimum CRS score was 476, down from 488 on October 15.",
        "The minimum CRS score was 476, a drop of 12 points from 488 on October 15.",
        "The minimum CRS score was 476, lower than 488 on October 15.",
        "The minimum CRS score was 476. That compares with 488 on October 15.",
        "The minimum CRS score was 476, 12 points less than the 488 of October 15.",
    ],
)
def test_a_day_beside_an_earlier_figure_dates_nothing(compared: str) -> None:
    report = main(
        "1,000 healthcare candidates invited in Express Entry draw",
        "IRCC issued 1,000 invitations to healthcare candidates today.",
        compared,
        published="2025-12-11T18:00",
    )

    assert report is not None
    assert (report.date, report.cutoff) == (date(2025, 12, 11), 476)
