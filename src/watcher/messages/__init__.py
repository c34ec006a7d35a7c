"""What is worth telling, in words: English and French, plain text and HTML.

HTML holds ``<b>``, ``<a href>`` and ``<br>`` only, with blank lines made so that they
survive Apprise's reduction for Telegram. Everything from outside is one printable
line, cut and escaped, and no message exceeds ``LONGEST`` characters.
"""

from watcher.messages.alerts import compose
from watcher.messages.lines import LONGEST
from watcher.messages.notices import compose_notice

__all__ = ["LONGEST", "compose", "compose_notice"]
