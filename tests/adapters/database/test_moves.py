"""Targets that became others."""

from datetime import datetime, timedelta

from watcher.adapters.database import Store


def test_a_move_is_news_once_and_again_when_it_leads_elsewhere(store: Store, now: datetime) -> None:
    later = now + timedelta(days=1)
    with store.writing() as tx:
        told = [
            tx.moves.put("tgram bot", "-1", "-1001", now),
            tx.moves.put("tgram bot", "-1", "-1001", later),
            tx.moves.put("tgram other", "-1", "-1001", later),
            tx.moves.put("tgram bot", "-1", "-1002", later),
        ]

    assert told == [True, False, True, True]
    with store.reading() as tx:
        assert tx.moves.all() == {("tgram bot", "-1"): "-1002", ("tgram other", "-1"): "-1001"}
