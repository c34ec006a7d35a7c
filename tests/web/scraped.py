"""Metrics of a site with settable clock and settings.

site = Scraped(store, settings)
assert site.figure("watcher_rounds", state="confirmed") == 438
"""

import asyncio
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import PurePath

import httpx
from prometheus_client.parser import text_string_to_metric_families

from watcher.adapters.database import Store
from watcher.core.settings import Channel, Secret, Settings, Source, Web
from watcher.web.app import WebApp
from watcher.web.metrics import Metrics

NOTHING: Mapping[str, str] = {}
IRCC = Source(name="ircc", kind="ircc-json", url="https://ircc.example/feed.json")
NEWS = Source(name="news", kind="feed", url="https://news.example/feed", trust="secondary")


class Scraped:
    """A site on *store*, and what it counts."""

    def __init__(self, store: Store, now: datetime, *sources: Source, **channels: str) -> None:
        self.now = now
        self.monotonic = time.monotonic
        self.metrics = Metrics(now)
        self.settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(store.address),
            sources=sources or (IRCC,),
            channels={name: Channel(name=name, url=Secret(url)) for name, url in channels.items()},
            web=Web(per_second=1000),
        )
        self.web_app = WebApp(
            store=store,
            settings=lambda: self.settings,
            clock=lambda: self.now,
            metrics=self.metrics,
            monotonic=lambda: self.monotonic(),  # noqa: PLW0108 - a test may turn it later
        )
        self._app = self.web_app.asgi()

    def configure(self, **changes: object) -> None:
        """Reload with other settings."""
        self.settings = replace(self.settings, **changes)  # type: ignore[arg-type]  # of any key

    def get(
        self, path: str, headers: Mapping[str, str] = NOTHING, method: str = "GET"
    ) -> httpx.Response:
        """Ask as a program on the same machine does."""
        # In a thread: a browser that other tests opened has a loop running in this one.
        with ThreadPoolExecutor(1) as elsewhere:
            request = self._ask(method, path, headers)
            return elsewhere.submit(asyncio.run, request).result()

    def figures(self) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
        """Return every sample of every name, by its labels in order."""
        found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
        for family in text_string_to_metric_families(self.get("/metrics").text):
            for sample in family.samples:
                labels = tuple(sorted(sample.labels.items()))
                found.setdefault(sample.name, {})[labels] = sample.value
        return found

    def figure(self, name: str, **labels: str) -> float | None:
        """Return one sample, None where there is none."""
        return self.figures().get(name, {}).get(tuple(sorted(labels.items())))

    async def _ask(self, method: str, path: str, headers: Mapping[str, str]) -> httpx.Response:
        transport = httpx.ASGITransport(self._app)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://127.0.0.1:8470"
        ) as client:
            return await client.request(method, path, headers=dict(headers))
