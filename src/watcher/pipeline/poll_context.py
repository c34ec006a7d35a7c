"""What holds for the whole of one poll: the source, what is known of it, and the time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from watcher.adapters.database import PollState, Store
from watcher.adapters.http import NotModified, Page, Validators
from watcher.core.settings import Source
from watcher.pipeline.channels import AddressBook
from watcher.press.retrieve import PageFetcher


@dataclass(frozen=True, slots=True, kw_only=True)
class PollContext:
    """One poll of one source.

    ``ahead`` is how far our clock is ahead of the network (behind: negative); with
    ``accept`` no page is refused for how much it changes at once.
    """

    source: Source
    memory: PollState
    store: Store
    address_book: AddressBook
    now: datetime
    ahead: timedelta = timedelta()
    accept: bool = False

    @property
    def seen(self) -> datetime:
        """When this is, by the network where our clock is ahead of it.

        How old a round is, and for how long a value has been seen, is judged by it: a
        clock that is ahead would make history of news. One that is behind makes none.
        """
        return self.now - max(self.ahead, timedelta())

    def digests(self) -> Mapping[str, bytes]:
        """Return the digests of what was read of the source, by number or key."""
        with self.store.reading() as tx:
            if self.source.trust == "official":
                return tx.sources.row_digests(self.source.name)
            return tx.claims.digests(self.source.name)


@dataclass(slots=True)
class DatedFetcher:
    """Fetches, and keeps what time it is by the first answer (its Date, plus its Age)."""

    fetcher: PageFetcher
    said_at: datetime | None = None

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> Page | NotModified:
        """Ask the source's page, or another of its site, conditionally."""
        answer = self.fetcher.fetch(source, validators, url=url)
        self.said_at = self.said_at or answer.said_at
        return answer
