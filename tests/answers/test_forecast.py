"""What may come, as of a day."""

from datetime import date

from watcher.answers.forecast import (
    Candidate,
    forecasts,
    invitation_chance,
    invitation_chances,
    why_silent,
)
from watcher.answers.serialize import json_object
from watcher.answers.snapshot import Snapshot


def test_each_active_category_is_forecast_as_of_today(snapshot: Snapshot) -> None:
    found = forecasts(snapshot)

    assert [(one.category, one.last.number) for one in found] == [("cec", "436"), ("pnp", "435")]
    assert {one.as_of for one in found} == {date(2026, 8, 19)}


def test_one_category_or_none_where_it_is_not_active(snapshot: Snapshot) -> None:
    assert [one.category for one in forecasts(snapshot, category="pnp")] == ["pnp"]
    assert forecasts(snapshot, category="fst") == ()
    assert str(why_silent(snapshot, "fst")) == "the last round was on 2018-05-30, over a year ago"


def test_once_todays_round_is_known_the_next_one_is_forecast(snapshot: Snapshot) -> None:
    on_the_day = forecasts(
        Snapshot(
            store=snapshot.store,
            tx=snapshot.tx,
            settings=snapshot.settings,
            now=snapshot.now.replace(day=12),
        )
    )

    assert on_the_day[0].last.number == "436"
    assert on_the_day[0].as_of == date(2026, 8, 13)


def test_only_rounds_before_the_day_count(snapshot: Snapshot) -> None:
    (cec,) = forecasts(snapshot, category="cec", as_of=date(2026, 8, 12))

    assert cec.last.number == "434"


def test_json_has_the_keys_of_the_contract(snapshot: Snapshot) -> None:
    (cec,) = forecasts(snapshot, category="cec")

    assert json_object(cec) == {
        "category": "cec",
        "as_of": "2026-08-19",
        "last": {"number": "436", "date": "2026-08-12", "cutoff": 520},
        "cutoff": None,
        "withheld": "fewer than three rounds were held",
        "invitations": None,
        "within": json_object(cec.within),
    }
    assert list(cec.within) == ["7", "14", "30"]


def test_a_chance_is_withheld_with_a_reason(snapshot: Snapshot) -> None:
    found = invitation_chance(snapshot, score=520, categories=["cec"])

    assert json_object(found) == {
        "within": None,
        "withheld": "fewer than three rounds were held",
        "left_out": {"cec": "fewer than three rounds were held"},
        "doubtful": {},
    }


def test_all_stands_for_every_active_category(snapshot: Snapshot) -> None:
    everything = Candidate(score=520, categories=frozenset({"all"}))

    (found,) = invitation_chances(snapshot, [everything])

    assert sorted(found.left_out) == ["cec", "pnp"]
