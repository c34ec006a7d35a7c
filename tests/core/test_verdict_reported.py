"""What a reported round means: its tie-break may be known to the minute only."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.values import a_reported_round, a_round, a_subscription
from watcher.core.model import Round, VerdictKind
from watcher.core.verdict import judge

BREAK = datetime(2026, 3, 1, 18, 34, tzinfo=UTC)
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def reported(**changes: object) -> Round:
    return a_reported_round(
        **{
            "category": "cec",
            "cutoff": 462,
            "tie_break": BREAK,
            "date": date(2026, 3, 4),
            **changes,
        }
    )


@pytest.mark.parametrize(
    ("submitted", "kind", "margin"),
    [
        (BREAK - SECOND, VerdictKind.INVITED_ON_TIE_BREAK, SECOND),
        (BREAK, VerdictKind.AT_CUTOFF, None),
        (BREAK + SECOND, VerdictKind.AT_CUTOFF, None),
        (BREAK + MINUTE - timedelta(microseconds=1), VerdictKind.AT_CUTOFF, None),
        (BREAK + MINUTE, VerdictKind.MISSED_ON_TIE_BREAK, MINUTE),
        (None, VerdictKind.AT_CUTOFF, None),
    ],
)
def test_within_the_minute_of_a_reported_tie_break_nothing_can_be_told(
    submitted: datetime | None, kind: VerdictKind, margin: timedelta | None
) -> None:
    verdict = judge(reported(), a_subscription(score=462, submitted=submitted))

    assert (verdict.kind, verdict.points, verdict.margin) == (kind, 0, margin)
    assert verdict.due


@pytest.mark.parametrize(
    ("round_", "kind"),
    [
        (reported(tie_break=BREAK + SECOND), VerdictKind.MISSED_ON_TIE_BREAK),
        (
            a_round(category="cec", cutoff=462, tie_break=BREAK, drawn_at=BREAK + 72 * 60 * MINUTE),
            VerdictKind.MISSED_ON_TIE_BREAK,
        ),
        (reported(tie_break=BREAK + 30 * SECOND), VerdictKind.INVITED_ON_TIE_BREAK),
    ],
)
def test_a_tie_break_with_seconds_or_from_the_official_page_is_exact(
    round_: Round, kind: VerdictKind
) -> None:
    subscription = a_subscription(score=462, submitted=BREAK + 2 * SECOND)

    assert judge(round_, subscription).kind is kind


def test_a_reported_tie_break_says_nothing_above_or_below_the_cutoff() -> None:
    above, below = (
        judge(reported(), a_subscription(score=score, submitted=BREAK)).kind for score in (463, 461)
    )

    assert (above, below) == (VerdictKind.INVITED, VerdictKind.SHORT)


def test_the_clause_says_that_only_the_minute_is_known() -> None:
    subscription = a_subscription(score=462, submitted=BREAK + 5 * SECOND)

    *_, in_time, told = judge(reported(), subscription).clauses

    assert (in_time.text, in_time.holds) == (
        (
            "submitted 2026-03-01 18:34:05 UTC, at or before the tie-break "
            "2026-03-01 18:34 UTC, which is known to the minute only"
        ),
        None,
    )
    assert told.text == '"at the cut-off, cannot tell" is always told'
