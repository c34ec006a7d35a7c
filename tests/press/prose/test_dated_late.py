"""Texts that are published after the day they speak of."""

import pytest

from tests.press.prose.texts import main, told

LATE = "2024-03-14T15:00"


@pytest.mark.parametrize(
    "lines",
    [
        (
            "On March 12, 2024, IRCC held an Express Entry draw for nominees.",
            "In today's draw, 640 invitations were issued to candidates with a CRS score of 731 or more.",
        ),
        (
            "In today's draw, 640 nominees were invited. The minimum CRS score was 731.",
            "IRCC invited 640 provincial nominees on March 12, 2024.",
        ),
        (
            "Le 12 mars 2024, IRCC a tenu un tirage Entr\u00e9e express pour les candidats des provinces.",
            "Lors du tirage d'aujourd'hui, 640 candidats ont \u00e9t\u00e9 invit\u00e9s. Le seuil du SCG \u00e9tait de 731.",
        ),
    ],
)
def test_the_day_that_a_text_names_counts_more_than_its_today(lines: tuple[str, ...]) -> None:
    said = told("Express Entry: 640 nominees invited", *lines, published=LATE)
    assert (said["date"], said["invitations"], said["cutoff"]) == ("2024-03-12", 640, 731)


def test_today_stays_where_another_day_has_other_figures() -> None:
    assert told(
        "Express Entry draw",
        "Today, IRCC invited 640 provincial nominees with a CRS score of at least 731.",
        "On March 12, 2024, IRCC invited 2,850 candidates in a general draw.",
        published=LATE,
    ) == {"date": "2024-03-14", "category": "pnp", "invitations": 640, "cutoff": 731}


def test_a_day_long_before_today_is_another_round_s() -> None:
    said = told(
        "IRCC invites 640 nominees under Express Entry",
        "IRCC held a draw for nominees on February 20, 2024.",
        "Today, IRCC invited 640 nominees. The minimum CRS score was 731.",
        published=LATE,
    )
    assert said.get("date") != "2024-02-20" or said.get("invitations") is None


@pytest.mark.parametrize(
    "line",
    [
        "Yesterday, on March 13, IRCC invited 640 nominees under Express Entry.",
        "Hier, le 13 mars, IRCC a invit\u00e9 640 candidats des provinces dans Entr\u00e9e express.",
    ],
)
def test_yesterday_with_its_day_may_be_the_news(line: str) -> None:
    said = told("Nominees invited: Express Entry", line, published=LATE)
    assert (said["date"], said["invitations"]) == ("2024-03-13", 640)


def test_yesterday_s_draw_is_not_today_s() -> None:
    said = told(
        "Express Entry draw for tradespeople",
        "IRCC invited 640 tradespeople with a CRS score of 415.",
        "Yesterday, March 13, IRCC invited 3,900 candidates with a score of 476.",
        published=LATE,
    )
    assert (said["invitations"], said["cutoff"]) == (640, 415)
    assert said.get("date") != "2024-03-13"


@pytest.mark.parametrize("month", ["in November 2022", "of November 2022", "in 2022"])
def test_a_look_back_is_not_dated_by_its_publication(month: str) -> None:
    report = main(
        "More newcomers expected",
        f"In its Express Entry draw {month}, Canada invited 4,750 candidates.",
        "A CRS score of 491 was needed.",
        published="2024-03-14T15:00",
    )
    assert report is not None
    assert report.date is None


@pytest.mark.parametrize(
    "line",
    [
        "However, the CEC draw expected on March 6 did not come.",
        "A draw was scheduled for March 6.",
        "Le tirage pr\u00e9vu pour le 6 mars n'a pas eu lieu.",
        "Le tirage \u00e9tait attendu le 6 mars.",
    ],
)
def test_the_day_on_which_a_round_was_expected_is_not_its_day(line: str) -> None:
    said = told(
        "Express Entry: CEC candidates invited",
        "IRCC invited CEC candidates with scores of at least 462.",
        line,
        published=LATE,
    )
    assert said.get("date") != "2024-03-06"
    assert said["cutoff"] == 462


def test_neither_today_nor_yesterday_counts_where_the_latest_draw_has_its_day() -> None:
    said = told(
        "IRCC invites 1,000 candidates in trades draw: Express Entry",
        "Today's draw is the second of the week.",
        "Yesterday, on March 11, IRCC invited 1,325 candidates with a CRS score of 542.",
        "The latest Express Entry draw held on March 12 issued 1,000 invitations.",
        published=LATE,
    )
    assert (said["date"], said["invitations"]) == ("2024-03-12", 1000)


def test_a_tie_break_that_is_still_to_come_is_not_believed() -> None:
    report = main(
        "Express Entry draw #368 issues 1,250 invitations",
        "IRCC invited 1,250 candidates who had created a profile before"
        " November 5, 2024, at 10:36 p.m. UTC.",
        published=LATE,
    )
    assert report is not None
    assert report.tie_break is None
    assert [oddity.why for oddity in report.oddities] == ["is not past yet"]


def test_today_stays_where_the_other_day_is_yesterday() -> None:
    report = main(
        "250 tradespeople invited: Express Entry",
        "Yesterday, March 13, IRCC held an all-program draw.",
        "In today's draw, 250 tradespeople with a CRS score of 415 were invited.",
        published=LATE,
    )
    assert report is not None
    assert str(report.date) == "2024-03-14"
    assert "date" not in report.precision  # the text says it, not its publication
