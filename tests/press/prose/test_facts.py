"""Days, times and figures in less usual words: comparisons with a day, passive invitations."""

from datetime import date

import pytest

from tests.press.prose.texts import main, told


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


@pytest.mark.parametrize("given", ["sent", "issued", "given", "handed", "offered"])
def test_invitations_are_counted_by_those_who_were_given_them(given: str) -> None:
    report = main(
        "New Express Entry draw",
        f"A total of 3,000 healthcare professionals have been {given} invitations for "
        "permanent residence in the latest Express Entry draw. The CRS cut-off was 463.",
    )

    assert report is not None
    assert (report.invitations, report.cutoff) == (3000, 463)


def test_of_two_instants_in_a_sentence_the_earlier_is_the_tie_break() -> None:
    for text in (
        (
            "The tie-breaking rule for the round of May 3, 2025 at 14:05:00 UTC was February "
            "1, 2025 at 10:00:00 UTC."
        ),
        (
            "The round of May 3, 2025 at 14:05:00 UTC invited profiles submitted before "
            "10:00:00 UTC on February 1, 2025."
        ),
    ):
        said = told("Express Entry draw", text, "IRCC invited 500.")
        assert said == {"date": "2025-05-03", "invitations": 500, "tie_break": "2025-02-01T10:00Z"}


def test_applications_that_were_submitted_before_a_time_tell_the_tie_break() -> None:
    said = told(
        "Express Entry draw of May 3, 2025",
        "Those invited had submitted their applications before February 1, 2025 at 10:00:00 UTC.",
        "IRCC invited 500.",
    )
    assert said["tie_break"] == "2025-02-01T10:00Z"
