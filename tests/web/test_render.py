# ruff: noqa: RUF001 - French is written with the typographic apostrophe
"""English and French pages: choice of language, typography, translated names."""

import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast, get_args

import pytest

from tests.catalogues import write_marked
from tests.scene import Scene
from tests.servers.http import answer
from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.adapters.database import DeliveryState
from watcher.answers.sources import SourceHealth
from watcher.answers.status import Headline
from watcher.core.settings import Language
from watcher.messages import formatter
from watcher.messages.formatter import catalogue
from watcher.web.account import preferences_page
from watcher.web.filters import SORT_KEYS
from watcher.web.overview import overview_page, programs_page
from watcher.web.render import TRANSLATED_NAMES, PageFormatter
from watcher.web.request import THEMES, ReaderPreferences
from watcher.web.rounds import rounds_page
from watcher.web.routes import Handler
from watcher.web.trends import trends_page

FRENCH = ReaderPreferences(language="fr", timezone="America/Toronto")


def test_the_other_language_is_a_form_that_comes_back_with_the_filters(visitor: Visitor) -> None:
    page = visitor.get(rounds_page, "/rounds", "category=cec&score=530&lang=en")

    assert page.value("footer button[name=lang]", "value") == "fr"
    assert page.value("footer input[name=next]", "value") == "/rounds?category=cec&score=530"


def test_a_language_that_was_switched_lasts_and_changes_nothing_else(standing: Stage) -> None:
    with standing.a_client() as reader:
        reader.post("/preferences", data={"zone": "Asia/Kolkata", "theme": "dark"})
        there = "/rounds?category=cec"
        switched = reader.post("/preferences", data={"lang": "fr", "next": there})
        page = reader.get("/rounds/436")

        assert switched.headers["location"] == there
        assert dict(reader.cookies) == {"lang": "fr", "zone": "Asia/Kolkata", "theme": "dark"}
    assert 'lang="fr"' in page.text
    assert "Asia/Kolkata (UTC+05:30)" in page.text


def test_who_is_asked_to_sign_in_comes_back_to_what_was_asked(standing: Stage) -> None:
    page = standing.get("/deliveries?state=refused&lang=fr")

    assert page.status_code == 401
    assert "Cette page est privée." in page.text
    assert 'name="next" value="/deliveries?state=refused"' in page.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nothing", "Cette page n’existe pas."),
        ("/rounds/9999", "Aucune ronde nº 9999 n’est connue."),
        ("/" + "x" * 3000, "l’adresse est trop longue"),
    ],
)
@pytest.mark.parametrize("by", [{"cookie": "lang=fr"}, {"accept_language": "fr-CA"}])
def test_refusals_speak_the_language_of_the_reader(
    standing: Stage, address: str, said: str, by: dict[str, str]
) -> None:
    assert said in standing.get(address, **by).text


def test_whoever_asks_too_often_is_told_in_french(scene: Scene) -> None:
    with Stage(scene, per_second=1) as stage:
        for _ in range(5):
            refused = stage.get("/healthz", accept_language="fr")

    assert refused.text == "trop de demandes\n"


def test_french_readers_get_the_trouble_of_a_source_in_french(scene: Scene) -> None:
    scene.publish(answer(b"<html>Maintenance</html>"))
    scene.poll()
    visitor = Visitor(scene)
    visitor.reader = FRENCH

    page = visitor.get(overview_page)

    assert page.one(".why") == "du HTML au lieu de données"


def test_details_of_a_trouble_are_for_whoever_has_signed_in(scene: Scene) -> None:
    scene.publish(answer(b"<html>Maintenance</html>"))
    scene.poll()
    visitor = Visitor(scene)
    before = visitor.get(overview_page).one(".why")
    visitor.signs_in()

    after = visitor.get(overview_page).one(".why")

    assert before == "HTML instead of data"
    assert after == ("HTML instead of data: not the feed but an HTML page without a title")


@pytest.mark.parametrize("path", ["/", "/rounds?category=cec", "/rounds/436", "/rounds/9999", "/trends", "/programs", "/signin", "/preferences"])  # fmt: skip
def test_no_french_page_has_a_loose_colon(standing: Stage, path: str) -> None:
    page = standing.get(path, accept_language="fr").text

    text = re.sub("<(script|style).*?</\\1>|<[^>]*>", "", page, flags=re.DOTALL)
    assert re.findall(r"\w+ [:;!?»]\s|[a-zéè]:\s", text) == []


@pytest.mark.parametrize(
    "page", [overview_page, rounds_page, trends_page, programs_page, preferences_page]
)
def test_a_page_in_a_language_that_is_only_a_file(
    visitor: Visitor, page: Handler, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_marked("de", tmp_path)
    monkeypatch.setattr(formatter, "LOCALE", tmp_path)
    visitor.reader = ReaderPreferences(language=cast("Language", "de"), timezone="Europe/Berlin")

    shown = visitor.get(page).every("h1, h2, h3, p, th, caption, label, summary, button")

    catalogue.cache_clear()
    own = re.compile(r"August 2026|\d{4}|#?\d+[a-z]?|Atom|JSON Feed|English|Français|amara|bo")
    assert shown
    assert [text for text in shown if text and "[" not in text and not own.match(text)] == []


def test_every_headline_and_every_state_has_its_words() -> None:
    assert set(TRANSLATED_NAMES["HEADLINES"]) == set(get_args(Headline))
    assert set(TRANSLATED_NAMES["SOURCE_STATES"]) == set(get_args(SourceHealth))
    assert set(TRANSLATED_NAMES["DELIVERY_STATES"]) == {state.value for state in DeliveryState}


def test_every_choice_has_a_name() -> None:
    assert set(TRANSLATED_NAMES["SORT_NAMES"]) == set(SORT_KEYS)
    assert set(TRANSLATED_NAMES["THEME_NAMES"]) == set(THEMES)


def test_today_is_the_day_in_ottawa() -> None:
    late = PageFormatter("en", "UTC", datetime(2026, 8, 21, 2, tzinfo=UTC))

    assert late.today == date(2026, 8, 20)


def test_on_a_narrow_axis_a_january_is_its_year() -> None:
    english = PageFormatter("en", "UTC", datetime(2026, 8, 21, tzinfo=UTC))

    assert [english.brief_month(date(2026, n, 1)) for n in (1, 7)] == ["2026", "Jul"]
