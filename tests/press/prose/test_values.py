"""Numbers, days and times of day in running text."""

from datetime import UTC, date, datetime

import pytest

from watcher.ircc.fields import Unread
from watcher.press.prose.text import normalize
from watcher.press.prose.values import find_clock_times, find_numbers, find_round_numbers, in_utc


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("IRCC invited 5,500 candidates.", [5500]),
        ("IRCC a invité 6 000 candidats", [6000]),
        ("6.000 invitations", [6000]),
        ("1'250 invitations", [1250]),
        ("a record 27,332 in all", [27332]),
        ("scores of 476 and 12", [476, 12]),
        ("issued:3,600", [3600]),
        ("(391)", [391]),
        ("in 2025 6 000 candidats", [2025, 6000]),
    ],
)
def test_numbers_are_found_with_their_thousands(text: str, values: list[int]) -> None:
    assert [number.value for number in find_numbers(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "90% of them",
        "a $1,365 fee",
        "draw #385",
        "1.5 times",
        "2,5",
        "at 14:59:17",
        "July 4 500 candidates",  # 500 on the 4th, or 4,500 in July?
        "draw 385 100 candidates",
        "5,500,00",
        "Bill C-19a",
        "12345678901234567890",
    ],
)
def test_what_is_no_number_by_itself_is_left_out(text: str) -> None:
    assert find_numbers(text) == ()


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Express Entry Draw #385", "385"),
        ("Draw # 385 was held", "385"),
        ("The draw, numbered #397, was small", "397"),
        ("its 385th Express Entry draw", "385"),
        ("The 126th draw for candidates", "126"),
        ("draw number 412 was held", "412"),
        ("Draw no. 385", "385"),
        ("Round #91a", "91a"),
        ("Express Entry Draw: No. 253", "253"),
        ("Instructions ... Express Entry system #205 \u2013 September", "205"),
        ("Express Entry draw 301: 3,750 workers", "301"),
        ("draw 301 invited 3,750 workers", "301"),
        ("tirage n\u00b0 385", "385"),
        ("la ronde no 385", "385"),
        ("le tirage num\u00e9ro 385", "385"),
        ("Tirage Entr\u00e9e express n\u00b0 385", "385"),
        ("son 380e tirage", "380"),
        ("Draw number: 205", "205"),
        ("Round no.: 206", "206"),
        ("Number 397 held: who was invited", "397"),
        ("No. 398 was held on Monday", "398"),
        ("the eleventh round of the year and the 144th overall", "144"),
        ("the 145th since the system was launched", "145"),
        ("le 146e tirage", "146"),
        ("le 147e au total", "147"),
        ("Express Entry draw (MI #347)", "347"),
        ("Ministerial Instructions No. 348", "348"),
    ],
)
def test_a_number_is_found(text: str, number: str) -> None:
    assert [found.number for found in find_round_numbers(text)] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "2016 Express Entry draw #27",
        "the fifth draw of 2026",
        "the 5th draw of 2026",
        "the 12th draw this year",
        "draw #5 of 2025",
        "draw 2 of the year",
        "the 9th Express Entry draw this month",
        "the 25th draw",  # of the year, or of all?
        "Express Entry draw 2023 invites",
        "draw 800 candidates",
        "in the last draw 562 nominees were chosen",
        "At that draw 733 were invited",
        "in the previous draw 900 provincial nominees",
        "draw number of invitations",
        "the 120th anniversary",
        "tirage n\u00b0 3 de l'ann\u00e9e",
    ],
)
def test_a_place_within_the_year_is_no_number(text: str) -> None:
    assert find_round_numbers(text) == ()


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Express Entry Draw: 253", "253"),
        ("Tirage : 253", "253"),
        ("Draw: 253 candidates invited", None),
        ("Il s'agissait de la 18e ronde de 2023 et de la 254e au total.", "254"),
    ],
)
def test_a_line_may_be_a_label_and_its_number(line: str, number: str | None) -> None:
    found = [printed.number for printed in find_round_numbers(normalize(line))]
    assert (found[-1] if found else None) == number


WINTER, SUMMER = date(2026, 1, 15), date(2026, 7, 15)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("22:19:41 UTC", (15, 22, 19, 41)),
        ("3:25:14 UTC", (15, 3, 25, 14)),
        ("19:31: 37 UTC", (15, 19, 31, 37)),
        ("3:25 a.m. (UTC)", (15, 3, 25, 0)),
        ("10:19 p.m. UTC", (15, 22, 19, 0)),
        ("5:41 PM UTC", (15, 17, 41, 0)),
        ("12:59 a.m. UTC", (15, 0, 59, 0)),
        ("12:30 pm UTC", (15, 12, 30, 0)),
        ("1 a.m. UTC", (15, 1, 0, 0)),
        ("5:11 pm, Universal Coordinated Time (UTC)", (15, 17, 11, 0)),
        ("7:39 pm Coordinated Universal Time (UTC)", (15, 19, 39, 0)),
        ("noon UTC", (15, 12, 0, 0)),
        ("midnight UTC", (15, 0, 0, 0)),
        ("22 h 19 UTC", (15, 22, 19, 0)),
        ("22h19 TUC", (15, 22, 19, 0)),
        ("12 h 28 min 38 s UTC", (15, 12, 28, 38)),
        ("minuit UTC", (15, 0, 0, 0)),
        ("11:41 AM EST", (15, 16, 41, 0)),
        ("11:41 a.m. ET", (15, 16, 41, 0)),
        ("11:41 p.m. Eastern Time", (16, 4, 41, 0)),
        ("16:09:00", (15, 16, 9, 0)),
        ("16:09", (15, 16, 9, 0)),
        ("20:19:59 PM UTC", (15, 20, 19, 59)),  # the mark proves nothing: round 210
    ],
)
def test_a_time_becomes_utc(text: str, instant: tuple[int, int, int, int]) -> None:
    (clock,) = find_clock_times(text)
    assert in_utc(WINTER, clock) == datetime(2026, 1, *instant, tzinfo=UTC)


def test_eastern_time_follows_the_season() -> None:
    (clock,) = find_clock_times("11:41 AM ET")
    assert in_utc(SUMMER, clock) == datetime(2026, 7, 15, 15, 41, tzinfo=UTC)
    (clock,) = find_clock_times("11:41 AM EDT")
    assert in_utc(SUMMER, clock) == datetime(2026, 7, 15, 15, 41, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("10:19 p.m.", "does not say its time zone"),
        ("10:19 p.m. IST", "unknown time zone"),
        ("10:19 p.m. PST", "unknown time zone"),
        ("11:41 AM EST", "names a time zone that is not kept on that day"),
    ],
)
def test_a_zone_that_is_not_known_is_not_guessed(text: str, why: str) -> None:
    (clock,) = find_clock_times(text)
    assert in_utc(SUMMER, clock) == Unread(why)


@pytest.mark.parametrize("text", ["24 hours", "30:15", "ratio 3:1", "12:75", "at 10"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert find_clock_times(text) == ()


def test_a_count_after_a_day_and_a_colon_is_no_time() -> None:
    assert find_clock_times("May 12: 511 invitations") == ()
