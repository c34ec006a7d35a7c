"""How it looks: words stay whole, options are not clipped, paper and phones get all of it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ARTEFACTS, OpenPage
from tests.browser.test_pages import DESK, PHONE, sign_in
from tests.web.stage import Stage

# Words that stand on more than one line; at a hyphen before a letter one may end.
BROKEN = """() => {
  const broken = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility() || node.parentElement.closest(".why, .hidden, svg")) continue;
    for (const { 0: word, index } of node.data.matchAll(/[^\\s]+/g)) {
      if (/[?\\/]/.test(word)) continue; // an address
      const range = document.createRange();
      let start = index;
      for (const part of word.split(/(?<=-)(?=[a-zà-ÿ])/i)) {
        range.setStart(node, start);
        range.setEnd(node, start += part.length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        if (lines.size > 1) broken.push(part);
      }
    }
  }
  return broken;
}"""
# Selects whose widest option is wider than its place.
CLIPPED = """() => [...document.querySelectorAll("main select")].flatMap((select) => {
  const style = getComputedStyle(select);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = style.font;
  const arrow = 16;
  const place = select.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight) - arrow;
  return [...select.options].filter((o) => pen.measureText(o.text).width > place).map((o) => o.text);
})"""
PATHS = ["/", "/rounds?per_page=20", "/rounds?score=471&sort=cutoff&per_page=20", "/rounds/437", "/rounds/438", "/trends?span=1", "/categories/cec", "/forecasts", "/stats", "/programs", "/deliveries"]  # fmt: skip
WIDTHS = [1280, 760, 390]
# What Letter and A4 leave between their margins.
PAPER = {"width": 718, "height": 1000}
TABLE_CUT = """() => [...document.querySelectorAll("main table")].filter(
  (table) => table.getBoundingClientRect().right > innerWidth + 1).length"""


@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_no_word_no_day_and_no_range_is_broken_in_its_middle(
    open_page: OpenPage, locale: str
) -> None:
    page = open_page("/", locale=locale)
    sign_in(page)
    for path in PATHS:
        page.goto(path)
        for summary in page.locator("main summary").all():
            summary.click()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})

            assert page.evaluate(BROKEN) == [], (path, width)


@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_on_paper_words_stay_whole_and_tables_fit(open_page: OpenPage, locale: str) -> None:
    page = open_page("/", locale=locale, viewport=PAPER)
    sign_in(page)
    for path in PATHS:
        page.goto(path)
        page.emulate_media(media="print")

        assert page.evaluate(BROKEN) == [], path
        assert page.evaluate(TABLE_CUT) == 0, path


def test_on_paper_a_sum_stands_once_below_what_it_sums_up(open_page: OpenPage) -> None:
    page = open_page("/rounds/437")
    page.emulate_media(media="print")

    foot = page.locator("tfoot").evaluate_all(
        "feet => feet.map(foot => getComputedStyle(foot).display)"
    )
    assert foot == ["table-row-group"]
    page.pdf(path=ARTEFACTS / "round-on-paper.pdf", format="Letter")


@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("locale", ["en-CA", "fr-CA"])
def test_every_option_of_a_select_can_be_read(
    open_page: OpenPage, locale: str, viewport: dict[str, Any]
) -> None:
    page = open_page("/", locale=locale, viewport=viewport)
    sign_in(page)
    for path in ("/rounds?score=471", "/trends", "/deliveries", "/preferences"):
        page.goto(path)

        assert page.evaluate(CLIPPED) == [], path


def test_a_list_of_rounds_on_a_phone_is_some_screens_long(open_page: OpenPage) -> None:
    page = open_page("/rounds?score=471", viewport=PHONE, has_touch=True)

    row = page.locator("tbody tr").nth(1)
    assert page.locator("tbody tr").count() == 50
    assert page.evaluate("document.documentElement.scrollHeight") < 4500
    for figure in ("#437", "2026-08-19", "383", "5,000", "+88"):
        expect(row).to_contain_text(figure)


def touched(open_page: OpenPage, path: str = "/trends?category=cec&span=1") -> Page:
    return open_page(path, viewport=PHONE, has_touch=True, is_mobile=True)


def tap(page: Page, *, last: int) -> None:
    """Tap on a mark, counted from the end."""
    dot = page.locator("#cutoffs-chart .on-phone a.dot").nth(-last)
    dot.scroll_into_view_if_needed()
    box = dot.bounding_box()
    assert box is not None
    page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_tap_on_a_mark_tells_its_words_and_a_second_one_follows(open_page: OpenPage) -> None:
    page = touched(open_page)
    tip = page.locator("#cutoffs-chart .tip")

    tap(page, last=1)
    expect(tip).to_contain_text("round #436")
    tap(page, last=3)
    expect(tip).to_contain_text("round #428")
    assert "/trends" in page.url
    tap(page, last=3)

    expect(page).to_have_url(re.compile("/rounds/428$"))


def test_a_tap_beside_the_marks_hides_the_words(open_page: OpenPage) -> None:
    page = touched(open_page)
    tap(page, last=1)
    expect(page.locator("#cutoffs-chart .tip")).to_be_visible()

    page.locator("#cutoffs-chart .on-phone text.tick.x").last.tap()

    expect(page.locator("#cutoffs-chart .tip")).to_be_hidden()


def test_on_a_phone_charts_show_the_present(open_page: OpenPage) -> None:
    page = touched(open_page)

    for chart in ("#cutoffs-chart", "#pool-chart"):
        newest = page.locator(f"{chart} .on-phone .dot[data-told]").last
        inside = newest.evaluate(
            "dot => { const at = dot.getBoundingClientRect(); const on = "
            "dot.closest('.chart').getBoundingClientRect(); "
            "return on.left <= at.left && at.right <= on.right; }"
        )
        assert inside, chart
    for words in page.locator("#cutoffs-chart text:visible").all():
        box = words.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
        assert box["height"] >= 12


def test_a_category_on_a_phone_leads_from_a_forecast_to_its_page(open_page: OpenPage) -> None:
    page = touched(open_page, "/forecasts")
    row = page.locator("#ranges-chart .on-phone a.dot").nth(1)
    row.locator("rect").tap()
    expect(page.locator("#ranges-chart .tip")).to_contain_text("As likely as not between")
    row.locator("rect").tap()

    expect(page).to_have_url(re.compile("/categories/cec$"))
    tap(page, last=1)
    expect(page.locator("#cutoffs-chart .tip")).to_contain_text("round #436")


def test_a_second_tap_on_a_mark_that_leads_nowhere_hides_its_words(open_page: OpenPage) -> None:
    page = touched(open_page)
    bar, tip = page.locator("#months-chart .bar:visible").first, page.locator("#months-chart .tip")
    bar.tap()
    expect(tip).to_contain_text("2025: ")
    bar.tap()

    expect(tip).to_be_hidden()


def test_a_score_that_is_none_is_said_beside_the_live_charts(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    page.get_by_label("Your score, as a line").fill("9999")

    expect(page.locator(".notice:visible")).to_contain_text("“9999” is no CRS score")
    page.get_by_label("Your score, as a line").fill("471")
    expect(page.locator("text.mark:visible")).to_have_text("You: 471")
    expect(page.locator(".notice:visible")).to_have_count(0)
    expect(page.locator("p.person")).to_contain_text("You: 471")
    page.get_by_role("link", name="Rounds", exact=True).click()
    expect(page.locator("p.person")).to_contain_text("You: 471")


def test_charts_that_cannot_be_drawn_anew_say_so(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec", refused=(503,))
    page.locator("#choose summary").click()
    page.route("**/trends?*", lambda route: route.fulfill(status=503, body="no"))
    page.get_by_label("Provincial Nominee Program").check()

    expect(page.get_by_role("alert")).to_contain_text("This could not be drawn now")
    expect(page.locator("#charts section:first-child text.name:visible")).to_have_count(1)
    page.unroute("**/trends?*")
    page.get_by_label("Provincial Nominee Program").uncheck()
    page.get_by_label("Provincial Nominee Program").check()
    expect(page.locator("#charts section:first-child text.name:visible")).to_have_count(2)
    expect(page.get_by_role("alert")).to_be_hidden()


def test_where_no_category_is_ticked_none_is_drawn(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    page.locator("#choose summary").click()
    page.get_by_role("checkbox", name="Canadian Experience Class").uncheck()

    expect(page.locator("#cutoffs-chart")).to_have_count(0)
    expect(page.locator("#charts .empty").first).to_contain_text("No category is chosen")
    page.reload()
    expect(page.locator("#choose input:checked")).to_have_count(0)
    expect(page.locator("#cutoffs-chart")).to_have_count(0)


def test_a_category_keeps_colour_and_mark_when_others_come(open_page: OpenPage) -> None:
    page = open_page("/trends?category=pnp")
    looks = (
        "e => [getComputedStyle(e.querySelector('.still')).fill, "
        "e.querySelector('.still').getAttribute('d')].join()"
    )
    lines = page.locator("#charts section:first-child .at-desk g.series")
    alone = lines.first.evaluate(looks)

    page.goto("/trends?span=all&category=" + "&category=".join(ALL))
    every = {
        str(line.locator(".name").text_content()): str(line.evaluate(looks)) for line in lines.all()
    }

    assert every["PNP"] == alone
    assert len(every) == len(ALL)
    assert len(set(every.values())) == len(ALL)


ALL = ("general", "cec", "fsw", "fst", "pnp", "french", "healthcare", "stem", "trades", "transport", "agriculture", "education", "physicians", "senior-managers", "military")  # fmt: skip


def test_the_language_is_switched_with_all_that_was_chosen_and_lasts(open_page: OpenPage) -> None:
    page = open_page("/trends?category=cec")
    page.get_by_label("Span").select_option("all")
    page.get_by_label("Your score, as a line").fill("471")
    expect(page.locator("text.mark:visible")).to_have_text("You: 471")
    page.get_by_role("button", name="Français").click()

    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page).to_have_url(re.compile(r"/trends\?category=cec&span=all&score=471$"))
    expect(page.locator("text.mark:visible")).to_have_text("Vous\u00a0: 471")
    page.get_by_role("link", name="Rondes", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_scripts_of_another_site_read_rounds_and_no_page(
    open_page: OpenPage, site: Stage, empty: Stage
) -> None:
    page = open_page("/", at=empty)
    page.evaluate("window.stop()")
    read = """async (address) => {
      try { return (await fetch(address, {headers: {"If-None-Match": '"x"'}})).status; }
      catch { return "refused"; }
    }"""
    # Of another port: another origin. Our own policy would forbid it, not theirs.
    context = page.context.browser.new_context(bypass_csp=True)  # type: ignore[union-attr]  # it was opened by one
    try:
        other = context.new_page()
        other.goto(empty.base)
        assert other.evaluate(read, f"{site.base}/api/v1/rounds?score=471") == 200
        assert other.evaluate(read, f"{site.base}/feeds/cec.json") == 200
        assert other.evaluate(read, f"{site.base}/") == "refused"
        assert other.evaluate(read, f"{site.base}/deliveries") == "refused"
    finally:
        context.close()
