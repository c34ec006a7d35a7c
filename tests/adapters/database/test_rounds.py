"""Rounds come back as they were saved, with all that changed of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.adapters.database.values import OTHER, PAGE, POOL, a_page, a_report, corrected, keep
from tests.values import a_round
from watcher.adapters.database import Revision, Store
from watcher.core.errors import StoreError
from watcher.core.model import FIGURES, NewRound, Round
from watcher.core.reconcile import Hold

NOTHING = dict.fromkeys(FIGURES)
MINUTE = timedelta(minutes=1)


def test_a_round_comes_back_with_every_figure(store: Store) -> None:
    round_ = a_round(pool=POOL)
    keep(store, round_)

    with store.reading() as tx:
        assert tx.rounds.by_number(["385", "386"]) == {"385": round_}


@pytest.mark.parametrize("figure", FIGURES)
def test_a_round_of_which_one_figure_is_known_has_no_other(store: Store, figure: str) -> None:
    round_ = a_round(**NOTHING | {figure: OTHER[figure]})
    keep(store, round_)

    with store.reading() as tx:
        assert tx.rounds.by_number(["385"])["385"] == round_


def test_every_instant_of_a_round_comes_back_in_utc(store: Store) -> None:
    keep(store, a_round())

    with store.reading() as tx:
        round_ = tx.rounds.by_number(["385"])["385"]

    instants = [round_.drawn_at, round_.tie_break, round_.first_seen]
    assert [at.tzinfo for at in instants if at] == [UTC, UTC, UTC]


@pytest.mark.parametrize("figure", FIGURES)
def test_a_corrected_figure_is_replaced_and_what_it_was_is_kept(
    store: Store, now: datetime, figure: str
) -> None:
    before = a_round()
    change = corrected(before, source="news", **{figure: OTHER[figure]})
    keep(store, before)
    later = now + MINUTE
    with store.writing() as tx:
        tx.rounds.save([change], page=b"next page", now=later)

    with store.reading() as tx:
        assert tx.rounds.by_number(["385"])["385"] == change.after
        assert tx.rounds.revisions("385") == [
            Revision(
                number="385",
                revision=2,
                figure=figure,
                before=getattr(before, figure),
                after=OTHER[figure],
                source="news",
                page=b"next page",
                seen_at=later,
            )
        ]


def test_revisions_of_a_round_are_told_oldest_first(store: Store, now: datetime) -> None:
    first = corrected(a_round(), cutoff=490, invitations=900)
    second = corrected(first.after, cutoff=507)
    keep(store, a_round(), a_round(number="386"))
    with store.writing() as tx:
        tx.rounds.save([first], page=PAGE, now=now)
        tx.rounds.save([second], page=PAGE, now=now)
        tx.rounds.save([corrected(a_round(number="386"), cutoff=1)], page=PAGE, now=now)

    with store.reading() as tx:
        told = tx.rounds.revisions("385")

    assert [(r.revision, r.figure, r.before, r.after) for r in told] == [
        (2, "cutoff", 476, 490),
        (2, "invitations", 1000, 900),
        (3, "cutoff", 490, 507),
    ]


def test_what_is_known_of_a_page_is_what_its_reports_are_about(store: Store, now: datetime) -> None:
    first = corrected(a_round(), cutoff=490, tie_break=OTHER["tie_break"])
    second = corrected(first.after, cutoff=507)
    hold = Hold(number="385", figure="cutoff", value=490, since=now, polls=2)
    keep(store, a_round(), a_round(number="384"))
    with store.writing() as tx:
        tx.rounds.save([first, second], page=PAGE, now=now)
        elsewhere = corrected(a_round(number="384"), cutoff=1)
        tx.rounds.save([elsewhere], page=PAGE, now=now)
        tx.sources.replace_holds("ircc", [hold])

    with store.reading() as tx:
        known = tx.rounds.known(a_page(a_report("385"), a_report("386")), "ircc", now)

    assert known.rounds == {"385": second.after}
    assert known.earlier == {
        ("385", "cutoff"): (476, 490),
        ("385", "tie_break"): (a_round().tie_break,),
    }
    assert known.holds == {("385", "cutoff"): hold}
    assert (known.newest, known.empty) == (None, False)


def test_before_the_first_page_nothing_is_known(store: Store, now: datetime) -> None:
    with store.reading() as tx:
        known = tx.rounds.known(a_page(), "ircc", now)

        assert (known.rounds, known.earlier, known.newest) == ({}, {}, None)
        assert (tx.rounds.count(), tx.rounds.all(), tx.rounds.draw_times()) == (0, [], [])


def on(day: int, number: str, **figures: object) -> Round:
    return a_round(number=number, date=date(2018, 5, day), drawn_at=None, **figures)


@pytest.mark.parametrize(
    ("of", "others", "previous"),
    [
        pytest.param(on(30, "92"), [on(2, "89"), on(23, "90")], "90", id="the last"),
        pytest.param(on(30, "92"), [on(2, "89"), on(23, "90", category="cec")], "89", id="same"),
        pytest.param(on(2, "89"), [on(23, "90")], None, id="not a later one"),
        pytest.param(on(30, "92"), [on(30, "91")], "91", id="the same day"),
        pytest.param(on(30, "91"), [on(30, "92")], None, id="later that day"),
        pytest.param(on(30, "91b"), [on(30, "91a")], "91a", id="91b has 91a before"),
        pytest.param(on(30, "91a"), [on(30, "91b")], None, id="91a has not 91b"),
        pytest.param(on(30, "92"), [on(30, "91a"), on(30, "91b")], "91b", id="pair"),
        pytest.param(on(30, "92"), [replace(on(2, "90"), date=None)], None, id="day"),
        pytest.param(on(30, "92", category=None), [on(2, "90", category=None)], None, id="none"),
        pytest.param(replace(on(30, "92"), date=None), [on(2, "90")], None, id="its own day"),
    ],
)
def test_the_previous_round_is_the_last_of_its_category_before_it(
    store: Store, of: Round, others: list[Round], previous: str | None
) -> None:
    keep(store, *others, of)

    with store.reading() as tx:
        found = tx.rounds.previous(of)

    assert (found and found.number) == previous


@pytest.mark.parametrize(
    ("of", "others", "following"),
    [
        pytest.param(on(2, "89"), [on(30, "92"), on(23, "90")], "90", id="the next"),
        pytest.param(on(2, "89"), [on(23, "90", category="cec"), on(30, "92")], "92", id="same"),
        pytest.param(on(30, "92"), [on(23, "90")], None, id="not an earlier one"),
        pytest.param(on(30, "91a"), [on(30, "91b"), on(30, "92")], "91b", id="a pair"),
        pytest.param(replace(on(2, "89"), date=None), [on(23, "90")], None, id="day"),
    ],
)
def test_the_following_round_is_the_first_of_its_category_after_it(
    store: Store, of: Round, others: list[Round], following: str | None
) -> None:
    keep(store, *others, of)

    with store.reading() as tx:
        found = tx.rounds.following(of)

    assert (found and found.number) == following


def test_the_baseline_is_when_the_first_page_was_read(store: Store, now: datetime) -> None:
    with store.reading() as tx:
        assert tx.rounds.first_seen_at() is None

    keep(store, a_round(first_seen=now + MINUTE), a_round(number="9", first_seen=now))

    with store.reading() as tx:
        assert tx.rounds.first_seen_at() == now


def test_a_round_names_the_page_on_which_it_was_first_seen(store: Store, now: datetime) -> None:
    keep(store, a_round())
    with store.writing() as tx:
        tx.rounds.save([corrected(a_round(), cutoff=1)], page=b"next page", now=now)

    with store.reading() as tx:
        assert tx.rounds.page_hash("385") == PAGE
        assert tx.rounds.page_hash("386") is None


@pytest.mark.parametrize(
    ("seen", "newest"),
    [
        pytest.param({"384": 0, "385": 1}, "385", id="in order"),
        pytest.param({"384": 1, "3850": 0}, "384", id="a mistyped number came before"),
        pytest.param({"384": 0, "385": 0, "99": 0}, "385", id="together: the highest"),
        pytest.param({"91b": 0, "91a": 0, "90": 0}, "91b", id="together: a pair"),
        pytest.param({"91a": 0, "91b": 0}, "91b", id="together: the pair turned round"),
    ],
)
def test_the_newest_round_is_the_one_first_seen_last(
    store: Store, now: datetime, seen: dict[str, int], newest: str
) -> None:
    keep(store, *(a_round(number=n, first_seen=now + k * MINUTE) for n, k in seen.items()))

    with store.reading() as tx:
        assert tx.rounds.newest_number() == newest


def test_all_rounds_are_listed_newest_first(store: Store, now: datetime) -> None:
    undated = a_round(number="386", date=None, first_seen=now)
    keep(
        store,
        on(30, "91a"),
        on(30, "91b"),
        undated,
        on(30, "92"),
        a_round(number="385"),
        on(23, "90"),
    )

    with store.reading() as tx:
        listed = [r.number for r in tx.rounds.all()]
        count = tx.rounds.count()

    assert listed == ["386", "385", "92", "91b", "91a", "90"]
    assert count == 6


def test_rounds_are_drawn_at_their_instant_or_else_on_their_day(store: Store) -> None:
    instant = datetime(2018, 5, 30, 12, 0, tzinfo=UTC)
    keep(
        store,
        replace(on(30, "92"), drawn_at=instant),
        on(30, "91a"),
        on(2, "90"),
        a_round(number="1", date=None, drawn_at=None),
    )

    with store.reading() as tx:
        drawn = tx.rounds.draw_times()

    assert drawn == [datetime(2018, 5, 2, tzinfo=UTC), datetime(2018, 5, 30, tzinfo=UTC), instant]


def test_a_round_cannot_be_new_twice_and_nothing_of_the_second_is_kept(
    store: Store, now: datetime
) -> None:
    keep(store, a_round())
    again = [NewRound(round=a_round(number=n, cutoff=1)) for n in ("386", "385")]

    with pytest.raises(StoreError, match="nothing was saved"), store.writing() as tx:
        tx.rounds.save(again, page=PAGE, now=now)

    with store.reading() as tx:
        assert tx.rounds.all() == [a_round()]


def test_confirmed_rounds_of_a_known_day_come_with_when_they_were_seen(store: Store) -> None:
    since = a_round().first_seen - timedelta(days=10)
    keep(
        store,
        a_round(news_since=since),
        a_round(number="386", date=None),
        a_round(number="r1", confirmed=False),
    )

    with store.reading() as tx:
        assert tx.rounds.seen_times() == [(date(2025, 12, 11), a_round().first_seen, since)]
