# ruff: noqa: RUF001 - French apostrophes
"""Static files, icons and the manifest."""

import json

import pytest

from tests.web.looking import Visitor
from tests.web.stage import Stage
from watcher.web.assets import asset_address, manifest
from watcher.web.request import ReaderPreferences


@pytest.mark.parametrize(
    ("name", "media"),
    [
        ("watcher.css", "text/css; charset=utf-8"),
        ("person.js", "text/javascript; charset=utf-8"),
        ("icon-192.png", "image/png"),
    ],
)
def test_a_file_is_kept_for_a_year_under_an_address_of_its_content(
    standing: Stage, name: str, media: str
) -> None:
    answer = standing.get(asset_address(name))

    assert answer.headers["content-type"] == media
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert standing.get(asset_address(name).replace(".", ".0", 1)).status_code == 404


def test_the_manifest_names_icons_that_are_there(standing: Stage) -> None:
    answer = standing.get("/manifest.webmanifest")

    assert answer.headers["content-type"] == "application/manifest+json"
    icons = answer.json()["icons"]
    assert [icon["sizes"] for icon in icons] == ["any", "192x192", "512x512"]
    for icon in icons:
        assert standing.get(icon["src"]).headers["content-type"] == icon["type"]


def test_the_manifest_speaks_the_readers_language(standing: Stage) -> None:
    visitor = Visitor(standing.scene)
    visitor.reader = ReaderPreferences(language="fr", timezone="America/Toronto")

    described = json.loads(visitor.get(manifest, "/manifest.webmanifest").html)

    assert described["lang"] == "fr"
    assert described["name"] == "Rondes d’invitations d’Entrée express"
