"""Settings -> what may be shown: every secret hidden, in the words of the file."""

from datetime import time, timedelta

from watcher.core.redaction import public_url, url_secrets
from watcher.core.settings import QuietHours, Secret, Settings, Source, Subscription, Web

HIDDEN = "***"

Shown = dict[str, object]


def redacted_settings(settings: Settings) -> Shown:
    """Write the settings as the file's tables, with defaults filled in.

    Of a channel only the scheme is shown; of a database whatever holds no password; of
    a source's address all but its query.
    Keys without a value are left out, as in the file.
    """
    return {
        "watcher": {
            "database": _database(settings.database),
            "timezone": settings.timezone,
            "language": settings.language,
            "contact": settings.contact,
            "smtp_per_minute": settings.smtp_per_minute,
            "keep_pages": settings.keep_pages,
            "pictures": settings.pictures,
        },
        "source": [_source(source) for source in settings.sources],
        "channels": {
            name: _scheme_only(channel.url) for name, channel in settings.channels.items()
        },
        "operator": _given(
            channels=list(settings.operator.channels), ping=_scheme_only(settings.operator.ping)
        ),
        "web": _given(
            enabled=settings.web.enabled,
            listen=_listen(settings.web),
            url=settings.web.url,
            token=HIDDEN if settings.web.token else None,
            requests_per_second=settings.web.per_second,
        ),
        "subscription": [_subscription(s) for s in settings.subscriptions],
    }


def all_secrets(settings: Settings) -> tuple[str, ...]:
    """Give every secret as it is, for whoever has to take them out of a text.

    The path of an SQLite file is none: logs and errors have to name it.
    """
    held = [channel.url for channel in settings.channels.values()]
    if not settings.database.value.startswith("sqlite"):
        held.append(settings.database)
    if settings.operator.ping:
        held.append(settings.operator.ping)
    if settings.web.token:
        held.append(settings.web.token)
    queries = (s for source in settings.sources for s in url_secrets(source.url))
    return (*(secret.value for secret in held), *queries)


def _database(url: Secret) -> str:
    if url.value.startswith("sqlite"):
        return url.value
    # By hand: a password with "#" or "/" in it would mislead urlsplit.
    scheme, _, rest = url.value.partition("://")
    account, at, place = rest.rpartition("@")
    place, question, _ = place.partition("?")
    hidden = HIDDEN if account else ""
    return f"{scheme}://{hidden}{at}{place}{question}{HIDDEN if question else ''}"


def _listen(web: Web) -> str:
    host = f"[{web.host}]" if ":" in web.host else web.host
    return f"{host}:{web.port}"


def _scheme_only(address: Secret | None) -> str | None:
    if address is None:
        return None
    scheme, mark, rest = address.value.partition("://")
    if not mark:
        return HIDDEN
    return f"{scheme}://{HIDDEN}" if rest else f"{scheme}://"


def _source(source: Source) -> Shown:
    secondary = source.trust == "secondary"
    return _given(
        name=source.name,
        kind=source.kind,
        url=public_url(source.url),
        trust=source.trust,
        every=_span(source.every) if source.every else None,
        cache_bust=source.cache_bust,
        redirects_to=list(source.redirects_to),
        max_bytes=source.max_bytes,
        robots=source.robots if secondary else None,
        allow_private=source.allow_private if secondary else None,
    )


def _subscription(subscription: Subscription) -> Shown:
    quiet = subscription.quiet_hours
    return _given(
        name=subscription.name,
        categories=sorted(subscription.categories),
        score=subscription.score,
        submitted=subscription.submitted,
        channels=list(subscription.channels),
        tell_when=subscription.tell_when,
        near=subscription.near,
        early=subscription.early,
        language=subscription.language,
        timezone=subscription.timezone,
        quiet_hours=_hours(quiet) if quiet else None,
        wake=subscription.wake,
        picture=subscription.picture,
    )


def _given(**values: object) -> Shown:
    return {key: value for key, value in values.items() if value is not None}


def _span(every: timedelta) -> str:
    minutes, seconds = divmod(int(every.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{n}{unit}" for n, unit in parts if n)


def _hours(quiet: QuietHours) -> str:
    return f"{_clock(quiet.start)}-{_clock(quiet.end)}"


def _clock(at: time) -> str:
    return at.strftime("%H:%M")
