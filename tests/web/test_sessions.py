"""Private pages need the token."""

import base64
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx
import pytest

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.signing_up import open_signup
from tests.web.stage import TOKEN, Stage
from watcher.core.errors import DeliveryRefused
from watcher.core.settings import Secret
from watcher.web.questions import QUESTIONS
from watcher.web.routes import ENDPOINTS
from watcher.web.sessions import COOKIE

PRIVATE = [p for p in ENDPOINTS if p.private]
SHOWN = [p.path.replace("{number}", "437") for p in PRIVATE if not p.acts]
ACTS = [p.path for p in PRIVATE if p.acts]
FILLED = {"{number}": "436", "{file}": "rounds.atom", "{slug}": "cec"}
ASKING = {f"/api/v1{one.path}": "?score=470" for one in QUESTIONS if one.is_personal}
PUBLIC = [
    re.sub(r"\{\w+\}", lambda gap: FILLED[gap[0]], p.path) + ASKING.get(p.path, "")
    for p in ENDPOINTS
    if not (p.private or p.secret or p.acts) and "{name}" not in p.path and "pictures" not in p.path
]
# Names and scores of people, and names of channels.
TELLING = (r"amara", r"bo-mail", r"\b521\b(?!\.\d)")  # 521.3 is a place in a drawing


@pytest.fixture
def told(scene: Scene) -> Iterator[Stage]:
    """Serve a scene in which Amara was told of a round, and Bo's channel refused."""
    scene.channels.failures["bo-mail"] = [DeliveryRefused("550 no such mailbox")]
    scene.publish(a_page(a_row("437", "2026-08-19", drawCRS="499"), *HISTORY))
    scene.poll()
    scene.deliver()
    open_signup(scene)
    with Stage(scene) as stage:
        yield stage


def nothing_is_told(answer: httpx.Response) -> None:
    for word in TELLING:
        assert not re.search(word, answer.text)
    assert answer.headers["cache-control"] == "no-store"


def test_there_are_private_places() -> None:
    report = "/api/v1/rounds/437/report"
    reports = [report, f"{report}/deliveries", f"{report}/not-concerned"]
    assert SHOWN[:3] == reports
    assert SHOWN[3:] == ["/reminders.ics", "/deliveries"]
    assert ACTS == ["/deliveries/retry", "/signout"]


STRANGERS: list[dict[str, Any]] = [
    {},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer not-the-token-of-these"},
    {"Authorization": f"Bearer {TOKEN[:-1]}"},
    {"Authorization": f"Bearer {TOKEN}x"},
    {"Authorization": f"Token {TOKEN}"},
    {"Authorization": b"Bearer \xe9\xff"},
    {"Authorization": "Basic " + base64.b64encode(f"x:{TOKEN}".encode()).decode()},
    {"Cookie": f"{COOKIE}=made-up"},
    {"Cookie": f"{COOKIE}="},
    {"Cookie": f"{COOKIE}={TOKEN}"},
    {"Cookie": "x" * 4000},
]


@pytest.mark.parametrize("path", SHOWN)
def test_without_the_token_it_is_refused(told: Stage, path: str) -> None:
    for headers in STRANGERS:
        answer = told.client.get(path, headers=headers)

        assert answer.status_code == 401, headers
        assert answer.headers["www-authenticate"] == "Bearer"
        nothing_is_told(answer)


@pytest.mark.parametrize("path", SHOWN)
def test_a_token_in_the_address_is_none(told: Stage, path: str) -> None:
    for name in ("token", "form", "access_token"):
        answer = told.get(f"{path}?{name}={TOKEN}")

        assert answer.status_code == 401
        nothing_is_told(answer)


@pytest.mark.parametrize("path", SHOWN)
def test_the_cookie_of_another_watcher_is_none(told: Stage, path: str) -> None:
    with (
        Stage(told.scene, token=Secret("the-token-of-another-one")) as other,
        other.a_client() as client,
    ):
        client.post("/signin", data={"token": "the-token-of-another-one"})
        assert client.get(path).status_code == 200
        stolen = client.cookies[COOKIE]

    answer = told.client.get(path, headers={"Cookie": f"{COOKIE}={stolen}"})

    assert answer.status_code == 401
    nothing_is_told(answer)


