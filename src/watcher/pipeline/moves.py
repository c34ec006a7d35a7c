"""Chats that moved: a message goes to where its target is now."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from watcher.adapters.database import Store
from watcher.adapters.logs import event
from watcher.core.errors import DeliveryMoved, StoreError
from watcher.core.model import Message
from watcher.core.moves import ChatMoved
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.incidents import Incidents

log = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class FollowingSender:
    """Sends, and where a target has moved, sends there from then on, also after a restart.

    The target of a delivery stays what it was: by it nobody is told twice.
    """

    send: Callable[[str, str, Message], str]
    store: Store
    address_book: Callable[[], AddressBook]
    clock: Callable[[], datetime]
    _known: dict[tuple[str, str], str] | None = field(default=None, init=False)

    def __call__(self, channel: str, target: str, message: Message) -> str:
        """Send to where a target is now; return the answer; raises DeliveryError."""
        server = self.address_book().server_of(channel)
        moves = self._moves()
        now_at = moves.get((server, target), target)
        try:
            return self.send(channel, now_at, message)
        except DeliveryMoved as moved:
            # Nothing was sent yet. One move at a time: if that chat has moved, too, the next try follows it.
            moves[server, target] = moved.target
            self._record(channel, server, target, moved.target)
            return self.send(channel, moved.target, message)

    def _moves(self) -> dict[tuple[str, str], str]:
        if self._known is None:
            with self.store.reading() as tx:
                self._known = tx.moves.all()
        return self._known

    def _record(self, channel: str, server: str, target: str, moved_to: str) -> None:
        """Record it, and notify the operator once; without a database it is found out again."""
        now = self.clock()
        try:
            with self.store.writing() as tx:
                if tx.moves.put(server, target, moved_to, now):
                    notice = ChatMoved(channel=channel, before=target, after=moved_to)
                    Incidents(tx, self.address_book(), now).notify_operator(notice)
        except StoreError as error:
            event(log, "move_not_kept", level=logging.WARNING, channel=channel, error=error)
