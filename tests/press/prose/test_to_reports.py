"""Texts in doubt, and texts whose days have to be worked out."""

from tests.press.prose.texts import main, reports, told


def test_a_tie_break_later_than_its_round_is_unknown() -> None:
    report = main(
        "Canada issues 4,000 invitations in Express Entry draw",
        "The CEC draw, held on February 5, 2025, had a CRS cut-off of 521. The "
        "tie-breaking rule was set for November 14, 2025.",
    )
    assert report is not None
    assert report.tie_break is None
    assert [o.why for o in report.oddities] == ["later than its round"]
    assert "November 14, 2025" in report.oddities[0].printed


def test_a_year_that_does_not_go_with_the_publication_is_not_believed() -> None:
    report = main(
        "Express Entry Draw #241",
        "On February 15, 2022, IRCC issued 699 invitations in the Express Entry draw. "
        "The minimum CRS score was 791.",
        published="2023-02-15T22:59:11",
    )
    assert report is not None
    assert (report.date, report.cutoff, report.invitations) == (None, 791, 699)
    assert [o.where for o in report.oddities] == ["#241 date"]


def test_a_day_without_a_year_is_the_first_after_the_tie_break() -> None:
    assert told(
        "Latest Express Entry draw invites 3,900 candidates",
        "Canada held an Express Entry draw on October 2. IRCC applied a tie-break rule: "
        "candidates had to have submitted their profiles before September 20, 2019, at "
        "15:05:04 UTC.",
    ) == {"date": "2019-10-02", "invitations": 3900, "tie_break": "2019-09-20T15:05Z"}


def test_a_day_without_a_year_stays_unknown_where_nothing_gives_it() -> None:
    said = told(
        "September 28th Express Entry draw: 3,750 candidates invited",
        "IRCC invited 3,750 candidates with a minimum CRS score of 504.",
    )
    assert said == {"cutoff": 504, "invitations": 3750}


def test_title_and_text_of_different_rounds_leave_their_figures_unknown() -> None:
    report = main(
        "Express Entry: IRCC invites 1,500 candidates with a CRS score of 400",
        "IRCC issued 3,200 invitations to candidates with a CRS score of 522.",
    )
    assert report is not None
    assert (report.invitations, report.cutoff) == (None, None)
    assert {o.where for o in report.oddities} == {"invitations", "cutoff"}


def test_two_rounds_added_up_are_not_one() -> None:
    said = told(
        "Canada invites 7,146 in two Express Entry draws",
        "IRCC issued 7,146 invitations across two draws this week.",
    )
    assert "invitations" not in said


def test_a_score_below_something_is_no_cut_off() -> None:
    said = told(
        "Canada breaks Express Entry record",
        "3,900 invitations were sent out. That the minimum CRS score dropped below 540 "
        "came as a surprise.",
    )
    assert said == {"invitations": 3900}


def test_an_explainer_has_no_round_of_its_own_but_its_example_is_reported() -> None:
    found = reports(
        "Understanding the Express Entry tie-breaking rule",
        "The rule ranks candidates with the same CRS score.",
        "A recent example is the Express Entry draw that took place on January 18, 2023.",
        "For this draw, the minimum CRS score was 490.",
        published="2023-02-07T12:00:00",
    )
    assert not [r for r in found if r.main]


def test_a_teaser_that_only_names_its_round() -> None:
    assert told(
        "Canada's Express Entry draw results from January 11, 2023",
        "Here are the results of Canada's most recent Express Entry draw.",
    ) == {"date": "2023-01-11"}


def test_forecasts_ranges_and_the_pool_are_no_figures() -> None:
    assert (
        told(
            "What will the next Express Entry draw look like?",
            "The next draw could have a CRS cut-off around 480. IRCC might invite 3,000 "
            "candidates. There are 13,174 candidates with scores of 491-500 in the pool. "
            "If your score is 476, you may be invited.",
        )
        == {}
    )


def test_today_and_weekdays_count_from_the_publication() -> None:
    lead = "IRCC invited 500 candidates in an Express Entry draw {}."
    for words, day in [
        ("today", "2026-03-05"),
        ("this morning", "2026-03-05"),
        ("on Thursday", "2026-03-05"),
        ("on March 4", "2026-03-04"),
        ("held yesterday", "2026-03-04"),
    ]:
        said = told("", lead.format(words), published="2026-03-05T15:00:00")
        assert said["date"] == day, words


def test_a_dateline_dates_the_text_and_not_the_round() -> None:
    assert told(
        "Express Entry draw candidates only need 437 CRS",
        "the news team - 11 June, 2020",
        "Canada has just held an Express Entry draw inviting 3,559 candidates. The CRS "
        "cut-off was 437 in today's draw, the lowest for CEC candidates since 2017.",
    ) == {"date": "2020-06-11", "category": "cec", "cutoff": 437, "invitations": 3559}
    assert told(
        "Express Entry Draw #237",
        "January 12, 2023",
        "On January 11, 2023, IRCC issued 5,500 invitations in the Express Entry draw.",
    ) == {"number": "237", "date": "2023-01-11", "invitations": 5500}


def test_a_text_of_an_earlier_year_is_not_dated_by_its_publication() -> None:
    assert told(
        "First Express Entry draw of 2019",
        "The first Express Entry draw of 2019 issued 3,900 invitations.",
        published="2021-04-20T12:00:00",
    ) == {"invitations": 3900}


def test_a_weekday_beside_its_date_is_that_date() -> None:
    for lead in ("this Wednesday (May 1, 2025)", "on Thursday \u2013 May 1, 2025"):
        said = told(
            "Express Entry draw",
            f"IRCC invited 500 candidates {lead}.",
            published="2025-05-03T12:00:00",
        )
        assert said["date"] == "2025-05-01", lead


def test_a_day_that_only_bounds_the_round_is_not_its_day() -> None:
    for bound in (
        "The latest draw occurred after April 24.",
        "The number grew with each draw until the draw on April 24.",
        "Nothing was drawn since the round of April 24.",
    ):
        report = main(
            "Express Entry: 500 invited",
            f"{bound} IRCC invited 500.",
            published="2025-05-03T12:00:00",
        )
        assert report is not None
        assert report.precision.get("date") == "published", bound


def test_a_short_opening_sentence_is_no_dateline() -> None:
    assert told(
        "Express Entry news",
        "On August 4, 2026, IRCC held a draw for provincial nominees.",
        "It invited 300 with a CRS score of 760.",
        published="2026-08-06T12:00:00",
    ) == {"date": "2026-08-04", "category": "pnp", "cutoff": 760, "invitations": 300}
    assert told(
        "Express Entry news",
        "August 5, 2026 | Amara Okafor and Lina Roy",
        "IRCC invited 300 candidates on August 4.",
    ) == {"date": "2026-08-04", "invitations": 300}


def test_a_day_before_the_figures_of_the_title_is_the_round_s() -> None:
    said = told(
        "Canada invites 4,500 in Express Entry draw",
        "Breaking news for all.",
        "IRCC conducted an Express Entry draw on September 4, 2025. This draw invited "
        "4,500 candidates.",
        published="2025-09-19T12:00:00",
    )
    assert said == {"date": "2025-09-04", "invitations": 4500}


def test_an_earlier_round_of_the_same_size_gives_no_day() -> None:
    report = main(
        "Canada invites 5,500 with a CRS score of 490",
        "IRCC invited 5,500 Express Entry candidates. It had issued 5,500 invitations on "
        "January 11.",
        published="2023-01-19T12:00:00",
    )
    assert report is not None
    assert report.precision.get("date") == "published"