def test_whoever_knows_the_token_may_come_with_it_often(told: Stage) -> None:
    for _ in range(10):
        answer = told.get("/deliveries", authorization=f"Bearer {TOKEN}")

        assert answer.status_code == 200
        assert "amara" in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_whoever_signs_in_sees_it_until_they_sign_out(told: Stage) -> None:
    form = told.sign_in()
    assert "amara" in told.get("/deliveries").text
    assert "amara" in told.get("/").text
    kept = told.client.cookies[COOKIE]

    answer = told.post("/signout", {"form": form})

    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    again = told.get("/deliveries", cookie=f"{COOKIE}={kept}")
    assert again.status_code == 401
    nothing_is_told(again)


def test_a_session_ends_after_twelve_hours(told: Stage) -> None:
    told.sign_in()
    told.scene.now += timedelta(hours=12)

    assert told.get("/deliveries").status_code == 401


def test_the_cookie_is_kept_from_scripts_and_other_sites(told: Stage) -> None:
    answer = told.post("/signin", {"token": TOKEN, "next": "/deliveries"})

    cookie = answer.headers["set-cookie"]
    assert answer.headers["location"] == "/deliveries"
    for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert part in cookie
    assert "Secure" not in cookie
    assert TOKEN not in cookie


def test_where_it_is_reached_by_https_the_cookie_is_secure(scene: Scene) -> None:
    with Stage(scene, url="https://watcher.example.org") as stage:
        answer = stage.post("/signin", {"token": TOKEN}, host="watcher.example.org")

    assert "Secure" in answer.headers["set-cookie"]


@pytest.mark.parametrize("token", ["", "wrong", TOKEN.upper(), "\N{SNOWMAN}" * 20])
def test_a_wrong_token_signs_nobody_in(told: Stage, token: str) -> None:
    answer = told.post("/signin", {"token": token})

    assert answer.status_code == 401
    assert "That is not the token." in answer.text
    assert "set-cookie" not in answer.headers


def test_guessing_is_slowed_down_and_then_the_right_token_waits_too(told: Stage) -> None:
    for _ in range(5):
        assert told.post("/signin", {"token": "a-guess-of-somebody"}).status_code == 401

    answer = told.post("/signin", {"token": TOKEN})

    assert answer.status_code == 429
    assert "Too many tries. Wait" in answer.text
    assert 1 <= int(answer.headers["retry-after"]) <= 12
    program = told.get("/deliveries", authorization=f"Bearer {TOKEN}")
    assert program.status_code == 429
    assert 1 <= int(program.headers["retry-after"]) <= 13
    nothing_is_told(program)


def test_without_a_token_in_the_configuration_nobody_gets_in(scene: Scene) -> None:
    with Stage(scene, token=None) as stage:
        for token in ("", "None", TOKEN):
            assert stage.post("/signin", {"token": token}).status_code == 401
        page = stage.get("/deliveries")

    assert page.status_code == 401
    assert "the configuration has no token" in page.text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_public_page_names_people_their_scores_or_channels(told: Stage, language: str) -> None:
    for path in PUBLIC:
        answer = told.get(path if "/api/" in path else f"{path}?lang={language}")

        assert answer.status_code == 200, path
        for word in TELLING:
            assert not re.search(word, answer.text), path


def test_what_somebody_saw_who_had_signed_in_is_handed_to_nobody_else(told: Stage) -> None:
    told.sign_in()
    assert "amara" in told.get("/").text

    with told.a_client() as other:
        assert "amara" not in other.get("/").text


def test_the_log_names_nobody_and_no_token(told: Stage, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    told.sign_in()
    told.post("/signin", {"token": TOKEN + "x"})
    for path in (*SHOWN, *PUBLIC):
        told.get(path)

    web = [r for r in caplog.records if r.name.startswith(("watcher.web", "uvicorn"))]
    said = " ".join(f"{r.getMessage()} {r.__dict__}" for r in web)
    for word in ("amara", "bo-mail", "521 ", "=521", TOKEN):
        assert word not in said
