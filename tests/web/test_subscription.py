"""The page of somebody who is told: whoever has its address sees, changes and ends it, and nobody else."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from tests.scene import Scene
from tests.values import a_person, a_rule
from tests.web.signing_up import AMARA, SITE, WANTED, Newcomer, open_signup
from tests.web.stage import Stage
from watcher.adapters.links import AddressLink
from watcher.core.people import Person
from watcher.core.suppressions import Suppression
from watcher.pipeline.unsubscribing import link_signer

MAIL = ("mail", AMARA)
ONE_CLICK = "List-Unsubscribe=One-Click"


@pytest.fixture
def desk(scene: Scene) -> Iterator[Stage]:
    """Serve a watcher where people may subscribe themselves."""
    open_signup(scene)
    with Stage(scene, url=SITE) as stage:
        yield stage


@pytest.fixture
def newcomer(desk: Stage) -> Newcomer:
    return Newcomer(desk)


@pytest.fixture
def own(newcomer: Newcomer) -> str:
    """Subscribe amara; return the address of her page."""
    newcomer.asks()
    return newcomer.confirms()


def person(stage: Stage) -> Person | None:
    with stage.scene.store.reading() as tx:
        return next(iter(tx.people.page(limit=1)), None)


def suppressed(stage: Stage, address: tuple[str, str] = MAIL) -> Suppression | None:
    with stage.scene.store.reading() as tx:
        return tx.suppressions.among([address]).get(address)


def page_of(stage: Stage, name: str, channel: str = "mail", target: str = AMARA) -> str:
    link = AddressLink(person=name, channel=channel, target=target)
    return f"/s/{link_signer(stage.scene.store).sign(link)}"


def test_it_shows_all_that_is_stored_and_was_sent_and_what_rounds_would_have_meant(
    desk: Stage, own: str, newcomer: Newcomer
) -> None:
    newcomer.mails()
    shown = desk.get(f"{own}?done=confirmed").text

    assert "You are subscribed. A mail with the link to this page is on its way." in shown
    assert "What the latest rounds would have meant for 521" in shown
    assert "asked on 2026-08-" in shown
    assert "words “page 1 en”" in shown
    assert shown.count("about the subscription: sent") == 2
    assert 'name="score" type="number" value="521"' in shown


def test_it_is_one_file_too(desk: Stage, own: str) -> None:
    answer = desk.get(f"{own}?as=json")

    stored = json.loads(answer.text)
    assert answer.headers["content-disposition"] == 'attachment; filename="watcher.json"'
    assert (stored["source"], stored["target"], stored["rules"][0]["score"]) == ("page", AMARA, 521)
    assert [one["change"] for one in stored["sent"]] == ["letter", "letter"]
    assert stored["consents"][0]["wording"] == "page 1 en"
    assert "person" not in stored


def test_it_is_found_and_kept_by_nobody(desk: Stage, own: str) -> None:
    answer = desk.get(own)

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "content-encoding" not in answer.headers
    assert "og:url" not in answer.text
    assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_a_change_is_kept_and_its_faults_stand_at_their_fields(desk: Stage, own: str) -> None:
    wrong = desk.post(own, {**WANTED, "action": "change", "score": "x"})
    assert (wrong.status_code, 'id="fault-score"' in wrong.text) == (422, True)

    right = desk.post(own, {**WANTED, "action": "change", "score": "530", "lang": "fr"})

    assert right.headers["location"] == f"{own}?done=changed"
    changed = person(desk)
    assert changed is not None
    assert (changed.rules[0].score, changed.language) == (530, "fr")
    assert changed.channels == (f"mail:{AMARA}",)


def test_another_address_confirms_first_and_the_old_link_then_shows_nothing(
    desk: Stage, own: str
) -> None:
    there = Newcomer(desk, "bo@example.com")
    answer = desk.post(own, {**WANTED, "action": "change", "mail": there.mail})
    assert answer.headers["location"] == f"{own}?done=asked"
    assert desk.get(own).status_code == 200
    assert person(desk) is not None
    assert "mail:amara@example.com" in str(person(desk))

    moved = there.confirms()

    assert "bo@example.com" in desk.get(moved).text
    gone = desk.get(own).text
    assert "Nothing is stored here any more" in gone
    assert "bo@example.com" not in gone


def test_mute_and_back(desk: Stage, own: str) -> None:
    desk.post(own, {"action": "mute", "days": "7"})
    muted = person(desk)
    assert muted is not None
    assert muted.muted_until == desk.scene.now + timedelta(days=7)
    assert "Muted until" in desk.get(own).text

    desk.post(own, {"action": "mute"})
    again = person(desk)
    assert again is not None
    assert again.muted_until is None


def test_to_end_it_leaves_the_address_alone_and_nothing_else(desk: Stage, own: str) -> None:
    answer = desk.post(own, {"action": "end"})

    assert answer.headers["location"] == f"{own}?done=ended"
    shown = desk.get(f"{own}?done=ended").text
    assert "It is ended" in shown
    assert "Nothing is sent to this address since August 19, 2026" in shown
    assert person(desk) is None
    assert suppressed(desk) is not None


def test_to_delete_everything_leaves_nothing(desk: Stage, own: str, newcomer: Newcomer) -> None:
    newcomer.mails()

    answer = desk.post(own, {"action": "erase"})

    assert answer.headers["location"] == f"{own}?done=erased"
    assert "All is deleted" in desk.get(f"{own}?done=erased").text
    assert (person(desk), suppressed(desk)) == (None, None)
    with desk.scene.store.reading() as tx:
        assert [d for d in tx.deliveries.search() if d.target == AMARA] == []
        assert tx.signups.count(desk.scene.now - timedelta(days=9)) == 0


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", ONE_CLICK),
        (
            "multipart/form-data; boundary=xyz",
            '--xyz\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--xyz--\r\n',
        ),
    ],
)
def test_one_click_of_a_mail_program_ends_it_from_anywhere_and_any_number_of_times(
    desk: Stage, own: str, kind: str, body: str
) -> None:
    elsewhere = {
        "Content-Type": kind,
        "Origin": "https://mail.example",
        "Sec-Fetch-Site": "cross-site",
    }
    for _ in range(2):
        answer = desk.client.post(own, content=body, headers=elsewhere)
        assert (answer.status_code, answer.text) == (200, "unsubscribed\n")
        assert "set-cookie" not in answer.headers

    assert person(desk) is None
    assert suppressed(desk) is not None


def test_another_link_makes_the_old_one_show_nothing_but_it_still_ends_the_mails(
    desk: Stage, own: str
) -> None:
    renewed = desk.post(own, {"action": "renew"}).headers["location"].partition("?")[0]

    assert renewed != own
    assert desk.get(renewed).text.count("521")
    assert "Nothing is stored here any more" in desk.get(own).text
    desk.post(own, {**WANTED, "action": "change", "score": "1"})
    changed = person(desk)
    assert changed is not None
    assert changed.rules[0].score == 521
    desk.client.post(own, content=ONE_CLICK, headers={"Content-Type": "text/plain"})
    assert suppressed(desk) is not None


def test_whom_the_operator_imported_may_see_and_end_and_not_change(desk: Stage) -> None:
    client = a_person(name="client-7", rules=(a_rule(), a_rule(name="pnp", score=1000)))
    with desk.scene.store.writing() as tx:
        tx.people.put(client, desk.scene.now)
    own = page_of(desk, "client-7")

    shown = desk.get(own).text
    assert "This subscription was set up by whoever runs this service" in shown
    assert "hello@example.org" in shown
    assert 'value="mute"' in shown
    assert 'value="change"' not in shown
    assert 'value="erase"' not in shown
    for action in ("change", "erase", "renew"):
        desk.post(own, {**WANTED, "action": action, "score": "1"})
    assert person(desk) == client
    desk.post(own, {"action": "end"})
    assert person(desk) == client
    assert suppressed(desk) is not None
    assert "Nothing is sent to amara@example.com since" in desk.get(own).text

    desk.post(own, {"action": "resume"})
    assert suppressed(desk) is None


def test_who_stands_in_the_file_may_see_and_end(desk: Stage) -> None:
    own = page_of(desk, "amara", "amara-tg", "")

    assert "set up by whoever runs this service" in desk.get(own).text
    desk.post(own, {"action": "mute", "days": "7"})
    assert "Muted until" in desk.get(own).text
    for _ in range(2):
        desk.post(own, {"action": "end"})
    assert suppressed(desk, ("amara-tg", "")) is not None
    assert desk.scene.told("ops")[1:] == ["[watcher] amara: unsubscribed"]


@pytest.mark.parametrize("what", ["nobody", "another address"])
def test_a_link_that_is_right_and_leads_to_nobody_shows_the_same(desk: Stage, what: str) -> None:
    with desk.scene.store.writing() as tx:
        tx.people.put(a_person(name="client-7"), desk.scene.now)
    links = {
        "nobody": page_of(desk, "page-0"),
        "another address": page_of(desk, "client-7", "mail", "bo@example.com"),
    }

    answer = desk.get(links[what])

    assert answer.status_code == 200
    assert "Nothing is stored here any more" in answer.text
    assert "client-7" not in answer.text


def test_no_link_is_guessed_and_the_right_one_always_opens(desk: Stage, own: str) -> None:
    about, _, tag = own.partition(".")
    guesses = [f"{about}.{tag[:-1]}{c}" for c in "abcdefghijklmnopqrstuvwxy" if c != tag[-1]]

    def ask(path: str) -> tuple[int, str]:
        answer = desk.get(path, X_Forwarded_For="198.51.100.7")
        return answer.status_code, answer.headers.get("retry-after", "")

    answers = [ask(guess) for guess in guesses]

    assert [status for status, _ in answers] == [404] * 20 + [429] * (len(guesses) - 20)
    assert answers[-1][1] != ""
    assert ask(own) == (200, "")
    assert desk.get("/s/x").text == desk.get("/s/y").text.replace("/s/y", "/s/x")


def test_a_fault_of_ours_does_not_log_the_link(
    desk: Stage, own: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError(own)

    monkeypatch.setattr("watcher.web.subscription.own_data", fail)

    assert desk.get(own).status_code == 500
    desk.get("/healthz")  # it is logged once it was answered
    assert own.removeprefix("/s/") not in caplog.text
    assert "/s/{token}" in " ".join(str(vars(record)) for record in caplog.records)


def test_two_who_confirm_and_end_at_once_leave_no_half(desk: Stage, own: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        acts = ["end", "erase", "renew", "mute"] * 4
        answers = list(pool.map(lambda act: desk.post(own, {"action": act}).status_code, acts))

    assert set(answers) == {303}
    with desk.scene.store.reading() as tx:
        assert tx.people.count() == 0 or person(desk) is not None
