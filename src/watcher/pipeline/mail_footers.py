"""Mail to people: its footer, and the headers by which a mail program offers to unsubscribe (RFC 2369, RFC 8058)."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

from watcher.adapters.database import LeasedDelivery, Store
from watcher.adapters.links import AddressLink, LinkSigner
from watcher.core.model import Message
from watcher.core.settings import Settings
from watcher.messages.footers import with_footer
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.readers import reader_of
from watcher.pipeline.unsubscribing import link_signer

#: Where the page of an address is, below the address of the web face.
ADDRESS_PAGE = "/s/"


class MailFooters:
    """Completes what is mailed to people; notices to the operator, and other channels, stay as they are."""

    def __init__(self, store: Store, address_book: Callable[[], AddressBook]) -> None:
        self._store = store
        self._address_book = address_book
        self._signer: LinkSigner | None = None

    def __call__(self, leased: LeasedDelivery, message: Message) -> Message:
        """Return the message as it is to be sent."""
        address_book = self._address_book()
        reader = reader_of(leased)
        if reader is None or not address_book.is_mail(leased.channel):
            return message
        settings, sender = address_book.settings, address_book.settings.sender
        page = self._page(settings, reader.person, leased)
        completed = with_footer(message, language=reader.language, sender=sender, page=page)
        if page is not None and page.startswith("https://"):
            return replace(completed, unsubscribe_url=page)
        mailbox = None if sender is None else sender.mailbox
        # Without https there is no one-click; what is left is a page, or a mail to the sender.
        where = page or (mailbox and f"mailto:{quote(mailbox, safe='@+')}?subject=unsubscribe")
        headers = (("List-Unsubscribe", f"<{where}>"),) if where else ()
        return replace(completed, headers=(*message.headers, *headers))

    def _page(self, settings: Settings, person: str, leased: LeasedDelivery) -> str | None:
        if settings.web.url is None or not settings.web.enabled:
            return None
        if self._signer is None:
            self._signer = link_signer(self._store)
        link = AddressLink(person=person, channel=leased.channel, target=leased.target)
        return f"{settings.web.url.rstrip('/')}{ADDRESS_PAGE}{self._signer.sign(link)}"
