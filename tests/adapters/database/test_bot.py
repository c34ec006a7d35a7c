"""What the bot remembers, on each database."""

from datetime import datetime, timedelta

from watcher.adapters.database import Store
from watcher.core.sign_up_drafts import Draft


def test_each_bot_has_its_last_update(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        assert tx.bot.answered(7) is None
        tx.bot.note_answered(7, 2**40, now)
        tx.bot.note_answered(7, 5, now + timedelta(seconds=1))
        tx.bot.note_answered(8, 6, now)

    with store.reading() as tx:
        assert tx.bot.answered(7) == (5, now + timedelta(seconds=1))
        assert tx.bot.answered(8) == (6, now)


def test_a_chat_is_about_one_thing_until_that_is_over(store: Store, now: datetime) -> None:
    chat = 2**51
    draft = Draft(
        key="7",
        step="confirm",
        language="fr",
        began_at=now,
        categories=frozenset({"cec", "stem"}),
        score=488,
        submitted=now - timedelta(days=9),
    )
    with store.writing() as tx:
        tx.bot.put_draft(chat, Draft(key="6", step="score", language="en", began_at=now), now)
        tx.bot.put_draft(chat, draft, now)
        tx.bot.put_draft(1, draft, now + timedelta(hours=1))

    with store.writing() as tx:
        assert tx.bot.draft(chat) == draft
        assert tx.bot.count_drafts() == 2
        tx.bot.prune_drafts(now)
        assert tx.bot.draft(chat) is None
        tx.bot.drop_draft(1)
        assert tx.bot.count_drafts() == 0
