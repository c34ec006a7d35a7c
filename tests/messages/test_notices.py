# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Notices to the operator: what happened, what watcher does, what to do next."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.messages.reading import printed, short_enough
from watcher.core.errors import StoreFault
from watcher.core.incidents import (
    Baseline,
    ChannelDead,
    ChannelWell,
    DatabaseTrouble,
    DatabaseWell,
    DeliveryGivenUp,
    DeliveryLoop,
    Notice,
    SourceBlind,
    SourceLate,
    SourceWell,
    UnknownCategory,
    Unreadable,
)
from watcher.core.model import Message, Oddity, Trouble
from watcher.core.moves import ChatMoved
from watcher.core.settings import Language
from watcher.messages import compose_notice
from watcher.messages.troubles import DATABASE_FAULTS

SINCE = datetime(2026, 3, 8, 6, 30, tzinfo=UTC)  # half an hour before Toronto's DST
FEED = "https://www.canada.ca/feed.json"


def told(notice: Notice, language: Language = "en") -> Message:
    return compose_notice(notice, language=language, timezone="America/Toronto")


def blind(trouble: Trouble = Trouble.BLOCKED) -> SourceBlind:
    return SourceBlind(
        source="ircc",
        trouble=trouble,
        detail="403 Forbidden",
        since=SINCE,
        last_good=SINCE - timedelta(minutes=1),
        url=FEED,
    )


def test_a_blind_source() -> None:
    message = told(blind())

    assert message.title == "[watcher] Source ircc: blocked"
    assert message.text == printed("""
        The source ircc refuses us.

        Since: March 8, 2026 at 01:30:00 EST (America/Toronto)
        Last read well: March 8, 2026 at 01:29:00 EST (America/Toronto)
        What came instead: 403 Forbidden
        Address: https://www.canada.ca/feed.json

        What watcher does: It goes on polling. No round is lost: what is published meanwhile is told as soon as it can be read, and says that it is late. You will hear once when this is over.

        What you can do:
        • Open the address above in a browser on this network: if it opens, they refuse the program, not the network.
        • See that contact in the configuration reaches you: it stands in the User-Agent by which the site knows us.
        • If it does not open, let the service reach the site from another network.
    """)


def test_a_blind_source_in_french() -> None:
    message = told(blind(Trouble.NOT_JSON), "fr")

    assert message.title == printed("[watcher] Source ircc~: JSON invalide")
    assert message.text == printed("""
        Ce que publie la source ircc n’est pas du JSON valide. Le fichier est modifié à la main~: d’ordinaire, tout rentre dans l’ordre en moins d’une heure.

        Depuis~: 8 mars 2026 à 1~h~30~min~00~s HNE (America/Toronto)
        Dernière bonne lecture~: 8 mars 2026 à 1~h~29~min~00~s HNE (America/Toronto)
        Réponse reçue~: 403 Forbidden
        Adresse~: https://www.canada.ca/feed.json

        Ce que fait watcher~: Il continue d’interroger la source. Aucune ronde n’est perdue~: ce qui paraît entre-temps est annoncé dès que cela peut être lu, avec la mention du retard. Vous serez averti une fois, quand ce sera fini.

        Ce que vous pouvez faire~:
        • Attendez une heure.
        • Si cela dure, regardez ce qui s’y trouve~: watcher read URL
    """)


def test_a_source_never_read_from_which_nothing_came() -> None:
    notice = SourceBlind(
        source="ircc", trouble=Trouble.UNREACHABLE, detail="", since=SINCE, last_good=None, url=""
    )

    [_, facts, *_] = told(notice).text.split("\n\n")

    assert facts == (
        "Since: March 8, 2026 at 01:30:00 EST (America/Toronto)\n"
        "Last read well: never\n"
        "What came instead: nothing"
    )


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_remedy_of_its_own(trouble: Trouble, language: Language) -> None:
    remedies = {t: told(blind(t), language).text.split("\n\n")[-1] for t in Trouble}

    assert "\n• " in remedies[trouble]
    assert list(remedies.values()).count(remedies[trouble]) == 1


def test_an_all_clear_says_how_long_it_took() -> None:
    notice = SourceWell(
        source="ircc",
        trouble=Trouble.NOT_JSON,
        since=SINCE,
        until=SINCE + timedelta(hours=2, minutes=25),
    )

    message = told(notice)

    assert message.title == "[watcher] Source ircc: read again"
    assert message.text.startswith(
        "The trouble with the source ircc (invalid JSON) is over after 2 hours and "
        "25 minutes, on March 8, 2026 at 04:55:00 EDT (America/Toronto).\n"
    )


def test_a_late_source_is_measured_against_the_longest_pause() -> None:
    notice = SourceLate(source="ircc", newest_number="447", days=51, longest_gap_days=49, url=FEED)

    message = told(notice)

    assert message.title == "[watcher] Source ircc: no new round for 51 days"
    assert message.text.startswith(
        "The source ircc can be read, but shows no round newer than #447, 51 days old. "
        "The longest pause between rounds so far was 49 days.\n\n"
        "Address: https://www.canada.ca/feed.json\n"
    )


def test_the_first_reading_of_a_source() -> None:
    message = told(Baseline(source="ircc", rounds=1438, newest="437"), "fr")

    assert message.title == printed("[watcher] Source ircc~: 1^438 rondes enregistrées")
    assert "la plus récente étant #437. Personne n’a été alerté." in message.text


def test_a_first_reading_without_a_newest_round() -> None:
    text = told(Baseline(source="ircc", rounds=0, newest=None)).text

    assert "the newest being no round." in text


