"""Private pages and choices: sign-in, preferences, deliveries; and why something was refused."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from urllib.parse import urlencode

from watcher.answers.deliveries import (
    DeliveryState,
    has_ended,
    list_deliveries,
    queue_status,
    retry_deliveries,
)
from watcher.core.settings import LANGUAGES, N_
from watcher.web.render import page, page_formatter
from watcher.web.request import THEMES, RequestContext, WebRequest, is_time_zone, local_address
from watcher.web.response import PLAIN_TEXT, WebResponse, problem_response
from watcher.web.sessions import COOKIE, SESSION_LIFETIME
from watcher.web.words import REFUSALS

_REFUSED = N_("This did not work.")
_A_YEAR = timedelta(days=365)
_NOT_SIGNED_IN = 401
_SHOWN = 100
_MOST_IDS = 500
_LARGEST_ID = 2**63


def sign_in_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the form to sign in."""
    return _sign_in_form(context, request)


def sign_in(context: RequestContext, request: WebRequest) -> WebResponse:
    """Let in whoever knows the token, and go where they wanted to."""
    known = context.access.check_token(request.form_value("token"), request.address)
    if known is False:
        return _sign_in_form(context, request, status=_NOT_SIGNED_IN, problem="wrong")
    if known is not True:
        seconds = int(known) + 1
        return _sign_in_form(context, request, status=429, problem="too_many", seconds=seconds)
    session = context.access.sign_in()
    cookie = _cookie(COOKIE, session.key, request, lasts=SESSION_LIFETIME, same_site="Strict")
    return _redirect(local_address(request.form_value("next")), cookie)


def sign_out(context: RequestContext, request: WebRequest) -> WebResponse:
    """End the session, and go to the first page."""
    if request.session is not None:
        context.access.sign_out(request.session)
    return _redirect("/", _cookie(COOKIE, "", request, lasts=timedelta(), same_site="Strict"))


def preferences_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the form of preferences."""
    back = local_address(request.parameter("next"))
    return page("preferences.html", context, request, themes=THEMES, wrong_zone="", next=back)


def save_preferences(context: RequestContext, request: WebRequest) -> WebResponse:
    """Remember how a reader wants it, and go back."""
    zone, back = request.form_value("zone"), local_address(request.form_value("next"))
    if zone and not is_time_zone(zone):
        values = {"themes": THEMES, "wrong_zone": zone[:80], "next": back}
        return page("preferences.html", context, request, status=400, **values)
    language, theme = request.form_value("lang"), request.form_value("theme")
    chosen = {
        "lang": language if language in LANGUAGES else "",
        "zone": zone,
        "theme": theme if theme in THEMES else "",
    }
    cookies = (
        _cookie(name, value, request, lasts=_A_YEAR if value else timedelta(), same_site="Lax")
        for name, value in chosen.items()
        # What the form does not have, such as that of the language alone, stays as it was.
        if name in request.form
    )
    return _redirect(back, *cookies)


def deliveries_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the newest deliveries that match."""
    state = request.parameter("state") if request.parameter("state") in set(DeliveryState) else ""
    subscription, channel = request.parameter("subscription"), request.parameter("channel")
    listed = list_deliveries(
        context,
        states=[DeliveryState(state)] if state else (),
        subscription=subscription or None,
        channel=channel or None,
        limit=_SHOWN,
    )
    shown = page(
        "deliveries.html",
        context,
        request,
        found=listed.deliveries,
        retriable={delivery.id for delivery in listed.deliveries if has_ended(delivery)},
        counts=queue_status(context).counts,
        states=[state.value for state in DeliveryState],
        state=state,
        subscription=subscription,
        channel=channel,
        subscriptions=[subscription.name for subscription in context.settings.subscriptions],
        channels=list(context.settings.channels),
        claimed={number: round_.called for number, round_ in listed.unconfirmed.items()},
        retried=_retried(request.parameter("retried")),
    )
    # Whoever comes with the token itself has no session, and it is private all the same.
    return replace(shown, private=True)


def retry_chosen(context: RequestContext, request: WebRequest) -> WebResponse:
    """Queue the chosen deliveries again, and go back to the list."""
    ids = list(_delivery_ids(request.form.get("id", ())))
    chosen = retry_deliveries(context, ids=ids) if ids else []
    retried = sum(has_ended(delivery) for delivery in chosen)
    return _redirect(f"/deliveries?{urlencode({'retried': retried})}")


def refusal_page(context: RequestContext, request: WebRequest, status: int) -> WebResponse:
    """Say why something was refused: to programs in their way, to people in theirs."""
    why = page_formatter(context, request).gettext(REFUSALS.get(status, _REFUSED))
    if request.path.startswith("/api/"):
        shown = problem_response(status, why)
    elif status == _NOT_SIGNED_IN:
        shown = _sign_in_form(context, request, status=status, problem="needed")
    elif request.path.startswith("/static/"):
        shown = WebResponse(body=f"{why}\n".encode(), media=PLAIN_TEXT, status=status)
    else:
        shown = page("refused.html", context, request, status=status, why=why)
    headers = {"WWW-Authenticate": "Bearer"} if status == _NOT_SIGNED_IN else {}
    return replace(shown, private=True, headers=headers)


def _sign_in_form(
    context: RequestContext,
    request: WebRequest,
    *,
    status: int = 200,
    problem: str = "",
    seconds: int = 0,
) -> WebResponse:
    wanted = request.form_value("next") or request.parameter("next") or request.return_to
    shown = page(
        "sign_in.html",
        context,
        request,
        status=status,
        problem=problem,
        seconds=seconds,
        possible=context.access.possible,
        next="/" if wanted.startswith("/sign") else local_address(wanted),
    )
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return replace(shown, private=True, headers=headers)


def _redirect(address: str, *cookies: str) -> WebResponse:
    headers = {"Location": address}
    return WebResponse(body=b"", status=303, private=True, headers=headers, cookies=cookies)


def _cookie(name: str, value: str, request: WebRequest, *, lasts: timedelta, same_site: str) -> str:
    """Write a cookie; *value* is a word of ours, a zone or a key: nothing to be quoted."""
    secure = "; Secure" if request.base_url.startswith("https://") else ""
    age = int(lasts.total_seconds())
    return f"{name}={value}; Path=/; Max-Age={age}{secure}; HttpOnly; SameSite={same_site}"


def _delivery_ids(values: Sequence[str]) -> Iterator[int]:
    for text in values[:_MOST_IDS]:
        if text.isascii() and text.isdecimal() and 0 < int(text) < _LARGEST_ID:
            yield int(text)


def _retried(text: str) -> int | None:
    is_count = text.isascii() and text.isdecimal() and len(text) < 5  # noqa: PLR2004 - 9999 at once is plenty
    return int(text) if is_count else None
