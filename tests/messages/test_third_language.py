"""A third language is a file: a made-up one has its words in alerts, notices and pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from tests.catalogues import write_marked
from tests.messages.reading import printed
from tests.values import a_round, a_subscription, an_alert
from watcher.core.incidents import DatabaseTrouble
from watcher.core.model import NewRound
from watcher.core.settings import Language
from watcher.messages import compose, compose_notice, formatter
from watcher.messages.formatter import Formatter, catalogue

SEEN = datetime(2025, 12, 11, 16, 2, 31, tzinfo=UTC)


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Language]:
    write_marked("de", tmp_path)
    monkeypatch.setattr(formatter, "LOCALE", tmp_path)
    yield cast("Language", "de")
    catalogue.cache_clear()


def test_an_alert_in_a_third_language(german: Language) -> None:
    reader = replace(a_subscription(timezone="Europe/Berlin"), language=german)
    change = NewRound(round=a_round(first_seen=SEEN))

    message = compose([an_alert(subscription=reader, change=change)], now=SEEN)

    assert message.title == (
        "[#385 [Healthcare and social services occupations]: "
        "[invited, [12 points] above the cut-off]]"
    )
    assert "until 9. Februar 2026" in message.text
    untranslated = [line for line in message.text.split("\n") if line and "[" not in line]
    assert untranslated == []


def test_a_notice_in_a_third_language(german: Language) -> None:
    notice = DatabaseTrouble(fault="full", detail="0 bytes are free", since=SEEN)

    assert compose_notice(notice, language=german, timezone="Europe/Berlin").text == printed("""
        [The disk of the database is full: nothing can be saved.]

        [Since:] [11. Dezember 2025 at 17:02:31 CET] (Europe/Berlin)
        [The error:] 0 bytes are free

        [What watcher does:] [It goes on trying. While nothing can be saved, no round is told: it is told as soon as the database can be written again, and says that it is late. You will hear once when this is over.]

        [What you can do:]
        • [Make room on the disk. Nothing else is needed.]
    """)


def test_plurals_dates_and_numbers_follow_the_language(german: Language) -> None:
    written = Formatter(german, "UTC")

    assert written.ngettext("{n} round", "{n} rounds", 1, n=1) == "[1 round]"
    assert written.ngettext("{n} round", "{n} rounds", 0, n=0) == "[0 rounds]"
    assert written.number(27332) == "27.332"
    assert written.day(SEEN) == "11. Dezember 2025"
