"""The form at /subscribe: faults at their fields, one answer for everybody, and nothing before it is confirmed."""

from collections.abc import Iterator

import pytest

from tests.scene import Scene
from tests.web.signing_up import AMARA, SITE, WANTED, Newcomer, open_signup
from tests.web.stage import Stage
from watcher.core.people import Person


@pytest.fixture
def desk(scene: Scene) -> Iterator[Stage]:
    """Serve a watcher where people may subscribe themselves."""
    open_signup(scene)
    with Stage(scene, url=SITE) as stage:
        yield stage


@pytest.fixture
def newcomer(desk: Stage) -> Newcomer:
    return Newcomer(desk)


def people(stage: Stage) -> list[Person]:
    with stage.scene.store.reading() as tx:
        return tx.people.page(limit=9)


def test_it_is_not_there_until_it_is_switched_on(stage: Stage) -> None:
    assert "Subscribe" not in stage.get("/").text
    for path in ("/subscribe", "/subscribe/asked"):
        assert stage.get(path).status_code == 404
    assert stage.post("/subscribe", WANTED).status_code == 404


def test_once_it_is_on_it_stands_among_the_pages(desk: Stage) -> None:
    assert '<a href="/subscribe">Subscribe</a>' in desk.get("/").text


def test_the_form_knows_the_score_of_the_address(desk: Stage) -> None:
    shown = desk.get("/subscribe?score=488&categories=cec,pnp&submitted=2025-11-20T15:00Z").text

    assert 'name="score" type="number" value="488"' in shown
    assert shown.count(" checked") == 2
    assert 'value="2025-11-20T10:00"' in shown


def test_who_signs_up_is_asked_by_mail_and_is_nobody_before(
    desk: Stage, newcomer: Newcomer
) -> None:
    answer = desk.post("/subscribe", WANTED)

    assert (answer.status_code, answer.headers["location"]) == (303, "/subscribe/asked")
    assert "A mail is on its way" in desk.get("/subscribe/asked").text
    [mail] = newcomer.mails()
    assert mail.title == "Please confirm: alerts of Express Entry rounds"
    assert mail.text.endswith(
        "Sent by: Maple Advice, 1 Main St, Ottawa\nQuestions: hello@example.org"
    )
    assert people(desk) == []


def test_to_open_the_link_confirms_nothing_and_the_button_does_once(
    desk: Stage, newcomer: Newcomer
) -> None:
    newcomer.asks()
    link = newcomer.link("/subscribe/confirm/")
    for _ in range(3):
        assert "CRS score 521: Canadian Experience Class" in desk.get(link).text.replace("\n ", "")
    assert people(desk) == []

    first, second = (desk.post(link, {"action": "confirm"}).headers["location"] for _ in "12")

    assert first == second
    [person] = people(desk)
    assert (person.channels, person.origin) == ((f"mail:{AMARA}",), "page")
    assert (person.rules[0].score, person.rules[0].categories) == (521, frozenset({"cec"}))
    assert len(newcomer.mails()) == 2
    assert "This is confirmed already" in desk.get(link).text


@pytest.mark.parametrize(
    ("field", "typed", "fault"),
    [
        ("mail", "", "Write a mail address such as amara@example.com"),
        ("mail", "amara@example.com\nBcc: bo@example.com", "Write a mail address"),
        ("mail", "a@b@c", "Write a mail address"),
        ("score", "", "Write a CRS score: a whole number from 1 to 1200."),
        ("score", "1201", "Write a CRS score: a whole number from 1 to 1200."),
        ("score", "9" * 5000, "Write a CRS score: a whole number from 1 to 1200."),
        ("categories", "", "Choose one category at least"),
        ("categories", "no-such", "Choose one category at least"),
        ("submitted", "yesterday", "Write when the profile was submitted"),
        ("submitted", "2099-01-01T00:00", "Write when the profile was submitted"),
        ("submitted", "2014-01-01T00:00", "Write when the profile was submitted"),
        ("near", "-1", "Write a whole number of points, or leave it empty."),
        ("quiet_from", "22:00", "Write both times of the quiet hours"),
        ("quiet_from", "99:00", "Write both times of the quiet hours"),
        ("zone", "Mars/Olympus", "Write the name of a time zone"),
        ("zone", "../../etc/passwd", "Write the name of a time zone"),
        ("lang", "xx", "Choose one of these."),
    ],
)
def test_each_fault_stands_at_its_field_and_nothing_is_lost(
    desk: Stage, newcomer: Newcomer, field: str, typed: str, fault: str
) -> None:
    answer = desk.post("/subscribe", {**WANTED, "near": "7", field: typed})

    assert answer.status_code == 422
    assert answer.headers["cache-control"] == "no-store"
    assert fault in answer.text.partition(f'id="fault-{field}"')[2].partition("</span>")[0]
    assert f'href="#{field}"' in answer.text
    assert "<script" not in answer.text  # it would leave the page
    assert answer.text.count('aria-invalid="true"') == (2 if field == "quiet_from" else 1)
    if field != "near":
        assert 'name="near" type="number" value="7"' in answer.text
    assert newcomer.mails() == []


def test_what_is_typed_is_shown_as_text(desk: Stage) -> None:
    answer = desk.post("/subscribe", {**WANTED, "mail": '"><script>alert(1)</script>'})

    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;" in answer.text


