"""Retrieval of a source, by its kind: one page, a feed with the pages of its entries, or the changed posts of a site.

Pages of secondary sources are hostile until proven otherwise: they are read in a sandbox.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from watcher.adapters.database import PollState
from watcher.adapters.http import FetchedPage, NotModified, Validators
from watcher.core.documents import Document, Piece
from watcher.core.errors import FetchLater, SourceError
from watcher.core.model import Report
from watcher.core.redaction import public_link, url_secrets
from watcher.core.schedule import TOLERANCE, TOO_OLD
from watcher.core.settings import Source
from watcher.ircc.rounds_json import read_rounds_json
from watcher.press.blocks import DocumentInfo
from watcher.press.sandbox import read_in_sandbox

# Of one poll: each costs the site a request and us the time between two of them.
MAX_LINKS = 5
_MAX_LISTINGS = 20
# How long a linked page with a temporary failure is requested again.
_RETRY_LINKS_FOR = timedelta(days=2)


class PageFetcher(Protocol):
    """Requests pages; raises FetchError."""

    def fetch(
        self, source: Source, validators: Validators, *, url: str | None = None
    ) -> FetchedPage | NotModified:
        """Request the source's page, or another of its site, conditionally."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalContext:
    """The state of a source: the digests ``seen`` before, and texts ``awaited`` whose page is still to be read."""

    state: PollState
    seen: Callable[[], Mapping[str, bytes]]
    awaited: Sequence[Piece] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieved:
    """A source's document, with the bytes that it was read from.

    ``page`` is the hash of its own page, ``bodies`` every body by its hash, ``places`` the hash for each piece read
    on another page, ``watermark`` the time until which its changes are known, where it lists them.
    """

    document: Document
    validators: Validators
    page: bytes
    bodies: Mapping[bytes, bytes]
    places: Mapping[str, bytes] = field(default_factory=dict)
    watermark: datetime | None = None


def retrieve(
    source: Source, context: RetrievalContext, *, fetcher: PageFetcher, now: datetime
) -> Retrieved | None:
    """Request *source* and read what is new; None if there is nothing. Raises SourceError."""
    retrieval = _Retrieval(source, context, fetcher, now)
    found = retrieval.listing() if source.kind == "wordpress" else retrieval.page()
    return found and replace(found, document=without_secrets(found.document, source.url))


def without_secrets(document: Document, url: str) -> Document:
    """Remove what is secret of the source's address from the links in its document."""
    if not url_secrets(url):
        return document
    pieces = tuple(_piece_without_secrets(piece, url) for piece in document.pieces)
    return replace(document, reports=_public_reports(document.reports, url), pieces=pieces)


def _piece_without_secrets(piece: Piece, url: str) -> Piece:
    # A link that is still to be followed is kept; nothing shows it before.
    if piece.follow and not piece.reports:
        return piece
    link = piece.link and public_link(piece.link, url)
    reports = _public_reports(piece.reports, url)
    return replace(piece, link=link, reports=reports, follow=piece.follow and link == piece.link)


def _public_reports(reports: Iterable[Report], url: str) -> tuple[Report, ...]:
    return tuple(replace(r, url=r.url and public_link(r.url, url)) for r in reports)


