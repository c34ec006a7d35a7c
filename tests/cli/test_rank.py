"""``rank SCORE``: how many people in the pool have more points."""

import json

from tests.cli.installation import Installation, said


def test_it_says_bounds_a_likely_range_and_what_it_does_not_know(
    installation: Installation,
) -> None:
    told = installation.run("rank", "465", "--as-of", "2026-10-01")

    assert told.exit_code == 0
    assert said(told) == [
        "On 2026-08-09, 62,500 to 78,500 of 227,000 people in the whole pool scored above 465.",
        "Likely 69,445 to 71,685; where the answer is known, such a range held eight to nine times of ten.",
        "A round selects from one category: how many of these people are in yours is not published.",
    ]


def test_at_a_border_one_number_is_told(installation: Installation) -> None:
    first, second, _ = said(installation.run("rank", "500", "--as-of", "2026-10-01"))

    assert first == "On 2026-08-09, 20,500 of 227,000 people in the whole pool scored above 500."
    assert second == "This score is the border of a band: the number is exact."


def test_scores_of_old_rules_are_not_compared_in_silence(installation: Installation) -> None:
    told = said(installation.run("rank", "465", "--as-of", "2026-12-01"))

    assert told[2] == (
        "The rules for scores changed on 2026-11-03, after this count: a score of today may not "
        "compare with it."
    )


def test_json_has_the_same(installation: Installation) -> None:
    told = json.loads(installation.run("rank", "520", "--json").stdout)

    assert (told["above"], told["likely"]) == ({"low": 500, "high": 20500}, None)


def test_before_the_first_count_nothing_matches(installation: Installation) -> None:
    told = installation.run("rank", "471", "--as-of", "2015-01-01")

    assert told.exit_code == 3
    assert "no count of the pool is known with a round before 2015-01-01" in told.stderr


def test_a_wrong_day_or_score_is_refused(installation: Installation) -> None:
    day = installation.run("rank", "471", "--as-of", "yesterday")
    score = installation.run("rank", "1201")

    assert (day.exit_code, score.exit_code) == (2, 2)
    assert "'yesterday' is no day; write it as 2026-08-19" in day.stderr
