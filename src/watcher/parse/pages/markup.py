"""HTML, whole or a piece -> blocks, as a reader of the page sees them."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import TYPE_CHECKING, Literal

from watcher.pace import OTTAWA
from watcher.parse.blocks import Block, Page, Text
from watcher.parse.pages.grids import grid_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

MOST_BLOCKS = 20_000
_MOST_LINKS = 200
_ENOUGH = 200  # characters: less is no article's text
_LONGEST_JSON = 100_000

Kind = Literal["title", "heading", "paragraph", "item"]


def page_of_markup(markup: str) -> Page:
    """Read the article of a page where it marks one, else all but menus and the like."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - 4 MiB, seldom needed

    tree = LexborHTMLParser(markup)
    published = _published(tree)
    for node in tree.css(_SURROUNDINGS):
        node.decompose()
    root = _article(tree)
    blocks: tuple[Block, ...] = ()
    if root is not None:
        blocks = tuple(_Walk().blocks(root))
    return Page(
        blocks=blocks[:MOST_BLOCKS],
        title=_title(tree),
        published=published,
        language=_language(tree),
        links=tuple(_links(tree)),
        cut=len(blocks) > MOST_BLOCKS,
    )


class _Walk:
    """Goes through the nodes in order, without recursion: pages nest as they like."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._kind: Kind = "paragraph"
        self._term = ""
        self._defines = False

    def blocks(self, root: "LexborNode") -> Iterator[Block]:
        """Yield what stands below *root*."""
        for node, ends in _events(root):
            tag = node.tag or ""
            if tag == "-text":
                # A line of the source is no line of the page.
                self._parts.append(_SPACE.sub(" ", node.text_content or ""))
            elif tag in _BREAKS:
                self._parts.append("\n")
            elif tag == "table" and not ends and (grid := grid_of(node)) is not None:
                yield from self._flush()
                yield grid
            elif tag in _BLOCKS:
                yield from self._flush()
                self._kind = (
                    "paragraph" if ends else _KINDS.get(tag, self._inside(node))
                )
        yield from self._flush()

    def _inside(self, node: "LexborNode") -> Kind:
        """Take a paragraph within an item for that item."""
        parent = node.parent
        return "item" if parent is not None and parent.tag == "li" else "paragraph"

    def _flush(self) -> Iterator[Text]:
        text = "".join(self._parts).replace("\xad", "").replace("\u200b", "")
        self._parts = []
        for line in text.split("\n"):
            folded = " ".join(line.split())
            if folded and self._defines:
                self._term = f"{folded.rstrip(':')}: "  # what follows is its value
            elif folded:
                yield Text(self._term + folded, self._kind)
                self._term = ""


def _events(root: "LexborNode") -> Iterator[tuple["LexborNode", bool]]:
    """Give every node below *root* as it begins and, where it is a block, as it ends."""
    node = root.child
    while node is not None:
        yield node, False
        tag = node.tag or ""
        skip = tag == "table" and grid_of(node) is not None
        if tag == "sup" or skip or node.child is None:
            following = node
        else:
            node = node.child
            continue
        while following.next is None:
            parent = following.parent
            if parent is None or parent.mem_id == root.mem_id:
                return
            if parent.tag in _BLOCKS:
                yield parent, True
            following = parent
        if following.tag in _BLOCKS:
            yield following, True
        node = following.next


def _article(tree: "LexborHTMLParser") -> "LexborNode | None":
    for selector in ("article", "[itemprop=articleBody]", ".entry-content", "main"):
        found = tree.css(selector)
        if len(found) == 1 and len(found[0].text(deep=True)) >= _ENOUGH:
            return found[0]
    return tree.body or tree.root


def _title(tree: "LexborHTMLParser") -> str | None:
    for selector, attribute in (
        ("meta[property='og:title']", "content"),
        ("h1", None),
        ("title", None),
    ):
        node = tree.css_first(selector)
        if node is None:
            continue
        text = node.attributes.get(attribute) if attribute else node.text(deep=True)
        folded = " ".join((text or "").split())
        if folded:
            return folded[:300]
    return None


def _published(tree: "LexborHTMLParser") -> datetime | None:
    node = tree.css_first("meta[property='article:published_time']")
    said = [node.attributes.get("content")] if node else []
    scripts = tree.css("script[type='application/ld+json']")[:5]
    said += [_from_json(script.text(deep=True)) for script in scripts]
    said += [
        time_.attributes.get("datetime") for time_ in tree.css("time[datetime]")[:1]
    ]
    return next((at for text in said if (at := _instant(text or ""))), None)


def _from_json(text: str) -> str | None:
    if len(text) > _LONGEST_JSON:
        return None
    found = _DATE_PUBLISHED.search(text)
    if found is None:
        return None
    try:
        value = json.loads(found[1])
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def _instant(text: str) -> datetime | None:
    """Read an instant with its zone, or a day; a time without a zone is not guessed."""
    try:
        at = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if at.tzinfo is not None:
        return at
    if "T" in text or ":" in text:
        return None
    return datetime.combine(at.date(), time(12), OTTAWA)


def _language(tree: "LexborHTMLParser") -> Literal["en", "fr"] | None:
    node = tree.css_first("html[lang]")
    said = ((node.attributes.get("lang") if node else None) or "")[:2].casefold()
    if said == "fr":
        return "fr"
    return "en" if said == "en" else None


def _links(tree: "LexborHTMLParser") -> Iterator[str]:
    for node in tree.css("a[href]")[:_MOST_LINKS]:
        yield (node.attributes.get("href") or "").strip()


_SURROUNDINGS = (
    "script, style, noscript, template, nav, aside, form, button, svg, iframe, select,"
    " object, dialog, body > footer, [hidden], [aria-hidden=true], .sharedaddy,"
    " [style*='display:none'], [style*='display: none']"
)
_BREAKS = frozenset({"br", "hr"})
_KINDS: dict[str, Kind] = {
    "h1": "title",
    **dict.fromkeys(("h2", "h3", "h4", "h5", "h6"), "heading"),
    **dict.fromkeys(("li", "dd", "dt"), "item"),
}
_BLOCK_TAGS = """address article blockquote body center dd details div dl dt fieldset
    figcaption figure footer h1 h2 h3 h4 h5 h6 header li main ol p pre section summary
    table tbody td tfoot th thead tr ul caption"""
_BLOCKS = frozenset(_BLOCK_TAGS.split())
_SPACE = re.compile(r"\s+")
_DATE_PUBLISHED = re.compile(r'"datePublished"\s*:\s*("[^"\\]{0,40}")')
