"""Pages of sign-in, preferences and deliveries, and the page that explains a refusal."""

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
from watcher.web.request import (
    THEMES,
    RequestContext,
    WebRequest,
    is_time_zone,
    local_address,
    whole_number,
)
from watcher.web.response import PLAIN_TEXT, WebResponse, problem_response, redirect_response
from watcher.web.security import REFUSALS
from watcher.web.sessions import COOKIE, SESSION_LIFETIME

_REFUSED = N_("This did not work.")
_A_YEAR = timedelta(days=365)
_NOT_SIGNED_IN = 401
_SHOWN = 100
_MOST_IDS = 500
_LARGEST_ID = 2**63 - 1


def sign_in(context: RequestContext, request: WebRequest) -> WebResponse:
    """Start a session for the right token, and redirect to the page that was asked for."""
    known = context.access.check_token(request.form_value("token"), request.address)
    if known is False:
        return sign_in_page(context, request, status=_NOT_SIGNED_IN, problem="wrong")
    if known is not True:
        seconds = int(known) + 1
        return sign_in_page(context, request, status=429, problem="too_many", seconds=seconds)
    session = context.access.sign_in()
    cookie = _cookie(COOKIE, session.key, request, lasts=SESSION_LIFETIME, same_site="Strict")
    return redirect_response(local_address(request.form_value("next")), cookie)


def sign_out(context: RequestContext, request: WebRequest) -> WebResponse:
    """End the session, and redirect to the overview."""
    if request.session is not None:
        context.access.sign_out(request.session)
    return redirect_response(
        "/", _cookie(COOKIE, "", request, lasts=timedelta(), same_site="Strict")
    )


def preferences_page(context: RequestContext, request: WebRequest) -> WebResponse:
    """Show the form of preferences."""
    return _preferences(context, request, back=local_address(request.parameter("next")))


def save_preferences(context: RequestContext, request: WebRequest) -> WebResponse:
    """Store preferences in cookies, and redirect back."""
    zone, back = request.form_value("zone"), local_address(request.form_value("next"))
    if zone and not is_time_zone(zone):
        return _preferences(context, request, back=back, status=400, wrong_zone=zone[:80])
    language, theme = request.form_value("lang"), request.form_value("theme")
    chosen = {
        "lang": language if language in LANGUAGES else "",
        "zone": zone,
        "theme": theme if theme in THEMES else "",
    }
    cookies = (
        _cookie(name, value, request, lasts=_A_YEAR if value else timedelta(), same_site="Lax")
        for name, value in chosen.items()
        # A form may have one preference only: the others stay.
        if name in request.form
    )
    return redirect_response(back, *cookies)


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
        retried=whole_number(request.parameter("retried"), 0, 9999),
        reminded=any(subscription.profile for subscription in context.settings.subscriptions),
    )
    # A request with a bearer token has no session, and is private, too.
    return replace(shown, private=True)


def retry_chosen(context: RequestContext, request: WebRequest) -> WebResponse:
    """Queue the chosen deliveries again, or all that were refused, and go back to the list."""
    given = (whole_number(text, 0, _LARGEST_ID) for text in request.form.get("id", ())[:_MOST_IDS])
    ids = [number for number in given if number]
    if request.form_value("all") == DeliveryState.REFUSED:
        chosen = retry_deliveries(context, states=[DeliveryState.REFUSED])
    else:
        chosen = retry_deliveries(context, ids=ids) if ids else []
    retried = sum(has_ended(delivery) for delivery in chosen)
    return redirect_response(f"/deliveries?{urlencode({'retried': retried})}")


def refusal_page(context: RequestContext, request: WebRequest, status: int) -> WebResponse:
    """Explain a refusal: as problem JSON for the API, as text for files, else as a page."""
    why = page_formatter(context, request).gettext(REFUSALS.get(status, _REFUSED))
    if request.path.startswith("/api/"):
        shown = problem_response(status, why)
    elif status == _NOT_SIGNED_IN:
        shown = sign_in_page(context, request, status=status, problem="needed")
    elif request.path.startswith("/static/"):
        shown = WebResponse(body=f"{why}\n".encode(), media=PLAIN_TEXT, status=status)
    else:
        shown = page("refused.html", context, request, status=status, why=why)
    headers = {"WWW-Authenticate": "Bearer"} if status == _NOT_SIGNED_IN else {}
    return replace(shown, private=True, headers=headers)


def sign_in_page(
    context: RequestContext,
    request: WebRequest,
    *,
    status: int = 200,
    problem: str = "",
    seconds: int = 0,
) -> WebResponse:
    """Show the form to sign in, with what was wrong before."""
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


def _preferences(
    context: RequestContext,
    request: WebRequest,
    *,
    back: str,
    status: int = 200,
    wrong_zone: str = "",
) -> WebResponse:
    shown = page(
        "preferences.html",
        context,
        request,
        status=status,
        themes=THEMES,
        wrong_zone=wrong_zone,
        next=back,
    )
    return replace(shown, private=True)  # the way back may have somebody's score


def _cookie(name: str, value: str, request: WebRequest, *, lasts: timedelta, same_site: str) -> str:
    """Format a Set-Cookie header; *value* needs no quoting."""
    secure = "; Secure" if request.base_url.startswith("https://") else ""
    age = int(lasts.total_seconds())
    return f"{name}={value}; Path=/; Max-Age={age}{secure}; HttpOnly; SameSite={same_site}"
