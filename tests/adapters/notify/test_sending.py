import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.adapters.notify.letters import LETTER, PLAIN, SOON, webhook
from tests.servers.http import (
    HttpServer,
    Step,
    answer,
    drip,
    hang,
    raw,
    redirect,
    reset,
    slow_headers,
)
from watcher.adapters import notify
from watcher.adapters.notify import sending
from watcher.core.errors import DeliveryError, DeliveryRefused
from watcher.core.settings import Secret

A_MOMENT = timedelta(seconds=0.2)
LONGER = {"Content-Length": "99"}


def test_a_webhook_gets_title_and_text_apart(http: HttpServer) -> None:
    channel = webhook(http.at("/hook", answer(b"thanks", status=201)))

    said = notify.send_message(channel, "", LETTER, deadline=SOON)

    sent = json.loads(http.requests[0].body)
    assert said == "201 Scripted"
    assert sent["title"] == "#385 : santé & <social> : invitée"
    assert sent["message"] == PLAIN


@pytest.mark.parametrize(
    ("step", "error", "doubtful"),
    [
        pytest.param(answer(status=400), DeliveryRefused, False, id="400"),
        pytest.param(answer(status=401), DeliveryRefused, False, id="401"),
        pytest.param(answer(status=404), DeliveryRefused, False, id="404"),
        pytest.param(answer(status=410), DeliveryRefused, False, id="410"),
        pytest.param(answer(status=408), DeliveryError, False, id="408"),
        pytest.param(answer(status=425), DeliveryError, False, id="425"),
        pytest.param(answer(status=429), DeliveryError, False, id="429"),
        pytest.param(answer(status=500), DeliveryError, False, id="500"),
        pytest.param(answer(status=503), DeliveryError, False, id="503"),
        pytest.param(reset(), DeliveryError, True, id="reset"),
        pytest.param(raw(b""), DeliveryError, True, id="closed"),
        pytest.param(raw(b"nonsense\r\n\r\n"), DeliveryError, True, id="raw"),
        pytest.param(hang(), DeliveryError, True, id="hang"),
        pytest.param(answer(b"cut", headers=LONGER), DeliveryError, True, id="cut"),
        pytest.param(
            answer(b"cut", status=400, headers=LONGER), DeliveryRefused, False, id="cut400"
        ),
    ],
)
def test_what_goes_wrong_is_told_by_what_to_do_next_and_what_may_have_arrived(
    http: HttpServer,
    step: Step,
    error: type[DeliveryError],
    doubtful: bool,  # noqa: FBT001 - a column of the table
) -> None:
    channel = webhook(http.at("/hook", step), more="?rto=1")

    with pytest.raises(DeliveryError) as caught:
        notify.send_message(channel, "", LETTER, deadline=SOON)

    assert type(caught.value) is error
    assert (caught.value.personal, caught.value.doubtful) == (False, doubtful)
    assert len(http.requests) == 1


def test_the_patience_that_a_server_asks_for_is_passed_on(http: HttpServer) -> None:
    busy = answer(b"slow down", status=429, headers={"Retry-After": "120"})
    channel = webhook(http.at("/hook", busy))

    with pytest.raises(DeliveryError, match=r"^429 Scripted: slow down$") as caught:
        notify.send_message(channel, "", LETTER, deadline=SOON)

    assert caught.value.retry_after == timedelta(seconds=120)


@pytest.mark.parametrize("more", ["", "?redirect=yes"])
def test_a_redirect_is_not_followed_even_where_the_address_asks_for_it(
    http: HttpServer, more: str
) -> None:
    elsewhere = http.at("/elsewhere", answer())
    channel = webhook(http.at("/hook", redirect(elsewhere)), more=more)

    with pytest.raises(DeliveryRefused, match="redirects are not followed"):
        notify.send_message(channel, "", LETTER, deadline=SOON)

    assert [request.path for request in http.requests] == ["/hook"]


def test_a_closed_port_may_be_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]

    with pytest.raises(DeliveryError, match=r"^no connection: Connection refused$") as caught:
        notify.send_message(webhook(f"http://127.0.0.1:{port}/"), "", LETTER, deadline=SOON)

    assert not caught.value.doubtful


def test_a_handshake_that_gets_no_answer_has_sent_nothing(http: HttpServer) -> None:
    # The server waits for the end of what it takes for a request.
    channel = Secret(f"jsons://127.0.0.1:{http.port}/?cto=0.2")

    with pytest.raises(DeliveryError, match=r"^no answer in time$") as caught:
        notify.send_message(channel, "", LETTER, deadline=SOON)

    assert not caught.value.doubtful


