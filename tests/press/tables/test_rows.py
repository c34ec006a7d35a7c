"""Tables of rounds: which they are, what their columns say, and what is never believed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.press.tables.grids import CEC, HEADINGS, HEALTH, PUBLISHED, read, said, table
from watcher.press.blocks import NO_INFO, DocumentInfo, Grid
from watcher.press.tables.rows import read_grid, read_rows

# What a row says.


def test_each_row_is_a_round_with_the_words_it_was_read_from() -> None:
    (first, second) = read_grid(table(HEADINGS, HEALTH, CEC), NO_INFO)

    assert said(first) == ("2025-12-11", "healthcare", 1000, 476)
    assert said(second) == ("2025-12-10", "cec", 6000, 520)
    assert first.quotes["cutoff"] == (
        "Date: December 11, 2025; Draw type: Healthcare occupations; "
        "ITAs issued: 1,000; CRS cut-off: 476"
    )
    assert second.name == "Canadian Experience Class"
    assert not first.main


def test_a_tie_break_and_the_time_of_the_round_are_read_to_the_second() -> None:
    (report,) = read_grid(
        table(
            ("Date and time", "CRS", "Invitations", "Tie-breaking rule"),
            (
                "December 11, 2025 at 15:51:44 UTC",
                "476",
                "1,000",
                "December 5, 2025 at 01:02:03 UTC",
            ),
        ),
        NO_INFO,
    )

    assert report.drawn_at == datetime(2025, 12, 11, 15, 51, 44, tzinfo=UTC)
    assert report.date == date(2025, 12, 11)
    assert report.tie_break == datetime(2025, 12, 5, 1, 2, 3, tzinfo=UTC)


def test_a_round_shortly_after_midnight_utc_was_drawn_the_day_before_in_ottawa() -> None:
    (report,) = read_grid(
        table(
            ("Date and time", "CRS", "Invitations"),
            ("March 19, 2020 at 02:04:06 UTC", "720", "668"),
        ),
        NO_INFO,
    )

    assert report.date == date(2020, 3, 18)


@pytest.mark.parametrize(
    "tie_break", ["December 13, 2025 at 10:00:00 UTC", "May 1, 2024 at 10:00:00 UTC"]
)
def test_a_tie_break_that_cannot_be_is_unknown_and_said(tie_break: str) -> None:
    (report,) = read_grid(table((*HEADINGS, "Tie-break"), (*HEALTH, tie_break)), NO_INFO)

    assert report.tie_break is None
    assert [(o.where, o.printed) for o in report.oddities] == [("tie_break", tie_break)]


def test_a_category_that_is_not_known_leaves_the_round_its_other_figures() -> None:
    row = ("December 11, 2025", "Astronauts", "1,000", "476")

    assert read(HEADINGS, row) == [("2025-12-11", None, 1000, 476)]


# What is left out.


def test_totals_titles_empty_rows_and_repeated_headings_are_no_rounds() -> None:
    found = read_rows(
        table(
            HEADINGS,
            ("2025", "2025", "2025", "2025"),
            HEALTH,
            ("", "", "", ""),
            HEADINGS,
            CEC,
            ("Total", "", "7,000", ""),
        ),
        NO_INFO,
    )

    assert [line.cells for line in found] == [HEALTH, CEC]


def test_a_provinces_table_is_known_by_its_caption_and_its_rows() -> None:
    rows = (HEADINGS, HEALTH, ("December 9, 2025", "SINP Express Entry", "90", "80"))

    assert read_grid(table(*rows, caption="Ontario draws"), NO_INFO) == ()
    assert [said(r) for r in read_grid(table(*rows), NO_INFO)] == [
        ("2025-12-11", "healthcare", 1000, 476)
    ]


# Days without a year.


def test_a_day_without_a_year_is_the_last_one_before_publication() -> None:
    row = ("Dec 11", *HEALTH[1:])

    assert read(HEADINGS, row, info=PUBLISHED)[0][0] == "2025-12-11"
    assert read(HEADINGS, row)[0][0] is None


@pytest.mark.parametrize(
    "rows",
    [
        (HEADINGS, ("2024",) * 4, ("Nov 11", *HEALTH[1:])),
        (("2024 draws",) * 4, HEADINGS, ("Nov 11", *HEALTH[1:])),
        (("Year", *HEADINGS), ("2024", "Nov 11", *HEALTH[1:])),
    ],
)
def test_a_day_without_a_year_is_of_the_year_that_the_table_names(
    rows: tuple[tuple[str, ...], ...],
) -> None:
    told = ("2024-11-11", "healthcare", 1000, 476)
    assert read(*rows, info=PUBLISHED) == [told]
    assert read(*rows) == [told]


@pytest.mark.parametrize("caption", ["Draws of 2025 and 2026", "Draws since 2024"])
def test_a_caption_that_may_mean_several_years_gives_none(caption: str) -> None:
    grid = table(HEADINGS, ("Nov 11", *HEALTH[1:]), caption=caption)

    (report,) = read_grid(grid, NO_INFO)

    assert report.date is None


def test_a_caption_dates_a_table_that_is_read_in_the_next_spring() -> None:
    rows = (("April 23", *CEC[1:]), ("Feb 13", *HEALTH[1:]))
    grid = table(HEADINGS, *rows, caption="Draw results in 2024")

    found = read_grid(grid, DocumentInfo(published=datetime(2025, 3, 1, 15, tzinfo=UTC)))

    assert [str(report.date) for report in found] == ["2024-04-23", "2024-02-13"]


def test_a_year_that_has_not_reached_such_a_day_is_not_its_own() -> None:
    grid = table(HEADINGS, ("Dec 30", *HEALTH[1:]), caption="Draws in 2025")

    (report,) = read_grid(grid, PUBLISHED)

    assert report.date is None


def test_days_that_run_to_and_fro_are_of_more_years_than_one_and_unknown() -> None:
    days = ("Dec 11", "Jan 23", "Dec 1", "March 5, 2024")
    rows = [(day, *HEALTH[1:]) for day in days]

    found = read(HEADINGS, *rows, info=PUBLISHED)

    assert [day for day, *_ in found] == [None, None, None, "2024-03-05"]


# Labels and values.


def test_labels_and_values_are_one_round() -> None:
    (report,) = read_grid(
        table(
            ("Round type", "Canadian Experience Class"),
            ("Date", "January 21, 2026"),
            ("CRS score of lowest-ranked candidate invited", "509"),
            ("Number of invitations issued", "6,000"),
            ("Rank required", "6,000 or above"),
            ("Tie-breaking rule", "October 29, 2025 at 04:35:24 UTC"),
            headings=0,
        ),
        NO_INFO,
    )

    assert said(report) == ("2026-01-21", "cec", 6000, 509)
    assert report.tie_break == datetime(2025, 10, 29, 4, 35, 24, tzinfo=UTC)


def test_labels_without_a_size_or_a_cut_off_are_no_round() -> None:
    assert read(("Date", "January 21, 2026"), ("CRS score", "509"), ("Note", "x")) == []


# Whatever the order and the words.

KNOWN = st.tuples(
    st.integers(1, 999),
    st.dates(date(2015, 1, 31), date(2026, 12, 31)),
    st.sampled_from(
        [
            ("Canadian Experience Class", "cec"),
            ("Provincial Nominee Program", "pnp"),
            ("Trade occupations (Version 2)", "trades"),
            ("Programme des candidats des provinces", "pnp"),
            ("No Program Specified", "general"),
        ]
    ),
    st.integers(1, 30_000),
    st.integers(75, 1200),
)
WORDINGS = (
    ("Draw #", "Round number", "#", "Num\u00e9ro", "Tirage"),
    ("Date", "Draw date", "Date du tirage", "Jour"),
    ("Program", "Round type", "Cat\u00e9gorie", "Type de ronde"),
    ("ITAs issued", "Invitations", "Draw size", "Candidats invit\u00e9s"),
    ("CRS cut-off", "Minimum score", "Seuil", "Note du SCG"),
)


Known = tuple[int, date, tuple[str, str], int, int]


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[Known], Grid, bool]:
    """Write rounds as a table in some order and words; some rows may lack a cell."""
    rounds = draw(st.lists(KNOWN, min_size=1, max_size=5))
    order = draw(st.permutations(range(5)))
    wording = [draw(st.sampled_from(words)) for words in WORDINGS]
    form = draw(st.sampled_from(["%B %d, %Y", "%Y-%m-%d", "%d %b %Y"]))
    count = draw(st.sampled_from(["{:,}", "{}", "{:,}*"]))
    rows = []
    for number, day, (name, _), size, score in rounds:
        cells = (str(number), day.strftime(form), name, count.format(size), str(score))
        rows.append([cells[i] for i in order])
    lost = draw(st.booleans()) and len(rounds) > 2
    if lost:
        gap = draw(st.integers(0, 4))
        rows[0] = [*rows[0][:gap], *rows[0][gap + 1 :], ""]
    return rounds, table(tuple(wording[i] for i in order), *map(tuple, rows)), lost


@given(tables())
def test_known_rounds_are_read_back_or_left_unknown_and_never_wrong(
    written: tuple[list[Known], Grid, bool],
) -> None:
    rounds, grid, lost = written

    lines = read_rows(grid, NO_INFO)

    assert len(lines) == len(rounds)
    for (number, day, (_, slug), size, score), line in zip(rounds, lines, strict=True):
        report = line.report
        if report is not None:
            assert report.number in {str(number), None}
            assert report.date in {day, None}
            assert report.category in {slug, None}
            assert report.invitations in {size, None}
            assert report.cutoff == score
        elif not lost or line is not lines[0]:
            pytest.fail(f"{line.cells} is not read")


@given(
    st.lists(
        st.lists(
            st.sampled_from([*HEADINGS, *HEALTH, *CEC, "", "385", "Total", "n/a", "2024", "Draw"])
            | st.text(max_size=8),
            min_size=3,
            max_size=3,
        ).map(tuple),
        min_size=2,
        max_size=6,
    ),
    st.integers(0, 6),
)
def test_no_table_breaks_it_and_no_figure_is_invented(
    rows: list[tuple[str, ...]], headings: int
) -> None:
    printed = {cell.replace(",", "") for row in rows for cell in row}

    for report in read_grid(table(*rows, headings=headings), PUBLISHED):
        assert str(report.cutoff) in printed
        if report.date is not None:
            assert report.date <= date(2025, 12, 13)
