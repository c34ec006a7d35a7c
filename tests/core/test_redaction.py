import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.core.redaction import Redactor

TOKEN = "123456789:AAF-x_0123456789abcdefghijklmnopqrs"


@pytest.mark.parametrize(
    ("secret", "text", "clean"),
    [
        ("hunter2!", "login with hunter2! failed", "login with *** failed"),
        ("p@ss/w rd", "smtp://h/?p=p%40ss%2Fw%20rd", "smtp://h/?p=***"),
        ("p@ss/w rd", "p=p%40ss%2fw%20rd", "p=***"),
        ("p@ss/w rd", "p=p%40ss/w%20rd", "p=***"),
        ("p@ss/w rd", "p=p%40ss%2Fw+rd", "p=***"),
        ("p%40ssword", "login with p@ssword", "login with ***"),
        ('quo"te\\d', '{"said": "quo\\"te\\\\d"}', '{"said": "***"}'),
        ("it's \\ it", repr("it's \\ it"), '"***"'),
        ("clé-secrète", "cl\\u00e9-secr\\u00e8te", "***"),
        ("long-secret-of-ours", "long-secret-of-ours-and-more", "***-and-more"),
    ],
)
def test_a_known_secret_is_taken_out_however_it_is_written(
    secret: str, text: str, clean: str
) -> None:
    assert Redactor([secret])(text) == clean


@pytest.mark.parametrize(
    ("address", "text", "clean"),
    [
        (
            "json://hooks.example/rounds/k3y5ecret",
            "POST http://hooks.example/rounds/k3y5ecret: refused",
            "POST http://hooks.example/rounds/***: refused",
        ),
        (
            "json://hooks.example/rounds",
            "json://hooks.example/rounds, POST http://hooks.example/rounds",
            "***, POST http://hooks.example/rounds",
        ),
        (
            "mailto://amara:s3same@mail.example?to=amara@post.example",
            "AUTH amara s3same at mail.example for amara@post.example",
            "AUTH amara *** at mail.example for amara@post.example",
        ),
        ("mailto://amara:open%2Fsesame@mail.example", "AUTH open/sesame", "AUTH ***"),
        (
            "pover://uQiRzpo4DXghDmr9QzzfQu27cmVRsG@azGDORePK8gMaC0QOYAMyEEuzJnyUi",
            "user=uQiRzpo4DXghDmr9QzzfQu27cmVRsG app=azGDORePK8gMaC0QOYAMyEEuzJnyUi",
            "user=*** app=***",
        ),
        (
            "json://hooks.example?+X-Api-Key=abcd&format=markdown",
            "X-Api-Key: abcd, format: markdown",
            "X-Api-Key: ***, format: markdown",
        ),
        (
            "json://hooks.example?+X-Auth=Bearer%20abcd",
            "X-Auth: Bearer abcd; sent abcd",
            "X-Auth: ***; sent ***",
        ),
        (
            "json://hooks.example?thread=k3y5ecret&page=2",
            "thread k3y5ecret, page 2",
            "thread ***, page 2",
        ),
        ("https://[broken/k3y5ecret", "https://[broken/k3y5ecret", "***"),
        (
            "postgresql+psycopg://watcher:pgpass@db.example/watcher",
            'password "pgpass" for watcher at db.example',
            'password "***" for watcher at db.example',
        ),
    ],
)
def test_the_secret_parts_of_an_address_are_secret_by_themselves(
    address: str, text: str, clean: str
) -> None:
    assert Redactor([address])(text) == clean


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/sendMessage",
            "POST https://api.telegram.org/bot***/sendMessage",
        ),
        (f"token={TOKEN.replace(':', '%3A')}", "token=***"),
        ("mailto://amara:x@y@mail.example/a@b", "mailto://***@mail.example/a@b"),
        ("tgram://only-a-user@host", "tgram://***@host"),
        ("connecting as amara:sesame@mail.example", "connecting as ***@mail.example"),
        ("Authorization: Basic YTpi", "Authorization: ***"),
        ("authorization=Bearer%20abc&x=1", "authorization=***&x=1"),
        ("{'Authorization': 'Bearer abc'}", "{'Authorization': '***'}"),
        ("(b'Proxy-Authorization', b'abc')", "(b'Proxy-Authorization', b'***')"),
        ("sent bearer abcdefgh.ijkl", "sent bearer ***"),
        ("GET /x?page=2&api_key=abc&n=1", "GET /x?page=2&api_key=***&n=1"),
    ],
)
def test_known_shapes_are_taken_out_without_being_told(text: str, clean: str) -> None:
    assert Redactor()(text) == clean


@pytest.mark.parametrize(
    "text",
    [
        "round #385 2026-11-20T14:30:05Z cutoff=471 invitations=27332",
        "https://www.canada.ca/content/dam/ircc/documents/json/ee_rounds_123_en.json",
        "http://127.0.0.1:8000/page?version=3",
        "amara@mail.example: 550 no such mailbox",
        "authorization is missing",
        "123456:78901234",
    ],
)
def test_what_is_no_secret_stays_as_it_is(text: str) -> None:
    assert Redactor()(text) == text


def test_a_secret_of_three_characters_does_not_garble_the_rest() -> None:
    assert Redactor(["abc", "", " "])("abcdef and a b") == "abcdef and a b"


def test_the_longer_of_two_secrets_goes_first() -> None:
    assert Redactor(["sesame", "open-sesame-now"])("open-sesame-now") == "***"


def test_what_was_secret_once_stays_so_after_more_are_told() -> None:
    redactor = Redactor(["first-secret"])
    redactor.hide(["second-secret"])

    assert redactor("first-secret second-secret") == "*** ***"


@given(st.text(min_size=4), st.text(), st.text())
def test_no_secret_survives_in_any_surroundings(secret: str, before: str, after: str) -> None:
    # Base 64 knows no "*" and no blank: whatever the mask meets, it makes no secret.
    secret = base64.b64encode(secret.encode(errors="replace")).decode()

    assert secret not in Redactor([secret])(before + secret + after)


@pytest.mark.parametrize("unit", ["1", "a:", "://", "Authorization=", "?auth", "bearer "])
def test_hostile_text_costs_no_more_than_its_length(unit: str) -> None:
    text = unit * 20_000

    assert len(Redactor(["secret"])(text)) <= 2 * len(text)
