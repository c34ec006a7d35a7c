import base64

import pytest

from tests.servers.telegram import TOKEN
from watcher.adapters import notify
from watcher.core.settings import Secret

SECRET_HALF = TOKEN.partition(":")[2]


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        (f"tgram://{TOKEN}/12345", {TOKEN, SECRET_HALF}),
        (
            "mailtos://amara:p%40ss@h.org?to=a@x.org",
            {"p@ss", base64.b64encode(b"amara:p@ss").decode()},
        ),
        (
            "json://u:pass@h.org/ops/Zm9vYmFyYmF6?+X-Key=Bearer%20abcd1234",
            {"pass", "Zm9vYmFyYmF6", "Bearer abcd1234", "abcd1234"},
        ),
        ("gotify://h.org/token0123456789", {"token0123456789"}),
        (f"discord://{'1' * 18}/{'t' * 64}", {"1" * 18, "t" * 64}),
        (
            "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ/#rounds",
            {"T1JJ3T3L2", "A1BRTD4JD", "TIiajkdnlazkcOXrIdevi7FQ"},
        ),
        ("print://amara", set()),
    ],
)
def test_the_secrets_of_an_address_are_known(url: str, secrets: set[str]) -> None:
    known = set(notify.address_secrets(Secret(url)))

    assert secrets <= known
    assert known == set() or url in known


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (f"tgram://{TOKEN}/12345", "12345"),
        ("mailtos://amara:p%40ss@h.org?to=a@x.org", "a@x.org"),
        ("json://u:pass@h.org/ops", "ops"),
        ("signal://h.org/15551112222/15551113333", "15551113333"),
    ],
)
def test_what_a_person_needs_to_read_is_no_secret(url: str, name: str) -> None:
    assert name not in notify.address_secrets(Secret(url))


def test_all_of_an_address_that_nobody_understands_is_secret() -> None:
    known = notify.address_secrets(Secret("tgrm://110201543:AAHdqTcv/12345"))

    assert {"110201543", "AAHdqTcv", "12345"} <= set(known)
