# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""The words to the operator in French; ``Voice`` sets the no-break spaces."""

from watcher.core.model import Trouble
from watcher.messages.database_words import FRENCH_FAULTS
from watcher.messages.notice_words import NoticeWords, Telling, TroubleWords

_OPEN = "• Ouvrez l’adresse ci-dessus dans un navigateur"

_TROUBLES = {
    Trouble.UNREACHABLE: TroubleWords(
        name="injoignable",
        what="Aucune réponse ne vient de la source {source}.",
        do="• Vérifiez le réseau et la résolution de noms de cette machine.\n"
        f"{_OPEN} : si cela échoue aussi, le site est en panne, et il n’y a qu’à "
        "attendre.",
    ),
    Trouble.THROTTLED: TroubleWords(
        name="débit limité",
        what="La source {source} nous demande de venir moins souvent.",
        do="• Rien dans l’immédiat : watcher attend aussi longtemps que demandé.\n"
        "• Si cela dure, interrogez moins souvent (every = ... de cette source) et "
        "vérifiez que rien d’autre n’interroge le site depuis ce réseau.",
    ),
    Trouble.BLOCKED: TroubleWords(
        name="accès refusé",
        what="La source {source} nous refuse.",
        do=f"{_OPEN} sur ce réseau : si elle s’ouvre, c’est le programme qui est "
        "refusé, non le réseau.\n"
        "• Vérifiez que contact, dans la configuration, permet de vous joindre : il "
        "figure dans le User-Agent par lequel le site nous connaît.\n"
        "• Si elle ne s’ouvre pas, faites passer le service par un autre réseau.",
    ),
    Trouble.UNUSABLE: TroubleWords(
        name="réponse inutilisable",
        what="La source {source} répond d’une manière qu’une nouvelle demande ne "
        "changera pas : la page a disparu, a déménagé ou est trop grande.",
        do=f"{_OPEN}.\n"
        "• Si la page a déménagé, indiquez le nouvel url de cette source ; si elle a "
        "grandi, augmentez son max_bytes.",
    ),
    Trouble.HTML: TroubleWords(
        name="du HTML au lieu de données",
        what="La source {source} envoie une page Web au lieu de données, souvent un "
        "avis d’entretien ou un contrôle contre les robots.",
        do=f"{_OPEN} : pendant un entretien, attendez ; si elle y montre des données, "
        "watcher est pris pour un robot, et contact, dans la configuration, devrait "
        "permettre de vous joindre.",
    ),
    Trouble.NOT_JSON: TroubleWords(
        name="JSON invalide",
        what="Ce que publie la source {source} n’est pas du JSON valide. Le fichier est "
        "modifié à la main : d’ordinaire, tout rentre dans l’ordre en moins d’une heure.",
        do="• Attendez une heure.\n• Si cela dure, regardez ce qui s’y trouve : watcher read URL",
    ),
    Trouble.EMPTY: TroubleWords(
        name="aucune ronde sur la page",
        what="La page de la source {source} se lit, mais ne contient aucune ronde.",
        do=f"{_OPEN} : si les rondes se trouvent désormais ailleurs, indiquez le nouvel "
        "url de cette source.",
    ),
    Trouble.LAYOUT: TroubleWords(
        name="mise en forme modifiée",
        what="Une trop grande part de la page de la source {source} est illisible : sa "
        "mise en forme a changé. La page est refusée en entier plutôt que devinée.",
        do="• Voyez ce qui peut en être lu : watcher read URL\n"
        "• Cherchez une version plus récente de watcher, ou signalez le changement.",
    ),
    Trouble.TOO_MUCH: TroubleWords(
        name="plus de changements à la fois que jamais",
        what="La page de la source {source} change plus de choses à la fois que jamais. "
        "Elle est refusée en entier : elle n’est peut-être pas d’IRCC, ou sa mise en "
        "forme a changé.",
        do="• Regardez la page vous-même.\n"
        "• Si elle est juste, reprenez-la : watcher poll --accept\n"
        "• Les corrections que la page montre encore un jour plus tard sont reprises "
        "sans vous ; les nouvelles rondes, non.",
    ),
    Trouble.STALE: TroubleWords(
        name="copie périmée",
        what="La source {source} sert une vieille copie : sa ronde la plus récente "
        "précède une ronde déjà vue. Elle ne corrige rien.",
        do="• Attendez : les caches se mettent d’ordinaire à jour dans la journée.\n"
        "• Sinon, indiquez cache_bust = true pour cette source.",
    ),
    Trouble.COSTLY: TroubleWords(
        name="trop coûteuse à lire",
        what="La lecture de la page de la source {source} a pris plus de temps ou de "
        "mémoire qu’une page ne doit en prendre, et a été arrêtée. Rien n’en est retenu.",
        do=f"{_OPEN} : si c’est une page ordinaire, merci d’en signaler l’adresse.\n"
        "• Sinon, le site a peut-être été altéré : retirez cette source de la "
        "configuration.",
    ),
    Trouble.FORBIDDEN: TroubleWords(
        name="interdite par robots.txt",
        what="Le fichier robots.txt du site de la source {source} demande aux "
        "programmes de ne pas lire cette page.",
        do="• Retirez cette source de la configuration, ou indiquez un autre url du "
        "site que son robots.txt autorise.\n"
        "• Si le site vous en a donné la permission, indiquez robots = false pour cette "
        "source.",
    ),
    Trouble.LATE: TroubleWords(
        name="aucune nouvelle ronde depuis plus longtemps que jamais",
        what="La source {source} répond, mais n’a montré aucune nouvelle ronde depuis "
        "plus longtemps que jamais.",
        do="• Consultez la page d’IRCC : si une ronde plus récente s’y trouve, cette "
        "source est périmée ou a déménagé, et son url est à corriger.\n"
        "• Sinon, IRCC fait une pause, et tout va bien.",
    ),
    Trouble.CRASHED: TroubleWords(
        name="une faute de watcher",
        what="La lecture de la source {source} a échoué par une faute de watcher.",
        do="• Le journal contient la trace : merci de la signaler.",
    ),
}

