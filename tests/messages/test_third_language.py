"""A third language is a file: a made-up one has its words in alerts, notices and pages."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from tests.catalogues import write_marked
from tests.messages.reading import printed
from tests.values import a_reported_round, a_round, a_subscription, a_verdict, an_alert
from watcher.core.incidents import DatabaseTrouble, SourceBlind
from watcher.core.model import (
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Trouble,
    VerdictKind,
)
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
    assert untranslated(message.text) == []


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


def untranslated(text: str) -> list[str]:
    return [line for line in text.split("\n") if line and "[" not in line]


@pytest.mark.parametrize("kind", VerdictKind)
def test_no_line_of_an_alert_stays_english(german: Language, kind: VerdictKind) -> None:
    reader = replace(a_subscription(), language=german)
    round_ = a_round(first_seen=SEEN)
    changes = (
        NewRound(round=round_),
        CorrectedRound(before=replace(round_, cutoff=470), after=round_),
        ReportedRound(reported=a_reported_round(), by=("news", "blog"), independent=2),
        ConfirmedRound(reported=a_reported_round(cutoff=1), confirmed=round_),
    )
    for change in changes:
        alert = an_alert(subscription=reader, change=change, verdict=a_verdict(kind))
        for alerts in ([alert], [alert, alert]):
            message = compose(alerts, now=SEEN + timedelta(hours=3))
            assert untranslated(message.title + "\n" + message.text) == []


@pytest.mark.parametrize("trouble", Trouble)
def test_no_line_of_a_notice_stays_english(german: Language, trouble: Trouble) -> None:
    notice = SourceBlind(
        source="ircc", trouble=trouble, detail="", since=SEEN, last_good=None, url=""
    )

    assert untranslated(compose_notice(notice, language=german, timezone="UTC").text) == []


def test_plurals_dates_and_numbers_follow_the_language(german: Language) -> None:
    written = Formatter(german, "UTC")

    assert written.ngettext("{n} round", "{n} rounds", 1, n=1) == "[1 round]"
    assert written.ngettext("{n} round", "{n} rounds", 0, n=0) == "[0 rounds]"
    assert written.number(27332) == "27.332"
    assert written.day(SEEN) == "11. Dezember 2025"
