"""What a shared link shows."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.web.stage import Stage
from watcher.core.errors import ChartError

PNG = b"\x89PNG"


def properties(page: str) -> dict[str, str]:
    tree = LexborHTMLParser(page)
    named = {
        node.attributes.get("property") or node.attributes.get("name"): node.attributes.get(
            "content"
        )
        for node in tree.css("meta[content]")
    }
    return {str(name): str(content) for name, content in named.items()}


def test_a_round_that_is_shared_says_its_figures_and_shows_its_category(standing: Stage) -> None:
    told = properties(standing.get("/rounds/436").text)

    assert told["og:title"] == "#436 Canadian Experience Class"
    assert told["og:description"] == told["description"]
    assert told["description"].startswith("August 12, 2026: cut-off 520, 1,000 invitations.")
    assert told["og:image"] == f"{standing.base}/pictures/cec.png"
    assert standing.get("/pictures/cec.png").content.startswith(PNG)


def test_nothing_of_the_person_who_shares_a_link_is_in_its_preview(standing: Stage) -> None:
    page = standing.get("/rounds/436?score=477&categories=cec").text

    assert properties(page)["og:url"] == f"{standing.base}/rounds/436"
    assert "477" not in str(properties(page))


def test_other_pages_show_the_category_of_the_newest_round(standing: Stage) -> None:
    assert properties(standing.get("/").text)["og:image"].endswith("/pictures/cec.png")
    assert "og:image" not in properties(standing.get("/rounds/9999").text)


@pytest.mark.parametrize("file", ["none.png", "cec.svg", "cec", ".png", "healthcare.png"])
def test_there_is_no_picture_of_what_is_not_known(standing: Stage, file: str) -> None:
    assert standing.get(f"/pictures/{file}").status_code == 404


def test_a_picture_that_cannot_be_drawn_is_none(
    standing: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def _fails(_: str) -> bytes:
        raise ChartError("resvg failed")

    monkeypatch.setattr("watcher.web.pictures.png_of", _fails)

    assert standing.get("/pictures/cec.png").status_code == 404


def test_without_resvg_there_is_no_picture_and_all_else(
    standing: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("render", "pictures"):
        monkeypatch.setattr(f"watcher.web.{place}.can_draw", lambda: False)

    assert "og:image" not in properties(standing.get("/rounds/436?lang=en").text)
    assert standing.get("/pictures/pnp.png").status_code == 404
