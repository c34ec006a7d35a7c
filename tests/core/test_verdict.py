"""What a round means for a subscription: every row of the table."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.values import a_round, a_subscription
from watcher.core.model import VerdictKind
from watcher.core.verdict import judge

BREAK = datetime(2026, 3, 1, 18, 34, 5, tzinfo=UTC)
HELD = datetime(2026, 3, 4, 15, 2, 11, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("score", "submitted", "kind", "points", "margin"),
    [
        (463, None, VerdictKind.INVITED, 1, None),
        (463, BREAK + SECOND, VerdictKind.INVITED, 1, None),
        (463, HELD, VerdictKind.INVITED, 1, None),
        (463, HELD + SECOND, VerdictKind.NOT_IN_POOL, None, None),
        (462, HELD + SECOND, VerdictKind.NOT_IN_POOL, None, None),
        (461, HELD + SECOND, VerdictKind.NOT_IN_POOL, None, None),
        (462, BREAK - SECOND, VerdictKind.INVITED_ON_TIE_BREAK, 0, SECOND),
        (462, BREAK, VerdictKind.INVITED_ON_TIE_BREAK, 0, timedelta()),
        (462, BREAK + SECOND, VerdictKind.MISSED_ON_TIE_BREAK, 0, SECOND),
        (462, None, VerdictKind.AT_CUTOFF, 0, None),
        (461, BREAK - SECOND, VerdictKind.SHORT, 1, None),
    ],
)
def test_score_and_submission_decide_against_cutoff_and_tie_break(
    score: int, submitted: datetime | None, kind: VerdictKind, points: int, margin: timedelta | None
) -> None:
    round_ = a_round(
        category="cec", cutoff=462, tie_break=BREAK, date=date(2026, 3, 4), drawn_at=HELD
    )
    subscription = a_subscription(categories=frozenset({"cec"}), score=score, submitted=submitted)

    verdict = judge(round_, subscription)

    assert (verdict.kind, verdict.points, verdict.margin) == (kind, points, margin)


@pytest.mark.parametrize(
    ("day", "drawn_at", "submitted", "in_pool"),
    [
        # Toronto's day is what counts where the time is not known: 5 March begins
        # there at 05:00 UTC.
        (date(2026, 3, 4), None, datetime(2026, 3, 5, 4, 59, 59, tzinfo=UTC), True),
        (date(2026, 3, 4), None, datetime(2026, 3, 5, 5, tzinfo=UTC), False),
        (None, HELD, HELD + SECOND, False),
        (None, None, HELD + SECOND, True),
        # Day and time that contradict each other: the later of the two.
        (date(2026, 3, 14), HELD, HELD + SECOND, True),
        (date(2026, 3, 14), HELD, datetime(2026, 3, 15, 4, tzinfo=UTC), False),
        (date(2026, 2, 22), HELD, HELD, True),
        (date(2026, 2, 22), HELD, HELD + SECOND, False),
        # No calendar reaches back to the day that this was in Toronto.
        (date(2026, 3, 4), None, datetime(1, 1, 1, tzinfo=UTC), True),
        (date(2026, 3, 4), None, datetime.max.replace(tzinfo=UTC), False),
    ],
)
def test_a_profile_submitted_after_the_round_was_not_in_its_pool(
    day: date | None, drawn_at: datetime | None, submitted: datetime, *, in_pool: bool
) -> None:
    round_ = a_round(category="cec", cutoff=462, date=day, drawn_at=drawn_at)
    subscription = a_subscription(categories=frozenset({"cec"}), score=500, submitted=submitted)

    expected = VerdictKind.INVITED if in_pool else VerdictKind.NOT_IN_POOL

    assert judge(round_, subscription).kind is expected


@pytest.mark.parametrize(
    ("figures", "why"),
    [
        ({"cutoff": None}, "an unknown cut-off"),
        ({"category": None, "name": None}, "an unknown category"),
        ({"category": "pnp"}, "another category"),
    ],
)
def test_who_was_not_in_the_pool_is_told_so_before_anything_else(
    figures: dict[str, Any], why: str
) -> None:
    round_ = a_round(**{"category": "cec", "cutoff": 462, **figures})
    subscription = a_subscription(
        categories=frozenset({"cec"}), submitted=datetime(2026, 1, 10, tzinfo=UTC)
    )

    verdict = judge(round_, subscription)

    assert (verdict.kind, verdict.due) == (VerdictKind.NOT_IN_POOL, False), why
    assert [(c.text, c.holds) for c in verdict.clauses] == [
        (
            (
                "submitted 2026-01-10 00:00:00 UTC, at or before the round "
                "of 2025-12-11 11:51:44 UTC"
            ),
            False,
        ),
        ('"not yet in the pool" is told with tell_when = "every-round"', False),
    ]


def test_not_being_in_the_pool_yet_is_told_to_who_follows_every_round() -> None:
    subscription = a_subscription(
        submitted=datetime(2026, 1, 10, tzinfo=UTC), tell_when="every-round"
    )

    verdict = judge(a_round(), subscription)

    assert (verdict.kind, verdict.due) == (VerdictKind.NOT_IN_POOL, True)


def test_at_the_cutoff_an_unknown_tie_break_cannot_be_told() -> None:
    round_ = a_round(category="cec", cutoff=462, tie_break=None, date=None, drawn_at=HELD)
    subscription = a_subscription(categories=frozenset({"cec"}), score=462, submitted=BREAK)

    verdict = judge(round_, subscription)

    assert verdict.kind is VerdictKind.AT_CUTOFF
    assert verdict.due


def test_another_category_is_no_business_of_a_high_score() -> None:
    round_ = a_round(category="pnp", cutoff=300)
    subscription = a_subscription(categories=frozenset({"cec"}), score=900)

    verdict = judge(round_, subscription)

    assert verdict.kind is VerdictKind.OTHER_CATEGORY
    assert not verdict.due


def test_all_takes_in_a_category_that_nobody_knows_yet() -> None:
    round_ = a_round(category="lighthouse-keepers", cutoff=300)
    subscription = a_subscription(categories=frozenset({"all"}), score=301)

    assert judge(round_, subscription).kind is VerdictKind.INVITED


@pytest.mark.parametrize(("score", "kind"), [(462, VerdictKind.UNKNOWN), (461, VerdictKind.SHORT)])
def test_an_unreadable_category_leaves_only_the_score_to_rule_out(
    score: int, kind: VerdictKind
) -> None:
    round_ = a_round(category=None, name=None, cutoff=462)

    assert judge(round_, a_subscription(score=score)).kind is kind


def test_an_unknown_cutoff_is_always_told() -> None:
    round_ = a_round(category="cec", cutoff=None)

    verdict = judge(round_, a_subscription(categories=frozenset({"cec"})))

    assert verdict.kind is VerdictKind.UNKNOWN
    assert verdict.points is None
    assert verdict.due


@pytest.mark.parametrize(
    ("kind", "score", "category", "near", "due"),
    [
        ("invited", 450, "cec", None, False),
        ("invited", 450, "cec", 11, False),
        ("invited", 450, "cec", 12, True),
        ("every-round", 450, "cec", None, True),
        ("every-round", 450, "pnp", None, True),
        ("invited", 450, "pnp", 500, False),
        ("invited", 463, "cec", None, True),
    ],
)
def test_what_is_told_follows_tell_when_and_near(
    kind: str, score: int, category: str, near: int | None, *, due: bool
) -> None:
    round_ = a_round(category=category, cutoff=462)
    subscription = a_subscription(
        categories=frozenset({"cec"}), score=score, tell_when=kind, near=near
    )

    assert judge(round_, subscription).due is due


def test_the_clauses_say_each_condition_in_the_order_asked() -> None:
    round_ = a_round(
        category="cec", cutoff=462, tie_break=BREAK, date=date(2026, 3, 4), drawn_at=HELD
    )
    subscription = a_subscription(
        categories=frozenset({"cec", "stem"}), score=462, submitted=BREAK + SECOND
    )

    clauses = judge(round_, subscription).clauses
    in_time = (
        "submitted 2026-03-01 18:34:06 UTC, at or before the tie-break 2026-03-01 18:34:05 UTC"
    )

    assert [(c.text, c.holds) for c in clauses] == [
        (
            (
                "submitted 2026-03-01 18:34:06 UTC, at or before "
                "the round of 2026-03-04 15:02:11 UTC"
            ),
            True,
        ),
        ("category cec is among cec, stem", True),
        ("score 462 reaches the cut-off 462", True),
        ("score 462 is above the cut-off 462", False),
        (in_time, False),
        ('"missed on the tie-break" is always told', True),
    ]
