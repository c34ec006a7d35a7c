# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""Whole messages of rounds that are reported, as they arrive: to be read and judged."""

from datetime import UTC, datetime

from tests.messages.reading import printed
from tests.values import a_subscription, a_verdict, an_early_alert
from watcher.core.model import VerdictKind
from watcher.messages import compose

AT_ONCE = datetime(2025, 12, 11, 16, 2, 31, tzinfo=UTC)


def test_an_invitation_by_the_reports() -> None:
    message = compose([an_early_alert()], now=AT_ONCE)

    assert message.title == (
        "#385 (reported, not confirmed), Healthcare and social services occupations: "
        "invited, 25 points above the cut-off"
    )
    assert message.text == printed("""
        Your score of 488 is 25 points above the reported cut-off of 463: if the reports are right, you are invited.

        Reported, not confirmed: we have not seen this round on IRCC's page yet.
        According to: canadim and cic-news (2 sources that do not copy each other)
        The figures may be wrong: news sites have printed wrong cut-offs.
        You will hear of this round again only if IRCC's own figures, or another report, change this result.

        What to do next:
        • Log in to your IRCC account. It alone shows whether you are invited.
        • If the invitation is there: IRCC gives 60 days from the invitation to submit a complete application; your account shows the exact deadline.
        • If it is not, do not act on this message: pay for nothing, and change nothing in your profile, before IRCC's own figures are out.

        Details:
        Round: #385 by the reports, Healthcare and social services occupations
        Reported as: Healthcare and social services
        Cut-off: 463
        Tie-break: November 26, 2025 at 02:44 EST (America/Toronto)
        Invitations: 1,000
        Held: December 11, 2025, time unknown
        Previous round: #349, 190 days before: cut-off 504, now 41 points lower
        Subscription: amara
        First seen here: December 11, 2025 at 11:02 EST
        First report: https://news.example/draw-385/
    """)


def test_a_score_at_the_reported_cut_off_in_french() -> None:
    alert = an_early_alert(
        subscription=a_subscription(
            score=463, language="fr", submitted=datetime(2025, 11, 26, 7, 44, 20, tzinfo=UTC)
        ),
        verdict=a_verdict(VerdictKind.AT_CUTOFF),
    )

    message = compose([alert], now=AT_ONCE)

    assert message.title == printed(
        "#385 (signalée, non confirmée), Professions de la santé et des services "
        "sociaux~: au seuil, résultat incertain"
    )
    assert message.text == printed("""
        Votre note de 463 est exactement le seuil signalé~: c’est le bris d’égalité qui tranche^; les sources n’en donnent que la minute, et votre profil a été soumis au cours de cette minute.

        Signalée, non confirmée~: nous n’avons pas encore vu cette ronde sur la page d’IRCC.
        Selon~: canadim et cic-news (2 sources qui ne se copient pas)
        Les chiffres peuvent être faux~: des sites d’information ont déjà publié des seuils erronés.
        Vous ne recevrez un autre message sur cette ronde que si les chiffres d’IRCC, ou une autre source, changent ce résultat.

        Et maintenant~:
        • Ouvrez votre compte IRCC. Lui seul montre si vous faites partie des personnes invitées.
        • Si l’invitation y est~: IRCC donne 60 jours à compter de l’invitation pour présenter une demande complète^; votre compte indique l’échéance exacte.
        • Sinon, n’agissez pas sur la foi de ce message~: ne payez rien et ne changez rien à votre profil avant que les chiffres d’IRCC aient paru.

        Précisions~:
        Ronde~: #385 selon les sources, Professions de la santé et des services sociaux
        Nom signalé~: Healthcare and social services
        Seuil~: 463
        Bris d’égalité~: 26 novembre 2025 à 2~h~44 HNE (America/Toronto)
        Ce sont ses secondes qui tranchent, et les sources ne les donnent pas.
        Invitations~: 1^000
        Date~: 11 décembre 2025, heure inconnue
        Ronde précédente~: #349, 190~jours plus tôt, seuil 504~: 41 points de moins cette fois-ci
        Abonnement~: amara
        Vue ici~: 11 décembre 2025 à 11~h~02 HNE
        Première mention~: https://news.example/draw-385/
    """)
