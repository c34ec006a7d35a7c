"""A page and what was made of it, for the tests of pages."""

from watcher.press.blocks import NO_INFO, DocumentInfo, Grid, PageContent, TextBlock
from watcher.press.pages import page_of

PROSE = "IRCC held a round of invitations and asked many candidates to apply. " * 4


def page(text: str, info: DocumentInfo = NO_INFO, *, whole: bool = False) -> PageContent:
    return page_of(text.encode(), info, whole=whole)


def texts(text: str, info: DocumentInfo = NO_INFO) -> list[str]:
    return [b.text for b in page(text, info).blocks if isinstance(b, TextBlock)]


def kinds(text: str) -> list[tuple[str, str]]:
    return [(b.kind, b.text) for b in page(text).blocks if isinstance(b, TextBlock)]


def rows(text: str) -> tuple[tuple[str, ...], ...]:
    (grid,) = grids(text)
    return grid.rows


def grids(text: str) -> list[Grid]:
    return [b for b in page(text).blocks if isinstance(b, Grid)]
