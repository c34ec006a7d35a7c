"""From a page to the queue, with a real page server and a real database."""

import gzip
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.pages import Row, a_page, a_row, rows
from tests.scene import PATH, Scene
from tests.servers.http import HttpServer, Step, answer, conditional, hang, redirect, reset
from tests.values import a_subscription
from watcher.adapters.database import Store
from watcher.adapters.http import Fetcher
from watcher.core.errors import DeliveryError
from watcher.core.model import CorrectedRound, NewRound, ReportedRound, Round, Trouble
from watcher.core.settings import Subscription

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def cec(name: str = "amara", **rule: object) -> Subscription:
    usual = {
        "name": name,
        "categories": frozenset({"cec"}),
        "score": 500,
        "submitted": None,
        "channels": (name,),
    }
    return a_subscription(**{**usual, **rule})


@pytest.fixture(scope="module")
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(contact="ops@example.org", version="0") as fetcher:
        yield fetcher


@pytest.fixture(scope="module")
def impatient() -> Iterator[Fetcher]:
    """Give up soon; on a busy machine also what would have come."""
    quick = timedelta(seconds=1.5)
    with Fetcher(contact="ops@example.org", version="0", total=quick, read=quick) as fetcher:
        yield fetcher


@pytest.fixture
def scene(store: Store, fetcher: Fetcher) -> Iterator[Scene]:
    """Return a watcher that has read its first page: rounds 428 to 437."""
    with HttpServer() as server:
        scene = Scene(store, server, fetcher, NOW, [cec()])
        scene.publish(a_page(*rows(10)))
        assert scene.poll().outcome == "baseline"
        scene.deliver()
        yield scene


def heard(scene: Scene) -> list[str]:
    """Return what the operator was told after the word of the first page."""
    return [title.removeprefix("[watcher] ") for title in scene.told("ops")[1:]]


def newest(**printed: object) -> Row:
    return a_row("438", "2026-08-19", **printed)


def test_the_first_page_tells_nobody_but_the_operator(scene: Scene) -> None:
    assert scene.told("amara") == []
    assert scene.told("ops") == ["[watcher] Source ircc: 10 rounds recorded"]


def test_a_new_round_is_told_once(scene: Scene) -> None:
    scene.publish(a_page(newest(), *rows(10)))

    first = scene.poll()
    second = scene.poll()

    assert [type(c) for c in first.changes] == [NewRound]
    assert (second.outcome, second.queued) == ("unchanged", 0)
    assert scene.told("amara") == [
        "#438 Canadian Experience Class: invited, 29 points above the cut-off"
    ]


def test_two_new_rounds_in_one_poll_are_both_told(scene: Scene) -> None:
    both = [a_row("439", "2026-08-19", drawCRS="480"), newest()]
    scene.publish(a_page(*both, *rows(10)))

    scene.poll()

    assert [title[:4] for title in scene.told("amara")] == ["#438", "#439"]


def test_a_round_that_vanishes_and_returns_six_times_is_told_once(scene: Scene) -> None:
    with_it, without = a_page(newest(), *rows(10)), a_page(*rows(10))
    troubles = []
    for _ in range(6):
        scene.publish(with_it)
        scene.poll(after=timedelta(hours=1))
        scene.publish(without)
        troubles.append(scene.poll(after=timedelta(hours=1)).trouble)

    assert len(scene.told("amara")) == 1
    assert troubles == [Trouble.STALE] * 6


def test_a_tie_break_in_a_future_year_is_unknown_until_it_is_corrected(scene: Scene) -> None:
    at_cutoff = cec(score=471, submitted=datetime(2026, 1, 2, tzinfo=UTC))
    scene.enroll(at_cutoff)
    wrong = newest(drawCutOff="June 20, 2027 at 18:34:05 UTC")
    right = newest(drawCutOff="June 20, 2026 at 18:34:05 UTC")

    scene.publish(a_page(wrong, *rows(10)))
    scene.poll()
    scene.deliver()
    scene.publish(a_page(right, *rows(10)))
    scene.poll()

    told = scene.told("amara")
    assert "cannot tell" in told[0]
    assert "corrected" in told[1]
    assert "invited" in told[1]
    assert len(told) == 2
    assert heard(scene) == ["Source ircc: figures that cannot be read (1)"]


