# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Whole messages, as they arrive: to be read aloud and judged."""

from datetime import UTC, date, datetime, timedelta

from tests.messages.reading import printed
from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.core.model import CorrectedRound, NewRound, VerdictKind
from watcher.messages import compose

PREVIOUS = a_round(number="349", date=date(2025, 6, 4), cutoff=504)
AT_ONCE = datetime(2025, 12, 11, 16, 2, 31, tzinfo=UTC)


def test_an_invitation_told_in_kolkata() -> None:
    alert = an_alert(subscription=a_subscription(timezone="Asia/Kolkata"), previous=PREVIOUS)

    message = compose([alert], now=AT_ONCE)

    assert message.title == (
        "#385 Healthcare and social services occupations: invited, 12 points above the cut-off"
    )
    assert message.text == printed("""
        Your score of 488 is 12 points above the cut-off of 476: by the published figures, you are invited.

        What to do next:
        • Log in to your IRCC account. The invitation itself appears only there; this is our reading of the published figures.
        • IRCC gives 60 days to submit a complete application: counted from this round, until February 9, 2026. Your account shows the exact deadline.
        • Ask now for what takes longest: police certificates, the medical exam, letters from employers, proof of funds.
        • If you cannot apply in time, decline the invitation rather than let it lapse: your profile then stays in the pool.

        Details:
        Round: #385, Healthcare and social services occupations
        Published as: Healthcare and social services occupations (Version 2)
        Cut-off: 476
        Tie-break: November 26, 2025 at 13:14 IST (Asia/Kolkata)
        Invitations: 1,000
        Held: December 11, 2025 at 17:21 IST (Asia/Kolkata)
        Previous round: #349, 190 days before: cut-off 504, now 28 points lower
        Subscription: amara
        First seen here: December 11, 2025 at 21:32 IST, 4 hours and 10 minutes after the round
        Source: https://www.canada.ca/rounds?q=385
    """)


def test_the_same_message_in_html() -> None:
    alert = an_alert(
        subscription=a_subscription(timezone="Asia/Kolkata"), verdict=a_verdict(VerdictKind.SHORT)
    )

    blank = "<br>\u200b<br>"
    assert compose([alert], now=AT_ONCE).html == (
        "<b>Your score of 488 is 5 points below the cut-off of 476: by the published "
        "figures, you are not invited this time.</b>" + blank + "<b>What to do next:</b><br>"
        "• You need to do nothing: your profile stays in the pool and takes part in "
        "the next rounds.<br>"
        "• Every point counts: better language results, another year of work or "
        "study, or a provincial nomination (600 points) raises the score."
        + blank
        + "<b>Details:</b><br><b>Round:</b> "
        "#385, Healthcare and social services occupations<br>"
        "<b>Published as:</b> Healthcare and social services occupations "
        "(Version 2)<br>"
        "<b>Cut-off:</b> 476<br>"
        "<b>Tie-break:</b> November 26, 2025 at 13:14 IST (Asia/Kolkata)<br>"
        "<b>Invitations:</b> 1,000<br>"
        "<b>Held:</b> December 11, 2025 at 17:21 IST (Asia/Kolkata)<br>"
        "<b>Previous round:</b> none of this category is known here<br>"
        "<b>Subscription:</b> amara<br>"
        "<b>First seen here:</b> December 11, 2025 at 21:32 IST, 4 hours and 10 "
        "minutes after the round<br>"
        '<b>Source:</b> <a href="https://www.canada.ca/rounds?q=385">'
        "https://www.canada.ca/rounds?q=385</a>"
    )


def test_an_invitation_on_the_tie_break_told_late_in_french() -> None:
    alert = an_alert(
        subscription=a_subscription(score=476, language="fr"),
        change=NewRound(round=a_round(invitations=27332, date=date(2025, 12, 11))),
        verdict=a_verdict(VerdictKind.INVITED_ON_TIE_BREAK),
        previous=PREVIOUS,
    )

    message = compose([alert], now=datetime(2025, 12, 12, 1, 32, tzinfo=UTC))

    assert message.title == printed(
        "#385 Professions de la santé et des services sociaux~: invitation au bris "
        "d’égalité, 5~jours et 16~heures d’avance"
    )
    assert message.text == printed("""
        Votre note de 476 est exactement le seuil, et votre profil a été soumis 5~jours et 16~heures avant le bris d’égalité~: selon les chiffres publiés, vous faites partie des personnes invitées.
        Ce message est en retard~: la nouvelle avait été vue 9~heures et 29~minutes plus tôt.

        Et maintenant~:
        • Ouvrez votre compte IRCC. L’invitation elle-même ne paraît que là^; ceci est notre lecture des chiffres publiés.
        • IRCC donne 60 jours pour présenter une demande complète~: à compter de cette ronde, jusqu’au 9 février 2026. Votre compte indique l’échéance exacte.
        • Demandez dès maintenant ce qui prend le plus de temps~: certificats de police, examen médical, lettres d’employeurs, preuve de fonds.
        • Si vous ne pouvez pas présenter votre demande à temps, déclinez l’invitation plutôt que de la laisser expirer~: votre profil reste alors dans le bassin.

        Précisions~:
        Ronde~: #385, Professions de la santé et des services sociaux
        Nom publié~: Healthcare and social services occupations (Version 2)
        Seuil~: 476
        Bris d’égalité~: 26 novembre 2025 à 2~h~44~min~30~s HNE (America/Toronto)
        Votre profil a été soumis le 20 novembre 2025 à 10~h~00~min~00~s HNE, 5~jours et 16~heures avant.
        Invitations~: 27^332
        Date~: 11 décembre 2025 à 6~h~51 HNE (America/Toronto)
        Ronde précédente~: #349, 190~jours plus tôt, seuil 504~: 28 points de moins cette fois-ci
        Abonnement~: amara
        Vue ici~: 11 décembre 2025 à 11~h~02 HNE, 4~heures et 10~minutes après la ronde
        Source~: https://www.canada.ca/rounds?q=385
    """)


