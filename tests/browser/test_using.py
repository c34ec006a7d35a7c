"""What people do on the pages: filter, follow, point, type, sign in, go without script."""

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage
from tests.browser.test_pages import PHONE, sign_in
from tests.web.stage import TOKEN, Stage
from watcher.adapters.database import DeliveryState
from watcher.core.errors import DeliveryRefused

KOLKATA = "Asia/Kolkata"


def focused(page: Page) -> str:
    return str(
        page.evaluate(
            "(() => { const e = document.activeElement; return e.tagName + ' ' + "
            "(e.getAttribute('href') || e.name || e.id || e.textContent.trim()); })()"
        )
    )


def test_rounds_are_filtered_by_category_year_and_score(open_page: OpenPage) -> None:
    page = open_page("/rounds?score=480")
    page.locator("summary").first.click()
    page.get_by_label("Healthcare and social services occupations").check()
    page.locator("summary").first.click()
    page.get_by_label("Year").select_option("2025")
    page.get_by_label("Only cut-offs that 480 reaches").check()
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile("category=healthcare.*year=2025.*score=480.*reached=1"))
    cutoffs = page.locator("tbody td:nth-child(4)").all_inner_texts()
    assert cutoffs
    assert all(int(cutoff) <= 480 for cutoff in cutoffs)
    expect(page.get_by_label("Year")).to_have_value("2025")
    expect(page.get_by_label("Healthcare and social services occupations")).to_be_checked()


