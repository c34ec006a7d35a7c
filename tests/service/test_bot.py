"""A person's whole life with the bot, in the real service: subscribes, is told, changes the score, mutes, ends."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.pages import a_page, a_row
from tests.running import Running
from tests.servers.http import HttpServer, answer
from tests.servers.telegram_bot import BotServer, Somebody, wait_until
from watcher.service.clock import system_clock

PAGE = "/rounds.json"
TODAY = system_clock().date()
CONFIGURATION = """
[watcher]
database = "sqlite:///watcher.db"
[web]
enabled = false
[[source]]
name = "ircc"
url = "{page}"
[channels]
tg = "{channel}"
[bot]
enabled = true
channel = "tg"
"""


@pytest.fixture
def telegram() -> Iterator[BotServer]:
    with BotServer() as telegram:
        yield telegram


@pytest.fixture
def server() -> Iterator[HttpServer]:
    with HttpServer() as server:
        publish(server, 1)
        yield server


@pytest.fixture
def config(tmp_path: Path, telegram: BotServer, server: HttpServer) -> Path:
    file = tmp_path / "config.toml"
    page, channel = server.url(PAGE), telegram.url.value
    file.write_text(CONFIGURATION.format(page=page, channel=channel))
    return file


def publish(server: HttpServer, count: int) -> None:
    """Show so many rounds of CEC from 437 on, with cut-offs of 471, 472 and so on."""
    day = str(TODAY - timedelta(days=1))
    rows = [a_row(str(437 + n), day, drawCRS=str(471 + n)) for n in range(count)]
    server.at(PAGE, answer(a_page(*reversed(rows))))


def signs_up(somebody: Somebody) -> None:
    somebody.writes("/start")
    somebody.presses("CEC")
    somebody.presses("Done, go on")
    somebody.read("What is your CRS score?")
    somebody.writes("475")
    somebody.presses("I don't know")
    somebody.presses("Subscribe")
    somebody.read("You are subscribed.")


def told(somebody: Somebody) -> list[str]:
    """Give the numbers of the rounds that somebody was told of."""
    alerts = [text for text in somebody.messages if "First seen here" in text]
    return [text.partition("#")[2][:3] for text in alerts]


def test_a_whole_life_with_the_bot(  # noqa: PLR0915 - a life is long
    config: Path, telegram: BotServer, server: HttpServer
) -> None:
    amara, bo = telegram.somebody(42), telegram.somebody(43)
    with Running(config, every=0.1) as program:
        program.wait_for("bot_polling")
        program.wait_for("polled", outcome="baseline")
        signs_up(amara)
        signs_up(bo)

        publish(server, 2)
        wait_until(lambda: told(amara) == ["438"], "not told", amara)
        wait_until(lambda: told(bo) == ["438"], "not told", bo)
        assert "3 points above" in amara.messages[-1]

        amara.writes("/score 400")
        amara.read("Changed.")
        bo.blocks()
        amara.writes("/why 438")
        amara.read("72 points below")
        publish(server, 3)
        program.wait_for("polled", outcome="read", times=2)

        amara.writes("/score 600")
        amara.read("<b>Score:</b> 600")
        amara.writes("/mute 3")
        amara.read("Nothing is sent to you until")
        publish(server, 4)
        program.wait_for("polled", outcome="read", times=3)
        amara.writes("/unmute")
        wait_until(lambda: told(amara)[-1] == "440", "what waited was not told", amara)

        amara.writes("/stop")
        amara.presses("Yes, erase everything")
        amara.read("everything is erased")
        publish(server, 5)
        program.wait_for("polled", outcome="read", times=4)

    assert told(amara) == ["438", "440"]
    assert told(bo) == ["438"]
    assert "Amara" not in program.log
