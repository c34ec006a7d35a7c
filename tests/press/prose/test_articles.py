"""Short articles in the shapes that news of rounds come in."""

from tests.press.prose.texts import main, reports, told

HEALTH = {"number": "385", "category": "healthcare", "cutoff": 476, "invitations": 1000}


def test_key_facts_in_a_list() -> None:
    assert told(
        "Healthcare workers get 1,000 invitations in Draw #385",
        "On December 11, 2025, IRCC held its 385th Express Entry draw, which targeted "
        "professionals in healthcare and social services.",
        "# Key facts",
        "- Express Entry Draw #385 was for healthcare and social services occupations.",
        "- 1,000 invitations went out.",
        "- The CRS cutoff score was set at 476.",
        "# Who this affects",
        "A cutoff of 476 shows how many wait. Some 12,000 nurses arrive each year.",
    ) == {**HEALTH, "date": "2025-12-11"}


def test_totals_of_the_year_and_rounds_per_category_are_no_figures_of_the_round() -> None:
    assert told(
        "IRCC invites 1,000 healthcare candidates in Express Entry draw #385",
        "This Express Entry draw #385 asked for a minimum CRS score of 476, and profiles "
        "created before 7:44 a.m. UTC on November 26, 2025 were eligible.",
        "# Draw summary",
        "- Draw Type: Healthcare and Social Services",
        "- Number of ITAs: 1,000",
        "- Minimum CRS Score: 476",
        "# Trends in 2025",
        "With today's draw, IRCC has issued 106,599 ITAs in 2025. Draws focused on:",
        "- Provincial Nominee Program (PNP): 22 draws",
        "- Canadian Experience Class (CEC): 14 draws",
    ) == {**HEALTH, "tie_break": "2025-11-26T07:44Z"}


def test_other_rounds_in_comparisons_are_left_alone() -> None:
    assert told(
        "",
        "Express Entry Draw #379 on November 14, 2025 invited 3,500 candidates in "
        "Healthcare and Social Services Occupations. The minimum CRS score was 462.",
        "The cut-off of 462 is:",
        "- Far below the 530\u2013540 range of recent all-program draws",
        "- Lower than the 533-point requirement in the CEC draw held on November 12, 2025",
        "For Draw #379, the tie-break date and time was December 2, 2024, at 22:19:41 UTC.",
        "The draw covered 35 occupations.",
    ) == {
        "number": "379",
        "date": "2025-11-14",
        "category": "healthcare",
        "cutoff": 462,
        "invitations": 3500,
        "tie_break": "2024-12-02T22:19Z",
    }


def test_the_first_numbered_round_is_the_one_of_a_text_that_only_muses() -> None:
    assert told(
        "A season of opportunity",
        "Express Entry has been busy in recent weeks.",
        "# A push for healthcare",
        "Draw #385 saw IRCC issue invitations to 1,000 healthcare and social service "
        "professionals. The CRS cut-off for this draw was set at 463.",
        "# Nominees",
        "A draw for the Provincial Nominee Program (PNP) resulted in 399 candidates "
        "receiving ITAs. A nomination adds 600 points to a CRS score.",
        "Furthermore, a CEC draw dropped to its lowest level, hovering around 500. "
        "The plan is to welcome over 500,000 people.",
    ) == {**HEALTH, "cutoff": 463}


def test_a_post_without_a_day_is_of_the_day_of_its_publication_and_says_so() -> None:
    report = main(
        "Healthcare professionals get PR invitations",
        "IRCC issued a major round of invitations focused on healthcare and social "
        "services occupations, sending 3,500 ITAs to candidates in the pool.",
        "- IRCC invited 3,500 candidates in the Healthcare & Social Services category.",
        "- Minimum CRS required: 462.",
        "- Profiles had to be created on or before 10:19 p.m. UTC on December 2, 2024.",
        published="2025-11-14T17:47:43",
    )
    assert report is not None
    assert report.date is not None
    assert report.date.isoformat() == "2025-11-14"
    assert report.precision == {"date": "published", "tie_break": "minute"}
    assert report.category == "healthcare"


def test_a_post_written_after_midnight_utc_is_of_the_day_in_ottawa() -> None:
    said = told(
        "IRCC invites 500 candidates in PNP Express Entry draw",
        "IRCC issued 500 ITAs today.",
        published="2025-11-15T02:30:00",
    )
    assert said["date"] == "2025-11-14"


def test_the_old_cut_off_before_the_new_one() -> None:
    assert told(
        "Latest Express Entry draw: 6,500 ITAs for French speakers",
        "The CRS score threshold dropped from 466 to a new low of 428 in this draw.",
        "# Profile 1: Awa, a mechanic",
        "Awa is 32 years old (94 points), and has a degree (120 points). Her CRS score is 431.",
    ) == {"category": "french", "cutoff": 428, "invitations": 6500}