def test_rounds_are_sorted_and_paged(open_page: OpenPage) -> None:
    page = open_page("/rounds?per_page=50")
    page.get_by_role("link", name="Cut-off", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Cut-off")
    page.get_by_role("link", name="Cut-off", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Cut-off")
    lowest = int(page.locator("tbody td:nth-child(4)").first.inner_text())
    page.get_by_role("link", name="Next page").click()

    assert lowest == 75
    assert int(page.locator("tbody td:nth-child(4)").first.inner_text()) > lowest
    expect(page.locator(".pages [aria-current]")).to_have_text("2")


def test_a_round_leads_to_its_neighbours_and_shows_who_says_what(open_page: OpenPage) -> None:
    page = open_page("/rounds/437")

    expect(page.locator("td.differs")).to_contain_text("379")
    expect(page.locator("blockquote")).to_have_text("The lowest score invited was 379.")
    expect(page.locator("section[aria-labelledby=revisions] tbody tr")).to_contain_text("cut-off")
    page.locator("section[aria-labelledby=neighbours] a").first.click()
    expect(page.locator("h1")).to_contain_text("French-language proficiency")
    assert not page.url.endswith("/437")


def test_another_choice_is_drawn_without_a_new_page(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    page.evaluate("window.same = true")
    names = page.locator("#charts section:first-child .at-desk text.name")
    expect(names).to_have_count(1)

    page.locator("#choose summary").click()
    page.get_by_label("Provincial Nominee Program").check()
    expect(names).to_have_count(2)
    expect(page.locator("#chosen")).to_have_text("CEC, PNP")
    page.get_by_label("Your score, as a line").fill("471")
    expect(page.locator("text.mark:visible")).to_have_text("You: 471")
    page.get_by_label("Span").select_option("all")
    expect(page.locator("#cutoffs-chart .dot[data-told]")).not_to_have_count(0)

    assert page.evaluate("window.same") is True
    expect(page).to_have_url(re.compile("category=cec&category=pnp&span=all&score=471"))


def test_pointing_at_a_mark_tells_its_round(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    mark = page.locator("#cutoffs-chart .at-desk a.dot").last
    mark.hover()

    expect(page.locator("#cutoffs-chart .tip")).to_have_text(
        re.compile(r"Canadian Experience Class, round #436 on August 18, 2026: cut-off 523")
    )
    page.mouse.move(0, 0)
    expect(page.locator("#cutoffs-chart .tip")).to_be_hidden()
    mark.click()
    expect(page).to_have_url(re.compile("/rounds/436$"))


def test_the_arrow_keys_walk_the_marks_and_enter_opens_the_round(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    chart = page.locator("#cutoffs-chart")
    chart.focus()
    page.keyboard.press("End")
    expect(chart.locator(".tip")).to_contain_text("#436")
    page.keyboard.press("ArrowLeft")
    expect(chart.locator(".tip")).not_to_contain_text("#436")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile("/rounds/436$"))
    page.go_back()
    expect(page.locator("h1")).to_have_text("Trends")


def test_without_javascript_all_of_it_works_by_forms(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec", java_script_enabled=False)
    page.locator("#choose summary").click()
    page.get_by_label("Provincial Nominee Program").check()
    page.get_by_label("Your score, as a line").fill("471")
    page.get_by_role("button", name="Show").click()

    expect(page.locator("#cutoffs-chart text.name:visible")).to_have_text("CEC")
    expect(page.locator("#nominees-chart text.name:visible")).to_have_text("PNP")
    expect(page.locator("text.mark:visible")).to_have_text("You: 471")
    expect(page.locator("#cutoffs-chart title").first).to_have_text(re.compile("round #"))
    expect(page.locator(".script")).to_be_hidden()
    page.locator("#charts summary").first.click()
    expect(page.locator("section[aria-labelledby=cutoffs] tbody tr").first).to_be_visible()


def test_signing_in_shows_what_is_private_and_signing_out_hides_it(open_page: OpenPage) -> None:
    page = open_page("/", refused=(401,))
    expect(page.locator("main")).not_to_contain_text("amara")
    page.get_by_role("link", name="Deliveries").click()
    expect(page.get_by_role("alert")).to_have_text("This page is private. Sign in to see it.")

    page.get_by_label("Token").fill("not-the-token-at-all")
    page.locator("main button").click()
    expect(page.get_by_role("alert")).to_have_text("That is not the token.")
    page.get_by_label("Token").fill(TOKEN)
    page.locator("main button").click()

    expect(page.locator("h1")).to_have_text("Deliveries")
    (cookie,) = [c for c in page.context.cookies() if c["name"] == "watcher_session"]
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    page.goto("/")
    expect(page.locator("section[aria-labelledby=yours]")).to_contain_text("amara")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("main")).not_to_contain_text("amara")
    page.goto("/rounds")
    page.go_back()
    expect(page.locator("main")).not_to_contain_text("amara")


def test_a_refused_delivery_is_tried_again_from_the_page(open_page: OpenPage, site: Stage) -> None:
    page = open_page("/")
    sign_in(page)
    page.goto("/deliveries?state=refused")
    page.locator("input[name=id]").first.check()
    page.get_by_role("button", name="Try the chosen ones again").click()

    expect(page.get_by_role("status")).to_contain_text("1 queued again")
    with site.scene.store.reading() as tx:
        assert tx.deliveries.count_by_state()[DeliveryState.REFUSED] == 0
    site.scene.channels.failures["bo-mail"] = [DeliveryRefused("550 no such mailbox")]
    site.scene.deliver()


def test_preferences_are_kept_from_page_to_page(open_page: OpenPage) -> None:
    page = open_page("/rounds/437")
    here = page.locator("dl time").first.inner_text()
    page.get_by_role("link", name="Preferences").click()
    page.get_by_label("Language").select_option("fr")
    page.get_by_label("Time zone").fill(KOLKATA)
    page.get_by_label("Appearance").select_option("dark")
    page.get_by_role("button", name="Save").click()

    expect(page).to_have_url(re.compile("/rounds/437$"))
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("footer")).to_contain_text(f"{KOLKATA} (UTC+05:30)")
    assert page.locator("dl time").first.inner_text() != here
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 20, 18)"


def test_everything_is_reached_by_the_keyboard_and_seen_there(open_page: OpenPage) -> None:
    page = open_page("/rounds?per_page=50&year=2026")
    page.keyboard.press("Tab")
    assert focused(page) == "A #content"
    expect(page.locator(".skip")).to_be_in_viewport()

    seen = [focused(page)]
    for _ in range(200):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if focused(page).startswith("BODY"):
            break
        assert outline != "none", focused(page)
        seen.append(focused(page))
    for wanted in ("A /", "A /trends", "SELECT year", "INPUT score", "A /rounds/437"):
        assert wanted in seen
    assert seen[-1].startswith("A /signin")


def test_the_skip_link_leads_to_the_content(open_page: OpenPage) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert focused(page) == "MAIN content"


def test_on_a_phone_a_row_has_two_lines_and_headings_still_sort(open_page: OpenPage) -> None:
    page = open_page("/rounds?score=471", viewport=PHONE, has_touch=True)
    row = page.locator("tbody tr").first.bounding_box()

    assert row is not None
    assert row["height"] < 90
    page.get_by_role("link", name="Invitations", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Invitations")
