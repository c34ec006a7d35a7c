"""The JSON API."""

from typing import Any

import httpx
import jsonschema
import pytest
from openapi_spec_validator import validate

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.stage import Stage, report

ROUNDS = "/api/v1/rounds"


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


def numbers(answer: httpx.Response) -> list[str]:
    return [round_["number"] for round_ in answer.json()["rounds"]]


def schema_of(stage: Stage, path: str) -> dict[str, Any]:
    described: dict[str, Any] = stage.get("/api/v1/openapi.json").json()
    content = described["paths"][path]["get"]["responses"]["200"]["content"]
    schema = content["application/json"]["schema"]
    return {**schema, "components": described["components"]}


def test_rounds_are_listed_newest_first_with_how_many_there_are(stage: Stage) -> None:
    answer = stage.get(ROUNDS)

    assert answer.headers["content-type"] == "application/json"
    assert numbers(answer) == ["436", "435", "434", "91b"]
    told = answer.json()
    assert (told["total"], told["page"], told["pages"], told["per_page"]) == (4, 1, 1, 100)
    assert told["links"] == {"self": f"{stage.base}/api/v1/rounds", "next": None, "previous": None}


def test_a_round_has_every_key_and_what_is_unknown_is_null(stage: Stage) -> None:
    pnp = stage.get(ROUNDS).json()["rounds"][1]

    assert pnp["number"] == "435"
    assert pnp["cutoff"] == 760
    assert pnp["tie_break"] is None
    assert pnp["first_seen"] == "2026-08-19T18:01:00Z"
    assert (pnp["previous"], pnp["change"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("category=pnp", ["435"]),
        ("category=pnp&category=fst", ["435", "91b"]),
        ("category=pnp,fst", ["435", "91b"]),
        ("year=2018", ["91b"]),
        ("score=520", ["436", "91b"]),
        ("sort=cutoff&order=asc", ["91b", "436", "434", "435"]),
        ("per_page=3&page=2", ["91b"]),
    ],
)
def test_the_filters_are_those_of_the_page(stage: Stage, query: str, found: list[str]) -> None:
    assert numbers(stage.get(f"{ROUNDS}?{query}")) == found


def test_pages_are_linked(stage: Stage) -> None:
    links = stage.get(f"{ROUNDS}?category=cec&per_page=1").json()["links"]

    assert links["next"] == f"{stage.base}{ROUNDS}?category=cec&per_page=1&page=2"
    second = stage.get(links["next"])
    assert numbers(second) == ["434"]
    assert second.json()["links"]["previous"] == f"{stage.base}{ROUNDS}?category=cec&per_page=1"


def test_a_page_beyond_the_last_is_empty_and_leads_back(stage: Stage) -> None:
    told = stage.get(f"{ROUNDS}?page=9&per_page=2").json()

    assert told["rounds"] == []
    assert told["links"]["previous"] == f"{stage.base}{ROUNDS}?per_page=2&page=2"


def test_a_score_is_told_how_far_it_is_above(stage: Stage) -> None:
    first, last = stage.get(f"{ROUNDS}?score=520").json()["rounds"]

    assert (first["above"], first["at_cutoff"]) == (0, True)
    assert (last["above"], last["at_cutoff"]) == (232, False)


def test_every_fault_of_a_query_is_named_at_once(stage: Stage) -> None:
    answer = stage.get(f"{ROUNDS}?score=1201&yaer=2026&category=cook")

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == 422
    assert [fault["parameter"] for fault in told["faults"]] == ["yaer", "category", "score"]
    assert told["faults"][2] == {
        "parameter": "score",
        "given": "1201",
        "allowed": "a whole number from 1 to 1200",
    }


@pytest.mark.parametrize("written", ["436", "%23436", "436%20"])
def test_one_round_is_found_by_its_number_as_people_write_it(stage: Stage, written: str) -> None:
    told = stage.get(f"{ROUNDS}/{written}").json()

    assert told["number"] == "436"
    assert told["pool"]["bands"][0]["label"] == "601-1200"
    assert told["previous"]["number"] == "434"
    assert [said["source"] for said in told["reports"]] == ["ircc"]


def test_a_number_that_is_not_known_has_its_nearest(stage: Stage) -> None:
    answer = stage.get(f"{ROUNDS}/100")

    assert answer.status_code == 404
    assert answer.json()["nearest"] == ["91b", "434"]


