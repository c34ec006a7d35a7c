"""The commonest mistakes in an address, each with what to write; and what is only doubtful."""

import pytest

from watcher.adapters import notify
from watcher.core.settings import Secret

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
AT = (
    "mailtos://: an @ in a name or password is written %40; of a mail service that is "
    "known by its address, leave it out: mailtos://NAME:PASSWORD@gmail.com"
)
MAIL = "mailtos://NAME:PASSWORD@SERVER/?from=ADDRESS&to=ADDRESS"
ESCAPED = "mailtos://: in a name or password / is written %2F, ? %3F, # %23, @ %40 and : %3A"
NO_KIND = (
    "not a channel's address: what it begins with is missing: the address of a webhook "
    "begins with https://, one of ntfy is ntfys://ntfy.sh/TOPIC"
)
QUOTED = "not a channel's address: take away the quotes or brackets around it"
WHOLE = "https://: this is not the whole address of a webhook at {}: copy it from there again"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mailtos://amara@gmail.com:swordfish@smtp.gmail.com", AT),
        ("mailtos://amara@gmail.com:swordfish@gmail.com", AT),
        ("mailtos://amara:sword@fish@smtp.example.org", AT),
        ("mailtos://amara:sword#fish@smtp.example.org", ESCAPED),
        ("mailtos://amara:sword/fish@smtp.example.org", ESCAPED),
        ("mailtos://amara:sword?fish@smtp.example.org", ESCAPED),
        ("mailtos://smtp.example.org", f"mailtos://: it does not say who writes: write {MAIL}"),
        ("mailtos://smtp.example.org:25/a@example.org", f"mailtos://: it does not say who writes: write {MAIL}"),
        ("mailtos://amara:swordfish@smtp", f"mailtos://: it does not say who writes: write {MAIL}"),
        ("mailto://amara:swordfish@127.0.0.1/?to=a@example.org", f"mailto://: it does not say who writes: write {MAIL}"),
        ("smtp://amara:swordfish@smtp.example.org", f"no kind of channel is called smtp://; write {MAIL}"),
        ("stdout://", "no kind of channel is called stdout://; write print://"),
        ("print", "not a channel's address: :// follows the kind at once: write print://"),
        ("json:/127.0.0.1/swordfish", "not a channel's address: :// follows the kind at once: write json://HOST:PORT/PATH"),
        ("ntfys://ntfy.sh", "ntfys://: names no topic: write ntfys://ntfy.sh/TOPIC"),
        ("slack://swordfish", "slack://: write the webhook's own https:// address, as Slack shows it"),
        ("discord.com/api/webhooks/123/swordfish", NO_KIND),
        ("ntfy.sh/swordfish", NO_KIND),
        ("https://discord.com/api/webhooks/123", WHOLE.format("discord.com")),
        ("https://ntfy.sh", WHOLE.format("ntfy.sh")),
        (f'"tgram://{TOKEN}/1"', QUOTED),
        (f"<tgram://{TOKEN}/1>", QUOTED),
    ],
)  # fmt: skip
def test_a_common_slip_is_told_with_what_to_write(url: str, told: str) -> None:
    assert notify.address_problem(Secret(url)) == told


@pytest.mark.parametrize(
    ("url", "begins", "has"),
    [
        ("amara@gmail.com", "not a channel's address: a mail address alone", f"write {MAIL}"),
        ("mailto:amara@gmail.com", "not a channel's address: a mail address alone", f"write {MAIL}"),
        ("+14165550123", "not a channel's address: a telephone number alone", "twilio://"),
        ("(416) 555-0123", "not a channel's address: a telephone number alone", "twilio://"),
        ("sms://+14165550123", "no kind of channel is called sms://; a telephone", "twilio://"),
        (TOKEN, "not a channel's address: a Telegram token alone", "tgram://TOKEN/CHAT"),
        (f"tgram:{TOKEN}/1", "not a channel's address: :// follows", "tgram://TOKEN/CHAT"),
        (f"https://api.telegram.org/bot{TOKEN}/sendMessage", "https://: Telegram is written", "tgram://TOKEN/CHAT"),
        (f"telegram://{TOKEN}/1", "no kind of channel is called telegram://", "tgram://TOKEN/CHAT"),
    ],
)  # fmt: skip
def test_so_is_what_is_no_address_at_all_and_its_secret_is_not_said(
    url: str, begins: str, has: str
) -> None:
    told = notify.address_problem(Secret(url)) or ""

    assert told.startswith(begins)
    assert has in told
    assert "AAHdqTcv" not in told
    assert "555" not in told


@pytest.mark.parametrize(
    "url",
    [
        "https://discord.com/api/webhooks/123456789/abcdefghijklmnop",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "https://ntfy.sh/amara",
        f" TGRAM://{TOKEN}/1 ",
        "mailtos://smtp.example.org/?from=a@example.org&to=b@example.org",
        "mailtos://amara%40gmail.com:abcd efgh@smtp.gmail.com/?to=a@example.org",
    ],
)
def test_what_can_be_sent_to_is_no_slip(url: str) -> None:
    assert notify.address_problem(Secret(url)) is None


IN_THE_CLEAR = "mailto:// sends the password unencrypted; mailtos:// does not"
NO_PASSWORD = (
    "a name without a password: most servers take no mail from it; write "
    "mailtos://NAME:PASSWORD@SERVER"
)
TO_ITSELF = (
    "nobody is named, and so mail is for an address at smtp.example.org itself: "
    "add ?from=ADDRESS&to=ADDRESS"
)


@pytest.mark.parametrize(
    ("url", "doubts"),
    [
        ("mailto://me:pass@mail.example.org/?to=a@example.org", (IN_THE_CLEAR,)),
        ("mailto://me:pass@smtp.example.org:465/?to=a@example.org", (IN_THE_CLEAR,)),
        ("mailto://me:pass@gmail.com/?mode=insecure", (IN_THE_CLEAR,)),
        ("mailtos://me:pass@example.org/?mode=insecure", (IN_THE_CLEAR,)),
        ("mailto://me:pass@example.org/?mode=starttls", ()),
        ("mailtos://me:pass@example.org", ()),
        # Apprise knows these services, and encrypts whatever the address begins with.
        ("mailto://me:pass@gmail.com", ()),
        ("mailto://me:pass@yahoo.ca", ()),
        ("mailto://me:pass@fastmail.com?from=me@example.org", ()),
        ("mailto://mail.example.org/?from=b@example.org&to=a@example.org", ()),
        ("mailto://me:pass@127.0.0.1/?from=b@example.org", ()),
        ("mailto://me:pass@localhost/", ()),
        ("mailtos://me@gmail.com", (NO_PASSWORD,)),
        ("mailtos://me%40example.org:pass@smtp.example.org", (TO_ITSELF,)),
        ("mailtos://me%40example.org:pass@smtp.example.org/?to=a@example.org", ()),
        ("json://me:pass@example.org", ()),
        ("print://", ()),
        ("tgram://no", ()),
    ],
)  # fmt: skip
def test_what_is_allowed_but_hardly_meant_is_doubted(url: str, doubts: tuple[str, ...]) -> None:
    assert notify.address_warnings(Secret(url)) == doubts
