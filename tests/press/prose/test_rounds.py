"""Texts about several rounds, about none yet, or about a half-year: none is their own."""

import pytest

from tests.press.prose.texts import main, reports, told


@pytest.mark.parametrize(
    "title",
    [
        "Two draws in two days invite 5,284",
        "IRCC invites 5,284 in two Express Entry draws",
        "5,284 invited in back-to-back Express Entry draws",
        "Express Entry draws held on two consecutive days",
        "Deux tirages Entr\u00e9e express en deux jours",
    ],
)
def test_of_two_rounds_none_is_the_text_s_own_but_each_is_reported(title: str) -> None:
    found = reports(
        title,
        "IRCC invited 5,284 candidates under Express Entry.",
        "On May 12, 2025, IRCC invited 784 nominees with a CRS score of 706.",
        "On May 13, 2025, 4,500 CEC candidates were invited. The cut-off was 547.",
    )
    assert not [report for report in found if report.main]
    assert [(str(r.date), r.invitations, r.cutoff) for r in found] == [
        ("2025-05-12", 784, 706),
        ("2025-05-13", 4500, 547),
    ]


def test_a_text_that_begins_with_two_rounds_has_no_own() -> None:
    assert (
        main(
            "Express Entry this week",
            "IRCC came up with two different draws.",
            "For the first, 118 invitations were issued. The CRS score was as low as 455.",
        )
        is None
    )


def test_the_second_of_two_draws_is_one_round() -> None:
    assert told(
        "Canada invites 4,750 CEC candidates in 2nd Express Entry draw this week",
        "It is the second of two draws. The CRS score was 461.",
    ) == {"category": "cec", "cutoff": 461, "invitations": 4750}


def test_the_cut_off_of_one_category_is_not_put_to_the_invitations_of_another() -> None:
    said = told(
        "IRCC invites 4,000 CEC candidates under Express Entry",
        "IRCC invited 4,000 candidates in the Canadian Experience Class.",
        "A total of 4,000 invitations were issued.",
        "There was a draw for PNP candidates. The minimum CRS score was 750.",
    )
    assert said == {"category": "cec", "invitations": 4000}


def test_where_title_and_text_name_two_categories_neither_is_believed() -> None:
    assert told(
        "IRCC invites 4,000 CEC candidates under Express Entry",
        "There was a draw for PNP candidates. IRCC invited 4,000.",
    ) == {"invitations": 4000}


@pytest.mark.parametrize(
    ("title", "text"),
    [
        (
            "Comparing Express Entry draws 2024 vs 2023",
            "In the first six months, IRCC held 19 draws, issuing 21,855 ITAs.",
        ),
        (
            "Express Entry in the first half of 2024",
            "IRCC issued 21,855 invitations. The lowest CRS score was 336.",
        ),
        (
            "How does IRCC decide when to hold Express Entry draws?",
            "On January 11 IRCC invited 5,500 candidates.",
        ),
        (
            "41,800 candidates invited under Express Entry",
            "A draw for nominees had a CRS cut-off of 332.",
        ),
        (
            "Entr\u00e9e express : bilan du premier semestre",
            "IRCC a invit\u00e9 21 855 candidats. La note minimale \u00e9tait de 336.",
        ),
    ],
)
def test_a_look_back_has_no_round_of_its_own(title: str, text: str) -> None:
    assert main(title, text, published="2024-07-02T12:00:00") is None


def test_what_is_announced_has_not_been_drawn() -> None:
    assert (
        main(
            "Canada to prioritize transport occupations in Express Entry draw",
            "Today, the Minister announced that the first round of invitations for "
            "transport occupations will occur this week.",
            published="2023-09-18T20:00:00",
        )
        is None
    )


def test_a_made_up_round_is_none() -> None:
    for opening in ("Suppose IRCC conducts a draw:", "Example:", "Imagine a draw:"):
        assert (
            main(
                "The tie-breaking rule of Express Entry",
                opening,
                "- CRS score cut-off: 490",
                "- Tie-breaking rule: July 10, 2024, at 12:00 UTC",
            )
            is None
        ), opening


