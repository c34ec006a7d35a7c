"""Reminders in words, in both languages."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.messages.reading import printed, short_enough
from watcher.core.reminders import Reminder, ReminderAlert, ReminderKind
from watcher.core.settings import LANGUAGES, Language
from watcher.messages import compose_reminder

MORNING = datetime(2026, 6, 1, 13, 0, tzinfo=UTC)
TEST = Reminder(
    kind=ReminderKind.LANGUAGE,
    day=date(2026, 6, 1),
    ends=date(2026, 9, 1),
    began=date(2024, 9, 1),
    name="PTE Core",
)
BIRTHDAY = Reminder(
    kind=ReminderKind.BIRTHDAY,
    day=date(2026, 6, 1),
    ends=date(2026, 7, 1),
    points=-6,
    years=33,
    rules="2025-03-25",
)


def alert(reminder: Reminder, language: Language = "en") -> ReminderAlert:
    return ReminderAlert(
        subscription="amara",
        language=language,
        timezone="America/Toronto",
        quiet_hours=None,
        reminder=reminder,
    )


def test_it_says_what_runs_out_until_when_and_what_to_do() -> None:
    message = compose_reminder(alert(TEST), now=MORNING)

    assert message.title == "PTE Core: valid for 3 months more"
    assert message.text == printed("""
        PTE Core of September 1, 2024: language results count for two years, when the profile is submitted and when the application is. From September 1, 2026 on, these are too old.

        • Take the next test in good time: places can be scarce, and results take days or weeks.
        • Then put the new results into your profile: without valid ones it leaves the pool.
        """)


def test_in_french_too() -> None:
    message = compose_reminder(alert(BIRTHDAY, "fr"), now=MORNING)

    assert message.title == printed("Anniversaire~: 6 points de moins")
    assert message.text.splitlines()[0] == printed(
        "Le 1er juillet 2026, vous avez 33 ans. Votre note a alors 6 points de moins, "
        "selon les règles du 25 mars 2025."
    )


def test_a_change_of_the_score_says_by_which_rules_and_whether_they_still_hold() -> None:
    before = compose_reminder(alert(BIRTHDAY), now=MORNING)
    later = replace(BIRTHDAY, ends=date(2026, 11, 3))
    since = compose_reminder(alert(later), now=MORNING)

    assert "Your score then has 6 points less, by the rules of March 25, 2025." in before.text
    assert "The rules changed" not in before.text
    assert "• The rules changed on November 3, 2026, and the points since then" in since.text


def test_points_more_and_one_point_have_their_words() -> None:
    work = replace(BIRTHDAY, kind=ReminderKind.CANADIAN_WORK, points=53, years=1)

    assert compose_reminder(alert(work), now=MORNING).title == "Work in Canada: 53 points more"
    one = replace(work, points=-1)
    assert compose_reminder(alert(one), now=MORNING).title == "Work in Canada: 1 point less"


def test_one_that_comes_late_says_so_and_counts_from_today() -> None:
    message = compose_reminder(alert(TEST), now=datetime(2026, 6, 11, 13, 0, tzinfo=UTC))

    assert message.title == "PTE Core: valid for 82 days more"
    assert "This reminder comes late: it was due on June 1, 2026." in message.text
    assert "late" not in compose_reminder(alert(TEST), now=MORNING).text


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "From July 4, 2026 on, the 60 days that follow an invitation end later than that."),
        (
            "fr",
            "À partir du 4 juillet 2026, les 60 jours qui suivent une invitation finissent plus tard que cela.",
        ),
    ],
)
def test_from_when_a_test_is_too_short_is_right_however_late_it_is_told(
    language: Language, sentence: str
) -> None:
    short = replace(TEST, kind=ReminderKind.TOO_SHORT, day=date(2026, 7, 4))
    for told in (datetime(2026, 7, day, 13, 0, tzinfo=UTC) for day in (4, 20)):
        message = compose_reminder(alert(short, language), now=told)
        assert message.text.splitlines()[0].endswith(printed(sentence))


def test_an_invitation_says_that_the_account_has_the_exact_date() -> None:
    invited = Reminder(
        kind=ReminderKind.INVITATION,
        day=date(2026, 6, 1),
        ends=date(2026, 7, 1),
        began=date(2026, 5, 2),
    )
    message = compose_reminder(alert(invited), now=MORNING)

    assert message.title == "Invitation: 30 days left to apply"
    assert "Your account shows the exact date and time of the end; it alone counts." in message.text


def test_a_shared_address_is_told_whose_it_is_and_a_partners_test_is_named_so() -> None:
    message = compose_reminder(alert(replace(TEST, partner=True)), now=MORNING, shared=True)

    assert message.title == "amara: PTE Core (your partner's): valid for 3 months more"


@pytest.mark.parametrize("kind", ReminderKind)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_whole_sentences_that_every_channel_takes(
    kind: ReminderKind, language: Language
) -> None:
    rules = "2025-03-25" if "work" in kind or kind is ReminderKind.BIRTHDAY else None
    reminder = replace(TEST, kind=kind, points=5, years=2, rules=rules)

    message = compose_reminder(alert(reminder, language), now=MORNING)

    assert short_enough(message)
    assert message.text
    assert not any(mark in message.title + message.text for mark in ("{", "}", "None"))
