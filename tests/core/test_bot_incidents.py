"""When the operator hears of a bot that does not answer."""

from datetime import UTC, datetime, timedelta

import pytest

from watcher.core.bot_incidents import BotTrouble, BotTroubleKind

NOW = datetime(2026, 8, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "minutes", "told"),
    [
        ("refused", 0, True),
        ("not installed", 0, True),
        ("conflict", 14, False),
        ("conflict", 15, True),
        ("unreachable", 14, False),
        ("unreachable", 15, True),
    ],
)
def test_what_may_pass_is_told_once_it_lasts(
    kind: BotTroubleKind, minutes: int, *, told: bool
) -> None:
    trouble = BotTrouble(kind=kind, detail="")

    assert trouble.is_told(NOW, NOW + timedelta(minutes=minutes)) is told
