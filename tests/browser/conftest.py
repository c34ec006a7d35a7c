"""A real browser before the real pages, over eleven years of rounds."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Request, sync_playwright

from tests.scene import Scene
from tests.servers.http import HttpServer
from tests.values import a_report, a_reported_round, a_subscription
from tests.web.stage import Stage
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.documents import Piece
from watcher.core.errors import DeliveryRefused, FetchLater
from watcher.core.model import Report, Trouble
from watcher.core.settings import Secret, Source
from watcher.demo.published import feed_bytes, published_rounds
from watcher.pipeline.incidents import Incidents

NOW = datetime(2026, 8, 20, 15, 30, tzinfo=UTC)
NEWEST = 437
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
ARTEFACTS = Path(__file__).parents[2] / "artefacts"
NEWS = Source(name="news", kind="feed", url="https://news.example/feed", trust="secondary")
# Nothing of it goes out by itself: it would count as a request to another host.
QUIET = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium here: apt-get install chromium")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Serve everything that pages can show: corrections, reports, refusals, blindness."""
    store = Store(Secret(f"sqlite:///{tmp_path_factory.mktemp('browser')}/watcher.db"))
    store.migrate(NOW)
    with HttpServer() as server, Fetcher(contact="", version="0") as fetcher:
        scene = _told(Scene(store, server, fetcher, NOW, _people()))
        with Stage(scene) as stage:
            yield stage
    store.close()


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """Serve a watcher that has not polled yet, and whose source is blind."""
    store = Store(Secret(f"sqlite:///{tmp_path_factory.mktemp('empty')}/watcher.db"))
    store.migrate(NOW)
    with HttpServer() as server, Fetcher(contact="", version="0") as fetcher:
        scene = Scene(store, server, fetcher, NOW, ())
        scene.publish(b"<html>Maintenance</html>")
        scene.poll()
        with Stage(scene) as stage:
            yield stage
    store.close()


@pytest.fixture
def open_page(browser: Browser, site: Stage) -> Iterator[OpenPage]:
    """Open pages in a browser of one's own; at the end, see that all was quiet."""
    opened: list[tuple[Page, list[str]]] = []

    def _open(
        path: str = "/", *, at: Stage = site, refused: tuple[int, ...] = (), **how: Any
    ) -> Page:
        usual = {"viewport": {"width": 1280, "height": 900}, "locale": "en-CA"}
        context = browser.new_context(base_url=at.base, **{**usual, **how})
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.emulate_media(reduced_motion="reduce")
        noise = _listening(page, at, refused)
        page.goto(path)
        opened.append((page, noise))
        return page

    yield _open
    for page, noise in opened:
        page.context.close()
        assert noise == [], noise


def _listening(page: Page, at: Stage, refused: tuple[int, ...]) -> list[str]:
    """Note what a console would show, and every request to another host.

    That the page itself was *refused* with one of these is no noise.
    """
    noise: list[str] = []
    expected = [f"responded with a status of {status}" for status in refused]

    def said(line: ConsoleMessage) -> None:
        if not any(part in line.text for part in expected):
            noise.append(f"{line.type}: {line.text}")

    def failed(request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # by going elsewhere meanwhile
            noise.append(f"failed: {request.url}: {request.failure}")

    page.on("console", said)
    page.on("pageerror", lambda error: noise.append(f"error: {error}"))
    page.on("requestfailed", failed)

    def requested(url: str) -> None:
        if urlsplit(url).netloc != f"127.0.0.1:{at.port}":
            noise.append(f"elsewhere: {url}")

    page.on("request", lambda request: requested(request.url))
    return noise


def _people() -> list[Any]:
    return [
        a_subscription(
            name="amara",
            categories=frozenset({"healthcare", "cec", "french"}),
            score=471,
            channels=("amara-tg",),
        ),
        a_subscription(name="bo", categories=frozenset({"all"}), score=520, channels=("bo-mail",)),
    ]


def _told(scene: Scene) -> Scene:
    """Let a new round come and be corrected, a message be refused, a site report."""
    scene.settings = replace(scene.settings, sources=(scene.source, NEWS))
    scene.enroll(*scene.settings.subscriptions)
    everything = published_rounds()
    newest = next(i for i, r in enumerate(everything) if r.number == str(NEWEST))
    history = everything[newest:]
    scene.publish(feed_bytes(history[1:]))
    scene.poll()
    scene.deliver()
    scene.channels.failures["bo-mail"] = [DeliveryRefused("550 no such mailbox")]
    scene.publish(feed_bytes(history))
    scene.poll(after=timedelta(minutes=20))
    scene.deliver()
    corrected = [replace(history[0], cutoff=383), *history[1:]]
    scene.publish(feed_bytes(corrected))
    scene.poll(after=timedelta(minutes=5))
    _report(scene)
    return scene


def _report(scene: Scene) -> None:
    day = scene.now.date()
    piece = Piece(
        key="a",
        digest=b"a",
        link="https://news.example/draw-437",
        title="Draw 437",
        published=scene.now,
        reports=(
            Report(
                number="437",
                date=datetime(2026, 8, 19, tzinfo=UTC).date(),
                category="french",
                cutoff=379,
                quotes={"cutoff": "The lowest score invited was 379."},
            ),
        ),
    )
    reported = a_reported_round(
        number=f"reported-{day}-pnp", claimed="438", category="pnp",
        name="Provincial Nominee Program", date=day, cutoff=742, first_seen=scene.now,
    )  # fmt: skip
    with scene.store.writing() as tx:
        tx.claims.save("news", "feed", [piece], pages={}, page=b"p", now=scene.now)
        (claim,) = tx.claims.all()
        tx.claims.join(claim, "437", "it has this number")
        tx.rounds.save([a_report(reported=reported)], page=b"1", now=scene.now)
        Incidents(tx, scene.address_book, scene.now).source_down(
            NEWS, FetchLater("no answer within 30 s", Trouble.UNREACHABLE)
        )
