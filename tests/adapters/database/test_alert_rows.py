"""What is told is read back from its rows as it was judged."""

from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from tests.adapters.database.drawn import instants, names, numbers, rounds, spans
from tests.adapters.database.values import POOL, corrected
from tests.values import a_round, a_subscription, a_verdict, an_alert
from watcher.adapters.database.alert_rows import AlertNews, alert_row, news_row, to_alert
from watcher.core.model import Alert, CorrectedRound, NewRound, Verdict, VerdictKind
from watcher.core.scores import DatedScore
from watcher.core.settings import QuietHours, Subscription
from watcher.core.verdict import judge

NOW = datetime.fromisoformat("2025-12-11T16:02:10+00:00")

changes = st.builds(NewRound, round=rounds) | st.builds(CorrectedRound, before=rounds, after=rounds)
scores = st.builds(
    DatedScore, points=numbers, rules=st.none() | names, outdated=st.none() | st.dates()
)
verdicts = st.builds(
    Verdict, points=st.none() | numbers, margin=st.none() | spans, score=st.none() | scores
)
subscriptions = st.builds(
    Subscription,
    categories=st.frozensets(names),
    channels=st.lists(names, max_size=2).map(tuple),
    score=numbers,
    submitted=st.none() | instants,
    near=st.none() | numbers,
    quiet_hours=st.none() | st.builds(QuietHours),
)
alerts = st.builds(
    Alert,
    subscription=subscriptions,
    change=changes,
    verdict=verdicts,
    earlier_verdict=st.none() | verdicts.map(lambda v: replace(v, score=None)),
    seen_at=st.none() | instants,
    previous=st.none() | rounds,
)


def through_rows(alert: Alert) -> Alert:
    news = AlertNews(
        change=alert.change, previous=alert.previous, page_url=alert.page_url, seen_at=alert.seen_at
    )
    beside = {"news_payload": news_row(news, NOW)["payload"]}
    return to_alert(cast("Any", {**alert_row(alert, 1, NOW), **beside}))


@given(alert=alerts)
def test_an_alert_is_read_back_with_all_that_its_message_needs(alert: Alert) -> None:
    back = through_rows(alert)

    assert back == alert
    assert type(back.change) is type(alert.change)
    assert type(back.subscription.categories) is frozenset


def test_a_correction_is_not_taken_for_a_new_round() -> None:
    alert = an_alert(change=corrected(a_round(pool=POOL), cutoff=490))

    assert through_rows(alert) == alert


def test_the_reasons_of_a_verdict_are_not_kept() -> None:
    verdict = judge(a_round(), a_subscription())
    assert verdict.reasons

    assert through_rows(an_alert(verdict=verdict)).verdict == replace(verdict, reasons=())


def test_a_report_finds_what_was_judged_in_columns_and_a_subscription_writes_little() -> None:
    verdict = a_verdict(VerdictKind.INVITED_ON_TIE_BREAK, score=DatedScore(points=476))

    row = alert_row(an_alert(subscription=a_subscription(score=476), verdict=verdict), 7, NOW)

    columns = ("news", "person", "verdict", "points", "margin", "score", "payload")
    assert {name: row[name] for name in columns} == {
        "news": 7,
        "person": "amara",
        "verdict": "invited on the tie-break",
        "points": 0,
        "margin": 492_270.0,
        "score": 476,
        "payload": '{"subscription":{"categories":["cec","healthcare"],"channels":["amara-tg"],'
        '"name":"amara","score":476,"submitted":"2025-11-20T15:00:00Z"}}',
    }
