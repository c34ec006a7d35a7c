import pytest

from tests.adapters.notify.test_address import BOT, TELEGRAM
from watcher.adapters import notify
from watcher.core.settings import Secret

MAIL = "mailto://h.org?from=w@h.org"
NO_MAILBOX = "not a mail address: one looks like amara@example.org"
NO_CHAT = "not a chat of Telegram: one is a number"


@pytest.mark.parametrize(
    ("url", "target", "problem"),
    [
        (MAIL, "amara@example.org", None),
        (MAIL, "o'neil+rounds@mail.example.co.uk", None),
        (MAIL, "a@x.org,b@y.org", NO_MAILBOX),
        (MAIL, "amara@localhost", NO_MAILBOX),
        (MAIL, "amara", NO_MAILBOX),
        (MAIL, "a@x.org\r\nBcc: b@y.org", NO_MAILBOX),
        (MAIL, f"{'a' * 65}@x.org", NO_MAILBOX),
        (MAIL, f"a@{'x.' * 130}org", NO_MAILBOX),
        (f"tgram://{BOT}", "987654321", None),
        (f"tgram://{BOT}/1", "-100123:7", None),
        (f"tgram://{BOT}", "@rondes", None),
        (f"tgram://{BOT}", "amara", NO_CHAT),
        (f"tgram://{BOT}", "0", NO_CHAT),
        (f"tgram://{BOT}", "", f"tgram://: write {TELEGRAM}"),
        ("ntfy://h.org/rondes", "rondes", None),
        ("json://h.org", "a", "the channel does not name this target"),
        ("print://", "a", "print:// takes no target beside its address"),
        ("tgrm://x", "1", "no kind of channel is called tgrm://"),
    ],
)
def test_a_target_beside_an_address_is_looked_at_offline(
    url: str, target: str, problem: str | None
) -> None:
    found = notify.target_problem(Secret(url), target)

    assert found == problem or (problem and found and found.startswith(problem))
