"""Messages: alerts and notices as plain text and HTML, in English and other languages.

HTML holds ``<b>``, ``<a href>`` and ``<br>`` only, with blank lines made so that they
survive Apprise's reduction for Telegram. Everything from outside is one printable
line, cut and escaped, and no message exceeds ``LONGEST_MESSAGE`` characters.
"""

from watcher.messages.alerts import compose
from watcher.messages.digests import compose_digest
from watcher.messages.layout import LONGEST_MESSAGE
from watcher.messages.monthly import compose_monthly
from watcher.messages.notices import compose_notice, compose_test
from watcher.messages.reminders import compose_reminder

__all__ = [
    "LONGEST_MESSAGE",
    "compose",
    "compose_digest",
    "compose_monthly",
    "compose_notice",
    "compose_reminder",
    "compose_test",
]
