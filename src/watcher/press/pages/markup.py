"""HTML, whole or a piece -> blocks, as a reader of the page sees them."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal
from urllib.parse import urljoin

from watcher.press.blocks import PageBlock, PageContent
from watcher.press.pages.imprint import published_of, title_of, when_written
from watcher.press.pages.numbered import number_of_page
from watcher.press.pages.walk import Walk

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_BLOCKS = 20_000
_MOST_LINKS = 200
_ENOUGH = 200  # characters: less is no article's text
_AMPLE = 1_500
_MOST_ARTICLES = 30


def page_of_markup(markup: str, url: str = "", *, whole: bool = False) -> PageContent:
    """Read the article of a page where it marks one, else all but menus and the like.

    *whole*: all of it, whatever it marks. A page that has its text where others have
    their menus is read as it is.
    """
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - 4 MiB, seldom needed

    tree = LexborHTMLParser(markup)
    published = published_of(tree)
    title = title_of(tree)
    _without(tree, f"{_NEVER_SEEN}, {_OTHERS}, {_AROUND}")
    if _length(tree.body) < _ENOUGH:
        bare = LexborHTMLParser(markup)
        _without(bare, f"{_NEVER_SEEN}, {_OTHERS}")
        tree = bare if _length(bare.body) > 2 * _length(tree.body) else tree
    root = (None if whole else _article(tree)) or tree.body
    if root is None:
        return PageContent(blocks=(), title=title, published=published)
    walk = Walk()
    blocks: tuple[PageBlock, ...] = tuple(walk.blocks(root))
    return PageContent(
        blocks=blocks[:MOST_BLOCKS],
        title=title,
        published=published or when_written(root),
        language=_language(tree),
        links=tuple(_links(root, url)),
        number=number_of_page(root),
        cut=len(blocks) > MOST_BLOCKS,
    )


def _without(tree: "LexborHTMLParser", selector: str) -> None:
    for node in tree.css(selector):
        node.decompose()


def _length(node: "LexborNode | None") -> int:
    return len(node.text(deep=True).strip()) if node is not None else 0


def _article(tree: "LexborHTMLParser") -> "LexborNode | None":
    """Find what a page marks as its article, if it does so once, or of one above all."""
    everything = _length(tree.body)
    for selector in _ARTICLES:
        found = [(_length(node), node) for node in tree.css(selector)[:_MOST_ARTICLES]]
        found.sort(key=lambda sized: -sized[0])
        if not found:
            continue
        length, longest = found[0]
        alone = len(found) == 1 or length > 3 * found[1][0]
        if alone and length >= _ENOUGH and (length >= _AMPLE or length * 8 > everything):
            return longest
    return None


def _language(tree: "LexborHTMLParser") -> Literal["en", "fr"] | None:
    node = tree.css_first("html[lang]")
    said = ((node.attributes.get("lang") if node else None) or "")[:2].casefold()
    if said == "fr":
        return "fr"
    return "en" if said == "en" else None


def _links(root: "LexborNode", url: str) -> Iterator[str]:
    for node in root.css("a[href]")[:_MOST_LINKS]:
        href = (node.attributes.get("href") or "").strip()
        try:
            there = urljoin(url, href)
        except ValueError:  # "http://[": no address
            continue
        if _WEB.match(there):
            yield there


_ARTICLES = (
    "article",
    "[itemprop=articleBody]",
    ".entry-content, .post-content, .article-content, .article-body",
    "main, [role=main]",
)
# Struck-out figures were corrected; they are not what the page says.
_NEVER_SEEN = (
    "script, style, noscript, template, svg, iframe, object, dialog, button, select,"
    " option, textarea, head, del, s, strike, [hidden], [aria-hidden=true],"
    " [style*='display:none' i], [style*='display: none' i],"
    " [style*='visibility:hidden' i], [style*='visibility: hidden' i],"
    " .sr-only, .visually-hidden, .screen-reader-text"
)
# Other people's scores and other articles' headlines stand around a text.
_OTHERS = (
    "nav, [role=navigation], [role=search], #comments, #respond, #disqus_thread,"
    " .comments, .comments-area, .comment-list, .commentlist, .comment-respond,"
    " .related-posts, .relatedposts, .related-articles, .jp-relatedposts, .yarpp,"
    " .yarpp-related, .sharedaddy, .breadcrumb, .breadcrumbs, .cookie-notice"
)
# A form that has headings or tables in it is the page: some sites wrap all of it in one.
_AROUND = (
    "aside, form:not(:has(table, h1, h2, h3, article)), body > header, body > footer,"
    " [role=banner], [role=contentinfo], [role=complementary], .sidebar, .widget-area,"
    " .newsletter-signup, .site-header, .site-footer"
)
_WEB = re.compile(r"https?://", re.IGNORECASE)