def test_a_corrected_tie_break_that_turns_a_miss_into_an_invitation() -> None:
    before = a_round(tie_break=datetime(2025, 11, 20, 12, 0, tzinfo=UTC))
    alert = an_alert(
        subscription=a_subscription(score=476),
        change=CorrectedRound(before=before, after=a_round(revision=2)),
        verdict=a_verdict(VerdictKind.INVITED_ON_TIE_BREAK),
        earlier_verdict=a_verdict(VerdictKind.MISSED_ON_TIE_BREAK),
        previous=PREVIOUS,
    )

    message = compose([alert], now=datetime(2025, 12, 19, 15, 0, tzinfo=UTC))

    assert message.title == (
        "#385 Healthcare and social services occupations, corrected: "
        "invited on the tie-break, by 5 days and 16 hours"
    )
    assert message.text == printed("""
        Your score of 476 is exactly the cut-off, and your profile was submitted 5 days and 16 hours before the tie-break: by the published figures, you are invited.
        Before the correction, our reading was: missed on the tie-break, by 3 hours.

        Corrected figures:
        • tie-break: from November 20, 2025 at 07:00:00 EST to November 26, 2025 at 02:44:30 EST

        What to do next:
        • Log in to your IRCC account. The invitation itself appears only there; this is our reading of the published figures.
        • IRCC gives 60 days to submit a complete application: counted from this round, until February 9, 2026. Your account shows the exact deadline.
        • Ask now for what takes longest: police certificates, the medical exam, letters from employers, proof of funds.
        • If you cannot apply in time, decline the invitation rather than let it lapse: your profile then stays in the pool.

        Details:
        Round: #385, Healthcare and social services occupations
        Published as: Healthcare and social services occupations (Version 2)
        Cut-off: 476
        Tie-break: November 26, 2025 at 02:44:30 EST (America/Toronto)
        Your profile was submitted on November 20, 2025 at 10:00:00 EST, 5 days and 16 hours before it.
        Invitations: 1,000
        Held: December 11, 2025 at 06:51 EST (America/Toronto)
        Previous round: #349, 190 days before: cut-off 504, now 28 points lower
        Subscription: amara
        First seen here: December 11, 2025 at 11:02 EST, 4 hours and 10 minutes after the round
        Source: https://www.canada.ca/rounds?q=385
    """)


def test_a_score_at_the_cut_off_of_a_round_of_which_little_is_known() -> None:
    bare = a_round(date=None, drawn_at=None, tie_break=None, invitations=None, url=None)
    alert = an_alert(
        subscription=a_subscription(score=476, submitted=None),
        change=NewRound(round=bare),
        verdict=a_verdict(VerdictKind.AT_CUTOFF),
    )

    assert compose([alert], now=AT_ONCE).text == printed("""
        Your score of 476 is exactly the cut-off, so the tie-break decides whether you are invited; neither its time nor that of your profile is known.

        What to do next:
        • Log in to your IRCC account. If you are invited, the invitation appears there, and only there.
        • If it is there: IRCC gives 60 days from the invitation to submit a complete application; your account shows the exact deadline.
        • Your account shows on which day and at what time your profile was first submitted: give that time to whoever set up these messages, and the next tie is told exactly.

        Details:
        Round: #385, Healthcare and social services occupations
        Published as: Healthcare and social services occupations (Version 2)
        Cut-off: 476
        Tie-break: unknown
        It decides among the profiles at 476: those first submitted earliest are invited.
        Invitations: unknown
        Held: unknown
        Previous round: none of this category is known here
        Subscription: amara
        First seen here: December 11, 2025 at 11:02 EST
        Source: https://www.canada.ca/feed.json
    """)


def test_three_subscriptions_on_one_channel_make_one_message() -> None:
    alerts = [
        an_alert(
            subscription=a_subscription(name="ben", score=471), verdict=a_verdict(VerdictKind.SHORT)
        ),
        an_alert(previous=PREVIOUS),
        an_alert(
            subscription=a_subscription(name="chloé", score=476),
            verdict=a_verdict(VerdictKind.MISSED_ON_TIE_BREAK, margin=timedelta(days=1)),
        ),
    ]

    message = compose(alerts, now=AT_ONCE)

    assert message.title == (
        "#385 Healthcare and social services occupations: "
        "amara invited, 12 points above the cut-off (and 2 more)"
    )
    assert message.text == printed("""
        amara: score 488, invited, 12 points above the cut-off
        chloé: score 476, missed on the tie-break, by 1 day
        ben: score 471, short by 5 points

        What to do next, if invited:
        • Log in to your IRCC account. The invitation itself appears only there; this is our reading of the published figures.
        • IRCC gives 60 days to submit a complete application: counted from this round, until February 9, 2026. Your account shows the exact deadline.
        • Ask now for what takes longest: police certificates, the medical exam, letters from employers, proof of funds.
        • If you cannot apply in time, decline the invitation rather than let it lapse: your profile then stays in the pool.

        Details:
        Round: #385, Healthcare and social services occupations
        Published as: Healthcare and social services occupations (Version 2)
        Cut-off: 476
        Tie-break: November 26, 2025 at 02:44:30 EST (America/Toronto)
        Invitations: 1,000
        Held: December 11, 2025 at 06:51 EST (America/Toronto)
        Previous round: #349, 190 days before: cut-off 504, now 28 points lower
        First seen here: December 11, 2025 at 11:02 EST, 4 hours and 10 minutes after the round
        Source: https://www.canada.ca/rounds?q=385
    """)
