"""When nothing is said of a category, and why."""

from datetime import date

import pytest

from tests.insight.forecast.histories import a_history, rounds_at
from watcher.insight.forecast.silence import Silence, Withheld, by_reason, withheld

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("rounds", "as_of", "said"),
    [
        ([510, 511], DAY, "fewer than three rounds were held"),
        ([510, 511, 512], DAY, "None"),
        ([510, 511, 512], date(2026, 9, 29), "None"),
        (
            [510, 511, 512],
            date(2026, 9, 30),
            "the last round was on 2026-08-18, over three times the usual gap ago",
        ),
        ([510, 511, 512], date(2026, 11, 2), "the last round was on 2026-08-18, over three times the usual gap ago"),
        (
            [510, 511, 512],
            date(2026, 11, 3),
            "the rules for scores changed on 2026-11-03, and no round came since",
        ),
        ([510, 511, 512], date(2027, 8, 19), "the last round was on 2026-08-18, over a year ago"),
        ([], DAY, "no round was ever held"),
    ],
)  # fmt: skip
def test_nothing_is_said_after_a_change_of_rules_or_too_few_rounds_or_a_long_gap(
    rounds: list[int], as_of: date, said: str
) -> None:
    history = a_history(*rounds_at(rounds, last=DAY), as_of=as_of)

    assert str(withheld("cec", history)) == said


def test_the_first_round_after_a_change_of_rules_ends_the_silence() -> None:
    last = date(2026, 11, 24)

    assert (
        withheld("cec", a_history(*rounds_at([510, 511, 512, 430], last=last), as_of=last)) is None
    )


def test_a_round_on_the_day_of_the_change_is_one_of_the_new_rules() -> None:
    rounds = rounds_at([510, 511, 512, 430], last=date(2026, 11, 17))

    assert rounds[-1].date == date(2026, 11, 3)
    assert withheld("cec", a_history(*rounds, as_of=date(2026, 11, 4))) is None


def test_categories_that_are_silent_for_the_same_reason_stand_together() -> None:
    few, gap = Withheld(why=Silence.FEW), Withheld(why=Silence.GAP, day=DAY)

    assert by_reason({"cec": few, "stem": gap, "fst": few}) == {few: ["cec", "fst"], gap: ["stem"]}
