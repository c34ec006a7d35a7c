"""The round that a sentence speaks of, and the next one."""

from tests.press.prose.texts import reports, told


def test_a_name_before_the_second_day_of_a_sentence_is_of_that_day() -> None:
    found = reports(
        "IRCC invites 500 healthcare workers in Express Entry draw on June 4, 2025",
        "The draw of June 4, 2025 had a CRS cut-off of 504.",
        "- The round of June 2, 2025 for provincial nominees invited 277 candidates.",
        "Before it came a PNP draw on June 2, 2025 and a CEC draw on May 13, 2025.",
        "- On May 13, 2025, 500 candidates were invited.",
    )
    assert {str(r.date): r.category for r in found} == {
        "2025-06-04": "healthcare",
        "2025-06-02": "pnp",
        "2025-05-13": "cec",
    }


def test_a_text_goes_on_after_a_heading_of_trends_and_after_a_salutation() -> None:
    for heading in ("Express Entry trends", "Hello all", "Dear friends"):
        said = told(
            "Express Entry",
            f"# {heading}",
            "IRCC invited 500 CEC candidates on May 3, 2025, with a CRS score of 520.",
        )
        assert said["cutoff"] == 520, heading


def test_under_trends_below_the_news_stand_earlier_rounds() -> None:
    said = told(
        "Express Entry draw invites 500",
        "IRCC invited 500 candidates.",
        "# Trends",
        "The minimum CRS score was 531.",
    )
    assert said == {"invitations": 500}


def test_a_text_goes_on_after_what_surpasses_its_round() -> None:
    assert told(
        "Express Entry draw",
        "IRCC invited 6,000 candidates, surpassed only by the 7,000 of March. The minimum "
        "CRS score was 490.",
    ) == {"invitations": 6000, "cutoff": 490}


def test_the_most_recent_round_before_this_one_is_another() -> None:
    assert told(
        "IRCC issues 1,000 invitations in Express Entry draw",
        "IRCC issued 1,000 invitations. The most recent draw before this one invited 911 "
        "candidates.",
    ) == {"invitations": 1000}
