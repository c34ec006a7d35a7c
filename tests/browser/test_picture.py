"""The picture that README opens with: an alert as it arrives, and the page. `make picture`."""

import base64
from datetime import UTC, date, datetime
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.conftest import ARTEFACTS, OpenPage
from tests.values import a_round, a_subscription, an_alert
from watcher.messages import compose

PICTURE = ARTEFACTS / "watcher.png"
README = Path(__file__).parents[2] / "README.md"
ALERT = an_alert(
    subscription=a_subscription(timezone="America/Toronto"),
    previous=a_round(number="349", date=date(2025, 6, 4), cutoff=504),
)
AT_ONCE = datetime(2025, 12, 11, 16, 2, 31, tzinfo=UTC)
OVERVIEW = "/?score=488&categories=healthcare,cec,french&submitted=2025-11-20T15:00Z"
PAGE = {"width": 1152, "height": 986}
BOARD = """<!doctype html><style>
body {{ margin: 0; padding: 32px; width: 1336px; display: flex; gap: 32px; background: #dfe5ee;
  font: 15px/1.45 "DejaVu Sans", sans-serif; color: #14181f }}
article {{ width: 400px; padding: 20px; border-radius: 14px; background: #fff; height: 700px;
  overflow: hidden; font-size: 13px; box-shadow: 0 2px 10px #0003 }}
h1 {{ font-size: 15px; margin: 0 0 14px }}
img {{ width: 864px; height: 740px; border-radius: 14px;
  box-shadow: 0 2px 10px #0003 }}
</style><article><h1>{title}</h1>{html}</article><img src="data:image/png;base64,{page}">"""


def test_the_picture_of_readme_shows_an_alert_and_the_page(
    open_page: OpenPage, browser: Browser
) -> None:
    overview = open_page(OVERVIEW, viewport=PAGE)
    page = base64.b64encode(overview.screenshot()).decode()
    message = compose([ALERT], now=AT_ONCE)
    board = browser.new_page(viewport={"width": 1400, "height": 804})
    board.set_content(BOARD.format(title=message.title, html=message.html, page=page))
    board.wait_for_function("document.images[0].complete")
    board.screenshot(path=PICTURE)

    assert "12 points above the cut-off" in board.inner_text("article")
    assert board.evaluate("document.images[0].naturalWidth") > 0
    board.close()


def test_readme_shows_the_picture_first() -> None:
    lines = README.read_text("utf-8").splitlines()

    (shown,) = [number for number, line in enumerate(lines) if "(docs/watcher.png)" in line]

    assert shown < 12
    assert (README.parent / "docs/watcher.png").stat().st_size < 300_000
