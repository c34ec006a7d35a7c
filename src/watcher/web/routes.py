"""Every address of the site but ``/metrics``, and what answers it."""

from collections.abc import Callable
from dataclasses import dataclass

from watcher.web import api, assets, calendar, feeds, table
from watcher.web.pages import (
    auth,
    deliveries,
    one_round,
    overview,
    probes,
    programs,
    rounds,
    trends,
)
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

Handler = Callable[[RequestContext, WebRequest], WebResponse]


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """An address and its handler, or the response that is always the same and waits for nothing.

    Only public ones are cached, for readers who have not signed in; ``private`` ones are
    shown to nobody else. ``acts``: it is posted to; ``writes``: to the database.
    ``shared``: public facts, which scripts of any site may read, and which say since
    when they are so. ``without_database`` answers where the database cannot be read.
    """

    path: str
    handler: Handler | WebResponse
    private: bool = False
    acts: bool = False
    writes: bool = False
    cached: bool = True
    shared: bool = False
    without_database: Callable[[], WebResponse] | None = None


ENDPOINTS = (
    Endpoint(path="/", handler=overview.overview),
    Endpoint(path="/rounds", handler=rounds.rounds),
    Endpoint(path="/rounds/{number}", handler=one_round.one_round),
    Endpoint(path="/trends", handler=trends.trends),
    Endpoint(path="/programs", handler=programs.programs),
    Endpoint(path="/api/v1/openapi.json", handler=api.described, shared=True),
    Endpoint(path="/api/v1/rounds", handler=api.rounds, shared=True),
    Endpoint(path="/api/v1/rounds/{number}", handler=api.one_round, shared=True),
    Endpoint(path="/api/v1/categories", handler=api.categories, shared=True),
    Endpoint(path="/api/v1/sources", handler=api.sources, shared=True),
    Endpoint(path="/feeds/{file}", handler=feeds.feed, shared=True),
    Endpoint(path="/rounds.ics", handler=calendar.calendar, shared=True),
    Endpoint(path="/rounds.csv", handler=table.table, shared=True),
    Endpoint(path="/deliveries", handler=deliveries.deliveries, private=True),
    Endpoint(
        path="/deliveries/retry", handler=deliveries.retry, private=True, acts=True, writes=True
    ),
    Endpoint(path="/signin", handler=auth.sign_in_form, cached=False),
    Endpoint(path="/signin", handler=auth.sign_in, acts=True),
    Endpoint(path="/signout", handler=auth.sign_out, private=True, acts=True),
    Endpoint(path="/preferences", handler=auth.preferences_form, cached=False),
    Endpoint(path="/preferences", handler=auth.preferences, acts=True),
    Endpoint(path="/static/{name}", handler=assets.serve),
    Endpoint(path="/favicon.ico", handler=assets.icon),
    Endpoint(path="/healthz", handler=probes.ALIVE),
    Endpoint(
        path="/readyz", handler=probes.ready, without_database=probes.without_database, cached=False
    ),
)
