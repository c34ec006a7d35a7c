"""The message that the tests of sending send."""

from datetime import timedelta

from watcher.core.model import Message
from watcher.core.settings import Secret

SOON = timedelta(seconds=10)

PLAIN = """\
Vous êtes invitée, par 12 points.

Seuil : 459 < 471 & plus
Page : https://example.org/rondes?n=385&l=fr"""

LETTER = Message(
    title="#385 : santé & <social> : invitée",
    text=PLAIN,
    html=(
        "<b>Vous êtes invitée</b>, par 12 points.<br><br>"
        "<b>Seuil :</b> 459 &lt; 471 &amp; plus<br>"
        '<b>Page :</b> <a href="https://example.org/rondes?n=385&amp;l=fr">'
        "https://example.org/rondes?n=385&amp;l=fr</a>"
    ),
)


def webhook(url: str, *, more: str = "") -> Secret:
    """Make a channel of a web address."""
    return Secret(url.replace("http://", "json://") + more)
