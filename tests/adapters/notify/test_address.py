import pytest

from tests.adapters.notify.letters import LETTER, SOON
from tests.servers.smtp import SmtpServer
from tests.servers.telegram import TelegramServer
from watcher.adapters import notify
from watcher.adapters.notify import RateKey
from watcher.core.errors import DeliveryRefused
from watcher.core.settings import Secret

TELEGRAM = (
    "tgram://TOKEN/CHAT, with the token from @BotFather and the number of the chat "
    "(write to your bot, then https://api.telegram.org/botTOKEN/getUpdates shows it)"
)
BOT = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw0"
HOOK = "1" * 18 + "/" + "t" * 64


@pytest.mark.parametrize(
    ("url", "targets"),
    [
        ("mailto://h.org?from=w@h.org&to=a@x.org", ("a@x.org",)),
        ("mailtos://u:pw@h.org?to=a@x.org,b@y.org", ("a@x.org", "b@y.org")),
        ("mailto://u:pw@h.org/a%40x.org/Amara%20%3Cb%40y.org%3E", ("a@x.org", "b@y.org")),
        ("mailto://u:pw@h.org?to=a@x.org&cc=c@z.org", ("a@x.org",)),
        ("mailto://u:pw@h.org?to=a@x.org,a@x.org", ("a@x.org",)),
        ("mailtos://amara:pw@gmail.com", ("",)),
        (f"tgram://{BOT}/12345", ("12345",)),
        (f"tgram://{BOT}/12345:7/-100123/@rondes", ("12345:7", "-100123", "@rondes")),
        (f"tgram://{BOT}/1?to=2,3", ("1", "2", "3")),
        (f"tgram://{BOT}/1,2", ("1", "2")),
        ("json://h.org/hook", ("",)),
        ("xml://h.org/hook", ("",)),
        ("form://h.org/hook", ("",)),
        ("gotify://h.org/token0123456789", ("",)),
        ("ntfy://rondes-amara", ("rondes-amara",)),
        ("ntfys://h.org/rondes/rounds", ("rondes", "rounds")),
        (f"discord://{HOOK}", ("",)),
        (f"https://discord.com/api/webhooks/{HOOK}", ("",)),
        ("slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#a/#b", ("#a", "#b")),
        ("matrixs://u:pw@h.org/%23a/%23b", ("#a", "#b")),
        (
            f"twilio://AC{'a' * 32}:{'b' * 32}@15555555555/15551234567/15551234568",
            ("15551234567", "15551234568"),
        ),
        ("signal://h.org/15551112222/15551113333/15551114444", ("15551113333", "15551114444")),
        # Devices go in one request: it cannot be split.
        (f"pover://{'u' * 30}@{'t' * 30}/phone/tablet", ("",)),
        # A person alone is refused where the whole needs a channel or a room.
        ("rocket://u:pw@h.org/%23a/@b", ("",)),
        ("print://", ("",)),
        ("PRINT://amara", ("",)),
    ],
)
def test_a_channel_names_each_of_its_targets(url: str, targets: tuple[str, ...]) -> None:
    assert notify.address_problem(Secret(url)) is None
    assert notify.targets(Secret(url)) == targets


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("no address", "not a channel's address: one begins like mailtos://, tgram:// or json://"),
        ("tgrm://1:a/2", "no kind of channel is called tgrm://; did you mean tgram://?"),
        ("maito://h", "no kind of channel is called maito://; did you mean mailto://?"),
        ("prnt://", "no kind of channel is called prnt://; did you mean print://?"),
        ("qqqqqqqqq://h", "no kind of channel is called qqqqqqqqq://"),
        (
            "https://hooks.example.org/abc",
            (
                "https://: a web address is no channel by itself; to have JSON posted "
                "there write jsons:// in place of https:// (json:// in place of http://)"
            ),
        ),
        ("json://", "not a json:// address: it looks like json://{user}:{password}@{host}:{port}"),
        ("tgram://swordfish/1", f"tgram://: write {TELEGRAM}"),
        ("tgram://1234:", f"tgram://: write {TELEGRAM}"),
        (
            f"tgram://{BOT}/1?server=h.org",
            "tgram://: one's own Bot API begins with http:// or https://",
        ),
        (
            f"tgram://{BOT}/1/swordfish!",
            "tgram://: Dropped invalid Telegram chat/group (***!) specified.",
        ),
        (
            "mailto://u:pw@h.org?to=swordfish",
            "mailto://: to= is to be a mail address, such as to=amara@example.org",
        ),
        (
            "mailto://u:pw@h.org?to=a@x.org&pgp=sign",
            (
                "mailto://: PGP Support is not available on this installation; "
                "ask admin to install PGPy"
            ),
        ),
        (
            "gotify://h.org",
            (
                "gotify://: An invalid Gotify Token (None) was specified. "
                "It looks like gotify://{host}:{port}{path}{token}"
            ),
        ),
        ("mqtt://h.org/x", "mqtt:// cannot be used here: it needs paho-mqtt >= 2.1.0"),
        (
            "macosx://",
            (
                "macosx:// cannot be used here: Only works with Mac OS X 10.8 and higher. "
                "Additionally  requires that /usr/local/bin/terminal-notifier is locally "
                "accessible."
            ),
        ),
    ],
)
def test_a_malformed_address_is_refused_with_a_sentence(url: str, problem: str) -> None:
    assert notify.address_problem(Secret(url)) == problem
    with pytest.raises(DeliveryRefused) as caught:
        notify.targets(Secret(url))
    assert caught.value.answer == problem
    with pytest.raises(DeliveryRefused) as caught:
        notify.send_message(Secret(url), "", LETTER, deadline=SOON)
    assert caught.value.answer == problem