def test_a_cutoff_corrected_the_same_day_is_told_to_those_whose_verdict_changed(
    scene: Scene,
) -> None:
    scene.enroll(cec(), cec("bo", score=480), cec("cy", score=520))
    scene.publish(a_page(newest(drawCRS="507"), *rows(10)))
    scene.poll()
    scene.publish(a_page(newest(drawCRS="490"), *rows(10)))
    corrected = scene.poll()

    assert [type(c) for c in corrected.changes] == [CorrectedRound]
    assert len(scene.told("amara")) == 1  # short by 7, then invited by 10
    assert "corrected" in scene.told("amara")[0]
    assert scene.told("bo") == []  # short before and after
    assert len(scene.told("cy")) == 1  # invited before and after


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("495", "505", []), ("495", "490", ["invited, 10 points above the cut-off"])],
)
def test_word_that_has_not_left_gives_way_to_the_round_as_it_was_corrected(
    scene: Scene, before: str, after: str, told: list[str]
) -> None:
    scene.channels.failures["amara"] = [DeliveryError("down")]
    scene.publish(a_page(newest(drawCRS=before), *rows(10)))
    scene.poll()
    scene.publish(a_page(newest(drawCRS=after), *rows(10)))
    scene.poll()
    scene.deliver()
    scene.deliver(after=timedelta(hours=1))

    assert scene.channels.titles("amara") == [
        f"#438 Canadian Experience Class: {verdict}" for verdict in told
    ]


def test_of_two_targets_the_one_that_was_late_hears_only_the_correction(scene: Scene) -> None:
    scene.channels.targets["amara"] = ("a@example.org", "b@example.org")
    scene.publish(a_page(newest(drawCRS="495"), *rows(10)))
    scene.poll()
    scene.channels.failures["amara"] = [DeliveryError("full", personal=True)]
    scene.deliver()
    scene.publish(a_page(newest(drawCRS="505"), *rows(10)))
    scene.poll()
    scene.deliver()
    scene.deliver(after=timedelta(hours=1))

    heard = [(s.target[0], "corrected" in s.title) for s in scene.channels.sent[1:]]
    assert [said for said in heard if said[0] == "a"] == [("a", True)]
    assert [said for said in heard if said[0] == "b"] == [("b", False), ("b", True)]


def test_a_round_first_printed_with_last_years_date_is_told_when_it_is_corrected(
    scene: Scene,
) -> None:
    wrong = a_row("438", "2025-08-19")
    scene.publish(a_page(wrong, *rows(10)))
    scene.poll()
    assert scene.told("amara") == []
    scene.publish(a_page(newest(), *rows(10)))
    scene.poll()

    assert scene.told("amara") == [
        "#438 Canadian Experience Class: invited, 29 points above the cut-off"
    ]


def test_an_edge_that_serves_a_stale_copy_every_other_time_makes_no_alarm(scene: Scene) -> None:
    fresh, stale = a_page(newest(), *rows(10)), a_page(*rows(10))
    for _ in range(15):
        for page in (fresh, stale):
            scene.publish(page)
            scene.poll()

    assert heard(scene) == []  # after the word of the first page


def test_a_stale_copy_that_lasts_is_told_once_with_its_all_clear(scene: Scene) -> None:
    fresh, stale = a_page(newest(), *rows(10)), a_page(*rows(10))
    for page in (fresh, *[stale] * 13, fresh):
        scene.publish(page)
        scene.poll(after=10 * MINUTE)

    assert heard(scene) == ["Source ircc: stale copy", "Source ircc: read again"]


