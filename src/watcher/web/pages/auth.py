"""Signing in and out, preferences, and what is said to whoever is refused."""

from watcher.messages.formatter import N_
from watcher.web.access import LASTS
from watcher.web.problems import problem
from watcher.web.render import page, speaker
from watcher.web.request import THEMES, Asked, is_zone, local
from watcher.web.response import TEXT, Answer
from watcher.web.site import COOKIE, Look
from watcher.web.words import REFUSALS

_REFUSED = N_("This did not work.")
_A_YEAR = 365 * 24 * 3600


def sign_in_form(look: Look, asked: Asked) -> Answer:
    """Answer with the form."""
    return _form(look, asked)


def sign_in(look: Look, asked: Asked) -> Answer:
    """Let in whoever knows the token, and go where they wanted to."""
    known = look.access.tries(asked.written("token"), asked.address)
    if known is False:
        return _form(look, asked, status=401, problem="wrong")
    if known is not True:
        seconds = int(known) + 1
        return _form(look, asked, status=429, problem="too_many", seconds=seconds)
    session = look.access.sign_in()
    cookie = _cookie(COOKIE, session.key, asked, seconds=int(LASTS.total_seconds()))
    return Answer(
        body=b"",
        status=303,
        private=True,
        headers={"Location": local(asked.written("next"))},
        cookies=(f"{cookie}; HttpOnly; SameSite=Strict",),
    )


def sign_out(look: Look, asked: Asked) -> Answer:
    """End the session, and go to the first page."""
    if asked.session is not None:
        look.access.sign_out(asked.session)
    cookie = _cookie(COOKIE, "", asked, seconds=0)
    return Answer(
        body=b"",
        status=303,
        private=True,
        headers={"Location": "/"},
        cookies=(f"{cookie}; HttpOnly; SameSite=Strict",),
    )


def preferences_form(look: Look, asked: Asked) -> Answer:
    """Answer with the form of preferences."""
    return page(
        "preferences.html",
        asked,
        look.now,
        values={"themes": THEMES, "wrong_zone": "", "next": local(asked.one("next"))},
    )


def preferences(look: Look, asked: Asked) -> Answer:
    """Remember how a reader wants it, and go back."""
    zone = asked.written("zone")
    if zone and not is_zone(zone):
        return page(
            "preferences.html",
            asked,
            look.now,
            status=400,
            values={
                "themes": THEMES,
                "wrong_zone": zone[:80],
                "next": local(asked.written("next")),
            },
        )
    chosen = {
        "lang": asked.written("lang") if asked.written("lang") in {"en", "fr"} else "",
        "zone": zone,
        "theme": asked.written("theme") if asked.written("theme") in THEMES else "",
    }
    # What the form does not have, such as that of the language alone, stays as it was.
    given = {name: value for name, value in chosen.items() if name in asked.form}
    return Answer(
        body=b"",
        status=303,
        private=True,
        headers={"Location": local(asked.written("next"))},
        cookies=tuple(
            f"{_cookie(name, value, asked, seconds=_A_YEAR if value else 0)}; "
            "HttpOnly; SameSite=Lax"
            for name, value in given.items()
        ),
    )


def refused(look: Look, asked: Asked, status: int) -> Answer:
    """Say why something was refused: to programs in their way, to people in theirs."""
    why = speaker(asked, look.now).gettext(REFUSALS.get(status, _REFUSED))
    if asked.path.startswith("/api/"):
        answer = problem(status, why)
    elif status == 401:  # noqa: PLR2004 - not signed in
        answer = _form(look, asked, status=status, problem="needed")
    elif asked.path.startswith("/static/"):
        answer = Answer(body=f"{why}\n".encode(), media=TEXT, status=status)
    else:
        answer = page("refused.html", asked, look.now, status=status, values={"why": why})
    headers = {"WWW-Authenticate": "Bearer"} if status == 401 else {}  # noqa: PLR2004 - as above
    return Answer(
        body=answer.body, media=answer.media, status=status, private=True, headers=headers
    )


def _form(
    look: Look, asked: Asked, *, status: int = 200, problem: str = "", seconds: int = 0
) -> Answer:
    wanted = asked.written("next") or asked.one("next") or asked.here
    answer = page(
        "sign_in.html",
        asked,
        look.now,
        status=status,
        values={
            "problem": problem,
            "seconds": seconds,
            "possible": look.access.possible,
            "next": "/" if wanted.startswith("/sign") else local(wanted),
        },
    )
    headers = {"Retry-After": str(seconds)} if seconds else {}
    return Answer(body=answer.body, status=status, private=True, headers=headers)


def _cookie(name: str, value: str, asked: Asked, *, seconds: int) -> str:
    """Write a cookie; *value* is a word of ours, a zone or a key: nothing to be quoted."""
    secure = "; Secure" if asked.base.startswith("https://") else ""
    return f"{name}={value}; Path=/; Max-Age={seconds}{secure}"
