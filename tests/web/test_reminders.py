"""Reminders as a calendar."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from tests.insight.profiles import person
from tests.values import a_subscription
from tests.web.stage import TOKEN, Stage
from watcher.answers.reminders import reminder_list
from watcher.web.reminders import reminder_calendar

AMARA = a_subscription(
    score=None, submitted=None, profile=person(passport_expires=date(2027, 3, 8))
)
NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


def calendar(now: datetime) -> bytes:
    return reminder_calendar(reminder_list([AMARA], now, timedelta(days=365)), now)


def test_each_reminder_is_an_event_of_its_day_in_words() -> None:
    events = Calendar.from_ical(calendar(NOW)).walk("VEVENT")

    assert [(e.decoded("dtstart"), e.decoded("dtend")) for e in events] == [
        (date(2026, 6, 8), date(2026, 6, 9)),
        (date(2026, 8, 8), date(2026, 8, 9)),
    ]
    assert str(events[1]["summary"]) == "Passport: valid for 7 months more"
    assert "Your passport is valid until March 8, 2027." in str(events[1]["description"])


def test_an_event_is_the_same_one_each_time() -> None:
    def uids(now: datetime) -> list[str]:
        return [str(e["uid"]) for e in Calendar.from_ical(calendar(now)).walk("VEVENT")]

    assert uids(NOW) == uids(NOW + timedelta(days=1))
    assert len(set(uids(NOW))) == 2


def test_the_page_gives_it_to_who_is_signed_in_and_to_nobody_else(stage: Stage) -> None:
    stage.scene.now = NOW
    stage.scene.enroll(AMARA, a_subscription(name="bo"))
    token = f"Bearer {TOKEN}"

    given = stage.get("/reminders.ics", authorization=token)

    assert stage.get("/reminders.ics").status_code == 401
    assert given.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "no-store" in given.headers["cache-control"]
    assert len(Calendar.from_ical(given.text).walk("VEVENT")) == 2
    other = stage.get("/reminders.ics?subscription=bo", authorization=token)
    assert Calendar.from_ical(other.text).walk("VEVENT") == []


def test_the_deliveries_lead_to_it_where_somebody_has_a_profile(stage: Stage) -> None:
    def shown() -> bool:
        page = stage.get("/deliveries", authorization=f"Bearer {TOKEN}").text
        return 'href="/reminders.ics"' in page

    assert not shown()
    stage.scene.enroll(AMARA)
    assert shown()
