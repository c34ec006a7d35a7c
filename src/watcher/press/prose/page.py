"""A page of text -> reports, the text's own round first. Pure."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from watcher.core.model import Oddity, Report
from watcher.core.schedule import OTTAWA
from watcher.press.blocks import DocumentInfo, Grid, PageBlock, PageContent, TextBlock
from watcher.press.prose.dates import days_of
from watcher.press.prose.provinces import foreign_title
from watcher.press.prose.reading import read_mentions
from watcher.press.prose.rounds import Gathered, Rounds, gather
from watcher.press.prose.sentences import affordable, flat
from watcher.press.prose.tabled import with_tables
from watcher.press.prose.to_reports import say
from watcher.press.prose.words import MONTHS
from watcher.press.tables import numbered, read_grid

LONGEST = 100_000  # characters; the longest article seen has 23,000


def read_page(page: PageContent, info: DocumentInfo) -> tuple[Report, ...]:
    """Read what a page's text and tables say of rounds; the text's own round first.

    At most one report is the main one. What is said of a province's draw gives none.
    """
    blocks, rest = _cut(_titled(page))
    text = flat(" ".join(b.text for b in blocks if isinstance(b, TextBlock)))
    title = page.title or (blocks[0].text if isinstance(blocks[0], TextBlock) else "")
    if not _SUBJECT.search(text) or foreign_title(flat(title[:_TITLE])):
        return ()
    blocks, dateline = _without_datelines(blocks)
    when = replace(info, published=page.published or info.published or dateline)
    tables = [(b, read_grid(b, when)) for b in blocks if isinstance(b, Grid)]
    labels = {id(b): _as_labels(b) for b, rows in tables if _is_labels(b, rows)}
    blocks = tuple(t for b in blocks for t in labels.get(id(b), (b,)))
    told, dear = affordable(blocks)
    rounds = gather(read_mentions(told, title, when.published))
    rows = [row for b, rows in tables if id(b) not in labels for row in rows]
    reports = with_tables(_reports(rounds, when.published), rows)
    if reports and reports[0].main and page.number not in {r.number for r in reports}:
        reports = (numbered(reports[0], page.number), *reports[1:])
    left_out = [_TOO_LONG] if rest or page.cut else []
    left_out += [_TOO_DEAR] if dear else []
    if left_out and reports:
        first = replace(reports[0], oddities=(*reports[0].oddities, *left_out))
        return (first, *reports[1:])
    return reports


def _is_labels(grid: Grid, rows: Sequence[Report]) -> bool:
    return len(rows) == 1 and len(grid.rows[0]) == _PAIR and len(grid.rows) > _PAIR


def _as_labels(grid: Grid) -> tuple[TextBlock, ...]:
    """Write a table of labels and values of one round as lines, to be read as such."""
    return tuple(
        TextBlock(f"{row[0].rstrip(' :')}: {row[1]}", "item") for row in grid.rows if row[1]
    )


def _reports(rounds: Rounds, published: datetime | None) -> list[Report]:
    reports: list[Report] = []
    if rounds.own is not None:
        own = say(rounds.own, published, main=True)
        if _tells(own) or own.oddities or _announced(rounds.own):
            reports.append(_dated_by(own, rounds.own, published))
    for other in rounds.others:
        report = say(other, published, main=False)
        if _tells(report) and (report.number or report.date):
            reports.append(report)
    return reports


def _tells(report: Report) -> bool:
    return report.invitations is not None or report.cutoff is not None


def _announced(own: Gathered) -> bool:
    """Say whether a round without figures is the news: "results of draw #385"."""
    return any(
        (placed.title or placed.mention.stance == "own")
        and (placed.mention.day or placed.mention.number)
        and not _PLANNED.search(placed.mention.sentence.flat)
        for placed, _ in own.mentions
    )


def _dated_by(report: Report, own: Gathered, published: datetime | None) -> Report:
    """Let the publication day stand for the round's where the text prints none."""
    if report.date is not None or published is None or own.day is not None:
        return report
    # A text of "the first draw of 2019" that was published in 2021 is no news.
    years = {year for p, _ in own.mentions for year in _YEAR.findall(p.mention.sentence.flat)}
    if years and str(published.astimezone(OTTAWA).year) not in years:
        return report
    if report.invitations is None or any(o.where == "date" for o in report.oddities):
        return report
    return replace(
        report,
        date=published.astimezone(OTTAWA).date(),
        precision={**report.precision, "date": "published"},
    )


