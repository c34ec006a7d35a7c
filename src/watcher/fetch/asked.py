"""What is asked for: a source's own page, or another one of its site."""

import re
import secrets
from dataclasses import dataclass

import httpx

from watcher.errors import FetchUnusable
from watcher.settings import Source


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
        return shown(self.url)

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
                f"{self.where} is no page of the site of {shown(self.source.url)}; "
                "it is not asked unless redirects_to names its host."
            )
        return url

    def _own(self, url: httpx.URL) -> httpx.URL:
        if url.scheme not in {"http", "https"} or not url.host:
            # Before its robots.txt is asked for: that one is not to blame.
            raise httpx.UnsupportedProtocol("no address of the web")
        return _fresh(url) if self.source.cache_bust else url


def may_lead(source: Source, before: httpx.URL, after: httpx.URL) -> bool:
    """Tell whether one address may lead to another: by its scheme, and by its site.

    That is the source's or one that ``redirects_to`` names, each with or without a
    leading ``www.``; the port does not matter, but https is never left.
    """
    if after.scheme != "https" and (before.scheme, after.scheme) != ("http", "http"):
        return False
    named = (host.lower().removeprefix("www.") for host in source.redirects_to)
    return site_of(after) in {site_of(httpx.URL(source.url)), *named}


def site_of(url: httpx.URL) -> str:
    """Name the site of an address."""
    return url.host.removeprefix("www.")


def shown(url: str) -> str:
    """Leave out the name and password that an address may carry."""
    return re.sub(r"//[^/?#]*@", "//", url, count=1)


def _fresh(url: httpx.URL) -> httpx.URL:
    # By chance and not by count: a count begins anew with each start, and would meet
    # the copies that caches keep of the last one.
    fresh = b"wbCacheBust=" + secrets.token_hex(8).encode()
    return url.copy_with(query=b"&".join(filter(None, (url.query, fresh))))
