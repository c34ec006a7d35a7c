"""What one row says of its round, and what of it is believed."""

from datetime import UTC, date, datetime

import pytest

from tests.pages import OUT, a_row
from watcher.core.model import Oddity, Report
from watcher.ircc.report import FeedRow, cells_of, merge_reports, read_report


def report_of(**printed: object) -> Report:
    """Read a row of 2026-08-19 with these fields."""
    cells, _ = cells_of(a_row("437", "2026-08-19", **printed))
    return read_report(FeedRow("437", cells))


def at(*instant: int) -> datetime:
    year, month, day, hour, minute, second = instant
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def odd(key: str, printed: str, why: str) -> tuple[Oddity, ...]:
    return (Oddity(where=f"#437 {key}", printed=printed, why=why),)


def test_a_row_is_read_whole() -> None:
    report = report_of(
        drawName="Trades Occupations, 2026-Version 3",
        drawSize="3,500",
        drawCRS="476",
        drawDateTime="August 19th 2026 at 12:35:37 UTC",
        drawCutOff="May 28, 2026 at 16:55:23 UTC",
    )

    assert report.pool is not None
    assert report == Report(
        number="437",
        date=date(2026, 8, 19),
        drawn_at=at(2026, 8, 19, 12, 35, 37),
        name="Trades Occupations, 2026-Version 3",
        category="trades",
        version="2026-Version 3",
        cutoff=476,
        invitations=3500,
        tie_break=at(2026, 5, 28, 16, 55, 23),
        pool=report.pool,
        url="https://www.canada.ca/en/express-entry-rounds/invitations.html?q=437",
    )


def test_a_french_row_says_the_same() -> None:
    report = report_of(
        drawDateFull="19 août 2026",
        drawName="Catégorie de l\u2019expérience canadienne",
        drawSize="6 000",
        drawDateTime="19 août 2026 à 12:35:37 UTC",
        drawCutOff="1er mars 2026 à 18:34:05 TUC",
        drawDistributionAsOn="16 août 2026",
    )

    assert report.oddities == ()
    assert report.drawn_at == at(2026, 8, 19, 12, 35, 37)
    assert report.tie_break == at(2026, 3, 1, 18, 34, 5)
    assert (report.category, report.invitations) == ("cec", 6000)


def test_an_unknown_name_is_kept_with_a_slug_of_its_own() -> None:
    report = report_of(drawName="Chefs and bakers, 2027-Version 1")

    assert report.name == "Chefs and bakers, 2027-Version 1"
    assert (report.category, report.version) == ("chefs-and-bakers", "2027-Version 1")


@pytest.mark.parametrize(
    ("key", "printed", "figure", "why"),
    [
        ("drawName", "", "name", "empty"),
        ("drawName", OUT, "name", "missing"),
        ("drawName", "471", "name", "not a name"),
        ("drawName", True, "name", "a JSON bool where a text belongs"),
        ("drawName", ["x"], "name", "a JSON list where a text belongs"),
        ("drawName", float("nan"), "name", "a JSON float where a text belongs"),
        ("drawCRS", "", "cutoff", "empty"),
        ("drawCRS", "n/a", "cutoff", "not a whole number"),
        ("drawCRS", "0", "cutoff", "zero stands for unknown"),
        ("drawSize", "0", "invitations", "zero stands for unknown"),
        ("drawSize", "1,00", "invitations", "not a whole number"),
        ("drawSize", OUT, "invitations", "missing"),
        ("drawDateTime", "", "drawn_at", "empty"),
        ("drawDateTime", "noon", "drawn_at", "not understood as a time"),
        ("drawCutOff", "October 7 at 16:38:21 UTC", "tie_break", "has no year"),
        ("drawCutOff", "June 1, 2026 at 08:00:00 ET", "tie_break", "unknown time zone"),
        ("drawNumberURL", "<a href='//evil.example'>437</a>", "url", "not a link within canada.ca"),
    ],
)
def test_a_field_that_cannot_be_read_is_unknown_and_said(
    key: str, printed: object, figure: str, why: str
) -> None:
    report = report_of(**{key: printed})

    assert getattr(report, figure) is None
    text = printed if isinstance(printed, str) else ""
    assert report.oddities == odd(key, text, why)


def test_an_unread_field_costs_the_round_no_other() -> None:
    report = report_of(
        drawSize="many", drawDateTime="?", drawCutOff="?", drawNumberURL="?", dd1="?"
    )

    assert (report.date, report.category, report.cutoff) == (date(2026, 8, 19), "cec", 471)
    assert [oddity.where for oddity in report.oddities] == [
        "#437 drawDateTime",
        "#437 drawSize",
        "#437 drawCutOff",
        "#437 dd1",
        "#437 drawNumberURL",
    ]


@pytest.mark.parametrize("cutoff", [1201, 9999])
def test_a_cut_off_beyond_the_end_of_the_scale_is_unknown_and_said(cutoff: int) -> None:
    report = report_of(drawCRS=str(cutoff))

    assert report.cutoff is None
    assert [(o.where, o.printed) for o in report.oddities] == [("#437 drawCRS", str(cutoff))]


@pytest.mark.parametrize("cutoff", [75, 169, 902, 1200])
def test_no_cut_off_is_out_of_range(cutoff: int) -> None:
    assert report_of(drawCRS=str(cutoff)).cutoff == cutoff


