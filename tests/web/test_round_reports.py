"""The record of a round by the API: for who may see it, a page at a time."""

from collections.abc import Iterator
from typing import Any

import httpx
import jsonschema
import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.values import a_person, a_rule
from tests.web.stage import TOKEN, Stage
from watcher.core.errors import DeliveryRefused

NEW = a_row("437", "2026-08-19", drawCRS="520")
REPORT = "/api/v1/rounds/437/report"
PATHS = (REPORT, f"{REPORT}/deliveries", f"{REPORT}/not-concerned")


@pytest.fixture(name="told")
def _told(scene: Scene) -> Iterator[Stage]:
    """One of two in the file and one of five people were told of #437, whose server refused it."""
    french = frozenset({"french"})
    others = [a_person(name=f"p{n}", rules=(a_rule(categories=french),)) for n in range(4)]
    rules = (a_rule(name="cec", categories=frozenset({"cec"}), score=530),)
    with scene.store.writing() as tx:
        tx.people.put_many(
            [*others, a_person(name="chi", channels=("chi",), rules=rules)], scene.now
        )
    scene.channels.failures["chi"] = [DeliveryRefused("550 no such user")]
    scene.publish(a_page(NEW, *HISTORY))
    scene.poll()
    scene.deliver()
    with Stage(scene) as stage:
        yield stage


def ask(stage: Stage, address: str) -> httpx.Response:
    return stage.get(address, authorization=f"Bearer {TOKEN}")


def paged(stage: Stage, address: str, key: str) -> list[list[dict[str, Any]]]:
    """Follow the pages of a list to their end."""
    pages, after = [], ""
    while True:
        told = ask(stage, f"{address}{after}").json()
        pages.append(told[key])
        if told["next"] is None:
            return pages
        after = f"&after={told['next']}"


@pytest.mark.parametrize("path", PATHS)
def test_it_is_private_and_kept_by_nobody(told: Stage, path: str) -> None:
    refused, answered = told.get(path), ask(told, path)

    assert refused.status_code == 401
    assert refused.headers["content-type"] == "application/problem+json"
    assert "chi" not in refused.text
    assert answered.status_code == 200
    assert answered.headers["cache-control"] == "no-store"
    assert "etag" not in answered.headers
    assert "access-control-allow-origin" not in answered.headers


def test_the_sums_say_how_far_it_came(told: Stage) -> None:
    sums = ask(told, REPORT).json()

    assert list(sums) == ["head", "totals", "reasons"]
    assert sums["head"]["round"] == "437"
    assert sums["totals"]["people"] == 2
    assert sums["totals"]["states"] == {"refused": 1, "sent": 1}
    assert sums["reasons"] == [{"answer": "550 no such user", "count": 1}]


def test_deliveries_come_a_page_at_a_time_in_the_order_of_the_queue(told: Stage) -> None:
    pages = paged(told, f"{REPORT}/deliveries?limit=1", "deliveries")

    assert [[line["subscription"] for line in page] for page in pages] == [["amara"], ["chi/cec"]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("state=refused", ["chi/cec"]),
        ("state=refused&state=sent", ["amara", "chi/cec"]),
        ("verdict=invited", ["amara", "chi/cec"]),
        ("verdict=short", []),
        ("person=chi", ["chi/cec"]),
        ("person=chi/cec&state=sent", []),
    ],
)
def test_deliveries_are_chosen(told: Stage, query: str, names: list[str]) -> None:
    (page,) = paged(told, f"{REPORT}/deliveries?{query}", "deliveries")

    assert [line["subscription"] for line in page] == names


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_who_was_told_nothing_is_found_page_by_page_whatever_their_size(
    told: Stage, limit: int
) -> None:
    pages = paged(told, f"{REPORT}/not-concerned?limit={limit}", "people")

    assert all(len(page) <= limit for page in pages)
    found = [(one["subscription"], one["why"]) for page in pages for one in page]
    others = [(f"p{n}", "other category") for n in range(4)]
    assert found == [("bo", "short"), *others]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        (f"{REPORT}?limit=2", 422),
        (f"{REPORT}/deliveries?limit=1001", 422),
        (f"{REPORT}/deliveries?state=lost", 422),
        (f"{REPORT}/deliveries?person=a%00b", 422),
        (f"{REPORT}/deliveries?after=999", 404),
        (f"{REPORT}/not-concerned?verdict=lucky", 422),
        (f"{REPORT}/not-concerned?after=file:gone", 404),
        (f"{REPORT}/not-concerned?after=x", 404),
        ("/api/v1/rounds/999/report", 404),
    ],
)
def test_what_cannot_be_answered_is_a_problem_and_kept_by_nobody(
    told: Stage, address: str, status: int
) -> None:
    answer = ask(told, address)

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PATHS)
def test_it_is_as_the_document_says(told: Stage, path: str) -> None:
    described = told.get("/api/v1/openapi.json").json()
    operation = described["paths"][path.removeprefix("/api/v1").replace("437", "{number}")]["get"]
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]

    assert operation["security"] == [{"token": []}]
    jsonschema.validate(ask(told, path).json(), {**schema, "components": described["components"]})
