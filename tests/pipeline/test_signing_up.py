"""Signing up: one mail at most, nothing before it is confirmed, and nothing that tells of others."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import PurePath

import pytest

from tests.adapters.database.values import lease_next
from tests.values import a_person, a_rule
from watcher.adapters.database import DeliveryState, Store
from watcher.adapters.links import AddressLink, LinkSigner
from watcher.core.mail_addresses import mailbox_of
from watcher.core.model import Message
from watcher.core.people import Person
from watcher.core.settings import Secret, Settings, SignupSettings, Web
from watcher.pipeline import subscribing
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.signing_up import Signups, SignupsFull, forget_unconfirmed, pending

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SIGNER = LinkSigner(b"k" * 32)
AMARA = "amara@example.com"
MAIL = ("mail", AMARA)


class Desk:
    """Takes sign-ups, and reads the letters that leave."""

    def __init__(self, store: Store, now: datetime) -> None:
        self.store, self.now = store, now
        self.settings = Settings(
            file=PurePath("config.toml"),
            database=Secret(store.address),
            web=Web(url="https://a.example"),
            signup=SignupSettings(enabled=True, channel="mail", per_hour=5),
        )

    def ask(self, target: str = AMARA, *, changes: str | None = None, **person: object) -> None:
        wanted = a_person(**{"name": subscribing.new_name("page"), "origin": "page", **person})
        with self.store.writing() as tx:
            book = AddressBook(settings=self.settings, targets=lambda _: ("",))
            signups = Signups(tx, book, SIGNER, self.now)
            signups.ask(wanted, target, "page 1 en", changes=changes)

    def confirm(self, token: str) -> Person | None:
        with self.store.writing() as tx:
            book = AddressBook(settings=self.settings, targets=lambda _: ("",))
            return Signups(tx, book, SIGNER, self.now).confirm(token)

    def refuse(self, token: str) -> bool:
        with self.store.writing() as tx:
            book = AddressBook(settings=self.settings, targets=lambda _: ("",))
            return Signups(tx, book, SIGNER, self.now).refuse(token)

    def letters(self) -> list[tuple[str, Message]]:
        """Take the letters that wait, with whom they are for."""
        taken = []
        with self.store.writing() as tx:
            while leased := lease_next(tx, self.now, owner="one", lease=HOUR, busy=()):
                assert leased.notice is not None
                taken.append((leased.target, leased.notice))
                tx.queue.finish(leased, DeliveryState.SENT, "250 OK", self.now)
        return taken

    def token(self) -> str:
        """Read the token of the one letter that waits."""
        [(_, letter)] = self.letters()
        found = re.search(r"https://a\.example/subscribe/confirm/(\S+)", letter.text)
        assert found is not None
        return found[1]


@pytest.fixture
def desk(store: Store, now: datetime) -> Desk:
    return Desk(store, now)


def titles(desk: Desk) -> list[tuple[str, str]]:
    return [(to, letter.title) for to, letter in desk.letters()]


def test_who_asks_gets_one_mail_and_is_nobody_until_it_is_confirmed(desk: Desk) -> None:
    desk.ask()

    token = desk.token()

    with desk.store.reading() as tx:
        assert tx.people.count() == 0
        signup = pending(tx, token, desk.now)
    assert signup is not None
    assert (signup.target, signup.wording, signup.confirmed) == (AMARA, "page 1 en", None)
    person = desk.confirm(token)
    assert person is not None
    assert (person.channels, person.consented_at) == (("mail:amara@example.com",), desk.now)
    [(to, welcome)] = desk.letters()
    link = AddressLink(person=person.name, channel="mail", target=AMARA)
    assert (to, welcome.title) == (AMARA, "You are subscribed to Express Entry rounds")
    assert f"https://a.example/s/{SIGNER.sign(link)}" in welcome.text


def test_no_token_stands_in_the_database_once_its_mail_has_left(desk: Desk) -> None:
    desk.ask()
    token = desk.token()

    with desk.store.reading() as tx:
        said = tx.alerts._db.exec_driver_sql("SELECT payload FROM alerts").scalar_one()  # noqa: SLF001 - what a thief would read
    assert token not in said


def test_to_confirm_twice_is_to_confirm_once(desk: Desk) -> None:
    desk.ask()
    token = desk.token()

    assert desk.confirm(token) == desk.confirm(token)
    assert len(desk.letters()) == 1


def test_after_48_hours_it_cannot_be_confirmed_and_nothing_is_left_of_it(desk: Desk) -> None:
    desk.ask()
    token = desk.token()
    desk.now += 2 * DAY

    assert desk.confirm(token) is None
    with desk.store.writing() as tx:
        forget_unconfirmed(tx, desk.now)
        assert tx.signups.count(desk.now - 9 * DAY) == 0
        assert tx.deliveries.search() == []


def test_a_token_that_nobody_was_given_confirms_nothing(desk: Desk) -> None:
    desk.ask()

    for token in ("", "x" * 32, "\udce9", desk.token()[:-1]):
        assert desk.confirm(token) is None
        assert not desk.refuse(token)


def test_a_mailbox_gets_one_mail_an_hour_and_three_a_day_however_it_is_spelt(desk: Desk) -> None:
    desk.settings = replace(desk.settings, signup=replace(desk.settings.signup, per_hour=99))
    for target in (AMARA, AMARA, "amara+1@example.com", "bo@example.com"):
        desk.ask(target)
    assert [to for to, _ in desk.letters()] == [AMARA, "bo@example.com"]

    for _ in range(5):
        desk.now += HOUR
        desk.ask()
    assert [to for to, _ in desk.letters()] == [AMARA, AMARA]


def test_who_is_subscribed_gets_a_mail_with_their_link_and_stays_as_they_are(desk: Desk) -> None:
    desk.ask()
    person = desk.confirm(desk.token())
    desk.letters()
    desk.now += 2 * HOUR

    desk.ask(rules=(a_rule(score=1),))

    assert person is not None
    [(to, letter)] = desk.letters()
    assert (to, letter.title) == (AMARA, "You are subscribed already")
    assert SIGNER.sign(AddressLink(person=person.name, channel="mail", target=AMARA)) in letter.text
    with desk.store.reading() as tx:
        assert tx.people.get(person.name) == person


def test_beyond_so_many_an_hour_nobody_is_let_in_whoever_they_are(desk: Desk) -> None:
    desk.ask()
    desk.confirm(desk.token())
    for n in range(4):
        desk.ask(f"x{n}@example.com")

    for target in (AMARA, "x1@example.com", "new@example.com"):
        with pytest.raises(SignupsFull) as caught:
            desk.ask(target)
        assert caught.value.again == HOUR
    desk.now += HOUR
    desk.ask("new@example.com")


def test_a_thousand_signups_cause_no_more_mails_than_an_hour_lets_in(
    store: Store, now: datetime
) -> None:
    desk = Desk(store, now)
    refused = 0
    with store.writing() as tx:
        book = AddressBook(settings=desk.settings, targets=lambda _: ("",))
        signups = Signups(tx, book, SIGNER, now)
        for n in range(1000):
            try:
                signups.ask(
                    a_person(name=f"page-{n}", origin="page"), f"p{n}@example.com", "page 1 en"
                )
            except SignupsFull:
                refused += 1

    assert refused == 995
    assert len(desk.letters()) == 5
    with store.reading() as tx:
        assert tx.signups.count(now - HOUR) == 5
        assert tx.people.count() == 0


def test_beyond_so_many_people_only_those_who_are_known_are_written_to(desk: Desk) -> None:
    desk.ask()
    desk.confirm(desk.token())
    desk.letters()
    desk.settings = replace(desk.settings, signup=replace(desk.settings.signup, most_people=1))
    desk.now += 2 * HOUR

    with pytest.raises(SignupsFull):
        desk.ask("bo@example.com")


def test_whoever_ended_it_is_asked_once_in_48_hours_and_renews_it_by_confirming(desk: Desk) -> None:
    with desk.store.writing() as tx:
        tx.suppressions.add(*MAIL, "unsubscribed", desk.now)
    desk.ask()
    token = desk.token()
    desk.now += 30 * HOUR
    desk.ask()
    assert desk.letters() == []

    assert desk.confirm(token) is not None
    with desk.store.reading() as tx:
        assert tx.suppressions.among([MAIL]) == {}


def test_who_wants_nobody_to_ask_is_never_asked_again(desk: Desk) -> None:
    desk.ask()
    token = desk.token()

    assert desk.refuse(token)

    assert desk.confirm(token) is None
    assert not desk.refuse(token)
    with desk.store.reading() as tx:
        assert tx.deliveries.search() == []
    desk.now += 3 * DAY
    desk.ask()
    assert desk.letters() == []


def test_many_who_confirm_at_once_confirm_once(desk: Desk) -> None:
    desk.ask()
    token = desk.token()

    with ThreadPoolExecutor(6) as pool:
        confirmed = set(pool.map(desk.confirm, [token] * 6))

    assert len(confirmed) == 1
    assert len(desk.letters()) == 1
    with desk.store.reading() as tx:
        assert tx.people.count() == 1


def test_many_who_ask_at_once_cause_one_mail(desk: Desk) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(desk.ask, [AMARA] * 5))

    assert len(desk.letters()) == 1


def test_two_signups_of_one_address_make_one_person_by_one_name(desk: Desk) -> None:
    desk.ask()
    first = desk.token()
    desk.now += 2 * HOUR
    desk.ask(rules=(a_rule(score=500),))
    second = desk.token()

    one, two = desk.confirm(first), desk.confirm(second)

    assert one is not None
    assert two is not None
    assert one.name == two.name
    with desk.store.reading() as tx:
        assert tx.people.get(one.name) == two
        assert {d.subscription for d in tx.deliveries.search()} == {one.name}


def test_another_address_takes_the_place_only_when_it_confirms(desk: Desk) -> None:
    desk.ask()
    person = desk.confirm(desk.token())
    assert person is not None
    desk.letters()
    desk.ask("bo@example.com", changes=person.name, rules=person.rules, language="fr")
    token = desk.token()
    with desk.store.reading() as tx:
        assert tx.people.get(person.name) == person

    moved = desk.confirm(token)

    assert moved == replace(person, channels=("mail:bo@example.com",))
    assert titles(desk) == [
        (AMARA, "Your alerts go to another address now"),
        ("bo@example.com", "You are subscribed to Express Entry rounds"),
    ]


def test_who_signs_up_where_somebody_wants_to_move_to_is_somebody_else(desk: Desk) -> None:
    desk.ask()
    amara = desk.confirm(desk.token())
    assert amara is not None
    desk.letters()
    desk.ask("bo@example.com", changes=amara.name, rules=amara.rules)
    desk.letters()
    desk.now += 2 * HOUR
    desk.ask("bo@example.com")

    bo = desk.confirm(desk.token())

    assert bo is not None
    assert bo.name != amara.name
    with desk.store.reading() as tx:
        assert tx.people.get(amara.name) == amara


def test_whoever_is_gone_moves_nowhere(desk: Desk) -> None:
    desk.ask(changes="page-gone")

    assert desk.confirm(desk.token()) is None


def test_what_is_counted_is_the_mailbox(desk: Desk) -> None:
    desk.ask("a.mara+x@gmail.com")

    with desk.store.reading() as tx:
        assert tx.signups.count(desk.now - HOUR, mailbox=mailbox_of("amara@gmail.com")) == 1
