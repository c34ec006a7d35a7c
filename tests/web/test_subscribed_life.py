"""A person's whole life with the page, over real mail: subscribes, is told, changes, mutes, ends."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.cli.installation import HISTORY, NOW
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer
from tests.servers.smtp import Mail, SmtpServer
from tests.web.signing_up import AMARA, SITE, WANTED, MailedScene
from tests.web.stage import Stage
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.settings import Secret

DAY = timedelta(days=1)
NOBODY = "nobody@example.com"


@pytest.fixture
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer(recipients={NOBODY: "550 5.1.1 no such user"}) as server:
        yield server


@pytest.fixture
def desk(smtp: SmtpServer, sqlite_database: Secret, page_fetcher: Fetcher) -> Iterator[Stage]:
    """Serve a watcher that has polled, and sends its mail to a real server."""
    store = Store(sqlite_database)
    with HttpServer() as server:
        scene = MailedScene(store, server, page_fetcher, NOW)
        scene.connect(smtp)
        scene.publish(a_page(*HISTORY))
        scene.poll()
        with Stage(scene, url=SITE) as stage:
            yield stage
    store.close()


def published(desk: Stage, *rounds: object) -> None:
    """Let rounds be published, seen a minute later, and told."""
    desk.scene.publish(a_page(*rounds, *HISTORY))
    desk.scene.poll()
    desk.scene.deliver()


def link_in(mail: Mail, path: str) -> str:
    found = re.search(rf"{SITE}({path}\S+)", mail.part("plain"))
    assert found is not None
    return found[1]


def subscribed(desk: Stage, smtp: SmtpServer) -> Mail:
    """Sign up and confirm; return the mail that asked for it."""
    assert desk.post("/subscribe", WANTED).status_code == 303
    desk.scene.deliver()
    asked = smtp.messages[-1]
    answer = desk.post(link_in(asked, "/subscribe/confirm/"), {"action": "confirm"})
    assert answer.status_code == 303
    return asked


FIRST = a_row("437", "2026-08-19", drawCRS="512")


def test_she_subscribes_is_told_and_changes_her_score(desk: Stage, smtp: SmtpServer) -> None:
    asked = subscribed(desk, smtp)
    assert asked.recipients == (AMARA,)
    assert asked.message["List-Unsubscribe"] is None

    published(desk, FIRST)
    *_, welcome, told = smtp.messages
    assert welcome.message["Subject"] == "You are subscribed to Express Entry rounds"
    assert "#437" in told.message["Subject"]
    for mail in (asked, told):
        assert "Maple Advice, 1 Main St, Ottawa" in mail.part("plain")
        assert "Questions: hello@example.org" in mail.part("plain")
    own = link_in(told, "/s/")
    assert own == link_in(welcome, "/s/")
    assert told.message["List-Unsubscribe"] == f"<{SITE}{own}>"
    assert told.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"

    desk.post(own, {**WANTED, "action": "change", "score": "490"})
    published(desk, a_row("438", "2026-08-20", drawCRS="500"), FIRST)
    assert len(smtp.messages) == 3  # 490 is short of 500, and that is not told


def test_muted_she_is_told_when_it_is_over(desk: Stage, smtp: SmtpServer) -> None:
    subscribed(desk, smtp)
    desk.scene.deliver()
    own = link_in(smtp.messages[-1], "/s/")

    desk.post(own, {"action": "mute", "days": "1"})
    published(desk, FIRST)
    assert len(smtp.messages) == 2
    desk.scene.deliver(after=DAY)

    assert "#437" in smtp.messages[-1].message["Subject"]


def test_one_click_ends_it_until_she_signs_up_and_confirms_again(
    desk: Stage, smtp: SmtpServer
) -> None:
    subscribed(desk, smtp)
    desk.scene.deliver()
    own = link_in(smtp.messages[-1], "/s/")
    form = {"Content-Type": "application/x-www-form-urlencoded"}

    clicked = desk.client.post(own, content="List-Unsubscribe=One-Click", headers=form)

    assert clicked.status_code == 200
    published(desk, FIRST)
    assert len(smtp.messages) == 2
    assert "Nothing is stored here any more" in desk.get(own).text
    subscribed(desk, smtp)
    published(desk, a_row("438", "2026-08-20", drawCRS="500"), FIRST)
    assert "#438" in smtp.messages[-1].message["Subject"]


def test_an_address_that_is_nobodys_is_refused_and_troubles_neither_operator_nor_others(
    desk: Stage, smtp: SmtpServer
) -> None:
    desk.post("/subscribe", {**WANTED, "mail": NOBODY})
    desk.post("/subscribe", WANTED)

    desk.scene.deliver()

    assert [mail.recipients for mail in smtp.messages] == [(AMARA,)]
    with desk.scene.store.reading() as tx:
        assert list(tx.incidents.open_episodes()) == []
        assert {d.subscription is None for d in tx.deliveries.search()} == {False}
