"""The route table of the site, without ``/metrics``."""

from collections.abc import Callable
from dataclasses import dataclass

from watcher.web import (
    account,
    api,
    assets,
    category,
    feeds,
    forecasts,
    health,
    openapi,
    overview,
    pictures,
    reminders,
    rounds,
    stats,
    subscribe,
    subscription,
    trends,
)
from watcher.web.questions import QUESTIONS
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse
from watcher.web.round_reports import RECORD_QUESTIONS

Handler = Callable[[RequestContext, WebRequest], WebResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A route with its handler, or with a constant response.

    ``private`` ones need a session or the token; the address of a ``secret`` one is its key: it is neither
    logged nor found, and whoever has it may act from anywhere. ``acts``: method POST; ``writes``: to the database.
    ``personal``: made apart from public pages. ``shared``: CORS for every origin, and Last-Modified.
    ``without_database`` answers while the database cannot be read.
    """

    path: str
    handler: Handler | WebResponse
    private: bool = False
    secret: bool = False
    personal: bool = False
    acts: bool = False
    writes: bool = False
    cached: bool = True
    shared: bool = False
    without_database: Callable[[], WebResponse] | None = None


def _shared(path: str, handler: Handler) -> Endpoint:
    return Endpoint(path=path, handler=handler, shared=True)


ENDPOINTS = (
    Endpoint(path="/", handler=overview.overview_page),
    Endpoint(path="/rounds", handler=rounds.rounds_page),
    Endpoint(path="/rounds/{number}", handler=rounds.round_page),
    Endpoint(path="/categories/{slug}", handler=category.category_page),
    Endpoint(path="/forecasts", handler=forecasts.forecasts_page),
    Endpoint(path="/stats", handler=stats.stats_page),
    Endpoint(path="/trends", handler=trends.trends_page),
    Endpoint(path="/programs", handler=overview.programs_page),
    Endpoint(path="/about", handler=overview.about_page),
    _shared("/api/v1/openapi.json", openapi.api_description),
    _shared("/api/v1/rounds", api.api_rounds),
    _shared("/api/v1/rounds/{number}", api.api_round),
    _shared("/api/v1/categories", api.api_categories),
    _shared("/api/v1/sources", api.api_sources),
    *(
        Endpoint(
            path=f"/api/v1{one.path}", handler=one.answer, shared=True, cached=not one.is_personal
        )
        for one in QUESTIONS
    ),
    *(
        Endpoint(path=f"/api/v1{one.path}", handler=one.answer, private=True, personal=True)
        for one in RECORD_QUESTIONS
    ),
    _shared("/feeds/{file}", feeds.feed),
    _shared("/rounds.ics", feeds.calendar),
    _shared("/rounds.csv", api.csv_table),
    Endpoint(path="/reminders.ics", handler=reminders.reminders_file, private=True),
    Endpoint(path="/deliveries", handler=account.deliveries_page, private=True),
    Endpoint(
        path="/deliveries/retry", handler=account.retry_chosen, private=True, acts=True, writes=True
    ),
    Endpoint(path="/signin", handler=account.sign_in_page, cached=False),
    Endpoint(path="/signin", handler=account.sign_in, acts=True),
    Endpoint(path="/signout", handler=account.sign_out, private=True, acts=True),
    Endpoint(path="/preferences", handler=account.preferences_page, cached=False),
    Endpoint(path="/preferences", handler=account.save_preferences, acts=True),
    Endpoint(path="/subscribe", handler=subscribe.subscribe_page),
    Endpoint(path="/subscribe", handler=subscribe.subscribe, personal=True, acts=True),
    Endpoint(path="/subscribe/asked", handler=subscribe.asked_page),
    Endpoint(path="/subscribe/refused", handler=subscribe.refused_page),
    Endpoint(path="/subscribe/confirm/{token}", handler=subscribe.confirm_page, secret=True),
    Endpoint(path="/subscribe/confirm/{token}", handler=subscribe.confirm, secret=True, acts=True),
    Endpoint(path="/s/{token}", handler=subscription.subscription_page, secret=True),
    Endpoint(path="/s/{token}", handler=subscription.change_subscription, secret=True, acts=True),
    Endpoint(path="/pictures/{file}", handler=pictures.category_picture, cached=False),
    Endpoint(path="/static/{name}", handler=assets.static_file),
    Endpoint(path="/manifest.webmanifest", handler=assets.manifest),
    Endpoint(path="/favicon.ico", handler=assets.favicon),
    Endpoint(path="/healthz", handler=health.ALIVE),
    Endpoint(
        path="/readyz",
        handler=health.readiness,
        without_database=health.readiness_without_database,
        cached=False,
    ),
)
