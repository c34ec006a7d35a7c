"""The rules of truth, decided without a database."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.values import a_round
from watcher.core.documents import Document
from watcher.core.model import FIGURES, CorrectedRound, NewRound, Report, Round
from watcher.core.reconcile import Contradiction, Hold, Known, reconcile

NOW = datetime(2026, 8, 19, 16, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def saying(*rounds: Round, page: tuple[str, ...] = ()) -> Document:
    """Return a page that prints *rounds*, and further rows that are settled already."""
    reports = tuple(Report(number=r.number, **{f: getattr(r, f) for f in FIGURES}) for r in rounds)
    numbers = (*(r.number for r in rounds), *page)
    return Document(kind="ircc-json", reports=reports, digests=dict.fromkeys(numbers, b""))


def knowing(*rounds: Round, **more: object) -> Known:
    known = Known(
        rounds={r.number: r for r in rounds}, newest=rounds[-1].number if rounds else None
    )
    return replace(known, **more)  # type: ignore[arg-type] # a test's own fields


def test_the_first_page_is_a_baseline_of_new_rounds() -> None:
    page = saying(a_round(number="385"), a_round(number="384"))

    decision = reconcile(page, Known(empty=True), source="ircc", now=NOW)

    assert decision.baseline
    assert [c.round.number for c in decision.changes if isinstance(c, NewRound)] == ["384", "385"]


def test_two_new_rounds_in_one_poll_are_two_changes_oldest_first() -> None:
    known = knowing(a_round(number="383"))
    page = saying(a_round(number="385"), a_round(number="384"), page=("383",))

    decision = reconcile(page, known, source="ircc", now=NOW)

    assert not decision.baseline
    assert [type(c) for c in decision.changes] == [NewRound, NewRound]
    assert [c.round.number for c in decision.changes if isinstance(c, NewRound)] == ["384", "385"]


def test_a_round_that_vanished_and_returns_is_no_news() -> None:
    newest = a_round(number="385")
    known = knowing(a_round(number="384"), newest)
    without = saying(page=("384",))
    back = saying(page=("385", "384"))

    gone = reconcile(without, known, source="ircc", now=NOW)
    returned = reconcile(back, known, source="ircc", now=NOW)

    assert (gone.stale, gone.changes) == (True, ())
    assert (returned.stale, returned.changes) == (False, ())


def test_a_changed_figure_is_a_correction_with_the_next_revision() -> None:
    before = a_round(number="238", cutoff=507)
    page = saying(replace(before, cutoff=490))

    decision = reconcile(page, knowing(before), source="ircc", now=NOW)

    after = replace(before, cutoff=490, revision=2)
    assert decision.changes == (CorrectedRound(before=before, after=after),)
    assert decision.settled == {"238"}


def test_unknown_never_replaces_known() -> None:
    known = a_round(number="385", cutoff=462)
    page = saying(replace(known, cutoff=None, tie_break=None, pool=None))

    assert reconcile(page, knowing(known), source="ircc", now=NOW).changes == ()


def test_a_stale_page_adds_new_rounds_but_corrects_nothing() -> None:
    known = a_round(number="384", cutoff=490)
    newest = a_round(number="385")
    page = saying(replace(known, cutoff=507))

    decision = reconcile(page, knowing(known, newest), source="ircc", now=NOW)

    assert decision.stale
    assert decision.changes == ()
    assert decision.settled == frozenset()


def test_a_page_with_a_round_never_seen_is_not_stale_whatever_it_lacks() -> None:
    mistyped = a_round(number="4370")
    page = saying(a_round(number="437"), page=("436",))

    decision = reconcile(page, knowing(mistyped), source="ircc", now=NOW)

    assert not decision.stale
    assert [c.round.number for c in decision.changes if isinstance(c, NewRound)] == ["437"]


def earlier(number: str, figure: str, *values: object) -> dict[str, object]:
    return {"earlier": {(number, figure): values}}


def test_a_value_that_goes_back_is_held_not_believed() -> None:
    now_490 = a_round(number="238", cutoff=490, revision=2)
    known = knowing(now_490, **earlier("238", "cutoff", 507))
    page = saying(replace(now_490, cutoff=507))

    decision = reconcile(page, known, source="ircc", now=NOW)

    assert decision.changes == ()
    assert decision.holds == (Hold(number="238", figure="cutoff", value=507, since=NOW, polls=1),)
    assert decision.settled == frozenset()


@pytest.mark.parametrize(
    ("polls", "age", "believed"),
    [
        (2, timedelta(minutes=30), True),
        (2, timedelta(minutes=29, seconds=59), False),
        (1, timedelta(hours=5), False),
        (7, timedelta(minutes=29), False),
    ],
)
def test_a_held_value_is_believed_after_three_polls_over_thirty_minutes(
    polls: int, age: timedelta, *, believed: bool
) -> None:
    now_490 = a_round(number="238", cutoff=490, revision=2)
    hold = Hold(number="238", figure="cutoff", value=507, since=NOW - age, polls=polls)
    known = knowing(now_490, holds={("238", "cutoff"): hold}, **earlier("238", "cutoff", 507))
    page = saying(replace(now_490, cutoff=507))

    decision = reconcile(page, known, source="ircc", now=NOW)

    assert bool(decision.changes) is believed
    assert [h.polls for h in decision.holds] == ([] if believed else [polls + 1])


def test_another_earlier_value_is_held_anew() -> None:
    now_490 = a_round(number="238", cutoff=490, revision=3)
    age = timedelta(hours=1)
    hold = Hold(number="238", figure="cutoff", value=507, since=NOW - age, polls=2)
    known = knowing(now_490, holds={("238", "cutoff"): hold}, **earlier("238", "cutoff", 507, 500))

    decision = reconcile(saying(replace(now_490, cutoff=500)), known, source="ircc", now=NOW)

    assert decision.changes == ()
    assert decision.holds == (Hold(number="238", figure="cutoff", value=500, since=NOW, polls=1),)


def test_a_hold_ends_when_the_page_agrees_again() -> None:
    now_490 = a_round(number="238", cutoff=490, revision=2)
    hold = Hold(number="238", figure="cutoff", value=507, since=NOW - MINUTE)
    known = knowing(now_490, holds={("238", "cutoff"): hold}, **earlier("238", "cutoff", 507))

    decision = reconcile(saying(now_490), known, source="ircc", now=NOW)

    assert decision.holds == ()


def test_a_stale_page_neither_feeds_nor_ends_a_hold() -> None:
    now_490 = a_round(number="238", cutoff=490, revision=2)
    hold = Hold(number="238", figure="cutoff", value=507, since=NOW - MINUTE)
    known = knowing(
        now_490,
        a_round(number="239"),
        holds={("238", "cutoff"): hold},
        **earlier("238", "cutoff", 507),
    )

    decision = reconcile(saying(replace(now_490, cutoff=507)), known, source="ircc", now=NOW)

    assert decision.stale
    assert decision.holds == (hold,)


def test_a_held_figure_does_not_hold_up_another_of_the_same_round() -> None:
    known_round = a_round(number="238", cutoff=490, invitations=5000, revision=2)
    known = knowing(known_round, **earlier("238", "cutoff", 507))
    page = saying(replace(known_round, cutoff=507, invitations=5500))

    decision = reconcile(page, known, source="ircc", now=NOW)

    after = replace(known_round, invitations=5500, revision=3)
    assert decision.changes == (CorrectedRound(before=known_round, after=after),)
    assert [h.figure for h in decision.holds] == ["cutoff"]


def test_a_second_source_corrects_figures_but_not_the_words_of_the_first() -> None:
    known = a_round(number="437", source="ircc", cutoff=507)
    french = replace(known, name="Générale", version="2", cutoff=490)

    [change] = reconcile(saying(french), knowing(known), source="ircc-fr", now=NOW).changes

    assert isinstance(change, CorrectedRound)
    assert (change.after.name, change.after.cutoff) == (known.name, 490)


def test_a_twin_does_not_correct_what_the_page_above_it_still_says() -> None:
    round_ = a_round(cutoff=476)
    known = knowing(round_, standing={"385": [replace(round_)]})

    decision = reconcile(saying(replace(round_, cutoff=467)), known, source="ircc-fr", now=NOW)

    assert (decision.changes, decision.holds) == ((), ())
    assert decision.contradictions == (
        Contradiction(number="385", figure="cutoff", said=467, held=476),
    )
    assert decision.settled == {"385"}


def test_a_twin_corrects_what_the_page_above_it_does_not_say_any_more() -> None:
    round_ = a_round(cutoff=476)
    known = knowing(round_, standing={"385": [replace(round_, cutoff=467)]})

    decision = reconcile(saying(replace(round_, cutoff=467)), known, source="ircc-fr", now=NOW)

    [change] = decision.changes
    assert isinstance(change, CorrectedRound)
    assert change.after.cutoff == 467
    assert decision.contradictions == ()


def test_a_twin_adds_what_the_page_above_it_does_not_know() -> None:
    round_ = a_round(cutoff=476, invitations=None)
    known = knowing(round_, standing={"385": [replace(round_)]})
    fuller = replace(round_, invitations=1000)

    decision = reconcile(saying(fuller), known, source="ircc-fr", now=NOW)

    [change] = decision.changes
    assert isinstance(change, CorrectedRound)
    assert change.after.invitations == 1000


@pytest.mark.parametrize(("count", "too_many"), [(5, False), (6, True)])
def test_a_page_may_correct_five_rounds_at_once(count: int, *, too_many: bool) -> None:
    rounds = [a_round(number=str(380 + n), cutoff=500) for n in range(8)]
    page = saying(*(replace(r, cutoff=501) for r in rounds[:count]), *rounds[count:])

    decision = reconcile(page, knowing(*rounds), source="ircc", now=NOW)

    assert (decision.too_many_corrected is not None) is too_many


def test_a_figure_that_was_not_known_before_corrects_nothing() -> None:
    rounds = [a_round(number=str(380 + n), tie_break=None) for n in range(8)]
    page = saying(*(replace(r, tie_break=NOW) for r in rounds))

    decision = reconcile(page, knowing(*rounds), source="ircc", now=NOW)

    assert len(decision.changes) == 8
    assert decision.too_many_corrected is None


@pytest.mark.parametrize(
    ("days", "count", "too_many"),
    [(0, 10, False), (0, 11, True), (1, 11, False), (1, 12, True), (30, 40, False)],
)
def test_a_page_may_bring_ten_new_rounds_and_one_for_each_day_since_it_was_read(
    days: int, count: int, *, too_many: bool
) -> None:
    new = [a_round(number=str(386 + n)) for n in range(count)]
    known = knowing(a_round(), last_read=NOW - timedelta(days=days))

    decision = reconcile(saying(a_round(), *new), known, source="ircc", now=NOW)

    assert (decision.too_many_new is not None) is too_many
