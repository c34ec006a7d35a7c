# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""The words for rounds that are reported, and for their confirmation, in French."""

from watcher.messages.words import PerVerdict, ReportedWords

_ACCOUNT = (
    "• Ouvrez votre compte IRCC. Lui seul montre si vous faites partie des personnes invitées.\n"
)
_WAIT = (
    "• Si l’invitation y est : {deadline}\n"
    "• Sinon, n’agissez pas sur la foi de ce message : ne payez rien et ne changez "
    "rien à votre profil avant que les chiffres d’IRCC aient paru."
)
_STAYS = (
    "• Vous n’avez rien à faire : votre profil reste dans le bassin et participe aux "
    "prochaines rondes.\n"
    "• Laissez votre profil tel quel : les chiffres d’IRCC seront peut-être "
    "différents. Si une invitation paraît dans votre compte IRCC, c’est elle qui compte."
)

FRENCH_REPORTED = ReportedWords(
    title="{round} (signalée, non confirmée), {category} : {verdict}",
    title_corrected="{round} (signalée, non confirmée), {category}, corrigée : {verdict}",
    title_confirmed="{round} {category}, confirmée : {verdict}",
    title_otherwise="{round} {category}, confirmée, mais autrement que signalée : {verdict}",
    dated="Ronde du {day}",
    undated="Une ronde",
    numbered="#{number} selon les sources, {category}",
    unnumbered="numéro non signalé, {category}",
    one_before="#{number} (signalée)",
    one_before_unnumbered="une ronde signalée",
    according_to="Selon :",
    printed="Nom signalé :",
    first_report="Première mention :",
    published="Ce qu’IRCC a publié :",
    first_seen="Signalée ici :",
    confirmed_seen="Confirmée ici :",
    reasons=PerVerdict(
        not_in_pool="Votre profil a été soumis le {submitted}, après cette ronde selon "
        "les sources : il n’était pas encore dans le bassin.",
        other_category="Selon les sources, cette ronde portait sur la catégorie "
        "« {category} », qui ne figure pas parmi les vôtres ({wanted}).",
        invited="Votre note de {score} dépasse de {points} le seuil signalé de "
        "{cutoff} : si les sources disent vrai, vous faites partie des personnes "
        "invitées.",
        invited_on_tie_break="Votre note de {score} est exactement le seuil signalé, "
        "et votre profil a été soumis {margin} avant le bris d’égalité signalé : si "
        "les sources disent vrai, vous faites partie des personnes invitées.",
        missed_on_tie_break="Votre note de {score} est exactement le seuil signalé, "
        "mais votre profil a été soumis {margin} après le bris d’égalité signalé : si "
        "les sources disent vrai, vous ne faites pas partie des personnes invitées "
        "cette fois-ci.",
        at_cutoff="Votre note de {score} est exactement le seuil signalé : c’est le "
        "bris d’égalité qui tranche ; {missing}.",
        short="Il manque {points} à votre note de {score} pour atteindre le seuil "
        "signalé de {cutoff} : si les sources disent vrai, vous ne faites pas partie "
        "des personnes invitées cette fois-ci.",
        unknown="Les sources ne permettent pas de dire si vous faites partie des "
        "personnes invitées : {missing}.",
    ),
    missing_seconds="les sources n’en donnent que la minute, et votre profil a été "
    "soumis au cours de cette minute",
    seconds="Ce sont ses secondes qui tranchent, et les sources ne les donnent pas.",
    not_confirmed="Signalée, non confirmée : nous n’avons pas encore vu cette ronde sur "
    "la page d’IRCC.",
    sources="{names} ({weight})",
    others="{left_out} de plus",
    other_sources="d’autres sources qu’IRCC",
    single="1 source",
    copies="{count} sources qui se copient et comptent pour une seule",
    independent="{count} sources qui ne se copient pas",
    partly="{count} sources, dont {witnesses} ne se copient pas",
    may_be_wrong="Les chiffres peuvent être faux : des sites d’information ont déjà "
    "publié des seuils erronés.",
    follows="Vous ne recevrez un autre message sur cette ronde que si les chiffres "
    "d’IRCC, ou une autre source, changent ce résultat.",
    earlier="D’après les sources, nous vous avions annoncé : {earlier}. IRCC a "
    "maintenant publié la ronde, et seuls ses chiffres comptent.",
    instead="• {figure} : {after} (selon les sources : {before})",
    added="• {figure} : {after} (les sources ne le disaient pas)",
    steps=PerVerdict(
        not_in_pool="• Vous n’avez rien à faire : votre profil participe aux rondes "
        "tenues depuis qu’il a été soumis.",
        other_category="• Vous n’avez rien à faire : selon les sources, cette ronde ne "
        "touche pas votre profil, qui reste dans le bassin.",
        invited=_ACCOUNT + _WAIT,
        invited_on_tie_break=_ACCOUNT + _WAIT,
        missed_on_tie_break=_STAYS,
        at_cutoff=_ACCOUNT + _WAIT,
        short=_STAYS,
        unknown=_ACCOUNT + _WAIT,
    ),
)
