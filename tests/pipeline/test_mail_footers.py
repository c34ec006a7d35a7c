"""Mail to people has a footer, and a way out that a mail program knows."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import PurePath
from typing import Any

import pytest

from tests.pipeline.test_readers import leased
from tests.servers.smtp import SmtpServer
from tests.values import an_alert
from watcher.adapters import notify
from watcher.adapters.database import Store
from watcher.adapters.links import AddressLink
from watcher.core.model import Message
from watcher.core.sender import Sender
from watcher.core.settings import Channel, Secret, Settings, Web
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.mail_footers import MailFooters
from watcher.pipeline.unsubscribing import link_signer

MESSAGE = Message(title="#385", text="Invited.", html="Invited.")
SENDER = Sender(name="Maple Alerts", address="100 Main St, Ottawa", contact="hi@example.org")
PAGE = "https://watcher.example"


@pytest.fixture
def store(sqlite_database: Secret) -> Iterator[Store]:
    with closing(Store(sqlite_database)) as store:
        yield store


def footers(store: Store, **settings: Any) -> MailFooters:
    channels = {
        "mail": Channel(name="mail", url=Secret("mailto://127.0.0.1?from=a@example.org")),
        "tg": Channel(name="tg", url=Secret("tgram://1:a/2")),
    }
    held = Settings(
        file=PurePath("x"), database=Secret(store.address), channels=channels, **settings
    )
    address_book = AddressBook(settings=held, targets=lambda _: ("",))
    return MailFooters(store, lambda: address_book)


def test_a_mail_ends_with_one_click_where_the_page_is_reached_by_https(store: Store) -> None:
    complete = footers(store, web=Web(url=f"{PAGE}/"), sender=SENDER)

    mail = complete(leased(alerts=(an_alert(),)), MESSAGE)

    assert mail.unsubscribe_url is not None
    found = re.fullmatch(rf"{PAGE}/s/(\S+)", mail.unsubscribe_url)
    assert found is not None
    assert link_signer(store).read(found[1]) == AddressLink(
        person="amara", channel="mail", target="amara@example.org"
    )
    assert f"To get no more of them: {mail.unsubscribe_url}\nSent by: Maple Alerts" in mail.text
    assert mail.headers == ()


def test_without_https_a_mail_program_is_shown_the_page(store: Store) -> None:
    complete = footers(store, web=Web(url="http://192.0.2.7"))

    mail = complete(leased(alerts=(an_alert(),)), MESSAGE)

    [(name, link)] = mail.headers
    assert (name, link[:24]) == ("List-Unsubscribe", "<http://192.0.2.7/s/YW1h")
    assert mail.unsubscribe_url is None


@pytest.mark.parametrize("web", [Web(), Web(url=PAGE, enabled=False)])
def test_without_a_page_a_mail_to_the_sender_ends_it(store: Store, web: Web) -> None:
    mail = footers(store, web=web, sender=SENDER)(leased(alerts=(an_alert(),)), MESSAGE)

    assert mail.headers == (("List-Unsubscribe", "<mailto:hi@example.org?subject=unsubscribe>"),)
    assert mail.text.endswith("Sent by: Maple Alerts, 100 Main St, Ottawa")


def test_where_nothing_is_known_a_mail_stays_as_it_is(store: Store) -> None:
    assert footers(store)(leased(alerts=(an_alert(),)), MESSAGE) == MESSAGE


def test_a_notice_to_the_operator_and_other_channels_stay_as_they_are(store: Store) -> None:
    complete = footers(store, web=Web(url=PAGE), sender=SENDER)

    assert complete(leased(notice=MESSAGE), MESSAGE) == MESSAGE
    assert complete(leased(channel="tg", alerts=(an_alert(),)), MESSAGE) == MESSAGE


def test_a_mail_arrives_with_its_way_out_as_a_person_and_a_program_read_it(store: Store) -> None:
    complete = footers(store, web=Web(url=PAGE), sender=SENDER)
    mail = complete(leased(alerts=(an_alert(),)), MESSAGE)

    with SmtpServer() as server:
        url = server.channel("amara@example.org")
        notify.send_message(url, "amara@example.org", mail, deadline=timedelta(seconds=10))
        [arrived] = server.messages

    assert arrived.message["List-Unsubscribe"] == f"<{mail.unsubscribe_url}>"
    assert arrived.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert arrived.part("plain").splitlines()[-3:] == [
        f"To get no more of them: {mail.unsubscribe_url}",
        "Sent by: Maple Alerts, 100 Main St, Ottawa",
        "Questions: hi@example.org",
    ]
    assert '<a href="mailto:hi@example.org">hi@example.org</a>' in arrived.part("html")