def _titled(page: PageContent) -> tuple[PageBlock, ...]:
    first = [b.text for b in page.blocks[:_TOP] if isinstance(b, TextBlock)]
    if page.title and page.title not in first:
        return (TextBlock(page.title, "title"), *page.blocks)
    return page.blocks or (TextBlock(""),)


def _cut(blocks: Sequence[PageBlock]) -> tuple[tuple[PageBlock, ...], bool]:
    kept: list[PageBlock] = []
    left = LONGEST
    for block in blocks:
        if isinstance(block, TextBlock):
            if left <= 0:
                return tuple(kept), True
            kept.append(TextBlock(block.text[:left], block.kind))
            left -= len(block.text)
        else:
            kept.append(block)
    return tuple(kept), left < 0


def _without_datelines(
    blocks: Sequence[PageBlock],
) -> tuple[tuple[PageBlock, ...], datetime | None]:
    """Take "Published: October 4, 2017" off the top; it dates the text, not a round."""
    kept: list[PageBlock] = []
    dateline: datetime | None = None
    for index, block in enumerate(blocks):
        found = _dateline(block) if 0 < index < _TOP else None
        if found is None:
            kept.append(block)
        else:
            dateline = dateline or found
    return tuple(kept), dateline


def _dateline(block: PageBlock) -> datetime | None:
    if not isinstance(block, TextBlock) or len(block.text) > _DATELINE_LONGEST:
        return None
    days = days_of(block.text[:_DATELINE_FIRST], None)
    if len(days) != 1 or days[0].full is None:
        return None
    before, after = block.text[: days[0].start], block.text[days[0].end :]
    if not _BEFORE_DATELINE.fullmatch(before) or not _AFTER_DATELINE.match(after):
        return None
    return datetime.combine(days[0].full, time(12), OTTAWA).astimezone(UTC)


_TOP, _PAIR, _TITLE = 8, 2, 300
_DATELINE_LONGEST, _DATELINE_FIRST = 240, 100
_X = re.VERBOSE | re.IGNORECASE
# "Published: October 4, 2017", "the CanadaVisa Team - 11 June, 2020", and after it
# nothing, or a time and names: "15 February 2023, 2:38 PM EST Kamal ...".
_BEFORE_DATELINE = re.compile(
    r"""(?: (?:by\s+)?[^0-9:]{0,60}[-\u2013\u2014|,\u2022]\s*
      | (?:last\s+)?(?:published|posted|updated|modified|publié|mis\s+à\s+jour|le
        |date\s+published|on|[:\s])* )""",
    _X,
)
_AFTER_DATELINE = re.compile(
    r"\s*(?:[.|,\u2013\u2014-]?\s*$|[,|\s@\u2013-]*(?:at\s+)?[0-9]{1,2}:[0-9]{2}|\s*[/|\u00b7\u2022,\u2013-]\s*[0-9]+\s*min|\s*(?:[|/\u00b7\u2022,\u2013-]|by)\s*(?:by\s+)?(?:(?:(?-i:[A-Z])[\w'\u2019.-]*|and|et|of|de|in|for|the|&|[/|\u00b7\u2022,\u2013-])\s*){1,9}$)",
    _X,
)
_SUBJECT = re.compile(
    r"""express\s+entry|entrée\s+express|comprehensive\s+ranking|\bCRS\b|\bSCG\b
    |classement\s+global""",
    _X,
)
_YEAR = re.compile(
    rf"\b(?:draw|round|tirage|ronde)\s+(?:of|in|for|de|en)\s+(?:{MONTHS},?\s+)?(20[0-9]{{2}})", _X
)
# "The first round for transport will occur this week": nothing was drawn yet.
_PLANNED = re.compile(
    r"""\b(?:will|to\s+(?:be|hold|prioriti\w+|start|begin|launch|resume)|plans?|planned
      |expect\w*|upcoming|announce[ds]?\s+that|next|sera|seront|aura|prévoit)\b""",
    _X,
)
_TOO_LONG = Oddity(where="text", printed="", why="too long; only its beginning was read")
_TOO_DEAR = Oddity(where="text", printed="", why="has runs of figures, which were not read")
