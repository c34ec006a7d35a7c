"""HTML -> blocks, title and day of publication."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, time
from urllib.parse import urljoin

from selectolax.lexbor import LexborHTMLParser, LexborNode

from watcher.core.schedule import OTTAWA
from watcher.core.settings import Language
from watcher.press.blocks import MAX_BLOCKS, PageContent
from watcher.press.pages.grids import number_of_page
from watcher.press.pages.walk import Walk

_MOST_LINKS = 200
_ENOUGH = 200  # characters: less is no article's text
_AMPLE = 1_500
_MOST_ARTICLES = 30
_LONGEST_TITLE = 300
_MOST_SCRIPTS = 5
_LONGEST_JSON = 100_000
_FIRST_YEAR, _LAST_YEAR = 1995, 2100


def page_of_markup(markup: str, url: str = "", *, whole: bool = False) -> PageContent:
    """Read the article of a page where it marks one (unless *whole*), else all but menus and the like."""
    tree = LexborHTMLParser(markup)
    published = _published(tree)
    title = _title(tree)
    _remove(tree, f"{_NEVER_SEEN}, {_OTHERS}, {_AROUND}")
    if _length(tree.body) < _ENOUGH:
        bare = LexborHTMLParser(markup)
        _remove(bare, f"{_NEVER_SEEN}, {_OTHERS}")
        tree = bare if _length(bare.body) > 2 * _length(tree.body) else tree
    root = (None if whole else _article(tree)) or tree.body
    if root is None:
        return PageContent(blocks=(), title=title, published=published)
    blocks = tuple(Walk().blocks(root))
    return PageContent(
        blocks=blocks[:MAX_BLOCKS],
        title=title,
        published=published or _marked_time(root),
        language=_language(tree),
        links=tuple(_links(root, url)),
        number=number_of_page(root),
        cut=len(blocks) > MAX_BLOCKS,
    )


def _remove(tree: LexborHTMLParser, selector: str) -> None:
    for node in tree.css(selector):
        node.decompose()


def _length(node: LexborNode | None) -> int:
    return len(node.text(deep=True).strip()) if node is not None else 0


def _article(tree: LexborHTMLParser) -> LexborNode | None:
    """Find the article of a page, if it marks just one, or one that is far longer than the others."""
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


def _language(tree: LexborHTMLParser) -> Language | None:
    language = _attribute(tree, "html[lang]", "lang")[:2].casefold()
    return "fr" if language == "fr" else "en" if language == "en" else None


def _links(root: LexborNode, url: str) -> Iterator[str]:
    for node in root.css("a[href]")[:_MOST_LINKS]:
        href = (node.attributes.get("href") or "").strip()
        try:
            there = urljoin(url, href)
        except ValueError:  # "http://[": no address
            continue
        if _WEB.match(there):
            yield there


def _attribute(tree: LexborHTMLParser, selector: str, name: str) -> str:
    node = tree.css_first(selector)
    return (node.attributes.get(name) if node is not None else None) or ""


def _title(tree: LexborHTMLParser) -> str | None:
    """Read the title from the metadata, the first heading or the window."""
    texts = [_attribute(tree, "meta[property='og:title']", "content")]
    shown = (tree.css_first(tag) for tag in ("h1", "title"))
    texts += [node.text(deep=True) for node in shown if node is not None]
    folded = (" ".join(text.split()) for text in texts)
    return next((text[:_LONGEST_TITLE] for text in folded if text), None)


def _published(tree: LexborHTMLParser) -> datetime | None:
    """Read the time of publication; before the scripts are removed."""
    texts = [_attribute(tree, selector, "content") for selector in _METAS]
    for script in tree.css("script[type='application/ld+json']")[:_MOST_SCRIPTS]:
        found = _DATE_PUBLISHED.search(script.text(deep=True)[:_LONGEST_JSON])
        texts.append(_unquoted(found[1]) if found is not None else "")
    return next(filter(None, map(_instant, texts)), None)


def _marked_time(root: LexborNode) -> datetime | None:
    """Read the day or time that an article shows, if it marks just one."""
    marked = {
        node.attributes.get("datetime") or ""
        for node in root.css("time[datetime]")[:9]
        if not _MODIFIED.search(f"{node.attributes.get('class')} {node.attributes.get('itemprop')}")
    }
    return _instant(marked.pop()) if len(marked) == 1 else None


def _unquoted(value: str) -> str:
    try:
        return str(json.loads(value))
    except ValueError:
        return ""


def _instant(text: str) -> datetime | None:
    """Read an instant with its zone, or a day; a time without a zone is not guessed."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    # The year 1 is some systems' word for none, and no zone can be left there.
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        return None
    if at.tzinfo is not None:
        return at
    if "T" in text or ":" in text:
        return None
    return datetime.combine(at.date(), time(12), OTTAWA)


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
_METAS = (
    "meta[property='article:published_time']",
    "meta[itemprop='datePublished']",
    "meta[name='datePublished']",
    "meta[name='parsely-pub-date']",
    "meta[name='dcterms.issued']",
)
_MODIFIED = re.compile(r"updated|modified", re.IGNORECASE)
_DATE_PUBLISHED = re.compile(r'"datePublished"\s{0,9}:\s{0,9}("[^"\\]{0,40}")')