def test_a_question_with_a_new_round_is_about_that_round() -> None:
    assert told(
        "Were you invited in the latest Express Entry draw?",
        "IRCC invited 500 candidates with a CRS score of 511.",
    ) == {"invitations": 500, "cutoff": 511}


@pytest.mark.parametrize(
    "title",
    [
        "Express Entry draws to date",
        "Express Entry draws so far",
        "All the Express Entry draws of this year",
        "Tous les tirages Entr\u00e9e express",
        "Les tirages Entr\u00e9e express \u00e0 ce jour",
    ],
)
def test_a_list_of_all_draws_is_about_none(title: str) -> None:
    report = main(
        title,
        "In the first draw on January 31, 2015, CIC issued 779 invitations to"
        " candidates who held 886 CRS points or more.",
        "The second draw was made on February 7, 2015, when 779 applicants who had"
        " scored 818 CRS points or more were invited.",
    )
    assert report is None or (report.invitations, report.cutoff) == (None, None)


def test_an_all_program_draw_is_one_round() -> None:
    assert told(
        "IRCC holds all-program Express Entry draws again",
        "IRCC invited 1,500 candidates in an all-program draw. The CRS cut-off was 557.",
    ) == {"category": "general", "invitations": 1500, "cutoff": 557}


def test_what_each_of_two_rounds_had_is_not_the_text_s_own() -> None:
    said = told(
        "Record invitations in three weeks",
        "IRCC held another all-program Express Entry draw and issued 7,000 invitations.",
        "It held draws in consecutive weeks on March 15 and March 23, issuing 7,000 ITAs each.",
        published="2023-03-31T15:00",
    )
    assert said["invitations"] == 7000
    assert said.get("date") not in ("2023-03-15", "2023-03-23")


def test_a_row_with_both_figures_gives_the_day() -> None:
    said = told(
        "IRCC invites 3,200 French speakers under Express Entry",
        "IRCC invited 3,200 French-speaking candidates. The CRS cut-off was 420.",
        "# Express Entry draws in 2024",
        "- July 8: French proficiency draw, 3,200 ITAs, minimum CRS score 420",
        "- July 5: Healthcare draw, 3,750 ITAs, minimum CRS score 445",
        published="2024-07-09T15:00",
    )
    assert said["date"] == "2024-07-08"


def test_a_row_with_one_figure_that_differs_gives_no_day() -> None:
    said = told(
        "IRCC invites 3,200 French speakers under Express Entry",
        "IRCC invited 3,200 French-speaking candidates. The CRS cut-off was 420.",
        "# Express Entry draws in 2024",
        "- July 5: French proficiency draw, 3,200 ITAs, minimum CRS score 445",
        published="2024-07-09T15:00",
    )
    assert said.get("date") != "2024-07-05"
    assert said["cutoff"] == 420


@pytest.mark.parametrize(
    "line",
    [
        "The second Express Entry draw occurred on July 5. It was the first for STEM.",
        "Le deuxi\u00e8me tirage a eu lieu le 5 juillet. C'\u00e9tait le premier pour les STIM.",
    ],
)
def test_one_of_several_draws_in_their_order_is_not_the_text_s_own(line: str) -> None:
    said = told(
        "IRCC issues 800 invitations under Express Entry",
        "IRCC invited 800 candidates in an all-program draw with a CRS score of 505.",
        "There were 800 invitations in the all-program draw.",
        line,
        published="2023-07-13T15:00",
    )
    assert said.get("date") != "2023-07-05"
    assert (said["category"], said["invitations"]) == ("general", 800)


def test_a_row_with_its_category_at_the_end_is_no_sentence() -> None:
    said = told(
        "Express Entry draws are back",
        "IRCC has held a round of invitations. The minimum CRS score was 531.",
        "July 5 500 486 STEM occupations draw",
        published="2023-09-20T15:00",
    )
    assert "category" not in said
    assert said["cutoff"] == 531
