"""Real articles, where they are at hand: what each claims of its round."""

import json
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import pytest

from watcher.core.model import Report
from watcher.press.blocks import DocumentInfo
from watcher.press.readers.article import read_article

ARTICLES = Path(__file__).parents[3] / "../shared/data/articles"
FILES = sorted(ARTICLES.glob("[0-9]*.json"))
CLAIMS = {
    "number": "number",
    "category": "category",
    "crs": "cutoff",
    "invitations": "invitations",
    "tiebreak": "tie_break",
}

pytestmark = pytest.mark.skipif(
    not FILES,
    reason="published pages are not in the repository: put them at ../shared/data/articles",
)


def published(text: str | None) -> datetime | None:
    if text is None:
        return None
    bare = re.sub(r" \(.*\)", "", text)
    for read in (
        datetime.fromisoformat,
        parsedate_to_datetime,
        lambda t: datetime.strptime(t, "%a %b %d %Y %H:%M:%S GMT%z"),
    ):
        try:
            when = read(bare)
        except ValueError:
            continue
        return when if when.tzinfo else when.replace(tzinfo=UTC)
    raise AssertionError(text)


def reports(article: dict[str, str]) -> tuple[Report, ...]:
    body = f"{article['title']}\n\n{article['text_or_html']}".encode()
    info = DocumentInfo(published=published(article.get("published")))
    return read_article(body, seen={}, info=info).every_report


def test_claims_are_read_and_hardly_ever_wrongly() -> None:
    tally = {"right": 0, "wrong": 0, "missed": 0}
    for file in FILES:
        article = json.loads(file.read_text(encoding="utf-8"))
        if article["kind"] == "rest_json":  # cut short by those who kept it
            continue
        own = next((r for r in reports(article) if r.main), None)
        for claim, name in CLAIMS.items():
            want = (article.get("claims") or {}).get(claim)
            if want is not None:
                tally[judged(want, own, name)] += 1
    read = tally["right"] + tally["wrong"]
    assert tally["right"] / read >= 0.99
    assert tally["right"] / (read + tally["missed"]) >= 0.95


def judged(want: object, report: Report | None, name: str) -> str:
    got = getattr(report, name, None)
    if got is None:
        return "missed"
    if isinstance(got, datetime):
        return "right" if got.isoformat().startswith(str(want)[:16]) else "wrong"
    return "right" if str(got) == str(want) else "wrong"


def test_draws_of_others_are_none_of_ours() -> None:
    for file in FILES:
        article = json.loads(file.read_text(encoding="utf-8"))
        if article.get("truth") is None:
            assert reports(article) == (), file.name
