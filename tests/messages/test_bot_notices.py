"""What the operator reads of a bot that does not answer."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest

from watcher.core.bot_incidents import BotAnswering, BotSilent, BotTrouble, BotTroubleKind
from watcher.core.settings import Language
from watcher.messages import compose_notice

SINCE = datetime(2026, 8, 19, 14, tzinfo=UTC)


@pytest.mark.parametrize("kind", get_args(BotTroubleKind))
@pytest.mark.parametrize(("language", "since"), [("en", "Since:"), ("fr", "Depuis\u00a0:")])
def test_every_trouble_says_what_why_and_what_to_do(
    kind: BotTroubleKind, language: Language, since: str
) -> None:
    notice = BotSilent(trouble=BotTrouble(kind=kind, detail="x" * 900), since=SINCE)
    message = compose_notice(notice, language=language, timezone="America/Toronto")

    assert since in message.text
    assert "•" in message.text
    assert len(message.text) < 1200


def test_that_it_answers_again_says_for_how_long_it_did_not() -> None:
    notice = BotAnswering(since=SINCE, until=SINCE + timedelta(hours=2))
    message = compose_notice(notice, language="en", timezone="America/Toronto")

    assert message.title == "[watcher] The Telegram bot: answers again"
    assert "answers again after 2 hours, since August 19, 2026 at 12:00:00 EDT" in message.text
