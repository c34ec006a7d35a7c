"""What is told, as the rows of alerts keep it: the kinds of it, and how each is written and read."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from watcher.adapters.database.alert_rows import to_alert
from watcher.adapters.database.codec import Json
from watcher.adapters.database.schema_alerts import LETTER
from watcher.core.errors import catch_unexpected
from watcher.core.model import Alert, Message
from watcher.core.monthly import MonthlyNote
from watcher.core.reminders import ReminderAlert

#: What an alert's ``change`` is called where it is no change of a round, and how it is written.
NOTICE, MESSAGE = "notice", Json(Message)
REMINDER, REMINDER_ALERT = "reminder", Json(ReminderAlert)
MONTHLY, MONTHLY_NOTE = "monthly", Json(MonthlyNote, sparse=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one message says: ``alerts`` or a ``reminder``, or a ``notice`` to the operator, or as letter to somebody.

    ``fault``: what is stored cannot be read.
    """

    alerts: tuple[Alert, ...] = ()
    notice: Message | None = None
    letter_to: str | None = None
    reminder: ReminderAlert | None = None
    monthly: MonthlyNote | None = None
    fault: Exception | None = None


def read_contents(rows: Sequence[sa.RowMapping]) -> Contents:
    """Read what was put in rows that make one message."""
    # One that cannot be read must not hold up those that were leased with it.
    found = Contents()
    with catch_unexpected() as caught:
        found = _read(rows)
    return found if caught.error is None else Contents(fault=caught.error)


def _read(rows: Sequence[sa.RowMapping]) -> Contents:
    change, payload = rows[0]["change"], rows[0]["payload"]
    if change in {NOTICE, LETTER}:
        return Contents(notice=MESSAGE.load(payload), letter_to=rows[0]["subscription"])
    if change == REMINDER:
        return Contents(reminder=REMINDER_ALERT.load(payload))
    if change == MONTHLY:
        return Contents(monthly=MONTHLY_NOTE.load(payload))
    return Contents(alerts=tuple(map(to_alert, rows)))