def test_the_previous_round_before_the_new_one() -> None:
    found = reports(
        "CRS drops to 706 as Canada invites 511 candidates in latest PNP draw",
        "This draw follows the previous PNP-only Express Entry round on April 28, 2025, "
        "when 421 candidates were invited, with the lowest score set at 727.",
        "IRCC issued 511 new invitations in the draw held on May 12, 2025. The minimum "
        "CRS score required was 706. The draw took place at 14:14:40 UTC, and the "
        "tie-breaking rule was applied for profiles submitted before March 4, 2025, at "
        "22:35:42 UTC.",
    )
    assert [(r.main, str(r.date), r.cutoff, r.invitations, r.category) for r in found] == [
        (True, "2025-05-12", 706, 511, "pnp"),
        (False, "2025-04-28", 727, 421, "pnp"),
    ] or [(r.main, str(r.date), r.cutoff, r.invitations) for r in found] == [
        (True, "2025-05-12", 706, 511),
        (False, "2025-04-28", 727, 421),
    ]
    assert str(found[0].drawn_at) == "2025-05-12 14:14:40+00:00"
    assert str(found[0].tie_break) == "2025-03-04 22:35:42+00:00"


def test_a_list_of_older_rounds_under_an_undated_one() -> None:
    found = reports(
        "IRCC issues 423 new Express Entry ITAs in PNP draw",
        "IRCC has issued 423 invitations to apply. Candidates needed:",
        "- A minimum CRS score of 749",
        "- An Express Entry profile created before 10:30 p.m. (UTC) on December 16, 2025",
        "This was the fifth Express Entry draw of 2026.",
        "# Draws so far in 2026",
        "- January 21: Canadian Experience Class: CRS cut-off 509, ITAs issued 6,000",
        "- January 20: Provincial Nominee Program: CRS cut-off 746, ITAs issued 681",
        published="2026-02-03T18:00:00",
    )
    assert [(r.main, str(r.date), r.cutoff, r.invitations) for r in found] == [
        (True, "2026-02-03", 749, 423),
        (False, "2026-01-21", 509, 6000),
        (False, "2026-01-20", 746, 681),
    ]


def test_a_round_that_is_found_in_its_own_list_is_dated_by_it() -> None:
    said = told(
        "IRCC issues 1,085 ITAs",
        "In its latest Express Entry draw IRCC issued 1,085 invitations in a PNP draw. "
        "Candidates needed a CRS score of 727.",
        "# Results from December, 2024",
        "- December 16: Provincial Nominee Program \u2013 1,085 ITAs, CRS 727",
        "- December 3: French language proficiency \u2013 800 ITAs, CRS 466",
        published="2024-12-17T10:00:00",
    )
    assert (said["cutoff"], said["invitations"]) == (727, 1085)
    assert said["date"] in {"2024-12-16", "2024-12-17"}


def test_a_copy_of_the_official_page() -> None:
    assert told(
        "Rounds of invitations",
        "We invite candidates by their points under the Comprehensive Ranking System.",
        "French language proficiency (Version 1)",
        "Date and time: March 6, 2025",
        "CRS score of lowest-ranked candidate invited: 410",
        "Number of invitations issued: 4,500",
        "Rank needed: 4,500 or above",
        "Tie-breaking rule: February 11, 2025 at 07:47:29 UTC",
    ) == {
        "date": "2025-03-06",
        "category": "french",
        "cutoff": 410,
        "invitations": 4500,
        "tie_break": "2025-02-11T07:47Z",
    }


def test_a_ministerial_instruction() -> None:
    assert told(
        "Instructions respecting invitations ... Express Entry system #50",
        "The number of invitations that may be issued during the period that begins on "
        "December 22, 2016 and ends on December 23, 2016 is 2,878.",
        "Foreign nationals who, on December 22, 2016 at 13:39:04 UTC, have been assigned "
        "a total of 475 points or more under the CRS hold the rank.",
    ) == {"number": "50", "date": "2016-12-22", "cutoff": 475, "invitations": 2878}


def test_footnotes_and_odd_ordinals_of_old_pages() -> None:
    assert told(
        "Instructions for Express Entry system #205 \u2013 September 15, 2021",
        "Provincial Nominee Program",
        "Number of invitations issued: 521 Footnote *",
        "Rank required to be invited to apply: 521th or above",
        "CRS score of lowest-ranked candidate invited: 732",
    ) == {
        "number": "205",
        "date": "2021-09-15",
        "category": "pnp",
        "cutoff": 732,
        "invitations": 521,
    }


def test_a_difference_in_the_title_and_the_score_without_a_nomination() -> None:
    assert told(
        "Canada invites 176 more candidates than in the previous PNP-only draw",
        "Canada invited 557 Express Entry candidates on May 12, 2021. They needed a "
        "score of at least 752, and a nomination from a Provincial Nominee Program (PNP).",
        "A nomination adds 600 points. Without the nomination, the lowest-scoring "
        "candidate would have had a score of 152.",
    ) == {"date": "2021-05-12", "category": "pnp", "cutoff": 752, "invitations": 557}