def test_a_stale_copy_that_brings_the_old_cutoff_back_changes_nothing(scene: Scene) -> None:
    wrong = a_page(newest(drawCRS="507"), *rows(10))
    right = a_page(newest(drawCRS="490"), *rows(10))
    for page in (wrong, right, wrong, wrong, right):
        scene.publish(page)
        scene.poll(after=10 * MINUTE)

    assert len(scene.told("amara")) == 1
    with scene.store.reading() as tx:
        assert tx.rounds.by_number(["438"])["438"].cutoff == 490
        assert tx.sources.holds("ircc") == {}


def test_an_old_value_seen_for_thirty_minutes_is_believed_after_all(scene: Scene) -> None:
    wrong = a_page(newest(drawCRS="507"), *rows(10))
    right = a_page(newest(drawCRS="490"), *rows(10))
    for page in (wrong, right):
        scene.publish(page)
        scene.poll()
    scene.publish(conditional(wrong, etag='"1"'))

    scene.deliver()
    changes = [len(scene.poll(after=10 * MINUTE).changes) for _ in range(5)]

    assert changes == [0, 0, 0, 1, 0]
    assert len(scene.told("amara")) == 2  # invited after all, then short after all


PAGE = a_page(*rows(10))
HTML = b"<!DOCTYPE html><html><head><title>Access Denied</title></head></html>"
BOMB = gzip.compress(gzip.compress(bytes(10_000_000)))
ZEROS = gzip.compress(bytes(40_000_000))
GZIP = {"Content-Encoding": "gzip"}
CUT = gzip.compress(PAGE)[:-200]
HANG = hang()


@pytest.mark.parametrize(
    ("step", "trouble"),
    [
        pytest.param(answer(PAGE[:-40]), Trouble.NOT_JSON, id="invalid JSON"),
        pytest.param(answer(HTML), Trouble.HTML, id="HTML with status 200"),
        pytest.param(answer(b""), Trouble.EMPTY, id="empty body"),
        pytest.param(answer(a_page()), Trouble.EMPTY, id="no rounds"),
        pytest.param(answer(CUT, headers=GZIP), None, id="truncated gzip"),
        pytest.param(answer(ZEROS, headers=GZIP), Trouble.UNUSABLE, id="bomb"),
        pytest.param(
            answer(BOMB, headers={"Content-Encoding": "gzip, gzip"}),
            Trouble.UNUSABLE,
            id="nested bomb",
        ),
        pytest.param(answer(status=403), Trouble.BLOCKED, id="403"),
        pytest.param(answer(status=503), Trouble.THROTTLED, id="503"),
        pytest.param(answer(status=500), Trouble.UNREACHABLE, id="500"),
        pytest.param(redirect(PATH), Trouble.UNUSABLE, id="redirect loop"),
        pytest.param(HANG, Trouble.UNREACHABLE, id="hang"),
        pytest.param(reset(), Trouble.UNREACHABLE, id="reset"),
    ],
)
def test_a_broken_answer_makes_no_round_loses_nothing_and_alarms_once(
    scene: Scene, impatient: Fetcher, step: Step, trouble: Trouble | None
) -> None:
    patient, scene.fetcher = scene.fetcher, impatient if step is HANG else scene.fetcher
    scene.publish(step)
    broken = [scene.poll(), scene.poll()]
    scene.fetcher = patient
    scene.publish(a_page(newest(), *rows(10)))
    good = scene.poll()

    assert all(p.failed and p.changes == () for p in broken)
    assert trouble is None or broken[0].trouble is trouble
    assert [type(c) for c in good.changes] == [NewRound]
    assert len(scene.told("amara")) == 1
    alarms = heard(scene)
    assert len(alarms) == 2
    assert "ircc" in alarms[0]
    assert "again" in alarms[1] or "over" in alarms[1]


def test_a_blind_source_keeps_its_validators(scene: Scene) -> None:
    page = a_page(newest(), *rows(10))
    scene.publish(conditional(page, etag='"7"'))
    scene.poll()
    scene.publish(answer(HTML, headers={"ETag": '"html"'}))
    scene.poll()
    scene.publish(conditional(page, etag='"7"'))

    assert scene.poll().outcome == "unchanged"
    assert scene.server.requests[-1].headers["if-none-match"] == '"7"'


