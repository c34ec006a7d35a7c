"""The report of a round a page at a time."""

import pytest

from tests.answers.test_report import MINUTE, NIGHT, ROUND, SETTINGS, told
from tests.values import a_rule
from watcher.adapters.database import Store
from watcher.answers.report import not_concerned
from watcher.answers.report_pages import not_concerned_page, told_page
from watcher.answers.snapshot import Snapshot
from watcher.core.people import Person

__all__ = ["told"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 9])
def test_pages_have_everybody_once_whatever_their_size(told: Store, limit: int) -> None:
    with told.writing() as tx:
        rules = (a_rule(score=1), a_rule(name="B", score=1), a_rule(name="a", score=1))
        tx.people.put_many(
            [Person(name=n, channels=("mail",), rules=rules) for n in ("Zoe", "\u00e9va", "ada")],
            NIGHT,
        )
    with told.reading() as tx:
        snapshot = Snapshot(store=told, tx=tx, settings=SETTINGS, now=NIGHT + MINUTE)
        at_once = [one.subscription for one in not_concerned(snapshot, ROUND)]
        paged: list[str] = []
        after: str | None = ""
        while after is not None:
            page = not_concerned_page(snapshot, ROUND, limit=limit, after=after)
            paged += [one.subscription for one in page.people]
            after = page.next

        first = told_page(snapshot, ROUND, limit=1)
        rest = told_page(snapshot, ROUND, limit=1, after=first.next)

    assert paged == at_once
    assert len(paged) == 4 + 9
    assert [line.person for line in (*first.deliveries, *rest.deliveries)] == ["amara", "quiet"]
    assert rest.next is None
