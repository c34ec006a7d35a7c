"""Rounds as CSV: RFC 4180, with a head, every round that matches."""

import csv
import io

from watcher.answers.serialize import json_object
from watcher.core.model import FIGURES
from watcher.web.pages.filters import apply_filter, parse_filter
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

CSV = "text/csv; charset=utf-8; header=present"
# In the order of the API's keys; the pool is a table of its own.
COLUMNS = (
    "number",
    *(figure for figure in FIGURES if figure != "pool"),
    "previous",
    "change",
    "revision",
    "first_seen",
    "source",
    "confirmed",
    "claimed",
)
# A spreadsheet takes what begins so for a formula, and would carry it out.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def table(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with all rounds that match, in the order asked for."""
    every = context.tx.rounds.all(pools=False)
    chosen = parse_filter(request, every)
    found = apply_filter(chosen.whole(), every)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in found.rows:
        shape = json_object(row)
        writer.writerow([_cell(shape[column]) for column in COLUMNS])
    return WebResponse(
        body=text.getvalue().encode(),
        media=CSV,
        headers={"Content-Disposition": 'attachment; filename="rounds.csv"'},
    )


def _cell(plain: object) -> object:
    if isinstance(plain, bool):
        return "true" if plain else "false"
    # Only what somebody else has written: our own figures may be negative.
    if isinstance(plain, str) and plain.startswith(_FORMULA):
        return f"'{plain}"
    return "" if plain is None else plain
