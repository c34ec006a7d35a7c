"""Text and tables of a page -> reports, the text's own round first."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, time

from watcher.core.documents import YearClaim
from watcher.core.model import Oddity, Report
from watcher.core.schedule import OTTAWA
from watcher.ircc.fields import excerpt
from watcher.press.blocks import DocumentInfo, Grid, PageBlock, PageContent, TextBlock
from watcher.press.prose.cues import is_foreign_title
from watcher.press.prose.mentions import read_mentions
from watcher.press.prose.rounds import MentionedRound, group_by_round
from watcher.press.prose.text import MONTHS, normalize, readable_sentences, verbose
from watcher.press.prose.to_reports import to_report
from watcher.press.prose.values import days_of
from watcher.press.prose.years import read_years
from watcher.press.tables.rows import read_grid, with_number

LONGEST_TEXT = 100_000  # characters; the longest article seen has 23,000


def read_page(page: PageContent, info: DocumentInfo) -> tuple[Report, ...]:
    """Read the rounds that a page reports, at most one as the main one; none of a province's draw."""
    blocks, too_long = _cut(_titled(page))
    title = _title(page, blocks)
    if not _is_ours(blocks, title):
        return ()
    blocks, dateline = _without_datelines(blocks)
    published = page.published or info.published or dateline
    lines, rows = _read_tables(blocks, replace(info, published=published))
    sentences, too_costly = readable_sentences(lines)
    own, others = group_by_round(read_mentions(sentences, title, published))
    reports = _with_tables(_reports(own, others, published), rows)
    if not reports:
        return ()
    first = reports[0]
    if first.main and page.number not in {r.number for r in reports}:
        first = with_number(first, page.number)
    left_out = [_TOO_LONG] if too_long or page.cut else []
    left_out += [_TOO_COSTLY] if too_costly else []
    return (replace(first, oddities=(*first.oddities, *left_out)), *reports[1:])


def read_page_years(
    page: PageContent, reports: Sequence[Report], published: datetime | None
) -> tuple[YearClaim, ...]:
    """Read what a page says of a year; without a publication, "this year" is that of its own round."""
    blocks, _ = _cut(_titled(page))
    if not _is_ours(blocks, _title(page, blocks)):
        return ()
    own = next((r.date for r in reports if r.main), None)
    day = published.astimezone(OTTAWA).date() if published else own
    sentences, _ = readable_sentences(blocks)
    return read_years(sentences, day.year if day else None)


def _title(page: PageContent, blocks: Sequence[PageBlock]) -> str:
    return page.title or (blocks[0].text if isinstance(blocks[0], TextBlock) else "")


def _is_ours(blocks: Sequence[PageBlock], title: str) -> bool:
    """Tell whether the page is about Express Entry, and not only about another draw."""
    text = normalize(" ".join(b.text for b in blocks if isinstance(b, TextBlock)))
    return bool(_SUBJECT.search(text)) and not is_foreign_title(normalize(title[:_TITLE]))


def _read_tables(
    blocks: Sequence[PageBlock], info: DocumentInfo
) -> tuple[list[PageBlock], list[Report]]:
    """Read the tables; one of labels and values of one round is returned as lines of text instead."""
    lines: list[PageBlock] = []
    rows: list[Report] = []
    for block in blocks:
        found = read_grid(block, info) if isinstance(block, Grid) else ()
        if (
            isinstance(block, Grid)
            and len(found) == 1
            and len(block.rows) > len(block.rows[0]) == _PAIR
        ):
            pairs = [(label.rstrip(" :"), value) for label, value in block.rows if value]
            lines += [TextBlock(f"{label}: {value}", "item") for label, value in pairs]
        else:
            lines.append(block)
            rows += found
    return lines, rows


def _reports(
    own: MentionedRound | None, others: Sequence[MentionedRound], published: datetime | None
) -> list[Report]:
    reports: list[Report] = []
    if own is not None:
        report = to_report(own, published, main=True)
        if _has_figure(report) or report.oddities or _is_announced(own):
            reports.append(_dated_by_publication(report, own, published))
    reports_of_others = [to_report(other, published, main=False) for other in others]
    return reports + [r for r in reports_of_others if _has_figure(r) and (r.number or r.date)]


def _has_figure(report: Report) -> bool:
    return report.invitations is not None or report.cutoff is not None


def _is_announced(own: MentionedRound) -> bool:
    """Return whether a round without figures is the news: "results of draw #385"."""
    return any(
        (m.title or m.refers_to == "own")
        and (m.day or m.number)
        and not _PLANNED.search(m.sentence.normalized)
        for m in own.mentions
    )


def _dated_by_publication(
    report: Report, own: MentionedRound, published: datetime | None
) -> Report:
    """Use the day of publication as the round's where the text prints none."""
    if report.date is not None or published is None or own.day is not None:
        return report
    day = published.astimezone(OTTAWA).date()
    # A text of "the first draw of 2019" that was published in 2021 is no news.
    years = {year for m in own.mentions for year in _YEAR.findall(m.sentence.normalized)}
    if years and str(day.year) not in years:
        return report
    if report.invitations is None or any(o.where == "date" for o in report.oddities):
        return report
    return replace(report, date=day, precision={**report.precision, "date": "published"})


def _with_tables(reports: Sequence[Report], rows: Sequence[Report]) -> list[Report]:
    """Complete reports with the rows of tables, and add the others; a figure that differs becomes unknown."""
    joined = list(reports)
    for row in rows:
        place = next((n for n, one in enumerate(joined) if _is_same_round(one, row)), None)
        if place is None:
            joined.append(row)
        else:
            joined[place] = _completed(joined[place], row)
    return joined


