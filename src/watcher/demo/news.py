"""A small news site, made up: what it tells of a round -> the bytes of its feed. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from watcher.demo.facts import PublishedRound

SITE = "harbour-news"
_ADDRESS = f"https://{SITE}.example"  # nobody's, by RFC 2606; nothing is fetched there


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One entry of the feed, with its whole text."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime


def welcome(published: datetime) -> Article:
    """Write what the site has to say before there is any news."""
    return Article(
        slug="welcome",
        title="Who we are",
        paragraphs=("News of the harbour, and of those who come to live by it.",),
        published=published,
    )


def report(round_: PublishedRound, published: datetime) -> Article:
    """Tell of a round as its day's news, with the figures that *round_* has."""
    category = round_.name.partition(" (")[0].lower()
    day = f"{round_.day:%B} {round_.day.day}, {round_.day.year}"
    first = (
        f"On {day}, IRCC held Express Entry draw #{round_.number} for {category}, and "
        f"invited {round_.invitations:,} candidates to apply for permanent residence."
    )
    second = (
        "The lowest-ranked of them had a Comprehensive Ranking System (CRS) score of "
        f"{round_.cutoff}."
    )
    return Article(
        slug=f"express-entry-{round_.number}",
        title=f"Express Entry draw #{round_.number}: {round_.invitations:,} invited",
        paragraphs=(first, second),
        published=published,
    )


def render(articles: Iterable[Article]) -> bytes:
    """Write the feed, RSS 2.0, with these articles in the order given."""
    items = "".join(map(_item, articles))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{SITE}</title><link>{_ADDRESS}/</link>"
        f"<description>Made up for a demo</description>{items}</channel></rss>\n"
    ).encode()


def _item(article: Article) -> str:
    link = f"{_ADDRESS}/{article.slug}"
    text = "".join(f"<p>{escape(p)}</p>" for p in article.paragraphs)
    return (
        f"\n<item><title>{escape(article.title)}</title><link>{link}</link>"
        f"<guid>{link}</guid><pubDate>{format_datetime(article.published)}</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )
