"""The API on a person's case and on what may come."""

import json
import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx
import jsonschema
import pytest

from tests.scene import Scene
from tests.web.stage import Stage
from watcher.answers.backtest import backtest
from watcher.answers.forecast import forecasts, invitation_chance
from watcher.answers.rank import pool_rank
from watcher.answers.score_card import score_card
from watcher.answers.serialize import to_json
from watcher.answers.snapshot import Snapshot
from watcher.answers.stats import year_stats
from watcher.core.settings import Subscription
from watcher.web.questions import QUESTIONS

API = "/api/v1"
YOU = "score=512&categories=cec,healthcare"
PERSONAL = ["chance", "rank", "backtest"]
ADDRESSES = ["/forecast", "/forecast?category=cec", f"/chance?{YOU}", "/rank?score=471", f"/backtest?{YOU}", f"/backtest?{YOU}&submitted=2026-03-01T00:00:00Z&what_if=12&since=2026-01-01", "/score-card", "/score-card?category=cec", "/stats", "/stats?year=2025"]  # fmt: skip


def told(answer: httpx.Response) -> Any:
    assert answer.status_code == 200, answer.text
    return answer.json()


def asked(stage: Stage, question: str) -> object:
    """Ask as the terminal does."""
    scene = stage.scene
    person = Subscription(
        name="", score=512, categories=frozenset({"cec", "healthcare"}), channels=()
    )
    with scene.store.reading() as tx:
        snapshot = Snapshot(store=scene.store, tx=tx, settings=scene.settings, now=scene.now)
        answers: dict[str, Callable[[], object]] = {
            "forecast": lambda: forecasts(snapshot),
            "chance": lambda: invitation_chance(snapshot, score=512, categories=person.categories),
            "rank": lambda: pool_rank(snapshot, 512),
            "backtest": lambda: backtest(snapshot, person),
            "score-card": lambda: score_card(snapshot),
            "stats": lambda: year_stats(snapshot),
        }
        return to_json(answers[question]())


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("forecast", ""),
        ("chance", f"?{YOU}"),
        ("rank", "?score=512"),
        ("backtest", f"?{YOU}"),
        ("score-card", ""),
        ("stats", ""),
    ],
)
def test_it_has_the_json_of_the_terminal(years: Stage, question: str, query: str) -> None:
    assert told(years.get(f"{API}/{question}{query}")) == json.loads(
        json.dumps(asked(years, question))
    )


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_is_as_the_document_says(years: Stage, address: str) -> None:
    described = years.get(f"{API}/openapi.json").json()
    operation = described["paths"][urlsplit(address).path]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]

    jsonschema.validate(
        told(years.get(API + address)), {**schema, "components": described["components"]}
    )


def test_one_category_is_forecast_or_an_inactive_one_not(years: Stage) -> None:
    (cec,) = told(years.get(f"{API}/forecast?category=cec"))

    assert cec["last"] == {"number": "436", "date": "2026-08-18", "cutoff": 523}
    assert len(cec["cutoff"]["quantiles"]) == 19
    assert told(years.get(f"{API}/forecast?category=fst")) == []


def test_a_silence_has_its_reason(years: Stage) -> None:
    found = told(years.get(f"{API}/chance?score=471&categories=military"))

    assert (found["within"], found["withheld"]) == (None, "fewer than three rounds were held")


def test_categories_are_given_with_commas_or_several_times_and_all_if_not(years: Stage) -> None:
    commas = told(years.get(f"{API}/backtest?score=512&categories=healthcare,%20CEC"))
    several = told(years.get(f"{API}/backtest?score=512&categories=cec&categories=healthcare"))
    every = told(years.get(f"{API}/backtest?score=512"))

    assert commas == several
    assert commas["categories"] == ["cec", "healthcare"]
    assert every["categories"] == ["all"]


def test_every_fault_is_named_at_once(years: Stage) -> None:
    answer = years.get(
        f"{API}/backtest?score=1201&categories=cec,cooks&submitted=2025-11-20&since=soon"
        "&what_if=1.5&lang=fr"
    )

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    faults = {fault["parameter"]: fault for fault in answer.json()["faults"]}
    assert set(faults) == {"score", "categories", "submitted", "since", "what_if", "lang"}
    assert faults["score"]["allowed"] == "a whole number from 1 to 1200"
    assert faults["submitted"]["given"] == "2025-11-20"
    assert faults["submitted"]["allowed"] == (
        "an instant with its zone, such as 2025-11-20T15:00:00Z, of the years 2015 to 2099"
    )
    assert "healthcare" in faults["categories"]["allowed"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("chance", "score"),
        ("rank?score=", "score"),
        ("rank?score=471&score=472", "score"),
        ("rank?score=%2B471", "score"),
        ("rank?score=471&categories=cec", "categories"),
        ("forecast?category=all", "category"),
        ("stats?year=2014", "year"),
        ("stats?year=next", "year"),
    ],
)
def test_what_is_missing_doubled_or_of_another_question_is_refused(
    years: Stage, query: str, parameter: str
) -> None:
    answer = years.get(f"{API}/{query}")

    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["faults"]] == [parameter]


def test_a_year_without_rounds_and_a_pool_that_was_never_counted_are_not_found(
    years: Stage, unpolled: Scene
) -> None:
    assert years.get(f"{API}/stats?year=2099").json()["detail"] == "no round of 2099 is known"
    with Stage(unpolled) as stage:
        answer = stage.get(f"{API}/rank?score=471")

    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", [a for a in ADDRESSES if "score=" in a])
def test_what_is_about_a_score_is_stored_nowhere(
    years: Stage, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answer = years.get(API + address)

    assert answer.headers["cache-control"] == "no-store"
    assert "etag" not in answer.headers
    assert "score=" not in caplog.text


def test_a_refusal_of_a_score_is_not_stored_either(years: Stage) -> None:
    assert years.get(f"{API}/rank?score=9999").headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["/rounds?score=471", "/rounds?per_page=5&score=471"])
def test_rounds_by_score_have_their_tag_but_are_nobody_elses(years: Stage, address: str) -> None:
    answer = years.get(API + address)

    assert answer.headers["cache-control"] == "private, no-cache"
    again = years.get(API + address, if_none_match=answer.headers["etag"])
    assert again.status_code == 304


def test_what_is_for_everybody_is_made_once_and_tagged(years: Stage) -> None:
    answer = years.get(f"{API}/forecast")

    assert answer.headers["cache-control"] == "public, no-cache"
    again = years.get(f"{API}/forecast", if_none_match=answer.headers["etag"])
    assert again.status_code == 304


def test_questions_that_name_a_person_say_so() -> None:
    assert [one.name for one in QUESTIONS if one.is_personal] == PERSONAL


def test_the_page_of_formats_names_every_question(years: Stage) -> None:
    page = years.get("/programs").text

    assert [one.name for one in QUESTIONS if f"{API}{one.path}" not in page] == []
    assert f'<a href="{API}/forecast">' in page
    assert f"{API}/chance?score=471" in page