def test_an_unknown_category_says_what_to_write_into_a_subscription() -> None:
    notice = UnknownCategory(number="450", name="Sailors", category="sailors")

    assert told(notice).text == printed("""
        Round #450 was published as “Sailors”, a category that watcher does not know.

        What watcher does: It keeps the round under the name "sailors" and tells it to subscriptions to "all".

        What you can do:
        • If somebody should follow this category, add "sailors" to the categories of that subscription.
        • If it is an old category under a new name, look for a newer version of watcher, or report it.
    """)


def oddities(count: int) -> tuple[Oddity, ...]:
    return tuple(
        Oddity(where=f"#{n} drawCutOff", printed="October 7", why="no year") for n in range(count)
    )


def test_unreadable_figures_are_listed_as_printed() -> None:
    message = told(Unreadable(source="ircc", oddities=oddities(2)))

    assert message.title == "[watcher] Source ircc: figures that cannot be read (2)"
    assert message.text.split("\n\n")[1] == (
        "• #0 drawCutOff: “October 7”, no year\n• #1 drawCutOff: “October 7”, no year"
    )


@pytest.mark.parametrize(
    ("count", "listed", "last"),
    [(20, 20, "#19 drawCutOff"), (21, 20, "... and 1 more"), (1500, 20, "1,480 more")],
)
def test_of_many_unreadable_figures_the_first_twenty_are_listed(
    count: int, listed: int, last: str
) -> None:
    lines = told(Unreadable(source="ircc", oddities=oddities(count))).text.split("\n\n")[1]

    assert lines.count("October 7") == listed
    assert last in lines.split("\n")[-1]


@pytest.mark.parametrize("length", [60, 300])
def test_of_long_unreadable_figures_the_first_ten_are_listed(length: int) -> None:
    odd = Oddity(where="&" * length, printed="x" * length, why="y" * length)

    message = told(Unreadable(source="ircc", oddities=(odd,) * 30))

    assert short_enough(message)
    assert "... and 20 more" in message.text


def test_a_dead_channel_says_what_its_server_answered() -> None:
    notice = ChannelDead(
        channel="amara-tg",
        answer="403 Forbidden: bot was blocked by the user",
        since=SINCE,
        waiting=1200,
    )

    assert told(notice).text == printed("""
        The channel amara-tg takes no messages any more.

        Since: March 8, 2026 at 01:30:00 EST (America/Toronto)
        The server's answer: 403 Forbidden: bot was blocked by the user
        Deliveries waiting: 1,200

        What watcher does: The other channels go on. What the server refused for good is not sent again by itself; anything else is tried for 72 hours.

        What you can do:
        • See the server's answer: watcher test amara-tg
        • Mend the address of the channel in the configuration, reload it, and send again what was refused: watcher retry
    """)


def test_a_channel_that_works_again() -> None:
    notice = ChannelWell(channel="amara-tg", since=SINCE, until=SINCE + timedelta(hours=3))

    assert told(notice, "fr").text.startswith(
        printed(
            "Le canal amara-tg accepte de nouveau les messages après 3~heures, depuis "
            "le 8 mars 2026 à 5~h~30~min~00~s HAE (America/Toronto)."
        )
    )


def test_a_message_that_comes_up_again_and_again() -> None:
    message = told(DeliveryLoop(channel="amara-mail"))

    assert message.title == ("[watcher] Channel amara-mail: a message is put aside for an hour")
    assert "What watcher does: The message waits for an hour" in message.text
    assert "timedatectl" in message.text


def test_a_group_that_became_another_chat() -> None:
    message = told(ChatMoved(channel="family-tg", before="-123", after="-100123"))

    assert message.title == "[watcher] Channel family-tg: chat -123 is now -100123"
    assert "this message and all later ones go there" in message.text
    assert "Write -100123 in place of -123" in message.text


@pytest.mark.parametrize(
    ("why", "what"),
    [
        ("refused", "was refused for good on the channel amara-mail."),
        ("expired", "was not taken by the channel amara-mail within 72 hours."),
    ],
)
def test_a_delivery_given_up_names_who_was_not_told(why: str, what: str) -> None:
    notice = DeliveryGivenUp(
        subscription="amara",
        channel="amara-mail",
        number="385",
        why="refused" if why == "refused" else "expired",
        answer="550 no such user",
    )

    message = told(notice)

    assert message.title == "[watcher] #385: not delivered to amara"
    assert message.text.startswith(f"The alert on round #385 for amara {what}\n\n")
    assert "\n\nThe server's answer: 550 no such user\n\n" in message.text


def test_a_database_on_a_full_disk() -> None:
    message = told(DatabaseTrouble(fault="full", detail="0 bytes are free", since=SINCE))

    assert message.title == "[watcher] The database: the disk is full"
    assert message.text == printed("""
        The disk of the database is full: nothing can be saved.

        Since: March 8, 2026 at 01:30:00 EST (America/Toronto)
        The error: 0 bytes are free

        What watcher does: It goes on trying. While nothing can be saved, no round is told: it is told as soon as the database can be written again, and says that it is late. You will hear once when this is over.

        What you can do:
        • Make room on the disk. Nothing else is needed.
    """)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("fault", DATABASE_FAULTS)
def test_every_trouble_of_the_database_has_its_words(fault: StoreFault, language: Language) -> None:
    detail = "x" * 2000

    message = told(DatabaseTrouble(fault=fault, detail=detail, since=SINCE), language)

    assert short_enough(message)
    assert "{" not in message.title + message.text


def test_a_database_that_works_again_in_french() -> None:
    notice = DatabaseWell(since=SINCE, until=SINCE + timedelta(minutes=5))

    assert told(notice, "fr").title == ("[watcher] La base de données\u00a0: fonctionne de nouveau")
    assert "après 5 minutes" in told(notice, "fr").text.replace("\u00a0", " ")
