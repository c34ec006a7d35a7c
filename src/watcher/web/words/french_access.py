# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""The words of the pages in French: access, refusals, and formats for programs."""

from watcher.web.words import AccessWords, ProgramWords

FRENCH_ACCESS = AccessWords(
    title="Connexion",
    token="Jeton",
    token_help="Il se trouve dans la configuration : [web] token ou token_file.",
    wrong="Ce n’est pas le jeton.",
    too_many="Trop d’essais. Attendez {n} secondes, puis réessayez.",
    no_token="Personne ne peut se connecter : la configuration n’a pas de jeton.",
    no_token_do="Indiquez [web] token ou token_file, puis rechargez le service.",
    needed="Cette page est privée. Connectez-vous pour la voir.",
    preferences="Préférences",
    language="Langue",
    zone="Fuseau horaire",
    zone_help="Par exemple America/Montreal ou Asia/Kolkata",
    theme="Apparence",
    themes={"auto": "celle de l’appareil", "light": "claire", "dark": "sombre"},
    save="Enregistrer",
    zone_unknown="{zone} n’est pas un fuseau horaire.",
    refusals={
        400: "Cette demande n’est pas comprise.",
        401: "Cette page est privée.",
        403: "Ce formulaire n’est plus valable. Revenez en arrière, rechargez la "
        "page et réessayez.",
        404: "Cette page n’existe pas.",
        405: "Cette page ne s’utilise pas ainsi.",
        408: "La demande a mis trop de temps à arriver.",
        429: "Trop de demandes. Attendez un instant.",
        503: "La base de données ne peut pas être lue. Le journal du service dit pourquoi.",
    },
    before={
        403: "ceci a été envoyé depuis un autre site, et ne change rien",
        411: "la longueur de la demande est nécessaire",
        413: "la demande est trop grande",
        414: "l’adresse est trop longue",
        421: "ce watcher ne porte pas ce nom ; indiquez dans [web] url l’adresse par "
        "laquelle on l’atteint",
        429: "trop de demandes",
        500: "watcher a échoué sur cette page ; son journal dit pourquoi",
    },
    refused="Cela n’a pas fonctionné.",
    back="Retour à l’aperçu",
)

FRENCH_PROGRAMS = ProgramWords(
    title="Fils et API",
    about="Les mêmes faits dans des formats que parlent d’autres programmes. Tout "
    "ici est public, en lecture seule, et répond 304 quand rien n’a changé.",
    feeds="Fils",
    feeds_about="Pour un lecteur de fils : chaque nouvelle ronde est une entrée. "
    "Ajoutez ?score=471 à l’un d’eux pour les rondes qui auraient invité cette note.",
    feed_all="Toutes les rondes",
    feed_title="Rondes d’Entrée express",
    feed_title_of="Rondes d’Entrée express : {category}",
    feed_title_score="{title}, qui auraient invité {score}",
    api="API JSON",
    api_about="Version 1, décrite par un document OpenAPI.",
    calendar="Calendrier",
    calendar_about="Chaque ronde est un événement à sa date ; accepte ?category= et ?score=.",
    csv="CSV",
    csv_about="Tout l’historique en tableau, avec les filtres de la page.",
    metrics="Santé et mesures",
    metrics_about="/metrics est pour Prometheus. /healthz répond 200 tant que le "
    "processus vit. /readyz répond 200 tant que ce qui est montré est ce que montre "
    "IRCC, et 503 avec les raisons tant qu’une source officielle est illisible ou n’est "
    "pas consultée, ou que la base de données ne peut pas être lue ou écrite ; qu’une "
    "source secondaire soit illisible, ou qu’aucune ronde ne soit venue depuis "
    "longtemps, il le note et reste à 200.",
    entry="#{number} {category} : seuil {cutoff}",
    entry_text="Ronde nº {number} pour {category} le {day} : seuil {cutoff}, "
    "{invitations} invitations, bris d’égalité {tie_break}.",
    entry_reported="Rapportée, non confirmée : aucune page officielle ne la montre.",
)
