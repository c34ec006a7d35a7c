"""What may come, in words."""

from dataclasses import replace
from datetime import UTC, date, datetime

from watcher.answers.forecast import CategoryForecast, Silence, Withheld
from watcher.answers.rank import PoolRank
from watcher.insight.forecast.invitations import InvitationRange
from watcher.insight.forecast.next_round import CutoffForecast, DrawnRound
from watcher.insight.rank import CountRange
from watcher.web.outlook import Outlook
from watcher.web.render import PageFormatter

ENGLISH = Outlook(PageFormatter("en", "UTC", datetime(2026, 8, 20, tzinfo=UTC)))
FRENCH = Outlook(PageFormatter("fr", "UTC", datetime(2026, 8, 20, tzinfo=UTC)))
QUANTILES = {"0.10": 500, "0.25": 511, "0.50": 515, "0.75": 520, "0.90": 531}
CEC = CategoryForecast(
    category="cec",
    as_of=date(2026, 8, 20),
    last=DrawnRound(number="436", date=date(2026, 8, 18), cutoff=516),
    cutoff=CutoffForecast(quantiles=QUANTILES),
    withheld=None,
    invitations=InvitationRange(low=500, median=1000, high=2000),
    within={"7": 0.393, "30": 1.0},
)
RULES = Withheld(why=Silence.RULES, day=date(2026, 11, 3))


def test_a_forecast_is_said_with_both_its_ranges() -> None:
    assert ENGLISH.cutoff(CEC) == (
        "As likely as not between 511 and 520; in four of five cases between 500 and 531."
    )
    assert ENGLISH.invitations(CEC) == "about 1,000 invitations, in four of five cases 500 to 2,000"
    assert ENGLISH.last(CEC) == "The last was 516 on August 18, 2026."
    assert ENGLISH.within(CEC.within) == [
        ("7 days", "40\N{NO-BREAK SPACE}%", "less likely than not"),
        ("30 days", "over 95\N{NO-BREAK SPACE}%", "very likely"),
    ]
    assert ENGLISH.shares(CEC.within) == [("7 days", "40 %"), ("30 days", ">95 %")]
    assert ENGLISH.names(["cec", "healthcare"]) == "CEC and Healthcare"


def test_each_chance_is_said_once_a_high_one_with_the_fewest_days_and_a_low_one_with_the_most() -> (
    None
):
    assert ENGLISH.chances({"30": 0.01, "60": 0.02, "90": 0.03}) == "under 5 % within 90 days"
    assert ENGLISH.chances({"30": 0.8, "60": 0.97, "90": 0.99}) == (
        "80 % within 30 days and over 95 % within 60 days"
    )


def test_means_and_shares_are_written_in_the_language_and_what_is_unknown_is_a_dash() -> None:
    assert (ENGLISH.points(7.25), FRENCH.points(7.25)) == ("7.2", "7,2")
    assert (ENGLISH.share(0.836), ENGLISH.share(None), ENGLISH.points(None)) == ("84 %", "–", "–")  # noqa: RUF001 - a dash


def test_silence_has_its_reason_with_a_day_as_it_is_written_in_words() -> None:
    assert ENGLISH.why(RULES) == (
        "No cut-off is forecast: the rules for scores changed on November 3, 2026, "
        "and no round came since."
    )
    assert "3 novembre 2026" in FRENCH.why(RULES)


def rank(score: int, low: int, high: int, likely: CountRange | None, why: str | None) -> PoolRank:
    above = CountRange(low=low, high=high)
    day = date(2026, 8, 16)
    return PoolRank(
        score=score, counted_on=day, total=226_859, above=above, likely=likely, withheld=why
    )


def test_a_rank_is_bounds_and_a_likely_range() -> None:
    inside = rank(465, 62_479, 78_642, CountRange(low=70_000, high=72_000), None)

    assert ENGLISH.above(inside) == (
        "On August 16, 2026, 62,479 to 78,642 people in the whole pool scored above 465."
    )
    assert ENGLISH.likely_above(inside) == "Likely 70,000 to 72,000."


def test_a_count_by_old_rules_says_so() -> None:
    before = rank(465, 62_479, 78_642, None, None)

    assert ENGLISH.old_rules(before) == ""
    assert ENGLISH.old_rules(replace(before, rules_changed=date(2026, 11, 3))) == (
        "The rules for scores changed on November 3, 2026, after this count: a score of today may "
        "not compare with it."
    )


def test_at_a_border_it_is_exact_and_in_a_wide_band_it_says_that_nobody_knows() -> None:
    border = rank(500, 19_096, 19_096, None, None)
    wide = rank(520, 439, 19_096, None, "Within this band nobody can say: it is wide, and guesses were far from the truth.")  # fmt: skip

    assert ENGLISH.above(border).startswith("On August 16, 2026, 19,096 people in the whole pool")
    assert ENGLISH.likely_above(border) == ""
    assert ENGLISH.likely_above(wide).startswith("Within this band nobody can say")
    uncounted = PoolRank(
        score=9, counted_on=date(2026, 8, 16), total=None, above=None, likely=None, withheld=None
    )
    assert ENGLISH.above(uncounted) == ""