@pytest.mark.parametrize("key", ["drawCutOff", "drawNumberURL"])
@pytest.mark.parametrize("printed", ["", " ", None, OUT])
def test_what_rounds_were_published_without_may_be_missing(key: str, printed: object) -> None:
    assert report_of(**{key: printed}).oddities == ()


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ({"drawCRS": 471, "drawSize": 1000}, (471, 1000)),
        ({"drawCRS": " 471 ", "drawSize": "<a href='/x'>1,000</a>"}, (471, 1000)),
        ({"drawCRS": "471", "drawSize": "1&nbsp;000"}, (471, 1000)),
        ({"drawCRS": None, "drawSize": True}, (None, None)),
        ({"drawCRS": 471.5, "drawSize": [1000]}, (None, None)),
        ({"drawCRS": -471, "drawSize": 10**12}, (None, None)),
    ],
)
def test_values_need_not_be_texts(
    printed: dict[str, object], read: tuple[int | None, int | None]
) -> None:
    report = report_of(**printed)

    assert (report.cutoff, report.invitations) == read


@pytest.mark.parametrize(
    ("day", "in_words", "read"),
    [
        ("19-08-2026", "August 19, 2026", date(2026, 8, 19)),
        ("2026-08-19", OUT, date(2026, 8, 19)),
        ("2026-08-19", "", date(2026, 8, 19)),
        ("2026-08-19", "some day", date(2026, 8, 19)),
        ("", "August 19, 2026", date(2026, 8, 19)),
        ("some day", "August 19, 2026", date(2026, 8, 19)),
        ("2026-08-19", "August 9, 2026", None),
        ("11-01-2026", "November 1, 2026", None),
        ("2026-02-30", "", None),
    ],
)
def test_the_day_is_known_unless_its_two_fields_disagree(
    day: str, in_words: object, read: date | None
) -> None:
    assert report_of(drawDate=day, drawDateFull=in_words).date == read


def test_two_days_that_disagree_are_told() -> None:
    report = report_of(drawDateFull="August 9, 2026")

    assert report.oddities == odd("drawDate", "2026-08-19", "drawDateFull says August 9, 2026")


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("August 18, 2026 at 23:59:59 UTC", at(2026, 8, 18, 23, 59, 59)),
        ("August 20, 2026 at 01:00:00 UTC", at(2026, 8, 20, 1, 0, 0)),
        ("August 21, 2026 at 00:00:00 UTC", None),
        ("August 17, 2026 at 23:59:59 UTC", None),
        ("August 9, 2026 at 12:35:37 UTC", None),  # as round 357
    ],
)
def test_a_round_is_drawn_within_a_day_of_its_date(text: str, read: datetime | None) -> None:
    report = report_of(drawDateTime=text)

    assert report.drawn_at == read
    why = "more than a day from 2026-08-19"
    assert report.oddities == (() if read else odd("drawDateTime", text, why))


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("August 19, 2026 at 14:35:37 UTC", True),  # the round itself, as in 139
        ("August 19, 2026 at 14:35:38 UTC", False),
        ("November 14, 2026 at 02:52:14 UTC", False),  # as round 335
        ("August 18, 2025 at 14:35:37 UTC", True),  # 366 days before
        ("August 18, 2025 at 14:35:36 UTC", False),
    ],
)
def test_a_tie_break_lies_in_the_year_before_its_round(
    text: str,
    believed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    report = report_of(drawCutOff=text)

    assert (report.tie_break is not None) == believed
    assert (report.oddities == ()) == believed


@pytest.mark.parametrize(
    ("text", "believed"),
    [
        ("August 21, 2026 at 00:00:00 UTC", True),
        ("August 21, 2026 at 00:00:01 UTC", False),
        ("August 18, 2025 at 00:00:00 UTC", True),
        ("August 17, 2025 at 23:59:59 UTC", False),
    ],
)
def test_without_the_time_of_the_round_its_day_bounds_the_tie_break(
    text: str,
    believed: bool,  # noqa: FBT001 - a column of the table
) -> None:
    report = report_of(drawCutOff=text, drawDateTime="")

    assert (report.tie_break is not None) == believed


def test_an_implausible_tie_break_is_told_as_printed() -> None:
    late, old = "November 14, 2026 at 02:52:14 UTC", "July 1, 2025 at 02:52:14 UTC"

    assert report_of(drawCutOff=late).oddities == odd("drawCutOff", late, "later than the round")
    assert report_of(drawCutOff=old).oddities == odd(
        "drawCutOff", old, "more than 366 days before the round"
    )


def test_a_tie_break_that_nothing_bounds_is_believed() -> None:
    report = report_of(
        drawDate="", drawDateFull="", drawDateTime="", drawCutOff="May 1, 2020 at 1:00:00"
    )

    assert report.tie_break == at(2020, 5, 1, 1, 0, 0)


def test_of_two_rows_what_they_disagree_on_is_unknown() -> None:
    report = merge_reports([report_of(drawCRS="507"), report_of(drawCRS="490")])

    assert (report.cutoff, report.invitations) == (None, 1000)
    assert report.oddities == odd("drawCRS", "507 | 490", "rows of one round disagree")


def test_of_two_rows_one_may_know_what_the_other_cannot_say() -> None:
    report = merge_reports([report_of(drawCRS="507", drawSize="?"), report_of(drawCRS="?")])

    assert (report.cutoff, report.invitations) == (507, 1000)
    assert [oddity.where for oddity in report.oddities] == ["#437 drawSize", "#437 drawCRS"]
