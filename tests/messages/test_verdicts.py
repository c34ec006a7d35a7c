"""What a verdict says to its reader."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.core.model import Alert, CorrectedRound, Message, NewRound, VerdictKind
from watcher.core.verdict import judge
from watcher.messages import compose

NOW = datetime(2025, 12, 11, 16, 5, tzinfo=UTC)
TITLES = {
    VerdictKind.OTHER_CATEGORY: ("another category", "autre catégorie"),
    VerdictKind.INVITED: (
        "invited, 12 points above the cut-off",
        "invitation, 12 points au-dessus du seuil",
    ),
    VerdictKind.INVITED_ON_TIE_BREAK: (
        "invited on the tie-break, by 5 days and 16 hours",
        "invitation au bris d\u2019égalité, 5\u00a0jours et 16\u00a0heures d\u2019avance",
    ),
    VerdictKind.MISSED_ON_TIE_BREAK: (
        "missed on the tie-break, by 3 hours",
        "invitation manquée au bris d\u2019égalité, de 3\u00a0heures",
    ),
    VerdictKind.AT_CUTOFF: ("at the cut-off, cannot tell", "au seuil, résultat incertain"),
    VerdictKind.SHORT: ("short by 5 points", "il manque 5 points"),
    VerdictKind.UNKNOWN: ("cannot tell", "résultat incertain"),
    VerdictKind.NOT_IN_POOL: ("not yet in the pool", "profil pas encore dans le bassin"),
}


def composed(alert: Alert) -> Message:
    return compose([alert], now=NOW)


def told(**changes: Any) -> str:
    return composed(an_alert(**changes)).text


@pytest.mark.parametrize("corrected", [False, True])
@pytest.mark.parametrize("kind", VerdictKind)
def test_every_verdict_has_a_title_in_both_languages(kind: VerdictKind, *, corrected: bool) -> None:
    change = (
        CorrectedRound(before=a_round(cutoff=477), after=a_round())
        if corrected
        else NewRound(round=a_round())
    )

    english, french = (
        composed(
            an_alert(
                change=change,
                verdict=a_verdict(kind),
                subscription=a_subscription(language=language),
            )
        ).title
        for language in ("en", "fr")
    )

    assert english == (
        "#385 Healthcare and social services occupations"
        f"{', corrected' if corrected else ''}: {TITLES[kind][0]}"
    )
    assert french == (
        "#385 Professions de la santé et des services sociaux"
        f"{', corrigée' if corrected else ''}\u00a0: {TITLES[kind][1]}"
    )


@pytest.mark.parametrize(
    ("kind", "english", "french"),
    [
        (
            VerdictKind.OTHER_CATEGORY,
            (
                "This round was for Healthcare and social services occupations, which is "
                "not among your categories (Trades occupations)."
            ),
            (
                "« Professions de la santé et des services sociaux », qui ne figure pas "
                "parmi les vôtres (Métiers spécialisés)."
            ),
        ),
        (
            VerdictKind.MISSED_ON_TIE_BREAK,
            "but your profile was submitted 3 hours after the tie-break",
            "soumis 3 heures après le bris d\u2019égalité",
        ),
        (
            VerdictKind.AT_CUTOFF,
            "this subscription does not say when your profile was first submitted.",
            "ne dit pas quand votre profil a été soumis pour la première fois.",
        ),
        (
            VerdictKind.SHORT,
            (
                "5 points below the cut-off of 476: by the published figures, you are not "
                "invited this time."
            ),
            "Il manque 5 points à votre note de 471 pour atteindre le seuil de 476",
        ),
        (
            VerdictKind.UNKNOWN,
            "cannot be told yet: the category of the round is unknown.",
            "invitées : la catégorie de la ronde est inconnue.",
        ),
    ],
)
def test_the_reason_comes_first(kind: VerdictKind, english: str, french: str) -> None:
    for language, expected in (("en", english), ("fr", french)):
        subscription = a_subscription(
            score=471, submitted=None, categories=frozenset({"trades"}), language=language
        )
        text = told(subscription=subscription, verdict=a_verdict(kind))

        assert expected in text.split("\n")[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "reason"),
    [
        (
            "en",
            (
                "Your profile was submitted on December 20, 2025 at 10:00:00 EST, after this "
                "round: it was not yet in the pool."
            ),
        ),
        (
            "fr",
            (
                "Votre profil a été soumis le 20 décembre 2025 à 10 h 00 min 00 s HNE, après cette "
                "ronde : il n\u2019était pas encore dans le bassin."
            ),
        ),
    ],
)
def test_who_came_to_the_pool_later_reads_when(language: str, reason: str) -> None:
    subscription = a_subscription(
        language=language, submitted=datetime(2025, 12, 20, 15, tzinfo=UTC)
    )

    text = told(subscription=subscription, verdict=judge(a_round(), subscription)).replace(
        "\u00a0", " "
    )

    assert text.split("\n")[0] == reason


def test_an_unknown_cut_off_is_the_reason_why_nothing_can_be_told() -> None:
    text = told(change=NewRound(round=a_round(cutoff=None)), verdict=a_verdict(VerdictKind.UNKNOWN))

    assert text.startswith("Whether you are invited cannot be told yet: the cut-off is unknown.")
    assert "\nCut-off: unknown\nYour score: 488 (cannot be compared yet)\n" in text


def test_an_unknown_tie_break_leaves_a_tie_open() -> None:
    text = told(
        change=NewRound(round=a_round(tie_break=None)), verdict=a_verdict(VerdictKind.AT_CUTOFF)
    )

    assert "decides whether you are invited; its time is unknown." in text


def test_a_profile_submitted_at_the_very_instant_hears_that_this_is_our_reading() -> None:
    verdict = a_verdict(VerdictKind.INVITED_ON_TIE_BREAK, margin=timedelta(0))

    assert (
        "Your profile was submitted at that very instant. We count it as in time; "
        "IRCC's wording leaves this open."
    ) in told(verdict=verdict)


@pytest.mark.parametrize(
    "kind", [VerdictKind.INVITED, VerdictKind.INVITED_ON_TIE_BREAK, VerdictKind.MISSED_ON_TIE_BREAK]
)
def test_whoever_may_be_invited_is_sent_to_the_account(kind: VerdictKind) -> None:
    text = told(verdict=a_verdict(kind))

    assert "our reading of the published figures" in text
    assert "IRCC account" in text
    assert "appears only" in text


def test_a_score_beyond_the_scale_and_every_category_are_words_like_any_other() -> None:
    subscription = a_subscription(score=1250, categories=frozenset({"all"}))
    verdict = a_verdict(points=774)

    text = told(subscription=subscription, verdict=verdict)

    assert text.startswith("Your score of 1250 is 774 points above the cut-off of 476")


def test_one_point_is_singular() -> None:
    assert "invited, 1 point above" in composed(an_alert(verdict=a_verdict(points=1))).title


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", VerdictKind)
def test_no_gap_stays_open(language: str, kind: VerdictKind) -> None:
    for change in (
        NewRound(round=a_round(cutoff=None, tie_break=None)),
        CorrectedRound(before=a_round(cutoff=None), after=a_round(tie_break=None)),
    ):
        alert = an_alert(
            change=change,
            subscription=a_subscription(language=language),
            verdict=a_verdict(kind),
            earlier_verdict=a_verdict(kind),
        )
        for message in (composed(alert), compose([alert, alert], now=NOW)):
            assert "{" not in message.title + message.text + message.html