def test_a_stale_copy_leaves_the_validators_of_the_fresh_page(scene: Scene) -> None:
    fresh = a_page(newest(), *rows(10))
    scene.publish(conditional(fresh, etag='"fresh"'))
    scene.poll()
    scene.publish(conditional(a_page(*rows(10)), etag='"stale"'))
    scene.poll()
    scene.publish(conditional(fresh, etag='"fresh"'))

    assert scene.poll().outcome == "unchanged"
    assert scene.server.requests[-1].headers["if-none-match"] == '"fresh"'


def test_what_cannot_be_read_on_every_page_is_told_once(scene: Scene) -> None:
    numberless = newest(drawNumber="?")
    for layout in ("pretty", "lines", "tabs"):
        scene.publish(a_page(numberless, *rows(10), layout=layout))
        scene.poll()

    assert sum("cannot be read" in title for title in scene.told("ops")) == 1


def test_retry_after_is_kept_even_by_another_run(scene: Scene) -> None:
    busy = answer(status=429, headers={"Retry-After": "300"})
    scene.publish(busy)
    asked = scene.poll()
    requests = len(scene.server.requests)

    waiting = scene.poll(after=timedelta(seconds=299))
    untouched = len(scene.server.requests)
    scene.publish(a_page(*rows(10)))
    after = scene.poll(after=timedelta(seconds=1))

    assert (asked.trouble, asked.wait) == (Trouble.THROTTLED, timedelta(seconds=300))
    assert (waiting.outcome, untouched) == ("waiting", requests)
    assert not after.failed


def test_a_changed_layout_changes_nothing_and_is_told(scene: Scene) -> None:
    renamed = [
        {("score" if key == "drawCRS" else key): value for key, value in row.items()}
        for row in [newest(), *rows(10)]
    ]
    scene.publish(a_page(*renamed))

    polled = scene.poll()

    assert polled.trouble is Trouble.LAYOUT
    with scene.store.reading() as tx:
        assert tx.rounds.count() == 10


def test_one_unreadable_figure_costs_neither_its_round_nor_the_page(scene: Scene) -> None:
    odd = newest(drawCRS="5o7", drawSize="1,000")
    scene.publish(a_page(a_row("439", "2026-08-19"), odd, *rows(10)))

    scene.poll()
    scene.poll()

    with scene.store.reading() as tx:
        round_ = tx.rounds.by_number(["438"])["438"]
    assert (round_.cutoff, round_.invitations) == (None, 1000)
    assert len(scene.told("amara")) == 2
    assert sum("cannot be read" in title for title in scene.told("ops")) == 1


def test_an_unknown_name_reaches_all_and_the_operator(scene: Scene) -> None:
    scene.enroll(cec(), cec("all", categories=frozenset({"all"})))
    name = "Lighthouse keepers, 2027-Version 1"
    scene.publish(a_page(newest(drawName=name), *rows(10)))

    scene.poll()

    assert scene.told("amara") == []
    assert len(scene.told("all")) == 1
    assert any("category" in title for title in scene.told("ops"))


def test_raw_pages_are_kept_once_per_content(scene: Scene) -> None:
    first, second = a_page(*rows(10)), a_page(newest(), *rows(10))
    for page in (second, first, second):
        scene.publish(page)
        scene.poll()

    with scene.store.reading() as tx:
        found = tx.sources.poll_state("ircc", scene.source.url).page
        assert found is not None
        assert tx.sources.page(found) == second


def test_a_layout_change_of_every_line_reads_nothing_anew(scene: Scene) -> None:
    scene.publish(a_page(*rows(10), layout="lines"))

    assert scene.poll().changes == ()


def test_who_joins_later_is_not_told_of_what_was_there(scene: Scene) -> None:
    scene.publish(a_page(newest(), *rows(10)))
    scene.poll()
    scene.now += MINUTE
    scene.enroll(cec(), cec("late"))
    scene.publish(a_page(a_row("439", "2026-08-19"), newest(), *rows(10)))
    scene.poll()

    assert [title[:4] for title in scene.told("late")] == ["#439"]