def test_a_handshake_that_is_cut_off_has_sent_nothing() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        hanging_up = threading.Thread(target=_hang_up, args=(listener,))
        hanging_up.start()

        with pytest.raises(DeliveryError, match="no connection: ") as caught:
            notify.send_message(Secret(f"jsons://127.0.0.1:{port}"), "", LETTER, deadline=SOON)
        hanging_up.join()

    assert not caught.value.doubtful


@pytest.mark.parametrize("step", [hang(), slow_headers()], ids=["hang", "drip"])
def test_a_server_that_holds_on_to_apprise_gets_no_second_message_until_it_lets_go(
    step: Step,
) -> None:
    with HttpServer() as http:
        channel = by_apprise(http.at("/hook", step))
        other = by_apprise(http.at("/other", answer()))
        with pytest.raises(DeliveryError, match=r"^no answer within 0\.2 s$") as late:
            notify.send_message(channel, "", LETTER, deadline=A_MOMENT)
        assert late.value.doubtful

        with pytest.raises(DeliveryError, match="an earlier message still") as held:
            notify.send_message(channel, "", LETTER, deadline=SOON)
        assert not held.value.doubtful

        assert notify.send_message(other, "", LETTER, deadline=SOON)[:3] == "200"
        assert [request.path for request in http.requests] == ["/hook", "/other"]
    _wait_until_all_is_over()

    with pytest.raises(DeliveryError, match="no connection"):
        notify.send_message(channel, "", LETTER, deadline=SOON)


@pytest.mark.parametrize("step", [hang(), slow_headers()], ids=["hang", "drip"])
def test_our_own_way_lets_go_of_a_server_that_holds_on(http: HttpServer, step: Step) -> None:
    channel = webhook(http.at("/hook", step, answer()))

    with pytest.raises(DeliveryError, match=r"^no answer within 0\.2 s$") as late:
        notify.send_message(channel, "", LETTER, deadline=A_MOMENT)

    assert late.value.doubtful
    assert notify.send_message(channel, "", LETTER, deadline=SOON) == "200 Scripted"


def test_sending_makes_no_thread_for_each_message(http: HttpServer) -> None:
    ours = webhook(http.at("/hook", answer()))
    apprises = by_apprise(http.at("/other", answer()))
    for channel in (ours, apprises):
        notify.send_message(channel, "", LETTER, deadline=SOON)
    before = {thread for thread in threading.enumerate() if thread.name == "watcher-send"}

    for channel in [ours, apprises] * 5:
        notify.send_message(channel, "", LETTER, deadline=SOON)

    assert {t for t in threading.enumerate() if t.name == "watcher-send"} <= before


def test_a_service_that_fails_in_an_unforeseen_way_is_quoted_by_name_only(http: HttpServer) -> None:
    unsendable = webhook(http.at("/hook", answer()), more="?+X-Note=%E2%9C%93")

    with pytest.raises(DeliveryError, match=r"^Apprise failed \(UnicodeEncodeError\)$") as caught:
        notify.send_message(unsendable, "", LETTER, deadline=SOON)

    assert caught.value.__cause__ is None


def test_a_silent_server_is_told_from_a_slow_one(http: HttpServer) -> None:
    channel = webhook(http.at("/hook", hang()), more="?rto=0.1")

    with pytest.raises(DeliveryError, match=r"^no answer in time$"):
        notify.send_message(channel, "", LETTER, deadline=SOON)


def test_an_answer_whose_body_never_ends_was_an_answer(http: HttpServer) -> None:
    channel = webhook(http.at("/hook", drip()))

    said = notify.send_message(channel, "", LETTER, deadline=timedelta(seconds=5))

    assert said == "200 Scripted"


def test_messages_sent_at_once_each_hear_their_own_answer(http: HttpServer) -> None:
    statuses = [200, 400, 201, 404, 202, 410] * 4
    channels = [
        webhook(http.at(f"/{number}", answer(status=status)))
        for number, status in enumerate(statuses)
    ]

    with ThreadPoolExecutor(8) as hands:
        heard = list(hands.map(_status, channels))

    assert heard == statuses


def _hang_up(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    connection.close()


def _status(channel: Secret) -> int:
    try:
        said = notify.send_message(channel, "", LETTER, deadline=SOON)
    except DeliveryRefused as refused:
        said = refused.answer
    return int(said.partition(" ")[0])


def by_apprise(url: str) -> Secret:
    """Make a channel of a kind that we have no way of our own to."""
    return Secret(url.replace("http://", "xml://"))


def _wait_until_all_is_over() -> None:
    for errand in list(sending._stuck.values()):  # noqa: SLF001 - nothing else tells
        errand.wait(5)
