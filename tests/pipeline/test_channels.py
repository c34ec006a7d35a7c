"""Channels: what references to them lead to."""

from pathlib import PurePath

from watcher.core.settings import Channel, Secret, Settings
from watcher.pipeline.channels import AddressBook


def test_a_reference_leads_to_a_channel_s_targets_or_to_one_of_its_own() -> None:
    channels = {name: Channel(name=name, url=Secret("")) for name in ("mail", "tg", "a:b")}
    book = AddressBook(
        settings=Settings(file=PurePath("c.toml"), database=Secret(""), channels=channels),
        targets={"mail": ("x@a.ca", "y@a.ca"), "a:b": ("",), "gone": ("",)}.__getitem__,
        server_of=lambda channel: f"server of {channel}",
    )
    references = ["mail", "mail:z@a.ca", "mail:x@a.ca", "tg:42", "a:b", "gone"]

    assert book.addresses(references) == [
        ("mail", "x@a.ca"),
        ("mail", "y@a.ca"),
        ("mail", "z@a.ca"),
        ("tg", "42"),
        ("a:b", ""),
        ("gone", ""),
    ]
    assert book.servers(["mail", "mail:z@a.ca", "tg:42"]) == {
        "mail": "server of mail",
        "tg": "server of tg",
    }