FRENCH_NOTICES = NoticeWords(
    does="Ce que fait watcher :",
    do="Ce que vous pouvez faire :",
    since="Depuis :",
    last_good="Dernière bonne lecture :",
    never="jamais",
    came="Réponse reçue :",
    server_said="Réponse du serveur :",
    nothing_came="aucune",
    address="Adresse :",
    waiting="Envois en attente :",
    odd="• {where} : « {printed} », {why}",
    more="... et {left_out} de plus",
    no_round="aucune ronde",
    told_by="Signalée par :",
    round_numbered="la ronde #{number}",
    round_dated="une ronde du {day}",
    round_unnamed="une ronde",
    today="aujourd’hui",
    ago="il y a {days}",
    blind_title="Source {source} : {trouble}",
    blind_does="Il continue d’interroger la source. Aucune ronde n’est perdue : ce qui "
    "paraît entre-temps est annoncé dès que cela peut être lu, avec la mention du "
    "retard. Vous serez averti une fois, quand ce sera fini.",
    troubles=_TROUBLES,
    source_well=Telling(
        title="Source {source} : de nouveau lisible",
        what="L’ennui avec la source {source} ({trouble}) est terminé après {span}, le {until}.",
        does="Ce qui a paru entre-temps est annoncé maintenant ; les alertes en retard le disent.",
        do="• Rien.",
    ),
    source_late=Telling(
        title="Source {source} : aucune nouvelle ronde depuis {days}",
        what="La source {source} se lit, mais ne montre aucune ronde plus récente que "
        "{newest}, vieille de {days}. La plus longue pause entre deux rondes était "
        "jusqu’ici de {longest}.",
        does="Il continue d’interroger la source.",
        do=_TROUBLES[Trouble.LATE].do,
    ),
    baseline=Telling(
        title="Source {source} : {rounds} rondes enregistrées",
        what="La source {source} a été lue pour la première fois : {rounds} rondes sont "
        "enregistrées comme historique, la plus récente étant {newest}. Personne n’a "
        "été alerté.",
        does="Dès la prochaine ronde, chaque personne concernée est avertie.",
        do="• Rien.",
    ),
    unknown_category=Telling(
        title="#{number} : une catégorie que watcher ne connaît pas",
        what="La ronde #{number} a été publiée sous le nom « {name} », une catégorie "
        "que watcher ne connaît pas.",
        does="Il garde la ronde sous le nom « {category} » et l’annonce aux abonnements à « all ».",
        do="• Si quelqu’un doit suivre cette catégorie, ajoutez « {category} » aux "
        "catégories de son abonnement.\n"
        "• S’il s’agit d’une ancienne catégorie sous un nouveau nom, cherchez une "
        "version plus récente de watcher, ou signalez-le.",
    ),
    unreadable=Telling(
        title="Source {source} : chiffres illisibles ({count})",
        what="Sur la page de la source {source}, ces chiffres sont illisibles ou ne "
        "peuvent être vrais :",
        does="Il les traite comme inconnus et ne devine jamais. Les autres chiffres des "
        "mêmes rondes comptent.",
        do="• Comparez-les avec la source. Si une personne peut les lire, merci de le signaler.",
    ),
    disagreement=Telling(
        title="#{number} : désaccord entre pages officielles ({figure})",
        what="Les pages d’IRCC ne s’accordent pas sur la ronde #{number} ({figure}) : "
        "la source {source} donne {said}, alors que {held} est en vigueur.",
        does="Le chiffre en vigueur demeure : {held}. Si sa propre page est corrigée, "
        "les personnes dont le résultat change sont averties.",
        do="• Comparez les deux pages : watcher round {number}\n"
        "• Si c’est le chiffre en vigueur qui est faux, avertissez vous-même les "
        "personnes concernées : watcher explain {number}",
    ),
    unconfirmed=Telling(
        title="Signalée, mais non confirmée : {round}",
        what="Des sources secondaires signalent {round}, vue ici {ago} pour la première "
        "fois, mais la page d’IRCC, qui devrait la montrer, ne la montre pas. Les "
        "sources se trompent peut-être.",
        does="Il garde la ronde comme non confirmée. Personne n’en entend plus parler, "
        "à moins qu’IRCC ne la publie.",
        do="• Voyez qui dit quoi : watcher round {id}\n"
        "• Si elles se trompent, avertissez les personnes à qui la ronde a été "
        "signalée : watcher deliveries\n"
        "• Si la page d’IRCC montre bien la ronde, merci de le signaler.",
    ),
    channel_dead=Telling(
        title="Canal {channel} : hors service",
        what="Le canal {channel} n’accepte plus de messages.",
        does="Les autres canaux continuent. Ce que le serveur a refusé pour de bon n’est "
        "pas renvoyé de lui-même ; le reste est tenté pendant 72 heures.",
        do="• Voyez la réponse du serveur : watcher test {channel}\n"
        "• Corrigez l’adresse du canal dans la configuration, rechargez-la, puis "
        "renvoyez ce qui a été refusé : watcher retry",
    ),
    channel_well=Telling(
        title="Canal {channel} : de nouveau en service",
        what="Le canal {channel} accepte de nouveau les messages après {span}, depuis le {until}.",
        does="Ce qui attendait est envoyé maintenant.",
        do="• Voyez si des envois ont été abandonnés entre-temps : watcher deliveries",
    ),
    goes_round=Telling(
        title="Canal {channel} : un message est mis de côté pendant une heure",
        what="Un message du canal {channel} revenait sans cesse, sans aucune attente. "
        "Cela ne devrait pas être possible.",
        does="Le message attend une heure ; tout le reste continue.",
        do="• Voyez si l’horloge de la machine s’affole : timedatectl\n"
        "• Sinon, c’est une erreur de watcher : signalez-la avec le journal.",
    ),
    clock_ahead=Telling(
        title="L’horloge de cette machine avance de {span}",
        what="L’horloge de la machine de watcher avance de {span} sur l’heure "
        "que donne le serveur de la source {source}.",
        does="Les requêtes continuent, et l’âge d’une ronde est jugé par l’heure du "
        "serveur. Les heures des messages sont fausses tant que l’horloge l’est.",
        do="• Réglez l’horloge : timedatectl status",
    ),
    clock_behind=Telling(
        title="L’horloge de cette machine retarde de {span}",
        what="L’horloge de la machine de watcher retarde de {span} sur l’heure "
        "que donne le serveur de la source {source}.",
        does="Les requêtes continuent ; aucune ronde n’est retenue. Les heures des "
        "messages sont fausses tant que l’horloge l’est.",
        do="• Réglez l’horloge : timedatectl status",
    ),
    clock_right=Telling(
        title="L’horloge de cette machine est de nouveau juste",
        what="L’horloge de la machine de watcher s’accorde de nouveau avec le serveur "
        "de la source {source}.",
        does="Tout continue comme d’habitude.",
        do="• Rien.",
    ),
    clock_stepped=Telling(
        title="L’horloge de cette machine a sauté de {span}",
        what="L’horloge de la machine de watcher a été réglée de {span}, ou la machine "
        "s’est arrêtée aussi longtemps.",
        does="Toutes les sources sont interrogées aussitôt. Vous saurez si l’horloge ne "
        "s’accorde pas avec la leur.",
        do="• Si vous ne l’avez pas réglée, voyez qui l’a fait : timedatectl status",
    ),
    refused=Telling(
        title="#{number} : non remise à {subscription}",
        what="L’alerte sur la ronde #{number} pour {subscription} a été refusée pour de "
        "bon par le canal {channel}.",
        does="Il ne la renvoie pas de lui-même ; les autres canaux continuent.",
        do="• Avertissez {subscription} autrement, si la ronde importe.\n"
        "• Corrigez l’adresse du canal, puis : watcher retry",
    ),
    expired=Telling(
        title="#{number} : non remise à {subscription}",
        what="L’alerte sur la ronde #{number} pour {subscription} n’a pas été acceptée "
        "par le canal {channel} en 72 heures.",
        does="Il a abandonné cet envoi ; les autres canaux continuent.",
        do="• Avertissez {subscription} autrement, si la ronde importe.\n"
        "• Voyez la réponse du serveur : watcher test {channel}",
    ),
    database_title="La base de données : {trouble}",
    database_does="watcher continue d’essayer. Tant que rien ne peut être enregistré, "
    "aucune ronde n’est annoncée : elle le sera dès que la base acceptera de nouveau des "
    "écritures, et le message dira qu’il est en retard. Vous serez prévenu une fois "
    "quand ce sera fini.",
    database_error="L’erreur :",
    database_faults=FRENCH_FAULTS,
    database_well=Telling(
        title="La base de données : fonctionne de nouveau",
        what="La base de données est de nouveau utilisable après {span}, depuis {until}.",
        does="Ce qui a été publié entre-temps est annoncé maintenant ; les alertes en "
        "retard le disent.",
        do="• Rien.",
    ),
)