def test_a_higher_score_tells_nothing_again(scene: Scene) -> None:
    scene.publish(a_page(newest(drawCRS="510"), *rows(10)))
    scene.poll()
    scene.enroll(cec(score=600))
    scene.publish(a_page(newest(drawCRS="510"), *rows(10), layout="tabs"))
    scene.poll()

    assert scene.told("amara") == []


def test_late_word_after_an_outage_says_that_it_is_late(scene: Scene) -> None:
    scene.publish(reset())
    scene.poll()
    scene.publish(a_page(newest(), *rows(10)))
    scene.poll(after=timedelta(days=2))
    scene.deliver(after=timedelta(hours=5))

    [message] = [sent for sent in scene.channels.sent if sent.channel == "amara"]
    assert "late" in message.text.lower()


def test_a_second_source_that_lags_is_not_stale_and_brings_no_news(scene: Scene) -> None:
    scene.publish(a_page(newest(), *rows(10)))
    scene.poll()
    scene.deliver()
    scene.source = replace(scene.source, name="ircc-fr")
    scene.publish(a_page(*rows(10)))
    first = scene.poll()
    scene.publish(a_page(*rows(10), layout="tabs"))
    second = scene.poll()

    assert [p.trouble for p in (first, second)] == [None, None]
    assert [p.changes for p in (first, second)] == [(), ()]
    assert len(scene.told("amara")) == 1


def held(day: str) -> Row:
    return a_row("438", day)


@pytest.mark.parametrize(
    ("away", "day", "told"),
    [
        (20, "2026-08-21", 1),  # two days after the last good poll, 18 before this one
        (20, "2026-08-10", 1),  # not ten days before the last good poll
        (20, "2026-08-09", 0),  # an older round that the page has added
        (80, "2026-09-09", 1),  # 59 days ago
        (80, "2026-09-08", 0),  # its 60 days are over
    ],
)
def test_no_outage_hides_a_round_as_long_as_its_invitations_live(
    scene: Scene, away: int, day: str, told: int
) -> None:
    scene.publish(a_page(held(day), *rows(10)))
    scene.poll(after=timedelta(days=away))

    assert len(scene.told("amara")) == told


def test_a_round_that_an_outage_hid_says_how_late_it_is_and_what_is_left(scene: Scene) -> None:
    scene.publish(a_page(held("2026-08-21"), *rows(10)))
    scene.poll(after=timedelta(days=20))
    scene.deliver(after=timedelta(hours=1))

    [message] = [sent for sent in scene.channels.sent if sent.channel == "amara"]
    assert (
        "The round comes late: it was held 18 days before it could be seen here. "
        "An invitation lives 60 days: 42 days left." in message.text
    )


def test_a_correction_of_a_round_that_an_outage_hid_is_told(scene: Scene) -> None:
    scene.publish(a_page(a_row("438", "2026-08-21", drawCRS="507"), *rows(10)))
    scene.poll(after=timedelta(days=20))
    scene.publish(a_page(a_row("438", "2026-08-21", drawCRS="490"), *rows(10)))
    scene.poll()

    assert len(scene.told("amara")) == 1


def test_a_last_good_poll_that_is_still_to_come_hides_no_round(scene: Scene) -> None:
    right = scene.now
    scene.publish(a_page(*rows(10), layout="tabs"))
    scene.poll(after=timedelta(days=40))  # a clock that ran ahead
    scene.now = right + timedelta(days=20)
    scene.publish(a_page(held("2026-08-21"), *rows(10)))
    scene.poll()

    assert len(scene.told("amara")) == 1


def test_a_cutoff_above_the_scale_is_unknown_and_told(scene: Scene) -> None:
    scene.publish(a_page(newest(drawCRS="9999"), *rows(10)))
    scene.poll()

    with scene.store.reading() as tx:
        assert tx.rounds.by_number(["438"])["438"].cutoff is None
    scene.deliver()
    [word] = [s.text for s in scene.channels.sent if "cannot be read" in s.title]
    assert "#438 drawCRS: “9999”, above 1200, where the scale ends" in word


