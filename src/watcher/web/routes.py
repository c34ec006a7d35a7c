"""Every address of the site, and what makes its answer."""

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
from watcher.web.site import Fixed, Place


def places() -> tuple[Place | Fixed, ...]:
    """List all of them but ``/metrics``, which is that of what counts."""
    return (
        Place(path="/", page=overview.overview),
        Place(path="/rounds", page=rounds.rounds),
        Place(path="/rounds/{number}", page=one_round.one_round),
        Place(path="/trends", page=trends.trends),
        Place(path="/programs", page=programs.programs),
        Place(path="/api/v1/openapi.json", page=api.described, shared=True),
        Place(path="/api/v1/rounds", page=api.rounds, shared=True),
        Place(path="/api/v1/rounds/{number}", page=api.one_round, shared=True),
        Place(path="/api/v1/categories", page=api.categories, shared=True),
        Place(path="/api/v1/sources", page=api.sources, shared=True),
        Place(path="/feeds/{file}", page=feeds.feed, shared=True),
        Place(path="/rounds.ics", page=calendar.calendar, shared=True),
        Place(path="/rounds.csv", page=table.table, shared=True),
        Place(path="/deliveries", page=deliveries.deliveries, private=True),
        Place(
            path="/deliveries/retry", page=deliveries.retry, private=True, acts=True, writes=True
        ),
        Place(path="/signin", page=auth.sign_in_form, kept=False),
        Place(path="/signin", page=auth.sign_in, acts=True),
        Place(path="/signout", page=auth.sign_out, private=True, acts=True),
        Place(path="/preferences", page=auth.preferences_form, kept=False),
        Place(path="/preferences", page=auth.preferences, acts=True),
        Place(path="/static/{name}", page=assets.serve),
        Place(path="/favicon.ico", page=assets.icon),
        Fixed(path="/healthz", answer=probes.ALIVE),
        Place(path="/readyz", page=probes.ready, without=probes.without_database, kept=False),
    )
