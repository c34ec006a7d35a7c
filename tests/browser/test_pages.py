"""Every page, in both languages, light and dark, on desk and phone: looked at by axe too."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import ARTEFACTS, OpenPage
from tests.web.stage import TOKEN, Stage

PAGES = {
    "overview": "/",
    "rounds": "/rounds?per_page=20",
    "score": "/rounds?score=471&category=cec&category=healthcare&per_page=20",
    "round": "/rounds/437",
    "reported": "/rounds/438",
    "trends": "/trends?score=471&span=1",
    "category": "/categories/cec?score=512&categories=cec,healthcare",
    "forecasts": "/forecasts?score=471&categories=cec,military",
    "programs": "/programs",
    "deliveries": "/deliveries",
    "signin": "/signin",
    "preferences": "/preferences",
    "year": "/stats",
    "no round": "/rounds/9999",
    "no category": "/categories/cooks",
    "nothing there": "/nothing",
}
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# By how many pixels the page would have to be moved sideways.
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS: dict[str, dict[str, Any]] = {
    "desk": {"viewport": DESK},
    "phone dark fr": {"viewport": PHONE, "color_scheme": "dark", "locale": "fr-CA"},
}
# The others are made of the same parts.
ON_A_PHONE = (
    "overview",
    "rounds",
    "round",
    "trends",
    "category",
    "forecasts",
    "deliveries",
    "signin",
    "programs",
)
AHEAD = ("/categories/cec?score=471", "/forecasts?score=471", "/stats")
REFUSED = {"no round": 404, "no category": 404, "nothing there": 404}


def violations(page: Page) -> list[str]:
    """Ask axe-core; each violation with the first element that has it."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {v['help']}: {v['nodes'][0]['html'][:200]}" for v in found]


def sign_in(page: Page) -> None:
    page.goto("/signin")
    page.fill("input[name=token]", TOKEN)
    page.click("main button")
    page.wait_for_url("**/")


@pytest.mark.parametrize(
    ("name", "look"),
    [*((name, "desk") for name in PAGES), *((name, "phone dark fr") for name in ON_A_PHONE)],
)
def test_every_page_is_whole_fits_and_can_be_read_by_everybody(
    open_page: OpenPage, name: str, look: str
) -> None:
    refused = (REFUSED[name],) if name in REFUSED else ()
    page = open_page("/healthz", refused=refused, **LOOKS[look])
    if name == "deliveries":
        sign_in(page)
    page.goto(PAGES[name])
    if name not in REFUSED:
        page.screenshot(path=ARTEFACTS / f"{name} {look}.png".replace(" ", "-"), full_page=True)

    assert page.locator("h1").count() == 1
    assert page.title().endswith("· watcher")
    french = look.endswith("fr")
    assert page.locator("html").get_attribute("lang") == ("fr" if french else "en")
    assert page.evaluate(WIDER) == 0
    assert violations(page) == []


@pytest.mark.parametrize("path", ["/", "/rounds", "/trends"])
def test_empty_and_broken_states_say_what_to_do(
    open_page: OpenPage, empty: Stage, path: str
) -> None:
    page = open_page(path, at=empty)

    assert page.locator(".empty").first.is_visible()
    assert violations(page) == []
    if path == "/":
        assert "Not well" in page.locator(".verdict").inner_text()
        assert "HTML instead of data" in page.locator(".why").inner_text()
        page.screenshot(path=ARTEFACTS / "blind-and-empty.png", full_page=True)


@pytest.mark.parametrize(("width", "size"), [(320, "100%"), (640, "200%")])
def test_narrow_windows_and_large_letters_reflow(
    open_page: OpenPage, width: int, size: str
) -> None:
    page = open_page("/", viewport={"width": width, "height": 700}, locale="fr-CA")
    for path in ("/", "/rounds", "/rounds/437", "/trends", *AHEAD, "/programs"):
        page.goto(path)
        page.evaluate(f"document.documentElement.style.fontSize = '{size}'")

        assert page.evaluate(WIDER) == 0, path


def test_on_paper_there_are_tables_and_charts_and_no_forms(open_page: OpenPage) -> None:
    page = open_page("/trends?score=471")
    page.emulate_media(media="print")

    assert not page.locator("#choose").is_visible()
    assert not page.locator("header nav").is_visible()
    assert page.locator("#cutoffs-chart .at-desk").is_visible()
    page.screenshot(path=ARTEFACTS / "trends-on-paper.png", full_page=True)
    page.goto("/rounds")
    assert not page.locator("form.filter").is_visible()
    assert page.locator("table tbody tr").count() == 50


@pytest.mark.parametrize("forced", ["active", "none"])
def test_forced_colours_leave_everything_visible(
    open_page: OpenPage, forced: Literal["active", "none"]
) -> None:
    page = open_page("/trends", forced_colors=forced)

    assert page.locator("#cutoffs-chart .at-desk .line").first.is_visible()