def made_up(count: int) -> list[Row]:
    return [a_row(str(number), "2026-08-19") for number in range(438, 438 + count)]


def test_a_page_with_more_new_rounds_than_can_have_come_is_refused_as_a_whole(scene: Scene) -> None:
    real = a_page(newest(), *rows(10))
    scene.publish(conditional(a_page(*made_up(11), *rows(10)), etag='"false"'))
    refused = [scene.poll(), scene.poll()]
    scene.publish(real)
    good = scene.poll()

    assert [p.trouble for p in refused] == [Trouble.TOO_MUCH, Trouble.TOO_MUCH]
    assert "11 rounds that are not known" in refused[0].detail
    assert "if-none-match" not in scene.server.requests[-1].headers
    assert (good.trouble, len(good.changes)) == (None, 1)  # and no stale copy
    assert heard(scene) == [
        "Source ircc: more changed at once than ever",
        "Source ircc: read again",
    ]
    assert len(scene.told("amara")) == 1


@pytest.mark.parametrize(("days", "count"), [(0, 10), (30, 40)])
def test_an_outage_may_bring_ten_new_rounds_and_one_for_each_day(
    scene: Scene, days: int, count: int
) -> None:
    scene.publish(a_page(*made_up(count), *rows(10)))

    assert len(scene.poll(after=days * timedelta(days=1) + MINUTE).changes) == count


def test_a_page_that_changes_too_much_is_taken_over_where_the_operator_says_so(
    scene: Scene,
) -> None:
    scene.publish(a_page(*made_up(11), *rows(10)))
    scene.poll()
    accepted = scene.poll(accept=True)

    assert (accepted.trouble, len(accepted.changes)) == (None, 11)


def renumbered(by: int = 1) -> bytes:
    """Return the page of the scene with the cut-off of every round changed."""
    return a_page(*(row | {"drawCRS": str(600 + by)} for row in rows(10)))


def test_a_page_that_corrects_too_many_rounds_is_held_for_a_day_and_told(scene: Scene) -> None:
    scene.publish(renumbered())
    held = [scene.poll(after=n * timedelta(hours=11)).trouble for n in (0, 1, 1)]
    believed = scene.poll(after=timedelta(hours=2))

    assert held == [Trouble.TOO_MUCH] * 3
    assert (believed.trouble, len(believed.changes)) == (None, 10)
    assert heard(scene) == [
        "Source ircc: more changed at once than ever",
        "Source ircc: read again",
    ]


def test_many_corrections_that_go_away_start_anew(scene: Scene) -> None:
    for page in (renumbered(), a_page(*rows(10)), renumbered()):
        scene.publish(page)
        last = scene.poll(after=timedelta(hours=20))

    assert last.trouble is Trouble.TOO_MUCH


def test_names_that_are_renamed_in_many_rounds_are_taken_over(scene: Scene) -> None:
    renamed = [r | {"drawName": "Canadian Experience Class (Version 1)"} for r in rows(10)]
    scene.publish(a_page(*renamed))

    polled = scene.poll()

    assert (polled.trouble, len(polled.changes)) == (None, 10)


def dated(page: bytes, at: datetime, **headers: str) -> Step:
    return answer(page, headers={"Date": f"{at:%a, %d %b %Y %H:%M:%S GMT}", **headers})


AHEAD = timedelta(days=40)


def test_a_round_seen_by_a_clock_that_runs_ahead_is_told(scene: Scene) -> None:
    right = scene.now
    scene.publish(dated(a_page(*rows(10), layout="tabs"), right))
    scene.poll(after=AHEAD)
    scene.publish(dated(a_page(newest(), *rows(10)), right + MINUTE))
    scene.poll()

    assert len(scene.told("amara")) == 1
    with scene.store.reading() as tx:
        assert tx.rounds.by_number(["438"])["438"].first_seen == right + MINUTE
    assert "late" not in scene.channels.sent[-1].text


