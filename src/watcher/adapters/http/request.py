"""What is asked for: a source's own page, or another one of its site."""

import secrets
from dataclasses import dataclass

import httpx

from watcher.core.errors import FetchUnusable
from watcher.core.redaction import public_url, without_url_secrets
from watcher.core.settings import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """``url`` is the source's own, or that of a page which it led to."""

    source: Source
    url: str

    @property
    def own(self) -> bool:
        """Whether it is the address that the operator gave."""
        return self.url == self.source.url

    @property
    def where(self) -> str:
        """The address as it may be said."""
        return public_url(self.url)

    def hiding(self, text: str) -> str:
        """Give words of others without what is secret of the address."""
        return without_url_secrets(without_url_secrets(text, self.url), self.source.url)

    def address(self) -> httpx.URL:
        """Where to begin; raises FetchUnusable for what is on another site."""
        url = httpx.URL(self.url)
        if self.own:
            return self._own(url)
        own = httpx.URL(self.source.url)
        if (own.scheme, url.scheme, url.port) == ("https", "http", None):
            # Sites that went over to https keep old links in their texts.
            url = url.copy_with(scheme="https")
        if not may_lead(self.source, own, url):
            raise FetchUnusable(
                f"{self.where} is no page of the site of {public_url(self.source.url)}; "
                "it is not asked unless redirects_to names its host and port."
            )
        return url

    def _own(self, url: httpx.URL) -> httpx.URL:
        if url.scheme not in {"http", "https"} or not url.host:
            # Before its robots.txt is asked for: that one is not to blame.
            raise httpx.UnsupportedProtocol("no address of the web")
        return _fresh(url) if self.source.cache_bust else url


def may_lead(source: Source, before: httpx.URL, after: httpx.URL) -> bool:
    """Tell whether one address may lead to another: by its scheme, and by its origin.

    That is the source's, with or without a leading ``www.``, or one that
    ``redirects_to`` names; https is never left. Another port of the same host is
    another program, which may do more than show pages.
    """
    if after.scheme != "https" and (before.scheme, after.scheme) != ("http", "http"):
        return False
    own = httpx.URL(source.url)
    if site_of(after) == site_of(own):
        # The usual ports of http and https are None here: to go over is no other port.
        upgraded = own.port is None or after.scheme == own.scheme
        if after.port == own.port and upgraded:
            return True
    return _is_named(source, after)


def _is_named(source: Source, url: httpx.URL) -> bool:
    port = url.port or (443 if url.scheme == "https" else 80)
    return any(
        host.removeprefix("www.") == site_of(url) and named in {"", str(port)}
        for host, _, named in (n.lower().partition(":") for n in source.redirects_to)
    )


def site_of(url: httpx.URL) -> str:
    """Name the site of an address."""
    return url.host.removeprefix("www.")


def _fresh(url: httpx.URL) -> httpx.URL:
    # By chance and not by count: a count begins anew with each start, and would meet
    # the copies that caches keep of the last one.
    fresh = b"wbCacheBust=" + secrets.token_hex(8).encode()
    return url.copy_with(query=b"&".join(filter(None, (url.query, fresh))))
