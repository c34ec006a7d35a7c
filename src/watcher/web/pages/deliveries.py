"""What was told to whom, and once more what was not. Private."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlencode

from watcher.answers.deliveries import DeliveryState, has_ended, list_deliveries, retry_deliveries
from watcher.core.settings import Settings
from watcher.web.render import page
from watcher.web.request import RequestContext, WebRequest
from watcher.web.response import WebResponse

_SHOWN = 100
_MOST_IDS = 500
_LARGEST_ID = 2**63


def deliveries(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the newest deliveries that match."""
    state = request.parameter("state") if request.parameter("state") in set(DeliveryState) else ""
    subscription, channel = request.parameter("subscription"), request.parameter("channel")
    listed = list_deliveries(
        context,
        states=[DeliveryState(state)] if state else (),
        subscription=subscription or None,
        channel=channel or None,
        limit=_SHOWN,
    )
    found = listed.deliveries
    answer = page(
        "deliveries.html",
        request,
        context.now,
        values={
            "found": found,
            "retriable": {d.id for d in found if has_ended(d)},
            "counts": context.tx.deliveries.count_by_state(),
            "states": [state.value for state in DeliveryState],
            "state": state,
            "subscription": subscription,
            "channel": channel,
            "subscriptions": [s.name for s in context.settings.subscriptions],
            "channels": list(_channels(context.settings)),
            "claimed": {number: r.called for number, r in listed.unconfirmed.items()},
            "retried": _retried(request),
        },
    )
    # Whoever comes with the token itself has no session, and it is private all the same.
    return WebResponse(body=answer.body, private=True)


def retry(context: RequestContext, request: WebRequest) -> WebResponse:
    """Queue the chosen deliveries again, and go back to the list."""
    ids = list(_ids(request.form.get("id", ())))
    chosen = retry_deliveries(context, ids=ids) if ids else []
    ended = [delivery for delivery in chosen if has_ended(delivery)]
    back = urlencode({"retried": len(ended)})
    return WebResponse(
        body=b"", status=303, private=True, headers={"Location": f"/deliveries?{back}"}
    )


def _ids(values: Sequence[str]) -> Iterator[int]:
    for text in values[:_MOST_IDS]:
        if text.isascii() and text.isdecimal() and 0 < int(text) < _LARGEST_ID:
            yield int(text)


def _channels(settings: Settings) -> Iterator[str]:
    yield from settings.channels


def _retried(request: WebRequest) -> int | None:
    text = request.parameter("retried")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else None  # noqa: PLR2004 - 9999 at once is plenty