@pytest.mark.parametrize(
    ("ahead", "title"),
    [
        (AHEAD, "This machine's clock is 40 days ahead"),
        (-AHEAD, "This machine's clock is 40 days behind"),
        (timedelta(minutes=6), "This machine's clock is 6 minutes ahead"),
    ],
)
def test_a_clock_that_is_wrong_is_told_once_and_when_it_is_right_again(
    scene: Scene, ahead: timedelta, title: str
) -> None:
    page, right = a_page(*rows(10)), scene.now
    for off in (ahead, ahead, timedelta()):
        scene.publish(dated(page, right))
        scene.now = right + off
        scene.poll(after=timedelta())
        told = heard(scene)

    assert told == [title, "This machine's clock is right again"]


def test_a_clock_within_five_minutes_is_right(scene: Scene) -> None:
    scene.publish(dated(a_page(*rows(10)), scene.now))
    scene.poll(after=5 * MINUTE)

    assert heard(scene) == []


def test_an_answer_out_of_a_cache_is_as_old_as_it_says(scene: Scene) -> None:
    scene.publish(dated(a_page(*rows(10)), scene.now, Age="86400"))
    scene.poll(after=timedelta(days=1))

    assert heard(scene) == []


def test_a_retry_after_set_by_a_fast_clock_is_void(scene: Scene) -> None:
    right = scene.now
    scene.publish(answer(status=429, headers={"Retry-After": "3600"}))
    scene.poll(after=AHEAD)
    scene.now = right
    scene.publish(a_page(newest(), *rows(10)))

    assert scene.poll().outcome == "read"


def test_an_old_value_is_not_believed_because_the_clock_was_set_forward(scene: Scene) -> None:
    wrong, right = a_page(newest(drawCRS="507"), *rows(10)), scene.now
    for page in (wrong, a_page(newest(drawCRS="490"), *rows(10))):
        scene.publish(page)
        scene.poll()
    for n, off in enumerate((timedelta(), AHEAD, AHEAD)):
        scene.publish(dated(wrong, right + (n + 3) * MINUTE))
        scene.now = right + off + (n + 3) * MINUTE
        last = scene.poll(after=timedelta())

    assert last.changes == ()


@pytest.mark.parametrize(
    ("after", "told"), [(timedelta(days=3), 0), (timedelta(days=3, minutes=1), 1)]
)
def test_a_report_that_is_not_confirmed_is_told_to_the_operator_after_three_days(
    scene: Scene, after: timedelta, told: int
) -> None:
    report_a_round(scene)
    scene.publish(a_page(*rows(10), layout="tabs"))
    scene.poll(after=after)

    assert sum("not confirmed" in title for title in heard(scene)) == told


def test_a_report_that_is_not_confirmed_is_told_though_the_page_has_not_changed(
    scene: Scene,
) -> None:
    scene.publish(conditional(a_page(*rows(10), layout="tabs"), etag='"1"'))
    scene.poll()
    report_a_round(scene)

    assert scene.poll(after=timedelta(days=3, minutes=1)).outcome == "unchanged"
    scene.poll()
    assert sum("not confirmed" in title for title in heard(scene)) == 1


def report_a_round(scene: Scene) -> None:
    report = Round(number="reported-stem", first_seen=scene.now, source="post", confirmed=False)
    with scene.store.writing() as tx:
        change = ReportedRound(reported=report, by=("post",))
        tx.rounds.save([change], page=b"1", now=scene.now)


def test_what_the_answers_say_of_caches_is_kept_with_the_longest_age(scene: Scene) -> None:
    page = a_page(*rows(10))
    for age in ("7", "298", "30"):
        scene.publish(answer(page, headers={"Age": age, "Cache-Control": "max-age=300"}))
        scene.poll()

    with scene.store.reading() as tx:
        state = tx.sources.poll_state("ircc", scene.source.url)
    assert (state.age, state.longest_age, state.cache_control) == (30, 298, "max-age=300")