def _is_same_round(one: Report, row: Report) -> bool:
    if one.number and row.number:
        return one.number == row.number
    if one.category and row.category and one.category != row.category:
        return False
    differing = _differing(one, row)
    if one.date and row.date and one.precision.get("date") != "published":
        return one.date == row.date and len(differing) <= 1
    return not differing and one.cutoff is not None and one.invitations is not None


def _differing(one: Report, row: Report) -> list[str]:
    pairs = ("cutoff", one.cutoff, row.cutoff), ("invitations", one.invitations, row.invitations)
    return [name for name, said, tabled in pairs if None not in (said, tabled) and said != tabled]


def _completed(one: Report, row: Report) -> Report:
    added = {
        name: getattr(row, name)
        for name in _COMPLETED
        if getattr(one, name) is None and getattr(row, name) is not None
    }
    precision = dict(one.precision)
    if row.date and precision.get("date") == "published":
        added["date"] = row.date
        del precision["date"]
    quotes = {**one.quotes, **{n: row.quotes[n] for n in added if n in row.quotes}}
    oddities = one.oddities
    for name in _differing(one, row):
        texts = f"{quotes.pop(name, '')} / {row.quotes.get(name, '')}"
        where = f"#{one.number} {name}" if one.number else name
        why = "text and table say two different things"
        oddities = (*oddities, Oddity(where=where, printed=excerpt(texts), why=why))
        added[name] = None
    return replace(one, **added, quotes=quotes, precision=precision, oddities=oddities)


def _titled(page: PageContent) -> tuple[PageBlock, ...]:
    first = [b.text for b in page.blocks[:_TOP] if isinstance(b, TextBlock)]
    if page.title and page.title not in first:
        return (TextBlock(page.title, "title"), *page.blocks)
    return page.blocks or (TextBlock(""),)


def _cut(blocks: Sequence[PageBlock]) -> tuple[list[PageBlock], bool]:
    kept: list[PageBlock] = []
    left = LONGEST_TEXT
    for block in blocks:
        if isinstance(block, Grid):
            kept.append(block)
        elif left <= 0:
            return kept, True
        else:
            kept.append(TextBlock(block.text[:left], block.kind))
            left -= len(block.text)
    return kept, left < 0


def _without_datelines(blocks: Sequence[PageBlock]) -> tuple[list[PageBlock], datetime | None]:
    """Remove a line such as "Published: October 4, 2017" at the top; it dates the text, not a round."""
    found = [_dateline(block) if 0 < n < _TOP else None for n, block in enumerate(blocks)]
    kept = [block for block, on in zip(blocks, found, strict=True) if on is None]
    return kept, next(filter(None, found), None)


def _dateline(block: PageBlock) -> datetime | None:
    if not isinstance(block, TextBlock) or len(block.text) > _DATELINE_LONGEST:
        return None
    days = days_of(block.text[:_DATELINE_FIRST], None)
    if len(days) != 1 or days[0].full is None:
        return None
    lead, rest = block.text[: days[0].start], block.text[days[0].end :]
    if not _BEFORE_DATELINE.fullmatch(lead) or not _AFTER_DATELINE.match(rest):
        return None
    return datetime.combine(days[0].full, time(12), OTTAWA).astimezone(UTC)


_COMPLETED = (
    *("number", "date", "drawn_at", "category", "name", "cutoff"),
    *("invitations", "tie_break", "version"),
)
_TOP, _PAIR, _TITLE = 8, 2, 300
_DATELINE_LONGEST, _DATELINE_FIRST = 240, 100
# "Published: October 4, 2017", "the CanadaVisa Team - 11 June, 2020", and after it nothing, or a time and names: "15
# February 2023, 2:38 PM EST Kamal ...".
_BEFORE_DATELINE = verbose(r"""(?: (?:by\s+)?[^0-9:]{0,60}[-\u2013\u2014|,\u2022]\s*
    | (?:last\s+)?(?:published|posted|updated|modified|publié|mis\s+à\s+jour|le|date\s+published|on
      |[:\s])* )""")
_AFTER_DATELINE = verbose(r"""\s*(?:[.|,\u2013\u2014-]?\s*$
      |[,|\s@\u2013-]*(?:at\s+)?[0-9]{1,2}:[0-9]{2}|\s*[/|\u00b7\u2022,\u2013-]\s*[0-9]+\s*min
      |\s*(?:[|/\u00b7\u2022,\u2013-]|by)\s*(?:by\s+)?(?:(?:(?-i:[A-Z])[\w'\u2019.-]*|and|et|of|de
      |in|for|the|&|[/|\u00b7\u2022,\u2013-])\s*){1,9}$)""")
_SUBJECT = verbose(r"""express\s+entry|entrée\s+express|comprehensive\s+ranking|\bCRS\b|\bSCG\b
      |classement\s+global""")
_YEAR = verbose(rf"""\b(?:draw|round|tirage|ronde)\s+(?:of|in|for|de
      |en)\s+(?:{MONTHS},?\s+)?(20[0-9]{{2}})""")
# "The first round for transport will occur this week": nothing was drawn yet.
_PLANNED = verbose(r"""\b(?:will|to\s+(?:be|hold|prioriti\w+|start|begin|launch|resume)|plans?
      |planned|expect\w*|upcoming|announce[ds]?\s+that|next|sera|seront|aura|prévoit)\b""")
_TOO_LONG = Oddity(where="text", printed="", why="too long; only its beginning was read")
_TOO_COSTLY = Oddity(where="text", printed="", why="has runs of figures, which were not read")
