"""Common mistakes in a channel's address, each with what to write instead.

No sentence quotes more of an address than its scheme and the host of a well-known service: the rest may be a secret.
"""

import re
from collections.abc import Callable, Mapping
from urllib.parse import parse_qs, urlsplit

_MAIL = "mailtos://NAME:PASSWORD@SERVER/?from=ADDRESS&to=ADDRESS"
_TELEGRAM = (
    "tgram://TOKEN/CHAT, with the token from @BotFather and the number of the chat "
    "(write to your bot, then https://api.telegram.org/botTOKEN/getUpdates shows it)"
)
_NTFY = "ntfys://ntfy.sh/TOPIC"
ADDRESS_FORMS: Mapping[str, str] = {
    "mailto": _MAIL,
    "mailtos": _MAIL,
    "tgram": _TELEGRAM,
    "ntfy": _NTFY,
    "ntfys": _NTFY,
    "json": "json://HOST:PORT/PATH",
    "jsons": "jsons://HOST/PATH",
    "print": "print://",
    "slack": "the webhook's own https:// address, as Slack shows it",
    "discord": "the webhook's own https:// address, as Discord shows it",
}
_ALIASES = {
    **dict.fromkeys(("mail", "email", "smtp", "smtps"), "mailtos"),
    **dict.fromkeys(("telegram", "telegrams", "tg"), "tgram"),
    **dict.fromkeys(("console", "stdout", "terminal", "screen"), "print"),
    **dict.fromkeys(("webhook", "webhooks", "post"), "jsons"),
}
_PHONE = (
    "a telephone number alone does not say which service reaches it; for one on a "
    f"phone write {_NTFY} or {_TELEGRAM}; for text messages see Apprise's list of "
    "services, twilio://SID:TOKEN@FROM/TO say"
)
_HOOKS = ("discord.com", "discordapp.com", "hooks.slack.com", "ntfy.sh", "chat.googleapis.com")
_WITHOUT_SCHEME: Mapping[str, str] = {
    r"\+?[0-9(][0-9 ().-]{5,}": _PHONE,
    r"""["'<(\[].*""": "take away the quotes or brackets around it",
    r"(mailto:)?[^\s@:/]+@[^\s@:/]+\.[a-z]+": (
        "a mail address alone does not say which server sends: write "
        f"{_MAIL}, or for Gmail mailtos://NAME:APP-PASSWORD@gmail.com"
    ),
    r"(bot)?[0-9]{5,}:[\w-]{20,}": (f"a Telegram token alone names no chat: write {_TELEGRAM}"),
    r"(//)?[\w-]+(\.[\w-]+)*\.[a-z]{2,}(:[0-9]+)?(/.*)?": (
        "what it begins with is missing: the address of a webhook begins with "
        f"https://, one of ntfy is {_NTFY}"
    ),
}


def explain_mistake(address: str) -> str | None:
    """Return what was probably meant by an address that is refused, None where unknown."""
    url = address.strip()
    scheme, mark, rest = url.partition("://")
    kind = scheme.lower()
    if not mark or not re.fullmatch(r"[a-z0-9-]+", kind):
        return _without_scheme(url)
    if meant := _ALIASES.get(kind):
        return f"no kind of channel is called {kind}://; write {ADDRESS_FORMS[meant]}"
    if kind in {"sms", "tel", "phone"}:
        return f"no kind of channel is called {kind}://; {_PHONE}"
    of_kind = _BY_SCHEME.get(kind)
    advice = of_kind(rest) if of_kind else None
    return f"{kind}://: {advice}" if advice else None


def _without_scheme(url: str) -> str | None:
    for form, advice in _WITHOUT_SCHEME.items():
        if re.fullmatch(form, url, re.IGNORECASE):
            return f"not a channel's address: {advice}"
    kind = re.match(r"[a-z]+", url.lower())
    written = kind and ADDRESS_FORMS.get(_ALIASES.get(kind[0], kind[0]))
    if not written:
        return None
    return f"not a channel's address: :// follows the kind at once: write {written}"


def _web(rest: str) -> str | None:
    host = (urlsplit(f"//{rest}").hostname or "").removeprefix("www.")
    if host in {"api.telegram.org", "t.me", "telegram.me"}:
        return f"Telegram is written {_TELEGRAM}"
    if host in _HOOKS:
        return f"this is not the whole address of a webhook at {host}: copy it from there again"
    return (
        "a web address is no channel by itself; to have JSON posted there write "
        "jsons:// in place of https:// (json:// in place of http://)"
    )


def _telegram(rest: str) -> str | None:
    token = re.match(r"(bot)?[0-9]+:[\w-]+", rest)
    chat = re.split(r"[/?]", rest)[1:2]
    return None if token and chat not in ([], [""]) else f"write {_TELEGRAM}"


def _mail(rest: str) -> str | None:
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    account, at, host = authority.rpartition("@")
    query = parse_qs(rest.partition("?")[2])
    if "@" in account:
        return (
            "an @ in a name or password is written %40; of a mail service that is "
            "known by its address, leave it out: mailtos://NAME:PASSWORD@gmail.com"
        )
    if not at and re.search(r":(?![0-9]*$)", authority):
        return "in a name or password / is written %2F, ? %3F, # %23, @ %40 and : %3A"
    if not all("@" in to for to in query.get("to", ())):
        return "to= is to be a mail address, such as to=amara@example.org"
    named = re.search(r"[a-z][\w-]*\.[a-z]", host, re.IGNORECASE)
    if "from" not in query and (not named or not account):
        return f"it does not say who writes: write {_MAIL}"
    return None


_BY_SCHEME: Mapping[str, Callable[[str], str | None]] = {
    "http": _web,
    "https": _web,
    "mailto": _mail,
    "mailtos": _mail,
    "tgram": _telegram,
    "slack": lambda _: f"write {ADDRESS_FORMS['slack']}",
    "discord": lambda _: f"write {ADDRESS_FORMS['discord']}",
}
