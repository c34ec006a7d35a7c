"""What a picture of a category's cut-offs shows."""

from datetime import date, timedelta

from tests.values import a_reported_round, a_round
from watcher.core.model import Round
from watcher.insight.picture import picture

NEWEST = date(2026, 8, 18)


def cec(count: int, apart: int = 14) -> list[Round]:
    """Make rounds of CEC, newest first, the numbers from 436 down."""
    return [
        a_round(
            number=str(436 - n),
            category="cec",
            date=NEWEST - timedelta(days=apart * n),
            cutoff=520 + n,
        )
        for n in range(count)
    ]


def test_it_shows_the_cutoffs_oldest_first_and_names_the_last() -> None:
    drawn = picture("cec", cec(3), language="en")

    assert drawn.title == "Canadian Experience Class"
    assert drawn.subtitle == "Cut-offs of 3 rounds, July 21, 2026 to August 18, 2026"
    assert [mark.cutoff for mark in drawn.marks] == [522, 521, 520]
    assert [mark.text for mark in drawn.marks] == ["", "", "#436: 520"]


def test_a_score_is_a_line_and_all_values_are_within_the_axis() -> None:
    drawn = picture("cec", cec(3), language="en", scores=[471])

    assert [(level.score, level.text) for level in drawn.levels] == [(471, "your score: 471")]
    assert drawn.y_ticks[0] <= 471
    assert drawn.y_ticks[-1] >= 522


def test_several_scores_of_one_person_stand_once_each_and_three_at_most() -> None:
    drawn = picture("cec", cec(3), language="en", scores=[471, 500, 471, 480, 490])

    assert [level.score for level in drawn.levels] == [471, 480, 490]


def test_the_picture_of_an_alert_ends_with_its_round() -> None:
    rounds = cec(3)

    drawn = picture("cec", rounds, language="en", about=rounds[1])

    assert [mark.text for mark in drawn.marks] == ["", "#435: 521"]


def test_three_years_are_shown_and_twelve_rounds_at_least() -> None:
    assert len(picture("cec", cec(200), language="en").marks) == 79
    assert len(picture("cec", cec(40, apart=400), language="en").marks) == 12


def test_a_reported_round_is_drawn_hollow_and_called_so() -> None:
    reported = a_reported_round(category="cec", claimed="437", date=date(2026, 8, 19), cutoff=515)

    drawn = picture("cec", cec(2), language="en", about=reported)

    assert [mark.hollow for mark in drawn.marks] == [False, False, True]
    assert drawn.marks[-1].text == "#437 reported: 515"


def test_french_readers_get_french_words_and_months() -> None:
    drawn = picture("cec", cec(3), language="fr", scores=[471])

    assert drawn.subtitle == "Seuils de 3 rondes, du 21 juillet 2026 au 18 août 2026"
    assert drawn.levels[0].text == "votre note\N{NO-BREAK SPACE}: 471"
    assert drawn.axis == "Seuil (points SCG)"
    assert drawn.x_ticks[0][1] == "août 2026"


def test_one_round_and_none_say_so() -> None:
    one = picture("cec", cec(1), language="en")
    none = picture("stem", cec(1), language="en")

    assert one.subtitle == "The one round of this category, August 18, 2026"
    assert (none.subtitle, none.marks) == ("No round of this category is known", ())


def test_it_is_told_in_words_too() -> None:
    told = picture("cec", cec(2), language="en", scores=[471]).told

    assert told == (
        "Canadian Experience Class. Cut-offs of 2 rounds, August 4, 2026 to "
        "August 18, 2026. #436: 520. your score: 471"
    )
