"""Tables, JSON and times."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.cli.installation import NARROW
from watcher.cli import output
from watcher.core.pool import Pool

NOON = datetime(2026, 8, 19, 12, tzinfo=UTC)


def test_a_table_shows_the_unknown_and_sets_figures_to_the_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    output.print_table(
        ["round", ">CRS"], [["#437", "471"], ["#91a", None], ["[bold]", "75"]], title="T"
    )

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines == [
        "T",
        "",
        " round    CRS",
        " ────────────",
        " #437     471",
        " #91a       ?",
        " [bold]    75",
        "",
    ]


def test_what_is_piped_is_not_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(["a", "b"], [["x" * 300, "y"]])

    assert "x" * 300 + "   y" in capsys.readouterr().out


def test_json_is_printed_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_json({"name": "Zoë", "rounds": [1]})

    assert capsys.readouterr().out == ('{\n  "name": "Zoë",\n  "rounds": [\n    1\n  ]\n}\n')


@pytest.mark.parametrize(
    ("instant", "said"),
    [
        (NOON, "now"),
        (NOON - timedelta(seconds=59), "now"),
        (NOON - timedelta(seconds=60), "1 minute ago"),
        (NOON - timedelta(minutes=59, seconds=59), "59 minutes ago"),
        (NOON - timedelta(hours=1), "1 hour ago"),
        (NOON - timedelta(hours=47), "1 day ago"),
        (NOON - timedelta(days=400), "400 days ago"),
        (NOON + timedelta(minutes=5), "in 5 minutes"),
        (None, None),
    ],
)
def test_times_are_said_as_people_say_them(instant: datetime | None, said: str | None) -> None:
    assert output.time_from(instant, NOON) == said


def test_an_instant_is_shown_in_the_zone_that_is_asked_for() -> None:
    assert output.format_minute(NOON, "America/Toronto") == "2026-08-19 08:00 EDT"
    assert output.format_minute(NOON, "Asia/Kolkata") == "2026-08-19 17:30 IST"
    assert output.format_minute(None, "Asia/Kolkata") is None


STEERING = "red \x1b[31m, a title \x1b]0;x\x07, \x9b2J, backwards \u202e"
BARE = "red \ufffd[31m, a title \ufffd]0;x\ufffd, \ufffd2J, backwards \ufffd"


def test_a_page_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    output.print_table(["a"], [[STEERING]], title=STEERING)
    output.print_paragraph(STEERING)

    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    assert [line for line in lines if "red" in line] == [BARE, BARE, BARE]


def test_running_text_is_broken_between_words_and_no_address_is(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NARROW.items():
        monkeypatch.setenv(name, value)
    address = "https://example.org/" + "a" * 80

    output.print_paragraph(f"{'word ' * 16}{address} end", indent="  ")

    assert capsys.readouterr().out.splitlines() == [
        "  " + "word " * 14 + "word",
        "    word",
        f"    {address}",
        "    end",
    ]


def test_a_tight_table_breaks_its_first_column_alone(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in NARROW.items():
        monkeypatch.setenv(name, value)

    output.print_table(["source", "b"], [["x" * 20, "two words " * 7]], tight=True)

    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    assert lines[3].endswith("two words " * 6 + "two words")
    assert {line.strip(" x") for line in lines[4:]} == {""}


INSTANT = datetime(2026, 6, 20, 18, 34, 5, tzinfo=UTC)
NOBODY = Pool(as_on=None, bands=(), total=None)


@pytest.mark.parametrize(
    ("figure", "value", "written"),
    [
        ("tie_break", INSTANT, "2026-06-20 14:34:05 EDT"),
        ("date", date(2026, 6, 20), "2026-06-20"),
        ("cutoff", 1050, "1050"),
        ("invitations", 27332, "27,332"),
        ("pool", Pool(as_on=None, bands=(), total=227000), "227,000 candidates"),
        ("pool", NOBODY, "? candidates"),
        ("name", "Trade occupations", "Trade occupations"),
        ("cutoff", None, "?"),
    ],
)
def test_any_figure_is_written_by_what_it_is(figure: str, value: object, written: str) -> None:
    assert output.format_figure(figure, value, "America/Toronto") == written


@pytest.mark.parametrize(("difference", "written"), [(5, "+5"), (-3, "-3"), (0, "0"), (None, None)])
def test_a_difference_of_scores_has_its_sign(difference: int | None, written: str | None) -> None:
    assert output.format_difference(difference) == written


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2026, 6, 20), 0),  # 22:30 in Ottawa, though the 21st in UTC
        (date(2026, 6, 19), 1),
        (None, None),
    ],
)
def test_days_are_ottawas(day: date | None, days: int | None) -> None:
    late = datetime(2026, 6, 21, 2, 30, tzinfo=UTC)

    assert output.days_since(day, late) == days


def test_a_clock_names_no_zone() -> None:
    zone = "Asia/Kolkata"

    assert output.format_clock(INSTANT, zone) == "2026-06-21 00:04:05"
    assert output.format_clock(INSTANT, zone, seconds=False) == "2026-06-21 00:04"
    assert output.format_clock(None, zone) is None
    assert output.zone_city("America/New_York") == "New York"
    assert output.zone_city("UTC") == "UTC"
