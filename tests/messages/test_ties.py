"""What would tell a tie that could not be told, in words of the person's own account."""

from datetime import UTC, datetime

import pytest

from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.core.model import NewRound, VerdictKind
from watcher.messages import compose

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)
TIME = datetime(2025, 11, 20, 15, 0, tzinfo=UTC)
TIE = datetime(2025, 11, 26, 7, 44, 30, tzinfo=UTC)
GIVE = {"en": "give that time to whoever", "fr": "donnez cette heure à la personne"}
FOLLOWS = {"en": "Your profile's time is known here", "fr": "votre profil est connue"}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize(
    ("submitted", "tie_break", "asked", "follows"),
    [(None, TIE, True, False), (None, None, True, False), (TIME, None, False, True)],
)
def test_only_who_has_not_given_the_time_of_submission_is_asked_for_it(
    language: str,
    submitted: datetime | None,
    tie_break: datetime | None,
    asked: bool,  # noqa: FBT001 - a column of the table
    follows: bool,  # noqa: FBT001 - a column of the table
) -> None:
    text = compose(
        [
            an_alert(
                subscription=a_subscription(score=476, submitted=submitted, language=language),
                change=NewRound(round=a_round(tie_break=tie_break)),
                verdict=a_verdict(VerdictKind.AT_CUTOFF),
            )
        ],
        now=NOW,
    ).text

    assert (GIVE[language] in text) == asked
    assert (FOLLOWS[language] in text) == follows
    assert "submitted =" not in text


def test_of_two_at_the_cut_off_the_one_without_a_time_is_asked_for_it() -> None:
    alerts = [
        an_alert(
            subscription=a_subscription(name=name, score=476, submitted=submitted),
            change=NewRound(round=a_round(tie_break=None)),
            verdict=a_verdict(VerdictKind.AT_CUTOFF),
        )
        for name, submitted in (("amara", TIME), ("ben", None))
    ]

    assert GIVE["en"] in compose(alerts, now=NOW).text
