# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""The words of an alert in French; ``Voice`` sets the no-break spaces."""

from watcher.messages.french_reported import FRENCH_REPORTED
from watcher.messages.words import Labels, PerVerdict, Words

_ACCOUNT = (
    "• Ouvrez votre compte IRCC. L’invitation elle-même ne paraît que là ; ceci est "
    "notre lecture des chiffres publiés.\n"
)
_APPLY = (
    "• {deadline}\n"
    "• Demandez dès maintenant ce qui prend le plus de temps : certificats de police, "
    "examen médical, lettres d’employeurs, preuve de fonds.\n"
    "• Si vous ne pouvez pas présenter votre demande à temps, déclinez l’invitation "
    "plutôt que de la laisser expirer : votre profil reste alors dans le bassin."
)
_STAYS = (
    "• Vous n’avez rien à faire : votre profil reste dans le bassin et participe aux "
    "prochaines rondes.\n"
)

FRENCH = Words(
    labels=Labels(
        round="Ronde :",
        printed="Nom publié :",
        cutoff="Seuil :",
        score="Votre note :",
        tie_break="Bris d’égalité :",
        invitations="Invitations :",
        held="Date :",
        previous="Ronde précédente :",
        corrected="Chiffres corrigés :",
        next_steps="Et maintenant :",
        first_seen="Vue ici :",
        details="Précisions :",
        source="Source :",
        subscription="Abonnement :",
        correction_seen="Correction vue ici :",
    ),
    unknown="donnée inconnue",
    unknown_category="catégorie inconnue",
    point="{n} point",
    points="{n} points",
    title="{round} {category} : {verdict}",
    title_corrected="{round} {category}, corrigée : {verdict}",
    best_of="{name}, {verdict} (et {others} de plus)",
    one_of="{name}, {verdict}",
    verdicts=PerVerdict(
        not_in_pool="profil pas encore dans le bassin",
        other_category="autre catégorie",
        invited="invitation, {points} au-dessus du seuil",
        invited_on_tie_break="invitation au bris d’égalité, {margin} d’avance",
        missed_on_tie_break="invitation manquée au bris d’égalité, de {margin}",
        at_cutoff="au seuil, résultat incertain",
        short="il manque {points}",
        unknown="résultat incertain",
    ),
    reasons=PerVerdict(
        not_in_pool="Votre profil a été soumis le {submitted}, après cette ronde : il "
        "n’était pas encore dans le bassin.",
        other_category="Cette ronde portait sur la catégorie « {category} », qui ne "
        "figure pas parmi les vôtres ({wanted}).",
        invited="Votre note de {score} dépasse de {points} le seuil de {cutoff} : "
        "selon les chiffres publiés, vous faites partie des personnes invitées.",
        invited_on_tie_break="Votre note de {score} est exactement le seuil, et votre "
        "profil a été soumis {margin} avant le bris d’égalité : selon les chiffres "
        "publiés, vous faites partie des personnes invitées.",
        missed_on_tie_break="Votre note de {score} est exactement le seuil, mais votre "
        "profil a été soumis {margin} après le bris d’égalité : selon les chiffres "
        "publiés, vous ne faites pas partie des personnes invitées cette fois-ci.",
        at_cutoff="Votre note de {score} est exactement le seuil : c’est le bris "
        "d’égalité qui tranche ; {missing}.",
        short="Il manque {points} à votre note de {score} pour atteindre le seuil de "
        "{cutoff} : selon les chiffres publiés, vous ne faites pas partie des "
        "personnes invitées cette fois-ci.",
        unknown="Impossible de dire pour l’instant si vous faites partie des personnes "
        "invitées : {missing}.",
    ),
    missing_cutoff="le seuil est inconnu",
    missing_category="la catégorie de la ronde est inconnue",
    missing_tie_break="son heure est inconnue",
    missing_submitted="l’abonnement ne dit pas quand votre profil a été soumis pour la "
    "première fois",
    missing_both="ni son heure ni celle de votre profil ne sont connues",
    person_label="{name} :",
    person="note {score}, {verdict}",
    person_corrected="note {score}, {verdict} (auparavant : {earlier})",
    more="... et {left_out} de plus",
    earlier="Avant la correction, notre lecture était : {earlier}.",
    figures={
        "date": "jour de la ronde",
        "drawn_at": "heure de la ronde",
        "name": "nom",
        "category": "catégorie",
        "version": "version de la catégorie",
        "cutoff": "seuil",
        "invitations": "invitations",
        "tie_break": "bris d’égalité",
        "pool": "candidats dans le bassin",
        "url": "page de la ronde",
    },
    from_to="• {figure} : {before}, désormais {after}",
    in_detail="• {figure} : modification de détail",
    distances=PerVerdict(
        not_in_pool="{score} (sans comparaison : profil pas encore dans le bassin)",
        other_category="{score} (sans comparaison : autre catégorie)",
        invited="{score}, {points} au-dessus du seuil",
        invited_on_tie_break="{score}, exactement le seuil",
        missed_on_tie_break="{score}, exactement le seuil",
        at_cutoff="{score}, exactement le seuil",
        short="{score}, {points} au-dessous du seuil",
        unknown="{score} (comparaison impossible pour l’instant)",
    ),
    meanings=PerVerdict(
        not_in_pool="Cela ne change rien pour vous : votre profil a été soumis après la ronde.",
        other_category="Cela ne change rien pour vous : la ronde portait sur une autre catégorie.",
        invited="Cela ne change rien pour vous : il ne départage que les profils à "
        "exactement {cutoff}, et vous êtes au-dessus.",
        invited_on_tie_break="Votre profil a été soumis le {submitted}, {margin} avant.",
        missed_on_tie_break="Votre profil a été soumis le {submitted}, {margin} après.",
        at_cutoff="Parmi les profils à {cutoff}, ceux soumis au plus tard à cet instant "
        "sont invités.",
        short="Cela ne change rien pour vous : il ne départage que les profils à "
        "exactement {cutoff}, et vous êtes au-dessous.",
        unknown="Il ne départage que les profils exactement au seuil.",
    ),
    at_the_instant="Votre profil a été soumis à cet instant même. Nous le comptons "
    "comme étant à temps ; les termes d’IRCC laissent ce cas ouvert.",
    untimed="Il départage les profils à {cutoff} : ceux soumis les premiers sont invités.",
    time_unknown="{day}, heure inconnue",
    dates_disagree="{day} ; l’heure publiée, {instant}, ne concorde pas",
    compared="{round}, {days} plus tôt, seuil {cutoff} : {change}",
    compared_same_day="{round}, le même jour, seuil {cutoff} : {change}",
    compared_days_unknown="{round}, jour inconnu, seuil {cutoff} : {change}",
    higher="{points} de plus cette fois-ci",
    lower="{points} de moins cette fois-ci",
    unchanged="aucun changement",
    not_comparable="comparaison impossible",
    no_previous="aucune de cette catégorie n’est connue ici",
    steps_of_several=PerVerdict(
        not_in_pool="Et maintenant :",
        other_category="Et maintenant :",
        invited="Et maintenant, en cas d’invitation :",
        invited_on_tie_break="Et maintenant, en cas d’invitation :",
        missed_on_tie_break="Et maintenant :",
        at_cutoff="Et maintenant, au seuil :",
        short="Et maintenant :",
        unknown="Et maintenant, si le résultat est incertain :",
    ),
    steps=PerVerdict(
        not_in_pool="• Vous n’avez rien à faire : votre profil participe aux rondes "
        "tenues depuis qu’il a été soumis.",
        other_category="• Vous n’avez rien à faire : cette ronde ne touche pas votre "
        "profil, qui reste dans le bassin.",
        invited=_ACCOUNT + _APPLY,
        invited_on_tie_break=_ACCOUNT + _APPLY,
        missed_on_tie_break=_STAYS
        + "• Gardez ce profil : le mettre à jour conserve son rang en cas d’égalité, "
        "le supprimer pour en soumettre un autre le fait perdre.\n"
        "• Ceci est notre lecture des chiffres publiés. Une invitation ne paraît que "
        "dans votre compte IRCC : si elle y est, c’est elle qui compte.",
        at_cutoff="• Ouvrez votre compte IRCC. Si vous êtes du nombre, l’invitation y "
        "paraît, et seulement là.\n"
        "• Si elle y est : {deadline}",
        short=_STAYS + "• Chaque point compte : de meilleurs résultats linguistiques, "
        "une année de travail ou d’études de plus, ou une désignation provinciale "
        "(600 points) augmentent la note.",
        unknown="• Consultez la source ci-dessous et votre compte IRCC : une invitation "
        "paraît là, et seulement là.\n"
        "• Si les chiffres viennent à être connus, vous saurez ce qu’ils signifient "
        "pour vous.",
    ),
    deadline="IRCC donne 60 jours pour présenter une demande complète : à compter de "
    "cette ronde, jusqu’au {day}. Votre compte indique l’échéance exacte.",
    deadline_unknown="IRCC donne 60 jours à compter de l’invitation pour présenter une "
    "demande complète ; votre compte indique l’échéance exacte.",
    give_submitted="• Votre compte indique le jour et l’heure où votre profil a été "
    "soumis pour la première fois : donnez cette heure à la personne qui a configuré ces "
    "messages, et la prochaine égalité sera tranchée exactement.",
    tie_follows="• L’heure de votre profil est connue ici : dès qu’IRCC publiera le bris "
    "d’égalité, vous saurez ce qu’il signifie pour vous.",
    first_seen="{seen}",
    first_seen_after="{seen}, {after} après la ronde",
    late="Ce message est en retard : la nouvelle avait été vue {delay} plus tôt.",
    seen_late="La ronde arrive tard : elle avait été tenue {days} avant de pouvoir être vue ici.",
    days_left="Des 60 jours que vit une invitation, il en reste {days}.",
    reported=FRENCH_REPORTED,
)
