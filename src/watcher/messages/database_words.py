# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""What can be wrong with the database, in the words of each language."""

from collections.abc import Mapping

from watcher.core.errors import StoreFault
from watcher.messages.notice_words import TroubleWords

_MANUAL = "docs/operating.md"
_ENGLISH_DO = (
    f"• Do what the error says. {_MANUAL} has a section on it: \u201cThe database is "
    "damaged or the disk is full\u201d."
)
_FRENCH_DO = (
    "• Faites ce que dit l’erreur (en anglais). "
    f"{_MANUAL} y consacre une section : \u201cThe database is damaged or the disk is "
    "full\u201d."
)

ENGLISH_FAULTS: Mapping[StoreFault, TroubleWords] = {
    "full": TroubleWords(
        name="the disk is full",
        what="The disk of the database is full: nothing can be saved.",
        do="• Make room on the disk. Nothing else is needed.",
    ),
    "read-only": TroubleWords(
        name="it cannot be written",
        what="The database may not be written: nothing can be saved.",
        do=_ENGLISH_DO,
    ),
    "io": TroubleWords(
        name="the disk fails",
        what="The disk does not take what is written to the database.",
        do="• Look at the disk, its quotas and the log of the machine (dmesg).",
    ),
    "locked": TroubleWords(
        name="it is locked",
        what="Another program keeps the database locked: nothing can be saved.",
        do="• See which program has it open, and end it.",
    ),
    "damaged": TroubleWords(
        name="it is damaged",
        what="The database is damaged: part of what it holds cannot be read.",
        do=_ENGLISH_DO,
    ),
    "lost": TroubleWords(
        name="it is empty or gone",
        what="The file of the database was emptied or is gone: the history is lost.",
        do="• Watcher does not begin a new history by itself.\n" + _ENGLISH_DO,
    ),
    "moved": TroubleWords(
        name="its file was changed while in use",
        what="The file of the database was deleted, moved or replaced while watcher "
        "runs on it. Watcher saves what it still holds, and opens the file anew.",
        do="• Stop watcher before you touch the files of its database.\n" + _ENGLISH_DO,
    ),
    "failing": TroubleWords(
        name="it fails",
        what="The database does not do as asked: nothing can be saved.",
        do="• See whether its server runs, and can be reached.\n" + _ENGLISH_DO,
    ),
}

FRENCH_FAULTS: Mapping[StoreFault, TroubleWords] = {
    "full": TroubleWords(
        name="le disque est plein",
        what="Le disque de la base de données est plein : rien ne peut être enregistré.",
        do="• Faites de la place sur le disque. Rien d’autre n’est nécessaire.",
    ),
    "read-only": TroubleWords(
        name="elle ne peut être écrite",
        what="La base de données ne peut être écrite : rien ne peut être enregistré.",
        do=_FRENCH_DO,
    ),
    "io": TroubleWords(
        name="le disque ne répond pas",
        what="Le disque n’accepte pas ce qui est écrit dans la base de données.",
        do="• Vérifiez le disque, ses quotas et le journal de la machine (dmesg).",
    ),
    "locked": TroubleWords(
        name="elle est verrouillée",
        what="Un autre programme garde la base de données verrouillée : rien ne peut "
        "être enregistré.",
        do="• Cherchez quel programme la tient ouverte, et arrêtez-le.",
    ),
    "damaged": TroubleWords(
        name="elle est endommagée",
        what="La base de données est endommagée : une partie ne peut plus être lue.",
        do=_FRENCH_DO,
    ),
    "lost": TroubleWords(
        name="elle est vide ou absente",
        what="Le fichier de la base de données a été vidé ou a disparu : l’historique est perdu.",
        do="• watcher ne commence pas de lui-même un nouvel historique.\n" + _FRENCH_DO,
    ),
    "moved": TroubleWords(
        name="son fichier a été changé en cours d’usage",
        what="Le fichier de la base de données a été supprimé, déplacé ou remplacé "
        "pendant que watcher l’utilise. watcher sauve ce qu’il tient encore, puis rouvre "
        "le fichier.",
        do="• Arrêtez watcher avant de toucher aux fichiers de sa base.\n" + _FRENCH_DO,
    ),
    "failing": TroubleWords(
        name="elle ne fonctionne pas",
        what="La base de données ne fait pas ce qui lui est demandé : rien ne peut être "
        "enregistré.",
        do="• Vérifiez que son serveur fonctionne et peut être joint.\n" + _FRENCH_DO,
    ),
}