def test_every_choice_is_kept(desk: Stage, newcomer: Newcomer) -> None:
    chosen = {
        "categories": "all",
        "submitted": "2025-11-20T15:00",
        "zone": "Asia/Kolkata",
        "lang": "fr",
        "quiet_from": "22:00",
        "quiet_until": "07:30",
        "wake": "1",
        "every_round": "1",
        "digest": "sunday",
        "digest_at": "09:15",
        "monthly": "1",
    }
    newcomer.asks(**chosen)
    newcomer.confirms()

    [person] = people(desk)
    rule = person.rules[0]
    assert rule.categories == frozenset({"all"})
    assert str(rule.submitted) == "2025-11-20 09:30:00+00:00"
    assert (rule.tell_when, rule.near) == ("every-round", None)
    assert (person.language, person.timezone) == ("fr", "Asia/Kolkata")
    assert (str(person.quiet_hours), str(person.digest)) == ("22:00-07:30", "weekly sun 09:15")
    assert (person.wake, person.monthly) == (True, True)


def test_of_an_hour_that_came_twice_the_later_counts(desk: Stage, newcomer: Newcomer) -> None:
    newcomer.asks(submitted="2025-11-02T01:30")
    newcomer.confirms()

    assert str(people(desk)[0].rules[0].submitted) == "2025-11-02 06:30:00+00:00"


def test_the_answer_is_the_same_whatever_is_known_of_an_address(
    desk: Stage, newcomer: Newcomer
) -> None:
    newcomer.asks()
    newcomer.confirms()
    with desk.scene.store.writing() as tx:
        tx.suppressions.add("mail", "gone@example.com", "unsubscribed", desk.scene.now)

    def answer_to(mail: str) -> tuple[int, dict[str, str], str]:
        answer = desk.post("/subscribe", {**WANTED, "mail": mail})
        kept = {k: v for k, v in answer.headers.items() if k != "date"}
        return answer.status_code, kept, answer.text

    answers = [answer_to(who) for who in (AMARA, "new@example.com", "gone@example.com", AMARA)]
    assert answers == answers[:1] * 4


def test_a_program_that_fills_in_every_field_is_told_the_same_and_nothing_is_sent(
    desk: Stage, newcomer: Newcomer
) -> None:
    answer = desk.post("/subscribe", {**WANTED, "website": "https://spam.example"})

    assert (answer.status_code, answer.headers["location"]) == (303, "/subscribe/asked")
    assert newcomer.mails() == []


def test_a_thousand_signups_make_as_many_mails_as_an_hour_may(desk: Stage) -> None:
    open_signup(desk.scene, per_hour=20)

    statuses = [Newcomer(desk, f"a{n}@example.com").asks() for n in range(40)]

    assert statuses == [303] * 20 + [429] * 20
    desk.scene.deliver()
    assert len(desk.scene.channels.titles("mail")) == 20
    refused = desk.post("/subscribe", WANTED)
    assert refused.headers["retry-after"] == "3601"
    assert "Too many people want to subscribe at this moment." in refused.text


def test_one_visitor_signs_up_eight_times_and_others_go_on(desk: Stage) -> None:
    def asks(n: int, visitor: str) -> int:
        form = {**WANTED, "mail": f"a{n}@example.com"}
        return desk.post("/subscribe", form, X_Forwarded_For=visitor).status_code

    assert [asks(n, "198.51.100.7") for n in range(10)] == [303] * 8 + [429] * 2
    assert asks(10, "spoofed, 198.51.100.7") == 429
    assert asks(11, "198.51.100.8") == 303


def test_it_is_asked_by_its_own_form_alone(desk: Stage, newcomer: Newcomer) -> None:
    from_elsewhere = desk.post("/subscribe", WANTED, Origin="https://evil.example")
    assert from_elsewhere.status_code == 403
    assert desk.post("/subscribe", WANTED, Sec_Fetch_Site="cross-site").status_code == 403
    assert desk.post("/subscribe", {**WANTED, "near": "7" * 20_000}).status_code == 413
    assert desk.client.put("/subscribe").status_code == 405
    assert newcomer.mails() == []


def test_no_link_is_guessed_and_whoever_tries_is_slowed_down(
    desk: Stage, newcomer: Newcomer
) -> None:
    newcomer.asks()
    link = newcomer.link("/subscribe/confirm/")

    def guess(n: int) -> int:
        wrong = f"{link[:-2]}{n:02}"
        return desk.post(wrong, {"action": "confirm"}, X_Forwarded_For="198.51.100.7").status_code

    assert [guess(n) for n in range(22)] == [404] * 20 + [429] * 2
    assert people(desk) == []
    assert desk.get(link, X_Forwarded_For="198.51.100.7").status_code == 200


def test_who_did_not_ask_can_have_it_stopped_for_good(desk: Stage, newcomer: Newcomer) -> None:
    newcomer.asks()
    link = newcomer.link("/subscribe/confirm/")

    answer = desk.post(link, {"action": "refuse"})

    assert answer.headers["location"] == "/subscribe/refused"
    assert "Nobody can ask" in desk.get("/subscribe/refused").text
    assert desk.post(link, {"action": "confirm"}).status_code == 404
    assert newcomer.asks() == 303
    assert len(newcomer.mails()) == 1


def test_the_page_of_a_token_is_kept_by_nobody(desk: Stage, newcomer: Newcomer) -> None:
    newcomer.asks()
    answer = desk.get(newcomer.link("/subscribe/confirm/"))

    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert "content-encoding" not in answer.headers
    assert "og:url" not in answer.text


def test_the_page_speaks_french(desk: Stage) -> None:
    assert "<h1>Être averti des rondes par courriel</h1>" in desk.get("/subscribe?lang=fr").text