def test_a_target_that_the_channel_does_not_name_is_refused() -> None:
    with pytest.raises(DeliveryRefused, match="does not name this target"):
        notify.send_message(Secret("ntfy://127.0.0.1/amara"), "bo", LETTER, deadline=SOON)


def test_a_bot_reaches_a_chat_that_stands_beside_its_address(telegram: TelegramServer) -> None:
    notify.send_message(telegram.channel(), "54321:7", LETTER, deadline=SOON)
    notify.send_message(telegram.channel("12345"), "-100123", LETTER, deadline=SOON)

    chats = [(sent["chat_id"], sent.get("message_thread_id")) for sent in telegram.messages]
    assert chats == [(54321, 7), (-100123, None)]


def test_a_mail_account_reaches_whoever_stands_beside_its_address() -> None:
    with SmtpServer() as server:
        for channel in (server.channel(), server.channel("bo@x.org")):
            notify.send_message(channel, "amara@x.org", LETTER, deadline=SOON)

    assert [mail.recipients for mail in server.messages] == [("amara@x.org",)] * 2


def test_a_bot_alone_is_an_address_only_where_each_use_names_the_chat() -> None:
    bot = Secret(f"tgram://{BOT}")

    assert notify.targets(bot) == ()
    assert notify.address_problem(bot, is_bare=False) is None
    assert notify.address_problem(bot) == f"tgram://: write {TELEGRAM}"
    assert notify.address_warnings(bot) == ()
    assert notify.rate_key(bot, "7") == notify.rate_key(Secret(f"tgram://{BOT}/7"), "7")
    with pytest.raises(DeliveryRefused, match="write tgram"):
        notify.send_message(bot, "", LETTER, deadline=SOON)


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("mailtos://u:pw@h.org", "mail"),
        (f"tgram://{BOT}/1", "tgram"),
        ("jsons://h.org", "json"),
        (f"https://discord.com/api/webhooks/{HOOK}", "discord"),
        ("print://x", "print"),
        ("nonsense", "malformed"),
    ],
)
def test_a_lane_has_the_family_of_the_address(url: str, kind: str) -> None:
    assert notify.rate_key(Secret(url), "").kind == kind


def test_two_chats_of_one_bot_share_the_server_and_not_the_chat() -> None:
    one = notify.rate_key(Secret(f"tgram://{BOT}/1/2"), "2")
    same_bot = notify.rate_key(Secret(f"tgram://{BOT}/3?silent=yes"), "3")
    other_bot = notify.rate_key(Secret(f"tgram://9{BOT}/1"), "1")

    assert one.server == same_bot.server != other_bot.server
    assert (one.chat, same_bot.chat) == ("2", "3")
    assert BOT not in repr(one)


def test_mail_shares_the_server_whoever_sends_it() -> None:
    own = notify.rate_key(Secret("mailtos://amara:pw@gmail.com"), "")
    other = notify.rate_key(Secret("mailtos://bo:pw@h.org?smtp=SMTP.gmail.com"), "a@x.org")

    assert own == RateKey(kind="mail", server="smtp.gmail.com", chat="")
    assert other == RateKey(kind="mail", server="smtp.gmail.com", chat="a@x.org")
