"""Rounds of ``rounds.csv``, written as IRCC's feed and as the feed of a made-up news site.

The table has public figures only; keys and formats are those of ``ee_rounds_123_en.json``.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import format_datetime
from functools import lru_cache
from importlib import resources
from xml.sax.saxutils import escape

NEWS_SITE = "harbour-news"
_NEWS_ADDRESS = f"https://{NEWS_SITE}.example"  # reserved by RFC 2606; never fetched
_BANDS = 18
_FOLDER = (
    "/content/canadasite/en/immigration-refugees-citizenship/corporate/mandate/"
    "policies-operational-instructions-agreements/ministerial-instructions/"
    "express-entry-rounds"
)
_ONE_PROGRAM = {
    "Canadian Experience Class": "Canadian Experience Class",
    "Provincial Nominee Program": "Provincial Nominee Program",
    "Federal Skilled Trades": "Federal Skilled Trades Program",
    "Federal Skilled Worker": "Federal Skilled Worker Program",
}
_THREE_PROGRAMS = (
    "Federal Skilled Worker Program, Canadian Experience Class and Federal Skilled Trades Program"
)
_FEED_BEGINS = '{\r\n    "classes": "wb-tables",\r\n'
_ROUNDS_BEGIN = '    "rounds": [\r\n'
_FEED_ENDS = "\r\n    ]\r\n}\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRound:
    """A round as IRCC published it; ``pool`` has the figures dd1..dd18, or none."""

    number: str
    day: date
    drawn: datetime | None
    name: str
    cutoff: int
    invitations: int
    tie_break: datetime | None
    pool_as_on: date | None = None
    pool: tuple[int | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article of the news site."""

    slug: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime


def published_rounds() -> tuple[PublishedRound, ...]:
    """Read the rounds of the table, newest first."""
    table = resources.files("watcher.demo") / "rounds.csv"
    rows = csv.reader(table.read_text(encoding="utf-8").splitlines())
    next(rows)  # the names of the columns
    return tuple(map(_published_round, rows))


def feed_bytes(rounds: Iterable[PublishedRound], *, half_edited: bool = False) -> bytes:
    """Write IRCC's feed: 31 keys for each round, ASCII, CRLF.

    *half_edited*: invalid JSON without the start of the list, as on IRCC's site on 2025-02-19.
    """
    begins = _FEED_BEGINS if half_edited else _FEED_BEGINS + _ROUNDS_BEGIN
    return (begins + ",\r\n".join(map(_feed_row, rounds)) + _FEED_ENDS).encode("ascii")


def maintenance_page() -> bytes:
    """Write the HTML page that a site sends instead of its feed."""
    return (
        b"<!DOCTYPE html>\n<html lang='en'><head><title>Maintenance</title></head>\n"
        b"<body><h1>Back soon</h1><p>This service is being worked on.</p></body></html>\n"
    )


def welcome_article(published: datetime) -> Article:
    """Write an article without a round."""
    return Article(
        slug="welcome",
        title="Who we are",
        paragraphs=("News of the harbour, and of those who come to live by it.",),
        published=published,
    )


def round_article(round_: PublishedRound, published: datetime) -> Article:
    """Write an article about a round."""
    category = round_.name.partition(" (")[0].lower()
    held = (
        f"On {_in_words(round_.day)}, IRCC held Express Entry draw #{round_.number} for {category}, "
        f"and invited {round_.invitations:,} candidates to apply for permanent residence."
    )
    lowest = (
        "The lowest-ranked of them had a Comprehensive Ranking System (CRS) score of "
        f"{round_.cutoff}."
    )
    return Article(
        slug=f"express-entry-{round_.number}",
        title=f"Express Entry draw #{round_.number}: {round_.invitations:,} invited",
        paragraphs=(held, lowest),
        published=published,
    )


def news_bytes(articles: Iterable[Article]) -> bytes:
    """Write the RSS 2.0 feed of the news site."""
    items = "".join(map(_news_item, articles))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{NEWS_SITE}</title><link>{_NEWS_ADDRESS}/</link>"
        f"<description>Made up for a demo</description>{items}</channel></rss>\n"
    ).encode()


def _published_round(row: Sequence[str]) -> PublishedRound:
    number, day, drawn, name, cutoff, invitations, tie_break, *pool = row
    return PublishedRound(
        number=number,
        day=date.fromisoformat(day),
        drawn=datetime.fromisoformat(drawn) if drawn else None,
        name=name,
        cutoff=int(cutoff),
        invitations=int(invitations),
        tie_break=datetime.fromisoformat(tie_break) if tie_break else None,
        pool_as_on=date.fromisoformat(pool[0]) if pool else None,
        pool=tuple(int(count) if count else None for count in pool[1:]),
    )


# Consecutive pages differ by one row.
@lru_cache(maxsize=2048)
def _feed_row(round_: PublishedRound) -> str:
    fields = (f"{json.dumps(key)}: {json.dumps(text)}" for key, text in _feed_fields(round_))
    listed = ",\r\n            ".join(fields)
    return f"        {{\r\n            {listed}\r\n        }}"


def _feed_fields(round_: PublishedRound) -> Iterator[tuple[str, str]]:
    number = round_.number
    yield "drawNumber", number
    yield "drawNumberURL", _anchor(number, number)
    yield "drawDate", round_.day.isoformat()
    yield "drawDateFull", _in_words(round_.day)
    yield "drawName", round_.name
    yield "drawSize", f"{round_.invitations:,}"
    yield "drawCRS", str(round_.cutoff)
    yield "mitext", _anchor(number, f"Express Entry: instructions for round {number}")
    yield "DrawText1", _anchor(number, "The instructions in full")
    yield "drawText2", _ONE_PROGRAM.get(round_.name, _THREE_PROGRAMS)
    yield "drawDateTime", _instant(round_.drawn) if round_.drawn else _in_words(round_.day)
    yield "drawCutOff", _instant(round_.tie_break) if round_.tie_break else ""
    yield "drawDistributionAsOn", _in_words(round_.pool_as_on or round_.day)
    # The real feed has zeros for unknown, too, before 2022.
    for band, count in enumerate(round_.pool or (0,) * _BANDS, start=1):
        yield f"dd{band}", "" if count is None else f"{count:,}"


def _anchor(number: str, text: str) -> str:
    return f"<a href='{_FOLDER}/invitations.html?q={number}'>{text}</a>"


def _instant(at: datetime) -> str:
    return f"{at:%B %d, %Y} at {at:%H:%M:%S} UTC"


def _in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _news_item(article: Article) -> str:
    link = f"{_NEWS_ADDRESS}/{article.slug}"
    text = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    return (
        f"\n<item><title>{escape(article.title)}</title><link>{link}</link>"
        f"<guid>{link}</guid><pubDate>{format_datetime(article.published)}</pubDate>"
        f"<description>{escape(text)}</description></item>"
    )
