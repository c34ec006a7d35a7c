"""A person's score in a real browser: typed once, everywhere, and remembered there alone."""

import re

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.conftest import ARTEFACTS, OpenPage
from tests.browser.test_pages import DESK, LOOKS, WIDER, sign_in, violations
from tests.web.stage import Stage

AMARA = "/?score=471&categories=cec,french,healthcare&submitted=2025-11-20T15:00Z"


def type_score(page: Page, score: str, *, sent: bool = True) -> None:
    page.get_by_label("Your CRS score").fill(score)
    page.get_by_role("button", name="Show", exact=True).click()
    if sent:
        page.wait_for_url(re.compile(rf"score={score}"))


@pytest.mark.parametrize("look", LOOKS)
def test_the_overview_answers_the_person_and_can_be_read_by_everybody(
    open_page: OpenPage, look: str
) -> None:
    page = open_page(AMARA, **LOOKS[look])
    page.screenshot(path=ARTEFACTS / f"person {look}.png".replace(" ", "-"), full_page=True)

    expect(page.locator(".standings > li")).to_have_count(3)
    expect(page.locator("h1")).to_be_in_viewport(ratio=1)
    assert page.locator("h1").count() == 1
    page.locator(".pick summary").click()
    assert page.evaluate(WIDER) == 0
    assert violations(page) == []


def test_a_score_that_was_typed_follows_to_every_page_and_is_there_again_later(
    open_page: OpenPage,
) -> None:
    page = open_page("/")
    type_score(page, "471")
    page.get_by_role("link", name="Rounds", exact=True).click()

    expect(page.locator("p.person")).to_contain_text("You: 471")
    expect(page.locator("tbody .mine").nth(1)).to_have_text("+88")
    page.locator("tbody a").nth(1).click()
    expect(page.locator("main > section").first).to_contain_text("88 points above its cut-off")
    page.goto("/rounds/436")
    expect(page).to_have_url(re.compile(r"/rounds/436\?score=471$"))
    page.goto("/trends?category=cec#pool")
    expect(page).to_have_url(re.compile(r"/trends\?score=471&category=cec#pool$"))


def test_it_is_kept_by_this_browser_alone_until_it_is_forgotten(open_page: OpenPage) -> None:
    page = open_page("/")
    type_score(page, "471")
    kept = "JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])"

    assert page.evaluate(kept) == '["",{"watcher.person":"score=471"},{}]'
    page.get_by_role("link", name="Forget").click()
    expect(page.locator("h1")).to_have_text("Overview")
    assert page.evaluate(kept) == '["",{},{}]'
    page.goto("/rounds")
    expect(page).to_have_url(re.compile("/rounds$"))


def test_a_link_of_somebody_else_shows_their_score_and_replaces_none(open_page: OpenPage) -> None:
    page = open_page("/")
    type_score(page, "471")
    page.goto("/rounds?score=530")
    expect(page.locator("p.person")).to_contain_text("You: 530")

    page.goto("/")

    expect(page.get_by_label("Your CRS score")).to_have_value("471")


def test_a_link_opened_after_a_score_was_not_sent_is_not_remembered(open_page: OpenPage) -> None:
    page = open_page("/")
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")
    type_score(page, "471", sent=False)
    page.goto("/rounds?score=530")

    expect(page.locator("p.person")).to_contain_text("You: 530")
    assert page.evaluate("localStorage.length") == 0


def test_what_is_no_score_is_said_and_not_remembered(open_page: OpenPage) -> None:
    page = open_page("/")
    page.locator("form.person").evaluate("form => form.noValidate = true")
    type_score(page, "9999")

    expect(page.locator(".notice")).to_contain_text("“9999” is no CRS score")
    assert page.evaluate("localStorage.length") == 0


def test_without_scripts_the_address_carries_the_score(open_page: OpenPage) -> None:
    page = open_page("/", java_script_enabled=False)
    type_score(page, "471")
    page.get_by_role("link", name="Rounds", exact=True).click()

    expect(page.locator("p.person")).to_contain_text("You: 471")


def test_categories_and_submission_are_chosen_on_the_page(open_page: OpenPage) -> None:
    page = open_page("/", viewport=DESK)
    page.locator(".pick summary").click()
    page.get_by_label("Canadian Experience Class").check()
    page.get_by_label("Profile submitted").fill("2026-08-19T10:00")
    type_score(page, "600")

    expect(page.locator("h1")).to_have_text("CEC: not yet in the pool")
    expect(page.locator(".pick summary")).to_contain_text("CEC")
    expect(page.get_by_label("Profile submitted")).to_have_value(re.compile("2026-08-19T10:00"))


def test_the_list_of_categories_closes_by_escape_and_by_a_click_beside_it(
    open_page: OpenPage,
) -> None:
    page = open_page("/")
    picked = page.locator("details.pick")
    picked.locator("summary").click()
    page.get_by_label("Canadian Experience Class").check()
    page.keyboard.press("Escape")
    expect(picked).not_to_have_attribute("open", "")
    expect(picked.locator("summary")).to_be_focused()

    picked.locator("summary").click()
    page.locator("h2").last.click()

    expect(picked).not_to_have_attribute("open", "")


def test_in_a_session_a_subscription_is_the_person(open_page: OpenPage) -> None:
    page = open_page("/")
    sign_in(page)
    page.get_by_role("link", name="amara").click()

    expect(page.locator("h1")).to_have_text("French: +88 · CEC: 52 short · Healthcare: 4 short")
    page.get_by_role("link", name="Rounds", exact=True).click()
    expect(page.locator("p.person")).to_contain_text("subscription amara")
    assert page.evaluate("localStorage.length") == 0


def test_nothing_of_a_person_goes_to_another_site(browser: Browser, site: Stage) -> None:
    context = browser.new_context(base_url=site.base)
    sent: list[dict[str, str]] = []

    def _other_site(route: Route) -> None:
        sent.append(route.request.headers)
        route.fulfill(body="")

    try:
        page = context.new_page()
        page.route("https://www.canada.ca/**", _other_site)
        page.goto("/about?score=471")
        for link in page.locator("main a[href^='https:']").all():
            link.evaluate("link => link.removeAttribute('rel')")  # the header alone suffices
        page.locator("main a[href^='https:']").first.click()
        page.wait_for_url("https://www.canada.ca/**")
    finally:
        context.close()

    assert len(sent) == 1
    assert "471" not in str(sent)
    assert "referer" not in sent[0]
