"""The context of one poll: its source, its time, and the state that earlier polls stored."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from watcher.adapters.database import PollState, Store, Transaction
from watcher.adapters.http import CacheHeaders, FetchedPage, NotModified, Validators
from watcher.core.documents import Piece
from watcher.core.schedule import clock_error
from watcher.core.settings import Source
from watcher.pipeline.channels import AddressBook
from watcher.press.retrieve import PageFetcher, RetrievalContext, Retrieved, retrieve


@dataclass(frozen=True, slots=True, kw_only=True)
class PollContext:
    """One poll of one source. ``fence`` raises Displaced where another process polls it now.

    ``ahead`` is how far the clock is ahead of the network, None where *now* is by no clock. With ``accept`` no page is
    refused for how much it changes at once. ``poll`` reads ``state`` and ``awaited``, the texts whose linked page is
    still to be read, and ``cached`` in the answer.
    """

    source: Source
    fetcher: PageFetcher
    store: Store
    address_book: AddressBook
    now: datetime
    ahead: timedelta | None = timedelta()
    fence: Callable[[Transaction, str], None] = lambda _tx, _source: None
    accept: bool = False
    state: PollState = field(default_factory=PollState)
    awaited: Sequence[Piece] = ()
    cached: CacheHeaders = field(default_factory=CacheHeaders)

    @property
    def is_official(self) -> bool:
        """Whether the source is IRCC's own."""
        return self.source.trust == "official"

    @property
    def seen(self) -> datetime:
        """The present, corrected where our clock is ahead: else it would take news for history."""
        return self.now - max(self.clock_ahead, timedelta())

    @property
    def clock_ahead(self) -> timedelta:
        """The clock error against the network, zero if unknown."""
        return self.ahead or timedelta()


@contextmanager
def writing(context: PollContext) -> Iterator[Transaction]:
    """Open the transaction of a poll, the only one at this time; kept only if no other process polls the source now."""
    with context.store.writing(polling=True) as tx:
        yield tx
        # Last, as it holds up whoever wants to take the source over until the commit.
        context.fence(tx, context.source.name)


def with_state(context: PollContext) -> PollContext:
    """Add the state that earlier polls stored."""
    source = context.source
    with context.store.reading() as tx:
        state = tx.sources.poll_state(source.name, source.url)
        # The official feed links to no further pages, and is polled most.
        awaited = () if context.is_official else tx.claims.awaited(source.name)
    return replace(context, state=state, awaited=awaited)


def fetch_and_parse(context: PollContext) -> tuple[PollContext, Retrieved | None]:
    """Fetch and parse the page, None if unchanged; the context then has the clock error by its answer."""
    source, store = context.source, context.store

    def digests() -> Mapping[str, bytes]:
        """Read the stored digests, only for a page that has changed."""
        with store.reading() as tx:
            if context.is_official:
                return tx.sources.row_digests(source.name)
            return tx.claims.digests(source.name)

    before = RetrievalContext(state=context.state, seen=digests, awaited=context.awaited)
    dated = _DatedFetcher(context.fetcher)
    retrieved = retrieve(source, before, fetcher=dated, now=context.seen)
    if context.is_official and context.ahead is not None:
        context = replace(context, ahead=clock_error(context.now, dated.said_at))
    return replace(context, cached=dated.cached or CacheHeaders()), retrieved


@dataclass(slots=True)
class _DatedFetcher:
    """Fetches; keeps of the first answer the server's time (its Date, plus its Age), and what it says of caches."""

    fetcher: PageFetcher
    said_at: datetime | None = None
    cached: CacheHeaders | None = None

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> FetchedPage | NotModified:
        """Fetch, and note what the first answer says."""
        answer = self.fetcher.fetch(source, validators, url=url)
        self.said_at = self.said_at or answer.said_at
        self.cached = self.cached or answer.cached
        return answer