@dataclass(slots=True)
class _Retrieval:
    source: Source
    context: RetrievalContext
    fetcher: PageFetcher
    now: datetime
    bodies: dict[bytes, bytes] = field(default_factory=dict)
    places: dict[str, bytes] = field(default_factory=dict)

    def page(self) -> Retrieved | None:
        """Request the one page; of a feed, follow what its entries link to."""
        state = self.context.state
        # While a value is on hold the page has to be seen again to believe it.
        known = Validators(etag=state.etag, last_modified=state.last_modified)
        answer = self.fetcher.fetch(self.source, Validators() if state.on_hold else known)
        page, document = state.page or b"", None
        if isinstance(answer, FetchedPage):
            page = _hash(answer.body)
            if page != state.page or state.on_hold:
                self.bodies[page] = answer.body
                document = self._read(answer)
        pieces = self._followed(document.pieces if document else ())
        if document is None and not pieces:
            return None
        return Retrieved(
            document=replace(document or Document(kind=self.source.kind), pieces=pieces),
            validators=answer.validators,
            page=page,
            bodies=self.bodies,
            places=self.places,
        )

    def listing(self) -> Retrieved | None:
        """Request what was changed since the last time, page by page."""
        known = self.context.state.watermark
        # One of the future was kept by a clock that ran ahead.
        watermark = known if known and known <= self.now + TOLERANCE else None
        # Rounds in older texts are history.
        after = watermark or self.now - TOO_OLD
        documents, page = list[Document](), b""
        for number in range(1, _MAX_LISTINGS + 1):
            url = posts_url(self.source.url, after=after, page=number)
            answer = self.fetcher.fetch(self.source, Validators(), url=url)
            if isinstance(answer, NotModified):
                break  # without validators no server can say so
            document = self._read(answer)
            documents.append(document)
            page = _hash(answer.body)
            self.places.update((piece.key, page) for piece in document.pieces)
            if document.pieces:
                self.bodies[page] = answer.body
            # One of tomorrow would hide every change until then.
            past = [at for at in (watermark, document.watermark) if at and at <= self.now]
            watermark = max(past, default=None)
            if number >= (answer.pages or 1):
                break
        pieces = self._followed(piece for d in documents for piece in d.pieces)
        if not pieces and watermark == known:
            return None
        return Retrieved(
            document=Document(
                kind=self.source.kind,
                pieces=pieces,
                oddities=tuple(oddity for d in documents for oddity in d.oddities),
                digests={key: digest for d in documents for key, digest in d.digests.items()},
            ),
            validators=Validators(),
            page=page,
            bodies=self.bodies,
            places=self.places,
            watermark=watermark,
        )

    def _read(
        self, answer: FetchedPage, *, kind: str | None = None, published: datetime | None = None
    ) -> Document:
        # An article is only read for its own piece, which the digests do not name.
        seen = {} if kind else self.context.seen()
        if self.source.trust == "official":
            return read_rounds_json(answer.body, seen=seen)
        info = DocumentInfo(url=answer.url, charset=answer.charset, published=published)
        return read_in_sandbox(kind or self.source.kind, answer.body, seen=seen, info=info)

    def _followed(self, read: Iterable[Piece]) -> tuple[Piece, ...]:
        """Read the linked pages of the pieces that need it, a few at a time."""
        done: list[Piece] = []
        links = MAX_LINKS
        # A listing that grows while it is read shows some twice.
        fresh = {piece.key: piece for piece in read}
        waiting = [p for p in self.context.awaited if p.key not in fresh]
        for piece in (*fresh.values(), *waiting):
            if not piece.follow:
                done.append(piece)
            elif not self._is_worth_it(piece):
                done.append(replace(piece, follow=False))
            elif links:
                links -= 1
                done.append(self._follow(piece))
            elif piece.key in fresh:
                done.append(piece)  # at one of the next polls
        return tuple(done)

    def _is_worth_it(self, piece: Piece) -> bool:
        if piece.link is None:
            return False
        if piece.published is None:
            return self.context.state.good_at is not None
        # What is dated ahead by more than a zone is dated wrongly.
        return timedelta(days=-1) <= self.now - piece.published <= TOO_OLD

    def _follow(self, piece: Piece) -> Piece:
        """Read the page that a piece links to; without it, leave the piece as it is."""
        given_up = replace(piece, follow=False)
        try:
            answer = self.fetcher.fetch(self.source, Validators(), url=piece.link)
            if isinstance(answer, NotModified):
                return given_up
            document = self._read(answer, kind="article", published=piece.published)
        except FetchLater:
            young = piece.published is None or self.now - piece.published <= _RETRY_LINKS_FOR
            return piece if young else given_up
        except SourceError:
            return given_up
        page = self.places[piece.key] = _hash(answer.body)
        self.bodies[page] = answer.body
        read = next(iter(document.pieces), None)
        if read is None or not read.reports:
            return given_up
        # The feed's own words stay its key.
        return replace(
            given_up,
            reports=read.reports,
            published=piece.published or read.published,
            origins=piece.origins | read.origins,
            wording=read.wording,
            years=read.years,
        )


def posts_url(url: str, *, after: datetime, page: int) -> str:
    """Build the address of a WordPress site's posts modified after an instant, oldest change first.

    The query of *url* (categories, a search, ``?rest_route=``) is kept. The parameters are documented at
    https://developer.wordpress.org/rest-api/reference/posts/.
    """
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    named = {name for name, _ in asked}
    usual = {
        "per_page": "100",  # WordPress allows no more
        "orderby": "modified",
        "order": "asc",
        "_fields": "id,date_gmt,modified_gmt,link,title,content,excerpt",
        "modified_after": after.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    ours = [pair for pair in usual.items() if pair[0] not in named]
    # One name may stand there several times: categories[]=5&categories[]=6.
    theirs = [pair for pair in asked if pair[0] != "page"]
    query = urlencode([*ours, *theirs, ("page", str(page))], safe="/:,[]")
    return urlunsplit(parts._replace(query=query))


def _hash(body: bytes) -> bytes:
    # It names a page and guards nothing; of what hashlib has, it costs the least.
    return hashlib.sha1(body, usedforsecurity=False).digest()
