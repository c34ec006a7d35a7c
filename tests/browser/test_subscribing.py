"""A person's whole life with the page in a real browser, over real mail; and a stranger who guesses links."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, NOW, OpenPage
from tests.browser.test_pages import LOOKS, WIDER, violations
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer
from tests.servers.smtp import SmtpServer
from tests.web.signing_up import MailedScene
from tests.web.stage import Stage
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.settings import Secret

HISTORY = (a_row("436", "2026-08-05", drawCRS="509"), a_row("435", "2026-07-22", drawCRS="515"))


@pytest.fixture(scope="module")
def smtp() -> Iterator[SmtpServer]:
    with SmtpServer() as server:
        yield server


@pytest.fixture(scope="module")
def desk(smtp: SmtpServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Serve a watcher where people subscribe themselves, by real mail."""
    file = Path(tmp_path_factory.mktemp("signup")) / "watcher.db"
    store = Store(Secret(f"sqlite:///{file}"))
    store.migrate(NOW)
    with HttpServer() as server, Fetcher(contact="", version="0") as fetcher:
        scene = MailedScene(store, server, fetcher, NOW)
        scene.connect(smtp)
        scene.publish(a_page(*HISTORY))
        scene.poll()
        with Stage(scene) as stage:
            web = replace(scene.settings.web, url=stage.base)
            scene.settings = replace(scene.settings, web=web)
            yield stage
    store.close()


def newest_link(desk: Stage, smtp: SmtpServer) -> str:
    """Let the mails leave; return the last link of the last one that leads here."""
    desk.scene.deliver()
    text = smtp.messages[-1].part("plain")
    return str(re.findall(rf"{desk.base}(/s\S+)", text)[-1])


def looks(page: Page, name: str) -> None:
    """Keep a picture, and see that the page fits and can be read by everybody."""
    page.screenshot(path=ARTEFACTS / f"{name}.png".replace(" ", "-"), full_page=True)
    assert page.evaluate(WIDER) == 0
    assert violations(page) == []


def sign_up(page: Page, address: str, look: str) -> None:
    """Send the form empty, then filled in."""
    page.locator("main form > button").click()
    expect(page.get_by_role("alert").locator("li")).to_have_count(3)
    looks(page, f"subscribe faults {look}")
    page.locator("input[name=categories][value=cec]").check()
    page.locator("input[name=score]").fill("505")
    page.locator("input[name=mail]").fill(address)
    page.locator("main form > button").click()
    page.wait_for_url("**/subscribe/asked")
    looks(page, f"subscribe asked {look}")


def press(page: Page, action: str, done: str) -> None:
    """Press a button of the own page, and see that it was done."""
    page.locator(f"button[value={action}]").click()
    page.wait_for_url(f"**?done={done}")


@pytest.mark.parametrize("look", LOOKS)
def test_she_subscribes_is_told_changes_mutes_and_ends_it(
    open_page: OpenPage, desk: Stage, smtp: SmtpServer, look: str
) -> None:
    french = look.endswith("fr")
    address = f"amara-{'fr' if french else 'en'}@example.com"
    page = open_page("/subscribe", at=desk, refused=(422,), **LOOKS[look])
    sign_up(page, address, look)

    page.goto(newest_link(desk, smtp))
    looks(page, f"subscribe confirm {look}")
    press(page, "confirm", "confirmed")
    looks(page, f"subscription {look}")
    desk.scene.deliver()  # that she is subscribed

    with desk.scene.store.reading() as tx:
        number = 435 + tx.rounds.count()  # another look may have had one
    rounds = (str(known) for known in range(number, 436, -1))
    rows = [a_row(known, "2026-08-19", drawCRS="500") for known in rounds]
    desk.scene.publish(a_page(*rows, *HISTORY))
    desk.scene.poll()
    page.goto(newest_link(desk, smtp))
    assert smtp.messages[-1].recipients == (address,)
    assert f"#{number}" in smtp.messages[-1].message["Subject"]

    page.locator("input[name=score]").fill("512")
    press(page, "change", "changed")
    expect(page.locator("input[name=score]")).to_have_value("512")
    press(page, "mute", "changed")
    expect(page.locator("select[name=days]")).to_have_count(0)
    press(page, "mute", "changed")
    expect(page.locator("select[name=days]")).to_have_count(1)
    press(page, "end", "ended")
    looks(page, f"subscription ended {look}")
    with desk.scene.store.reading() as tx:
        assert list(tx.people.names()) == []


def test_a_stranger_who_guesses_links_sees_nothing(open_page: OpenPage, desk: Stage) -> None:
    page = open_page(
        "/s/YW1hcmEKbWFpbAphQGEuZXhhbXBsZQ.AAAAAAAAAAAAAAAAAAAAAA", at=desk, refused=(404,)
    )

    expect(page.locator("main")).to_contain_text("There is no such page.")
    assert violations(page) == []
