"""Updates are read whatever is in them, and nothing of them is kept that is not needed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from watcher.bot.incoming import (
    Blocked,
    Elsewhere,
    Incoming,
    Pressed,
    Said,
    Wordless,
    language_of,
    parse_update,
)

AMARA = {"id": 42, "is_bot": False, "first_name": "Amara", "language_code": "fr-CA"}
PRIVATE = {"id": 42, "type": "private", "first_name": "Amara"}
GROUP = {"id": -7, "type": "supergroup", "title": "Pool"}


def a_message(**changes: object) -> dict[str, object]:
    return {"message_id": 5, "date": 1, "chat": PRIVATE, "from": AMARA, "text": "hello", **changes}


@pytest.mark.parametrize(
    ("content", "what"),
    [
        ({"message": a_message()}, Said(text="hello")),
        ({"message": a_message(text="x" * 9000)}, Said(text="x" * 201)),
        ({"message": a_message(text=None, photo=[{}])}, Wordless()),
        ({"message": a_message(text="")}, Wordless()),
        ({"message": a_message(chat=GROUP, text="/start@rounds_bot")}, Elsewhere()),
        ({"message": a_message(chat=GROUP)}, None),
        ({"message": a_message(**{"from": {**AMARA, "is_bot": True}})}, None),
        ({"channel_post": a_message()}, None),
        ({"edited_message": a_message()}, None),
        (
            {"callback_query": {"id": "9", "from": AMARA, "message": a_message(), "data": "1:a:b"}},
            Pressed(data="1:a:b", message=5, press="9"),
        ),
        (
            {"callback_query": {"id": "9", "from": AMARA, "message": a_message(date=0)}},
            Pressed(data="", message=None, press="9"),
        ),
        ({"callback_query": {"id": "9", "from": AMARA, "inline_message_id": "x"}}, None),
        (
            {
                "my_chat_member": {
                    "chat": PRIVATE,
                    "from": AMARA,
                    "new_chat_member": {"status": "kicked"},
                }
            },
            Blocked(),
        ),
        (
            {
                "my_chat_member": {
                    "chat": PRIVATE,
                    "from": AMARA,
                    "new_chat_member": {"status": "member"},
                }
            },
            None,
        ),
        (
            {
                "my_chat_member": {
                    "chat": GROUP,
                    "from": AMARA,
                    "new_chat_member": {"status": "member"},
                }
            },
            Elsewhere(),
        ),
    ],
)
def test_each_kind_of_update_is_what_it_is(content: dict[str, object], what: object) -> None:
    found = parse_update({"update_id": 3, **content})

    assert found is not None
    assert found.update == 3
    assert found.what == what


def test_the_chat_and_the_language_are_kept_and_no_name() -> None:
    found = parse_update({"update_id": 3, "message": a_message()})

    assert found == Incoming(update=3, chat=42, language="fr", what=Said(text="hello"))
    assert "Amara" not in repr(found)


def test_an_update_without_a_number_is_none() -> None:
    assert parse_update({"message": a_message()}) is None
    assert parse_update({"update_id": True}) is None
    assert parse_update({"update_id": 2**70}) is None
    assert parse_update("update") is None


KEYS = st.sampled_from(
    [
        "message",
        "callback_query",
        "my_chat_member",
        "chat",
        "from",
        "id",
        "type",
        "text",
        "date",
        "data",
        "status",
        "new_chat_member",
        "message_id",
        "language_code",
        "is_bot",
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=2) | st.dictionaries(KEYS, part, max_size=5),
    max_leaves=12,
)


@given(came=st.dictionaries(KEYS, JSON, max_size=4), number=st.integers(0, 2**40))
def test_whatever_comes_is_read_or_means_nothing(came: dict[str, object], number: int) -> None:
    found = parse_update({"update_id": number, **came})

    assert found is not None
    assert found.update == number


@pytest.mark.parametrize(
    ("code", "language"), [("fr", "fr"), ("FR-ca", "fr"), ("en", "en"), ("pa", "en"), ("", "en")]
)
def test_french_is_spoken_to_the_french(code: str, language: str) -> None:
    assert language_of(code) == language
