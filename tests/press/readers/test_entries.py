"""An entry that is too costly costs only itself."""

from collections.abc import Callable

import pytest

from tests import hostile
from watcher.core.documents import Document
from watcher.core.model import Report
from watcher.press.readers.article import read_article
from watcher.press.readers.entries import MAX_ENTRY, MAX_TOTAL, Budget, read_wordpress
from watcher.press.readers.feed import read_feed

COSTLY = "its markup costs too much; only its title was read"
AT_ONCE = "too much to read at once; only its title was read"
FIGURES = "has runs of figures, which were not read"
READERS = pytest.mark.parametrize(
    ("made", "read"), [(hostile.feed_of, read_feed), (hostile.posts_of, read_wordpress)]
)


def reports(document: Document) -> list[Report]:
    return [report for piece in document.pieces for report in piece.reports]


@READERS
@pytest.mark.parametrize(
    "entry",
    [
        hostile.nested(300),
        hostile.formatting(300),
        hostile.attributes(600),
        b"<table><tr><td>" * 300,
    ],
)
def test_costly_markup_of_one_entry_leaves_the_others_read(
    made: Callable[..., bytes], read: Callable[..., Document], entry: bytes
) -> None:
    document = read(made(hostile.ARTICLE, entry, hostile.ARTICLE), seen={})

    assert [r.cutoff for r in reports(document)] == [476, 476]
    assert len(document.pieces) == len(document.digests) == 3
    said = [(o.where, o.printed, o.why) for o in document.oddities]
    # feedparser takes out attributes that it does not know.
    assert said in ([("an entry", "A draw", COSTLY)], [])
    assert said or (entry == hostile.attributes(600) and read is read_feed)


@READERS
def test_figures_of_one_entry_leave_the_others_read(
    made: Callable[..., bytes], read: Callable[..., Document]
) -> None:
    entries = (hostile.ARTICLE, hostile.figures(2_000), hostile.ARTICLE)

    found = reports(read(made(*entries), seen={}))

    assert [r.cutoff for r in found] == [476, 476, 476]
    assert [[o.why for o in r.oddities] for r in found] == [[], [FIGURES], []]


def test_figures_above_an_article_leave_it_read() -> None:
    (report,) = reports(read_article(hostile.figures(20_000), seen={}))

    assert (report.number, report.cutoff, report.invitations) == ("385", 476, 1000)
    assert [oddity.why for oddity in report.oddities] == [FIGURES]


def test_what_follows_more_figures_than_any_text_has_is_not_read() -> None:
    lines = "Page 7 has 3 lists of 9 names and 8 of 12.\n\n" * 700
    text = f"{hostile.ARTICLE.decode()}\n\n{lines}Express Entry Draw #386 invited 9."

    (report,) = reports(read_article(text.encode(), seen={}))

    assert report.number == "385"
    assert [oddity.why for oddity in report.oddities] == [FIGURES]


def test_entries_are_read_until_they_cost_too_much_together() -> None:
    budget = Budget()
    text = "word " * (MAX_ENTRY // 5)

    read = [budget.readable(f"Entry {n}", text) for n in range(MAX_TOTAL // MAX_ENTRY + 2)]

    assert [bool(content) for content in read] == [True] * (MAX_TOTAL // MAX_ENTRY) + [False, False]
    assert [(o.printed, o.why) for o in budget.oddities] == [
        ("Entry 4", AT_ONCE),
        ("Entry 5", AT_ONCE),
    ]
    assert budget.readable("Short", "A draw.") == "A draw."


def test_markup_as_articles_have_it_costs_nothing() -> None:
    deep = "<div>" * 100 + "A draw." + "</div>" * 100 + "<p>A draw.<li>x" * 1_000
    budget = Budget()

    assert budget.readable("A draw", deep) == deep
    assert budget.oddities == []
