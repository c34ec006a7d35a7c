# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Profiles between two rounds: a birthday, a change of the rules, and what the alerts say."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.core.crs.people import BACHELOR
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_subscription
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.crs.profile import Profile
from watcher.core.settings import Language, Secret, Subscription

# 379 points; 374 from the thirtieth birthday on, and 50 more for an offer until March 2025.
BORN_IN_SEPTEMBER = replace(BACHELOR, age=None, born=date(1996, 9, 2))


def amara(profile: Profile, language: Language = "en") -> Subscription:
    return a_subscription(
        categories=frozenset({"cec"}),
        score=None,
        profile=profile,
        submitted=None,
        tell_when="every-round",
        channels=("amara",),
        language=language,
    )


@pytest.fixture
def scene(sqlite_database: Secret) -> Iterator[Scene]:
    store = Store(sqlite_database)
    with HttpServer() as server, Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield Scene(store, server, fetcher, datetime(2025, 1, 1, tzinfo=UTC))
    store.close()


def drawn(scene: Scene, days: list[date], cutoff: int) -> list[str]:
    """Poll on each day after a round of CEC on it, and return the texts that Amara was told."""
    rows = [a_row("400", (days[0] - timedelta(days=9)).isoformat())]
    for number, day in enumerate([days[0] - timedelta(days=1), *days], start=400):
        if number > 400:
            rows.insert(0, a_row(str(number), day.isoformat(), drawCRS=str(cutoff)))
        scene.publish(a_page(*rows))
        scene.now = datetime(day.year, day.month, day.day, 20, tzinfo=UTC)
        scene.poll()
        scene.deliver()
    return [sent.text for sent in scene.channels.sent if sent.channel == "amara"]


def test_a_birthday_between_two_rounds_is_told_as_the_points_it_took(scene: Scene) -> None:
    scene.enroll(amara(BORN_IN_SEPTEMBER))

    before, after = drawn(scene, [date(2026, 9, 1), date(2026, 9, 2)], 376)

    assert before.startswith("Your score of 379 is 3 points above the cut-off of 376")
    assert after.startswith("Your score of 374 is 2 points below the cut-off of 376")
    assert "rules" not in before + after


def test_a_known_change_of_the_rules_between_two_rounds_takes_its_points(scene: Scene) -> None:
    scene.enroll(amara(replace(BORN_IN_SEPTEMBER, arranged_employment="other")))

    before, after = drawn(scene, [date(2025, 3, 24), date(2025, 3, 25)], 400)

    assert before.startswith("Your score of 429 is 29 points above the cut-off of 400")
    assert after.startswith("Your score of 379 is 21 points below the cut-off of 400")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "The score is counted from a profile, by the rules before November 3, 2026: they changed on that day, and the new points "
                "are not known here, so this comparison may be wrong. Only your IRCC account shows the score that counts."
            ),
        ),
        (
            "fr",
            "La note est calculée d’après un profil, selon les règles d’avant le 3 novembre 2026 : elles ont changé",
        ),
    ],
)
def test_a_score_of_old_rules_is_never_compared_with_a_later_cutoff_in_silence(
    scene: Scene, language: Language, said: str
) -> None:
    scene.enroll(amara(BORN_IN_SEPTEMBER, language))

    before, after = drawn(scene, [date(2026, 11, 2), date(2026, 11, 3)], 370)

    assert said not in before
    assert said in after.replace("\u202f", " ").replace("\u00a0", " ")
    assert after.splitlines()[0].replace("\u00a0", " ").find("374") > 0


def test_nothing_of_a_profile_is_kept_in_the_queue(scene: Scene) -> None:
    scene.enroll(amara(BORN_IN_SEPTEMBER))
    drawn(scene, [date(2026, 9, 1)], 376)

    dumped = scene.store.address.removeprefix("sqlite:///")
    with open(dumped, "rb") as file:  # noqa: PTH123 - bytes of the database as they are
        assert b"1996-09-02" not in file.read()