def test_a_number_that_two_reported_rounds_claim_is_a_conflict(scene: Scene) -> None:
    for category in ("cec", "pnp"):
        report(scene, "437", category=category)

    with Stage(scene) as stage:
        answer = stage.get(f"{ROUNDS}/437")

    assert answer.status_code == 409
    assert len(answer.json()["numbers"]) == 2


def test_categories_are_named_in_both_languages_with_their_last_round(stage: Stage) -> None:
    told = {c["slug"]: c for c in stage.get("/api/v1/categories").json()["categories"]}

    assert told["pnp"] == {
        "slug": "pnp",
        "en": "Provincial Nominee Program",
        "fr": "Programme des candidats des provinces",
        "known": True,
        "rounds": 1,
        "first": "2026-08-05",
        "last": {"number": "435", "date": "2026-08-05", "cutoff": 760},
    }
    assert told["stem"]["last"] is None


def test_a_category_that_nobody_knows_is_there_under_its_own_name(scene: Scene) -> None:
    scene.publish(a_page(a_row("437", "2026-08-19", drawName="Skilled Cooks"), *HISTORY))
    scene.poll()

    with Stage(scene) as stage:
        last = stage.get("/api/v1/categories").json()["categories"][-1]
        found = stage.get(f"{ROUNDS}?category=skilled-cooks")

    assert (last["slug"], last["known"]) == ("skilled-cooks", False)
    assert numbers(found) == ["437"]


def test_sources_tell_how_they_are_but_no_address(stage: Stage) -> None:
    (told,) = stage.get("/api/v1/sources").json()["sources"]

    assert (told["name"], told["trust"], told["health"]) == ("ircc", "official", "well")
    assert told["good_at"] == "2026-08-19T18:01:00Z"
    assert told["rounds"] == 4
    assert "127.0.0.1" not in stage.get("/api/v1/sources").text


def test_the_document_is_valid_openapi(stage: Stage) -> None:
    validate(stage.get("/api/v1/openapi.json").json())


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("/rounds", "/rounds"),
        ("/rounds", "/rounds?score=520"),
        ("/rounds/{number}", "/rounds/436"),
        ("/rounds/{number}", "/rounds/437"),
        ("/categories", "/categories"),
        ("/sources", "/sources"),
    ],
)
def test_every_answer_is_as_the_document_says(scene: Scene, path: str, address: str) -> None:
    corrected = a_row("436", "2026-08-12", drawCRS="521")
    scene.publish(a_page(corrected, *HISTORY[1:]))
    scene.poll()
    report(scene, "437")

    with Stage(scene) as stage:
        answer = stage.get(f"/api/v1{address}")
        schema = schema_of(stage, path)

    assert answer.status_code == 200
    jsonschema.validate(answer.json(), _closed(schema))


def test_what_has_not_changed_is_not_sent_again(stage: Stage) -> None:
    first = stage.get(ROUNDS)

    again = stage.get(ROUNDS, if_none_match=first.headers["etag"])

    assert (again.status_code, again.content) == (304, b"")
    other = stage.get(f"{ROUNDS}?category=cec", if_none_match=first.headers["etag"])
    assert other.status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_can_be_written(stage: Stage, method: str) -> None:
    answer = stage.client.request(method, ROUNDS, content=b"")

    assert answer.status_code == 405
    assert answer.headers["content-type"] == "application/problem+json"


def _closed(schema: dict[str, Any]) -> dict[str, Any]:
    """Allow no key that is not described: the API promises each."""
    if schema.get("type") == "object" and "properties" in schema:
        schema = {"additionalProperties": False, **schema}
    return {
        key: _closed(value)
        if isinstance(value, dict)
        else [_closed(v) if isinstance(v, dict) else v for v in value]
        if isinstance(value, list)
        else value
        for key, value in schema.items()
    }


def test_a_description_that_forgets_a_key_is_found(stage: Stage) -> None:
    schema = _closed(schema_of(stage, "/categories"))
    del schema["components"]["schemas"]["Category"]["properties"]["fr"]

    with pytest.raises(jsonschema.ValidationError, match="'fr' was unexpected"):
        jsonschema.validate(stage.get("/api/v1/categories").json(), schema)