def test_selections_of_provinces_in_an_article_on_a_federal_round() -> None:
    assert told(
        "Latest Express Entry draw sees cut-off drop",
        "Canada has invited 3,000 Express Entry candidates with a minimum CRS score of "
        "442 in a draw that took place February 7, 2018.",
        "On January 26, Ontario's Human Capital Priorities Stream issued Notifications "
        "of Interest to 380 Express Entry candidates with CRS scores from 433 to 444.",
    ) == {"date": "2018-02-07", "cutoff": 442, "invitations": 3000}


def test_occupation_codes_are_no_invitations() -> None:
    assert told(
        "Express Entry draw for physicians",
        "IRCC held its first Express Entry round exclusively for physicians with "
        "Canadian work experience on February 19, 2026, issuing 391 invitations at a "
        "minimum CRS score of 169 to candidates in NOC 31100, 31101, 31102.",
        "The only lower score was in a 2021 pandemic CEC draw, when the CRS was 75.",
    ) == {"date": "2026-02-19", "category": "physicians", "cutoff": 169, "invitations": 391}


def test_list_numbers_beside_the_figures() -> None:
    said = told(
        "First Express Entry draw for a new category",
        "It came with these results:",
        "1. 391 Invitations to Apply (ITAs)",
        "2. Under the new category: Physicians with Canadian work experience",
        "3. A minimum CRS score of 169",
    )
    assert said == {"category": "physicians", "cutoff": 169, "invitations": 391}


def test_a_tie_break_before_its_day_in_twelve_hours() -> None:
    said = told(
        "IRCC invites 279 nominees in Express Entry draw",
        "- A minimum Comprehensive Ranking System (CRS) score of 789.",
        "- An Express Entry profile created before 12:59 a.m. UTC on September 5, 2025.",
    )
    assert said["tie_break"] == "2025-09-05T00:59Z"
    assert said["cutoff"] == 789


def test_french_news() -> None:
    assert told(
        "Tirage Entr\u00e9e express n\u00b0 385 : 1 000 invitations en sant\u00e9",
        "Le 11 d\u00e9cembre 2025, IRCC a invit\u00e9 1 000 candidats des professions de la "
        "sant\u00e9 et des services sociaux. La note minimale \u00e9tait de 476, contre 462 lors "
        "du tirage pr\u00e9c\u00e9dent du 14 novembre.",
        "Il fallait avoir cr\u00e9\u00e9 son profil avant le 26 novembre 2025 \u00e0 7 h 44 UTC.",
    ) == {**HEALTH, "date": "2025-12-11", "tie_break": "2025-11-26T07:44Z"}


def test_a_french_list() -> None:
    assert told(
        "Ronde d\u2019invitations Entr\u00e9e express du 28 novembre 2025",
        "Comp\u00e9tence linguistique en fran\u00e7ais (Version 1)",
        "Nombre d\u2019invitations \u00e9mises : 6 000",
        "Note SCG du candidat invit\u00e9 ayant le rang le plus bas : 408",
        "R\u00e8gle de bris d\u2019\u00e9galit\u00e9 : 26 mai 2025 \u00e0 12:28:38 UTC",
    ) == {
        "date": "2025-11-28",
        "category": "french",
        "cutoff": 408,
        "invitations": 6000,
        "tie_break": "2025-05-26T12:28Z",
    }


def test_several_rounds_make_several_reports_each_with_its_own_figures() -> None:
    found = reports(
        "Express Entry this week",
        "On February 13, 2024, IRCC conducted Express Entry Draw #283, inviting 1,490 "
        "candidates with a CRS score of 535.",
        "The next draw was Express Entry Draw #284 on February 14, 2024, inviting 3,500 "
        "healthcare candidates. Invitations went to candidates with a CRS score of 422.",
    )
    assert [(r.number, str(r.date), r.cutoff, r.invitations) for r in found] == [
        ("283", "2024-02-13", 535, 1490),
        ("284", "2024-02-14", 422, 3500),
    ]


def test_figures_come_with_the_words_they_were_read_from() -> None:
    report = main("Express Entry Draw #385", "IRCC invited 1,000 candidates. The cut-off was 476.")
    assert report is not None
    assert report.quotes == {
        "number": "Express Entry Draw #385",
        "invitations": "IRCC invited 1,000 candidates.",
        "cutoff": "The cut-off was 476.",
    }


def test_a_quote_of_a_long_sentence_is_cut_around_its_figure() -> None:
    report = main(
        "",
        "In Express Entry, " + "and so on, " * 40 + "IRCC invited 1,000 candidates, "
        "as is told here " + "again and again " * 20 + "to the end.",
    )
    assert report is not None
    assert "invited 1,000 candidates" in report.quotes["invitations"]
    assert len(report.quotes["invitations"]) <= 200
