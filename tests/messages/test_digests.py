"""Digests: several rounds in one message, what matters most first."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from tests.messages.reading import short_enough
from tests.values import a_reported_round, a_round, a_subscription, an_alert
from watcher.core.model import Alert, CorrectedRound, NewRound
from watcher.core.settings import Digest, Subscription
from watcher.core.verdict import judge
from watcher.messages.digests import compose_digest

DUE = datetime(2025, 12, 14, 23, tzinfo=UTC)
AMARA = a_subscription(score=440, digest=Digest(at=time(18)), tell_when="every-round")
OTHER: dict[str, Any] = {
    "number": "384",
    "category": "cec",
    "name": "Canadian Experience Class",
    "date": date(2025, 12, 10),
    "cutoff": 520,
}


def told(to: Subscription, **figures: Any) -> Alert:
    round_ = a_round(**figures)
    verdict = judge(round_, to)
    return an_alert(
        subscription=to,
        change=NewRound(round=round_),
        verdict=verdict,
        seen_at=round_.first_seen,
        page_url="https://www.canada.ca/rounds",
    )


def test_rounds_that_did_not_invite_make_one_message() -> None:
    message = compose_digest([told(AMARA, **OTHER), told(AMARA)], due_at=DUE, now=DUE)

    assert message.title == "#385 and #384: not invited"
    assert message.text == (
        "2 rounds of invitations: by our reading of the figures, none of them invites you.\n"
        "\n"
        "You need to do nothing: your profile stays in the pool and takes part in the next "
        "rounds.\n"
        "\n"
        "#385, Healthcare and social services occupations, December 11, 2025: cut-off 476, "
        "invitations 1,000\n"
        "Your score of 440 is 36 points below the cut-off of 476: by the published figures, you "
        "are not invited this time.\n"
        "\n"
        "#384, Canadian Experience Class, December 10, 2025: cut-off 520, invitations 1,000\n"
        "Your score of 440 is 80 points below the cut-off of 520: by the published figures, you "
        "are not invited this time.\n"
        "\n"
        "Source: https://www.canada.ca/rounds"
    )


def test_one_round_alone_is_told_as_one() -> None:
    message = compose_digest([told(AMARA)], due_at=DUE, now=DUE)

    assert message.title == "#385: not invited"
    assert message.text.startswith("1 round of invitations: by our reading of the figures, it ")


def test_a_digest_is_told_in_french() -> None:
    french = a_subscription(score=440, digest=Digest(at=time(18)), language="fr")
    message = compose_digest([told(french, **OTHER), told(french)], due_at=DUE, now=DUE)

    assert message.title == "#385 et #384\u00a0: pas d\u2019invitation"
    assert "#384, Catégorie de l\u2019expérience canadienne, 10 décembre 2025" in message.text


def test_what_invites_stands_first_with_what_to_do() -> None:
    amara = a_subscription(score=488)
    message = compose_digest(
        [told(amara), told(amara, **OTHER | {"number": "386"})], due_at=DUE, now=DUE
    )

    assert message.title == "#385: invited, 12 points above the cut-off (and 1 more round)"
    assert message.text.startswith("2 rounds of invitations. What matters most is #385, Healthcare")
    assert "Log in to your IRCC account." in message.text


def test_a_digest_at_its_hour_is_not_late_and_one_after_it_says_so() -> None:
    at_its_hour = compose_digest([told(AMARA)], due_at=DUE, now=DUE + timedelta(minutes=59))
    after_it = compose_digest([told(AMARA)], due_at=DUE, now=DUE + timedelta(hours=3))

    assert "late" not in at_its_hour.text
    assert "This message is late: it was to come on December 14, 2025 at 18:00 EST" in after_it.text


def test_who_chose_no_hour_is_told_how_late_it_is() -> None:
    amara = a_subscription(score=488)
    message = compose_digest([told(amara), told(amara, **OTHER)], due_at=DUE, now=DUE)

    assert (
        "This message is late: what it tells was first seen 3 days and 6 hours before."
        in message.text
    )
    assert message.text.count("late:") == 1


def test_of_a_round_that_waited_the_last_word_counts() -> None:
    before, after = a_round(cutoff=470), a_round(cutoff=476, revision=2)
    corrected = an_alert(
        subscription=AMARA,
        change=CorrectedRound(before=before, after=after),
        verdict=judge(after, AMARA),
        earlier_verdict=judge(before, AMARA),
    )
    message = compose_digest([told(AMARA, cutoff=470), corrected], due_at=DUE, now=DUE)

    assert message.text.count("#385") == 1
    assert "36 points below the cut-off of 476" in message.text
    assert "Before the correction, our reading was: short by 30 points." in message.text


def test_several_rules_are_named() -> None:
    second = a_subscription(name="amara/french", categories=frozenset({"french"}), score=300)
    message = compose_digest([told(AMARA), told(second)], due_at=DUE, now=DUE)

    assert "amara: Your score of 440 is 36 points below" in message.text
    assert "amara/french: This round was for Healthcare" in message.text


def test_where_others_are_told_too_the_reader_is_named() -> None:
    message = compose_digest([told(AMARA)], due_at=DUE, now=DUE, shared=True)

    assert message.title == "#385: amara not invited"


def test_a_round_that_is_only_reported_says_so() -> None:
    round_ = a_reported_round()
    alert = an_alert(
        subscription=AMARA, change=NewRound(round=round_), verdict=judge(round_, AMARA)
    )
    message = compose_digest([alert], due_at=DUE, now=DUE)

    assert "Reported, not confirmed: we have not seen this round on IRCC's page yet." in (
        message.text
    )


def test_many_rounds_fit_telegram_and_the_oldest_are_counted() -> None:
    alerts = [told(AMARA, number=str(n)) for n in range(301, 341)]
    message = compose_digest(alerts, due_at=DUE, now=DUE)

    assert message.title == "#340, #339, #338 and 37 more: not invited"
    assert "#340," in message.text
    assert short_enough(message)
    assert " more\n\nSource:" in message.text
