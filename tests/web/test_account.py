"""Sign-in, CSRF checks, preferences and deliveries."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.cli.installation import HISTORY
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.web.stage import TOKEN, Stage
from watcher.adapters.database import DeliveryState
from watcher.core.errors import DeliveryRefused


@pytest.fixture
def refused(scene: Scene) -> Scene:
    """Have the mailbox of Bo refuse a round."""
    scene.channels.failures["bo-mail"] = [DeliveryRefused("550 no such mailbox")]
    scene.publish(a_page(a_row("437", "2026-08-19", drawCRS="499"), *HISTORY))
    scene.poll()
    scene.deliver()
    return scene


def the_refused_one(scene: Scene) -> str:
    with scene.store.reading() as tx:
        (delivery,) = tx.deliveries.search(states=[DeliveryState.REFUSED])
    return str(delivery.id)


def states(scene: Scene) -> set[DeliveryState]:
    with scene.store.reading() as tx:
        return {d.state for d in tx.deliveries.search(channel="bo-mail")}


def test_one_try_is_not_several(refused: Scene) -> None:
    with Stage(refused) as stage:
        stage.sign_in()
        page = stage.get("/deliveries?state=refused").text

    assert 'data-unit="try">1<' in page


def test_a_refused_delivery_is_tried_again_from_the_page(refused: Scene) -> None:
    with Stage(refused) as stage:
        form = stage.sign_in()
        answer = stage.post("/deliveries/retry", {"form": form, "id": the_refused_one(refused)})
        page = stage.get(answer.headers["location"])

    assert (answer.status_code, answer.headers["location"]) == (303, "/deliveries?retried=1")
    assert "1 queued again" in page.text
    assert states(refused) == {DeliveryState.QUEUED}
    refused.deliver()
    assert states(refused) == {DeliveryState.SENT}


def test_all_that_was_refused_is_tried_again_at_once(refused: Scene) -> None:
    with Stage(refused) as stage:
        form = stage.sign_in()
        page = stage.get("/deliveries").text
        answer = stage.post("/deliveries/retry", {"form": form, "all": "refused"})
        again = stage.post("/deliveries/retry", {"form": form, "all": "sent"})

    assert "Try 1 refused again" in page
    assert answer.headers["location"] == "/deliveries?retried=1"
    assert again.headers["location"] == "/deliveries?retried=0"
    assert states(refused) == {DeliveryState.QUEUED}


def test_a_count_leads_to_what_it_counts(refused: Scene) -> None:
    with Stage(refused) as stage:
        stage.sign_in()
        page = LexborHTMLParser(stage.get("/deliveries").text)
        links = [node.attributes["href"] or "" for node in page.css(".counts a")]
        shown = LexborHTMLParser(stage.get("/deliveries?state=refused").text)

    assert "/deliveries?state=refused" in links
    assert len(links) == len(DeliveryState)
    assert len(shown.css("tbody tr")) == 1
    (here,) = shown.css(".counts [aria-current]")
    assert here.text().split() == ["refused", "1"]


def test_without_anything_refused_there_is_nothing_to_try_again(stage: Stage) -> None:
    stage.sign_in()

    assert "refused again" not in stage.get("/deliveries").text


def test_signing_in_is_said_to_be_for_whoever_runs_it(stage: Stage) -> None:
    page = LexborHTMLParser(stage.get("/signin?next=/deliveries").text)

    (told,) = page.css("main h1 + p")
    assert told.text().startswith("Signing in is for whoever runs this watcher")
    (link,) = told.css("a")
    assert link.attributes["href"] == "/#you"


def test_what_was_sent_is_not_sent_again(refused: Scene) -> None:
    with refused.store.reading() as tx:
        (sent,) = tx.deliveries.search(states=[DeliveryState.SENT], channel="amara-tg")

    with Stage(refused) as stage:
        form = stage.sign_in()
        answer = stage.post("/deliveries/retry", {"form": form, "id": str(sent.id)})

    assert answer.headers["location"] == "/deliveries?retried=0"


@pytest.mark.parametrize(
    ("form", "headers"),
    [
        ({}, {}),
        ({"form": ""}, {}),
        ({"form": "0" * 64}, {}),
        ({"form": "\N{SNOWMAN}"}, {}),
        ({"form": "OURS"}, {"Origin": "http://evil.example"}),
        ({"form": "OURS"}, {"Origin": "null"}),
        ({"form": "OURS"}, {"Origin": "https://127.0.0.1"}),
        ({"form": "OURS"}, {"Sec-Fetch-Site": "cross-site"}),
        ({"form": "OURS"}, {"Sec-Fetch-Site": "same-site"}),
    ],
    ids=str,
)
def test_a_form_that_is_not_ours_does_nothing(
    refused: Scene, form: dict[str, str], headers: dict[str, str]
) -> None:
    with Stage(refused) as stage:
        ours = stage.sign_in()
        values = {k: v.replace("OURS", ours) for k, v in form.items()}
        values["id"] = the_refused_one(refused)
        statuses = [
            stage.client.post(path, data=values, headers=headers).status_code
            for path in ("/deliveries/retry", "/signout")
        ]
        still = stage.get("/deliveries").status_code

    assert statuses == [403, 403]
    assert states(refused) == {DeliveryState.REFUSED}
    assert still == 200


def test_the_form_of_another_session_does_nothing(refused: Scene) -> None:
    with Stage(refused) as stage, stage.a_client() as other:
        theirs = stage.sign_in(other)
        stage.sign_in()
        answer = stage.post("/deliveries/retry", {"form": theirs, "id": the_refused_one(refused)})

    assert answer.status_code == 403


def test_the_token_itself_carries_out_no_form(refused: Scene) -> None:
    """A program that holds it has `watcher retry`; a page elsewhere must not."""
    with Stage(refused) as stage:
        answer = stage.post(
            "/deliveries/retry", {"id": the_refused_one(refused)}, authorization=f"Bearer {TOKEN}"
        )

    assert answer.status_code == 403
    assert states(refused) == {DeliveryState.REFUSED}


@pytest.mark.parametrize("path", ["/deliveries/retry", "/signout"])
def test_an_address_alone_acts_on_nothing(refused: Scene, path: str) -> None:
    with Stage(refused) as stage:
        stage.sign_in()
        answer = stage.get(path)

    assert answer.status_code == 405


@pytest.mark.parametrize("ids", ["", "x", "-1", "0", "9" * 30, "\N{SUPERSCRIPT TWO}"])
def test_strange_numbers_of_deliveries_choose_nothing(refused: Scene, ids: str) -> None:
    with Stage(refused) as stage:
        form = stage.sign_in()
        answer = stage.post("/deliveries/retry", {"form": form, "id": ids})

    assert answer.headers["location"] == "/deliveries?retried=0"


@pytest.mark.parametrize(
    ("wanted", "led"),
    [
        ("/rounds?year=2026", "/rounds?year=2026"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("https:evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/x\r\nSet-Cookie: a=b", "/"),
        ("/é", "/"),
        ("evil.example", "/"),
        ("", "/"),
    ],
)
def test_signing_in_leads_nowhere_else(stage: Stage, wanted: str, led: str) -> None:
    answer = stage.post("/signin", {"token": TOKEN, "next": wanted})

    assert answer.headers["location"] == led


@pytest.mark.parametrize(
    ("form", "cookies"),
    [
        ({"lang": "fr", "zone": "Asia/Kolkata", "theme": "dark"}, {"lang": "fr", "zone": "Asia/Kolkata", "theme": "dark"}),
        ({"lang": "de", "zone": "", "theme": "pink"}, {}),
    ],
)  # fmt: skip
def test_preferences_are_remembered_and_nothing_else(
    stage: Stage, form: dict[str, str], cookies: dict[str, str]
) -> None:
    answer = stage.post("/preferences", {**form, "next": "/rounds"})

    assert answer.headers["location"] == "/rounds"
    assert dict(stage.client.cookies) == cookies


def test_a_zone_that_is_none_is_refused_with_what_was_written(stage: Stage) -> None:
    answer = stage.post("/preferences", {"zone": "../../etc/passwd<script>"})

    assert answer.status_code == 400
    assert "../../etc/passwd&lt;script&gt; is no time zone." in answer.text
    assert "set-cookie" not in answer.headers
