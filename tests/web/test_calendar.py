"""The calendar, parsed by icalendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.stage import Stage, report


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


def events(stage: Stage, query: str = "") -> list[Event]:
    answer = stage.get(f"/rounds.ics{query}")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert isinstance(calendar, Calendar)
    assert not calendar.errors
    found = [e for e in calendar.walk("VEVENT") if isinstance(e, Event)]
    assert not any(event.errors for event in found)
    return found


def test_every_round_is_an_event_at_its_time(stage: Stage) -> None:
    first, *others = events(stage)

    assert len(others) == 3
    assert str(first["SUMMARY"]) == "#436 Canadian Experience Class: cut-off 520"
    assert first.start == datetime(2026, 8, 12, 14, 35, 37, tzinfo=UTC)
    assert str(first["URL"]) == f"{stage.base}/rounds/436"
    assert first["TRANSP"] == "TRANSPARENT"


def test_a_round_whose_time_contradicts_its_day_takes_the_day(scene: Scene) -> None:
    odd = a_row("437", "2026-08-19", drawDateTime="August 9, 2026 at 14:30:00 UTC")
    scene.publish(a_page(odd, *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        first = events(stage)[0]

    assert first.start == date(2026, 8, 19)
    assert first.end == date(2026, 8, 20)


def test_a_correction_is_the_same_event_with_a_higher_sequence(scene: Scene) -> None:
    with Stage(scene) as stage:
        before = events(stage)[0]
    corrected = a_row("436", "2026-08-12", drawCRS="521")
    scene.publish(a_page(corrected, *HISTORY[1:]))
    scene.poll(after=timedelta(hours=1))

    with Stage(scene) as stage:
        after = events(stage)[0]

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.last_modified == datetime(2026, 8, 19, 19, 1, tzinfo=UTC)


def test_a_reported_round_is_tentative(scene: Scene) -> None:
    report(scene)

    with Stage(scene) as stage:
        first = events(stage)[0]

    assert first["STATUS"] == "TENTATIVE"


def test_the_calendar_takes_category_score_and_language(stage: Stage) -> None:
    (only,) = events(stage, "?category=cec&score=521&lang=fr")

    assert str(only["SUMMARY"]).startswith("#436 Catégorie de l\N{RIGHT SINGLE QUOTATION MARK}")


def test_lines_are_folded_by_octets_and_end_as_the_standard_wants(stage: Stage) -> None:
    body = stage.get("/rounds.ics?lang=fr").content

    lines = body.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= 75
    assert b"\n" not in b"".join(lines)
    for line in lines:
        line.decode()  # never cut within a character


def test_names_from_outside_break_no_line(scene: Scene) -> None:
    name = "Cooks; and, bakers\\ of\nBEGIN:VEVENT"
    scene.publish(a_page(a_row("437", "2026-08-19", drawName=name), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        found = events(stage)

    assert len(found) == 5
    assert "Cooks; and, bakers\\ of" in str(found[0]["SUMMARY"])


def test_what_the_format_gives_meaning_to_is_escaped(scene: Scene) -> None:
    # icalendar reads an unescaped semicolon too; other calendars do not.
    name = "Cooks; and, bakers\\ of all"
    scene.publish(a_page(a_row("437", "2026-08-19", drawName=name), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        body = stage.get("/rounds.ics").text.replace("\r\n ", "")

    assert "SUMMARY:#437 Cooks\\; and\\, bakers\\\\ of all: cut-off 471" in body
