"""CORS, allowed methods and Retry-After."""

import pytest

from tests.scene import Scene
from tests.web.stage import TOKEN, Stage
from watcher.web.routes import ENDPOINTS

SHARED = [
    "/api/v1/openapi.json",
    "/api/v1/rounds?score=471",
    "/api/v1/rounds/436",
    "/api/v1/categories",
    "/api/v1/sources",
    "/api/v1/forecast",
    "/api/v1/chance?score=471",
    "/api/v1/rank?score=471",
    "/api/v1/backtest?score=471",
    "/api/v1/score-card",
    "/api/v1/stats",
    "/feeds/rounds.atom",
    "/feeds/cec.json",
    "/rounds.ics",
    "/rounds.csv",
]
ELSEWHERE = {"origin": "https://elsewhere.example", "sec_fetch_site": "cross-site"}


@pytest.fixture(name="stage", scope="module")
def _stage(standing: Stage) -> Stage:
    return standing


@pytest.mark.parametrize("address", SHARED)
def test_scripts_of_any_site_may_read_public_facts(stage: Stage, address: str) -> None:
    answer = stage.get(address, **ELSEWHERE)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    exposed = answer.headers["access-control-expose-headers"]
    assert exposed == "ETag, Last-Modified, Retry-After"


@pytest.mark.parametrize(
    ("address", "status"),
    [("/api/v1/rounds/9999", 404), ("/api/v1/rounds?score=9999", 422), ("/feeds/no.atom", 404)],
)  # fmt: skip
def test_scripts_may_read_why_they_were_refused(stage: Stage, address: str, status: int) -> None:
    answer = stage.get(address, **ELSEWHERE)

    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"


def test_only_public_facts_are_shared() -> None:
    shared = {p.path for p in ENDPOINTS if p.shared}

    assert shared == {
        "/api/v1/openapi.json",
        "/api/v1/rounds",
        "/api/v1/rounds/{number}",
        "/api/v1/categories",
        "/api/v1/sources",
        "/api/v1/forecast",
        "/api/v1/chance",
        "/api/v1/rank",
        "/api/v1/backtest",
        "/api/v1/score-card",
        "/api/v1/stats",
        "/feeds/{file}",
        "/rounds.ics",
        "/rounds.csv",
    }


@pytest.mark.parametrize(
    "address",
    ["/", "/rounds", "/rounds/436", "/trends", "/deliveries", "/signin", "/preferences", "/metrics", "/readyz", "/healthz", "/api", "/nothing"],
)  # fmt: skip
def test_scripts_of_other_sites_read_no_page_and_nothing_private(
    stage: Stage, address: str
) -> None:
    for answer in (
        stage.get(address, **ELSEWHERE),
        stage.client.options(address, headers={"Origin": "https://elsewhere.example"}),
        stage.get(address, authorization=f"Bearer {TOKEN}", **ELSEWHERE),
    ):
        assert not any(n.startswith("access-control") for n in answer.headers)
        assert answer.headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "shared"),
    [("/rounds.csv", True), ("/feeds/cec.atom", True), ("/feeds/", True)]
    + [(path, False) for path in ("/rounds.csvx", "/feeds", "/", "/rounds")],
)
def test_a_path_is_shared_whole_or_below_a_gap_and_not_by_how_it_begins(
    stage: Stage,
    path: str,
    shared: bool,  # noqa: FBT001 - a case
) -> None:
    assert ("access-control-allow-origin" in stage.get(path).headers) is shared


def test_a_browser_that_asks_first_is_answered(stage: Stage) -> None:
    answer = stage.client.options(
        "/api/v1/rounds",
        headers={
            "Origin": "https://elsewhere.example",
            "Sec-Fetch-Site": "cross-site",
            "Access-Control-Request-Method": "GET",
            "Access-Control-Request-Headers": "if-none-match",
        },
    )

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "GET, HEAD"
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/", "GET, HEAD, OPTIONS"),
        ("/healthz", "GET, HEAD, OPTIONS"),
        ("/rounds/436", "GET, HEAD, OPTIONS"),
        ("/signin", "GET, HEAD, OPTIONS, POST"),
        ("/deliveries/retry", "OPTIONS, POST"),
        ("/api/v1/rounds", "GET, HEAD, OPTIONS"),
    ],
)
def test_options_names_the_methods_of_an_address(stage: Stage, path: str, allow: str) -> None:
    answer = stage.client.options(path)

    assert (answer.status_code, answer.headers["allow"]) == (204, allow)


def test_options_of_nothing_is_not_found(stage: Stage) -> None:
    assert stage.client.options("/nothing").status_code == 404


def test_a_method_that_is_none_is_told_which_there_are(stage: Stage) -> None:
    answer = stage.client.delete("/signin", headers={"Content-Length": "0"})

    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD, OPTIONS, POST"


def test_whoever_asks_too_often_is_told_when_to_come_again(scene: Scene) -> None:
    with Stage(scene, per_second=1) as stage:
        answers = [stage.get("/api/v1/categories") for _ in range(6)]

    assert [a.status_code for a in answers[:4]] == [200] * 4
    refused = answers[-1]
    assert refused.status_code == 429
    assert 1 <= int(refused.headers["retry-after"]) <= 2
    assert refused.headers["access-control-allow-origin"] == "*"
