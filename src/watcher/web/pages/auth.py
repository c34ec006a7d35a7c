"""Signing in and out, preferences, and what is said to whoever is refused."""

from watcher.core.settings import LANGUAGES, N_
from watcher.web.render import page, page_formatter
from watcher.web.request import THEMES, RequestContext, WebRequest, is_time_zone, local_address
from watcher.web.response import PLAIN_TEXT, WebResponse, problem_response
from watcher.web.sessions import COOKIE, SESSION_LIFETIME
from watcher.web.words import REFUSALS

_REFUSED = N_("This did not work.")
_A_YEAR = 365 * 24 * 3600


def sign_in_form(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the form."""
    return _form(context, request)


def sign_in(context: RequestContext, request: WebRequest) -> WebResponse:
    """Let in whoever knows the token, and go where they wanted to."""
    known = context.access.check_token(request.form_value("token"), request.address)
    if known is False:
        return _form(context, request, status=401, problem="wrong")
    if known is not True:
        seconds = int(known) + 1
        return _form(context, request, status=429, problem="too_many", seconds=seconds)
    session = context.access.sign_in()
    cookie = _cookie(COOKIE, session.key, request, seconds=int(SESSION_LIFETIME.total_seconds()))
    return WebResponse(
        body=b"",
        status=303,
        private=True,
        headers={"Location": local_address(request.form_value("next"))},
        cookies=(f"{cookie}; HttpOnly; SameSite=Strict",),
    )


def sign_out(context: RequestContext, request: WebRequest) -> WebResponse:
    """End the session, and go to the first page."""
    if request.session is not None:
        context.access.sign_out(request.session)
    cookie = _cookie(COOKIE, "", request, seconds=0)
    return WebResponse(
        body=b"",
        status=303,
        private=True,
        headers={"Location": "/"},
        cookies=(f"{cookie}; HttpOnly; SameSite=Strict",),
    )


def preferences_form(context: RequestContext, request: WebRequest) -> WebResponse:
    """Answer with the form of preferences."""
    return page(
        "preferences.html",
        request,
        context.now,
        values={
            "themes": THEMES,
            "wrong_zone": "",
            "next": local_address(request.parameter("next")),
        },
    )


def preferences(context: RequestContext, request: WebRequest) -> WebResponse:
    """Remember how a reader wants it, and go back."""
    zone = request.form_value("zone")
    if zone and not is_time_zone(zone):
        return page(
            "preferences.html",
            request,
            context.now,
            status=400,
            values={
                "themes": THEMES,
                "wrong_zone": zone[:80],
                "next": local_address(request.form_value("next")),
            },
        )
    chosen = {
        "lang": request.form_value("lang") if request.form_value("lang") in LANGUAGES else "",
        "zone": zone,
        "theme": request.form_value("theme") if request.form_value("theme") in THEMES else "",
    }
    # What the form does not have, such as that of the language alone, stays as it was.
    given = {name: value for name, value in chosen.items() if name in request.form}
    return WebResponse(
        body=b"",
        status=303,
        private=True,
        headers={"Location": local_address(request.form_value("next"))},
        cookies=tuple(
            f"{_cookie(name, value, request, seconds=_A_YEAR if value else 0)}; "
            "HttpOnly; SameSite=Lax"
            for name, value in given.items()
        ),
    )


def refusal_page(context: RequestContext, request: WebRequest, status: int) -> WebResponse:
    """Say why something was refused: to programs in their way, to people in theirs."""
    why = page_formatter(request, context.now).gettext(REFUSALS.get(status, _REFUSED))
    if request.path.startswith("/api/"):
        answer = problem_response(status, why)
    elif status == 401:  # noqa: PLR2004 - not signed in
        answer = _form(context, request, status=status, problem="needed")
    elif request.path.startswith("/static/"):
        answer = WebResponse(body=f"{why}\n".encode(), media=PLAIN_TEXT, status=status)
    else:
        answer = page("refused.html", request, context.now, status=status, values={"why": why})
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}  # noqa: PLR2004 - as above
    return WebResponse(
        body=answer.body, media=answer.media, status=status, private=True, headers=headers
    )


def _form(
    context: RequestContext,
    request: WebRequest,
    *,
    status: int = 200,
    problem: str = "",
    seconds: int = 0,
) -> WebResponse:
    wanted = request.form_value("next") or request.parameter("next") or request.return_to
    answer = page(
        "sign_in.html",
        request,
        context.now,
        status=status,
        values={
            "problem": problem,
            "seconds": seconds,
            "possible": context.access.possible,
            "next": "/" if wanted.startswith("/sign") else local_address(wanted),
        },
    )
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return WebResponse(body=answer.body, status=status, private=True, headers=headers)


def _cookie(name: str, value: str, request: WebRequest, *, seconds: int) -> str:
    """Write a cookie; *value* is a word of ours, a zone or a key: nothing to be quoted."""
    secure = "; Secure" if request.base_url.startswith("https://") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}{secure}"
