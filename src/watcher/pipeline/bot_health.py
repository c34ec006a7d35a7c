"""Whether the bot answers, kept for ``watcher status``, and told to the operator where it does not for long."""

from datetime import datetime

from watcher.adapters.database import Transaction
from watcher.core.bot_incidents import BotAnswering, BotSilent, BotTrouble
from watcher.core.incidents import Episode, IncidentKind, IncidentSubject
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents

_BOT = IncidentSubject(IncidentKind.BOT)
_TOLD = IncidentSubject(IncidentKind.BOT, "told")


def note_bot(
    tx: Transaction, address_book: AddressBook, trouble: BotTrouble | None, now: datetime
) -> None:
    """Note what keeps the bot from answering, None where nothing does; tell the operator once, and once it is over."""
    incidents, notices = tx.incidents, Incidents(tx, address_book, now)
    running, told = incidents.open_episode(_BOT), incidents.open_episode(_TOLD)
    if running is not None and (trouble is None or running.trouble != trouble.kind):
        incidents.close(_BOT, now)
        running = None
    if trouble is None:
        if told is not None:
            incidents.close(_TOLD, now)
            notices.notify_operator(BotAnswering(since=told.since, until=now))
        return
    since = now if running is None else running.since
    if running is None:
        incidents.open(_episode(_BOT, trouble, since))
    if told is None and trouble.is_told(since, now):
        incidents.open(_episode(_TOLD, trouble, since))
        notices.notify_operator(BotSilent(trouble=trouble, since=since))


def _episode(subject: IncidentSubject, trouble: BotTrouble, since: datetime) -> Episode:
    return Episode(subject=subject, trouble=trouble.kind, detail=trouble.detail, since=since)
