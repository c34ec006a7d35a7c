"""``forecast --score-card``: how good earlier forecasts were."""

import json
from datetime import date, datetime, timedelta

from tests.cli.installation import HISTORY, Installation, cells, said
from tests.pages import a_row
from watcher.core.forecasts import KeptForecast

QUANTILES = {"0.10": 505, "0.25": 510, "0.50": 515, "0.75": 520, "0.90": 525}


def keep(installation: Installation, as_of: str, *, reckoned: bool = False) -> None:
    """Keep a forecast of CEC rounds, made as its day began."""
    day = date.fromisoformat(as_of)
    now = installation.scene.now
    made = KeptForecast(
        category="cec",
        as_of=day,
        made_at=now if reckoned else datetime(day.year, day.month, day.day, 6, tzinfo=now.tzinfo),
        reckoned=reckoned,
        quantiles=QUANTILES,
        within={"7": 0.5, "14": 0.8, "30": 1.0},
    )
    with installation.scene.store.writing() as tx:
        tx.forecasts.keep([made])


def test_forecasts_and_rounds_stand_beside_each_other(installation: Installation) -> None:
    keep(installation, "2026-08-10")
    keep(installation, "2026-08-01", reckoned=True)

    told = installation.run("forecast", "--score-card")

    assert told.exit_code == 0
    lines = [cells(line) for line in said(told) if line.strip()]
    assert lines[0] == ["Forecast before the rounds came, 2026-08-10 to 2026-08-19"]
    assert ["cec", "1", "0", "5.0", "4.0", "100%", "100%", "20.0"] in lines
    assert ["all", "50/100%", ".250 (.967)"] in lines
    assert ["#436", "2026-08-12", "cec", "520", "515 (+5)", "510-520", "505-525", "524"] in lines
    assert ["Reckoned afterwards, 2026-08-01 to 2026-08-01"] in lines
    assert lines[-2][0].startswith("Reckoned afterwards: nobody saw these forecasts.")


def test_a_range_that_did_not_hold_says_so(installation: Installation) -> None:
    keep(installation, "2026-08-13")
    installation.publish(a_row("437", "2026-08-19", drawCRS="526"), *HISTORY)

    lines = [cells(line) for line in said(installation.run("forecast", "cec", "--score-card"))]
    assert ["#437", "2026-08-19", "cec", "526", "515 (+11)", "510-520*", "505-525*", "520"] in lines


def test_beside_a_forecast_stands_how_good_earlier_ones_were(installation: Installation) -> None:
    keep(installation, "2026-08-12", reckoned=True)
    reckoned = said(installation.run("forecast"))[-1]
    keep(installation, "2026-08-10")
    made = said(installation.run("forecast", "cec"))[-1]
    other = said(installation.run("forecast", "pnp"))[-1]
    earlier = said(installation.run("forecast", "--as-of", "2026-08-19"))[-1]

    assert made == (
        "Of 1 round forecast before they came the cut-off was 5.0 points off on average (same as "
        "last: 4.0), and within the range of 4 of 5 in 100%: watcher forecast --score-card"
    )
    assert reckoned == made.replace("forecast before they came", "reckoned afterwards")
    assert not any("--score-card" in line for line in (other, earlier))


def test_before_a_round_came_it_says_so(installation: Installation) -> None:
    keep(installation, "2026-08-19")

    assert said(installation.run("forecast", "--score-card")) == [
        "Forecast before the rounds came, 2026-08-19 to 2026-08-19",
        "No round has come since.",
    ]


def test_without_a_forecast_it_says_how_they_come(installation: Installation) -> None:
    told = installation.run("forecast", "--score-card")

    assert said(told) == ["No forecast is kept yet; a poll of IRCC's page keeps the day's."]


def test_json_has_both_parts(installation: Installation) -> None:
    keep(installation, "2026-08-10")

    told = json.loads(installation.run("forecast", "--score-card", "--json").stdout)
    assert (told["made"]["rounds"][0]["number"], told["reckoned"]) == ("436", None)


def test_a_category_never_forecast_matches_nothing(installation: Installation) -> None:
    told = installation.run("forecast", "stem", "--score-card")

    assert (told.exit_code, told.stderr) == (3, "watcher: nothing was ever forecast of stem\n")


def test_it_is_not_of_an_earlier_day(installation: Installation) -> None:
    told = installation.run("forecast", "--score-card", "--as-of", "2026-01-01")

    assert told.exit_code == 2
    assert "the score card is of all forecasts up to now" in " ".join(told.stderr.split())


def test_a_poll_keeps_the_days_forecasts(installation: Installation) -> None:
    installation.publish(
        *(a_row(str(430 - n), f"2026-07-{27 - 7 * n:02}", drawCRS=str(520 + n)) for n in range(3))
    )

    installation.run("poll", "--as-of", (installation.scene.now + timedelta(hours=1)).isoformat())

    with installation.scene.store.reading() as tx:
        kept = tx.forecasts.since(date(2026, 8, 19))
    assert [(one.category, one.reckoned) for one in kept] == [("cec", False), ("pnp", False)]
