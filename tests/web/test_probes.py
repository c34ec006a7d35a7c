"""Liveness and readiness."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.values import an_episode
from tests.web.scraped import IRCC, NEWS, Scraped
from watcher.adapters.database import Store
from watcher.core.model import Trouble
from watcher.core.settings import Secret, Source

FRENCH = Source(name="ircc-fr", kind="ircc-json", url="https://ircc.example/fr.json")


def read(store: Store, at: datetime, *sources: Source) -> None:
    """Poll these, and find them well."""
    with store.writing() as tx:
        for source in sources:
            tx.sources.record_page(
                source.name, source.url, validators=(None, None), page=b"1", now=at
            )


def trouble(store: Store, at: datetime, about: str, what: Trouble) -> None:
    with store.writing() as tx:
        detail = f"https://ircc.example/feed.json?key=secret: {what}"
        tx.incidents.open(an_episode(about, at, trouble=what, detail=detail))


def test_it_is_ready_when_every_source_was_read(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, NEWS)
    read(store, now, IRCC, NEWS)

    answer = site.get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ready\n")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"


def test_it_is_not_ready_before_its_first_poll(store: Store, now: datetime) -> None:
    site = Scraped(store, now)

    answer = site.get("/readyz")

    assert answer.status_code == 503
    assert answer.text == "not ready\nsource ircc has never been polled\n"


def test_it_is_red_while_an_official_source_is_blind(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, FRENCH)
    read(store, now, IRCC, FRENCH)
    trouble(store, now, "source ircc-fr", Trouble.HTML)

    answer = site.get("/readyz")

    assert answer.status_code == 503
    assert answer.text == (
        "not ready\nsource ircc-fr is blind since 2025-12-11T16:02:10Z (HTML instead of data)\n"
    )


def test_it_is_red_when_nobody_has_polled_for_long(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    read(store, now, IRCC)

    site.now = now + timedelta(minutes=20)
    assert site.get("/readyz").status_code == 200
    site.now = now + timedelta(minutes=21)
    assert site.get("/readyz").status_code == 503
    assert site.get("/readyz").text == (
        "not ready\nsource ircc is not polled since 2025-12-11T16:02:10Z\n"
    )


def test_a_blind_news_site_is_named_and_makes_nothing_red(store: Store, now: datetime) -> None:
    site = Scraped(store, now, IRCC, NEWS)
    read(store, now, IRCC, NEWS)
    trouble(store, now, "source news", Trouble.BLOCKED)

    answer = site.get("/readyz")

    assert answer.status_code == 200
    assert answer.text == (
        "ready\nnote: source news is blind since 2025-12-11T16:02:10Z (blocked)\n"
    )


def test_no_round_for_long_is_named_and_makes_nothing_red(store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    read(store, now, IRCC)
    trouble(store, now, "late ircc", Trouble.LATE)

    answer = site.get("/readyz")

    assert answer.status_code == 200
    assert answer.text == (
        "ready\nnote: source ircc is late since 2025-12-11T16:02:10Z "
        "(no new round for longer than ever seen)\n"
    )


def test_where_there_is_no_official_source_the_others_count(store: Store, now: datetime) -> None:
    site = Scraped(store, now, NEWS)
    read(store, now, NEWS)
    assert site.get("/readyz").status_code == 200

    trouble(store, now, "source news", Trouble.BLOCKED)

    assert site.get("/readyz").status_code == 503


def test_without_a_database_it_lives_and_is_not_ready(now: datetime, tmp_path: Path) -> None:
    site = Scraped(Store(Secret(f"sqlite:///{tmp_path}/empty.db")), now)

    ready, alive = site.get("/readyz"), site.get("/healthz")

    assert ready.status_code == 503
    assert ready.text == (
        "not ready\nthe database cannot be read; the log of the service says why\n"
    )
    assert (alive.status_code, alive.text) == (200, "alive\n")


def test_who_asks_often_does_not_fill_the_log(
    now: datetime, caplog: pytest.LogCaptureFixture, tmp_path: Path
) -> None:
    site = Scraped(Store(Secret(f"sqlite:///{tmp_path}/empty.db")), now)

    for _ in range(20):
        site.get("/readyz")

    assert len([r for r in caplog.records if "web_database_failed" in r.message]) == 1


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_probes_answer_head_and_304(path: str, store: Store, now: datetime) -> None:
    site = Scraped(store, now)
    read(store, now, IRCC)
    first = site.get(path)

    head = site.get(path, method="HEAD")
    again = site.get(path, {"If-None-Match": first.headers["etag"]})

    assert (head.status_code, head.headers["etag"]) == (200, first.headers["etag"])
    assert (again.status_code, again.content) == (304, b"")
    assert site.get(path, method="POST").status_code in {405, 411}
