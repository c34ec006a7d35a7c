"""The rows of alerts: what all who are told of a change have in common, and what it means for each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache

import sqlalchemy as sa

from watcher.adapters.database.codec import Json, sparse_json
from watcher.core.model import (
    Alert,
    Change,
    ConfirmedRound,
    CorrectedRound,
    NewRound,
    ReportedRound,
    Round,
    Verdict,
    VerdictKind,
    round_of,
)
from watcher.core.scores import DatedScore
from watcher.core.settings import Subscription

_KINDS: Mapping[type[Change], str] = {
    NewRound: "new",
    CorrectedRound: "corrected",
    ReportedRound: "reported",
    ConfirmedRound: "confirmed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertNews:
    """What all who are told of a change have in common."""

    change: Change
    previous: Round | None
    page_url: str
    seen_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What an alert is for one subscription, beside what stands in columns."""

    subscription: Subscription
    due: bool = True
    score: DatedScore | None = None
    earlier: Verdict | None = None


_NEWS, _JUDGED = Json(AlertNews), Json(_Judged)
# Of the alerts of one round, thousands in turn have the same.
_load_news = lru_cache(maxsize=16)(_NEWS.load)


def change_kind(change: Change) -> str:
    """Name the kind of a change as rows do."""
    return _KINDS[type(change)]


def news_row(news: AlertNews, now: datetime) -> dict[str, object]:
    """Return the row of news."""
    round_ = round_of(news.change)
    return {
        "number": round_.number,
        "kind": change_kind(news.change),
        "revision": round_.revision,
        "payload": _NEWS.dump(news),
        "created_at": now,
    }


def alert_row(alert: Alert, news: int, now: datetime) -> dict[str, object]:
    """Return the row of an alert, fixed as it now is."""
    subscription, verdict, round_ = alert.subscription, alert.verdict, alert.round
    judged: dict[str, object] = {"subscription": subscription}
    if not verdict.due:
        judged["due"] = False
    if (score := verdict.score) is not None and score != DatedScore(points=score.points):
        judged["score"] = score
    if alert.earlier_verdict is not None:
        judged["earlier"] = replace(alert.earlier_verdict, reasons=(), score=None)
    return {
        "subscription": subscription.name,
        "number": round_.number,
        "change": change_kind(alert.change),
        "revision": round_.revision,
        "payload": sparse_json(**judged),
        "created_at": now,
        "news": news,
        "person": subscription.person or subscription.name,
        "verdict": verdict.kind.value,
        "points": verdict.points,
        "margin": None if verdict.margin is None else verdict.margin.total_seconds(),
        "score": None if score is None else score.points,
    }


def to_alert(row: sa.RowMapping) -> Alert:
    """Make an alert again of its row, beside which its news stand; the reasons of its verdict are not kept."""
    news, judged = _load_news(row["news_payload"]), _JUDGED.load(row["payload"])
    margin, score = row["margin"], row["score"]
    verdict = Verdict(
        kind=VerdictKind(row["verdict"]),
        points=row["points"],
        margin=None if margin is None else timedelta(seconds=margin),
        due=judged.due,
        score=judged.score or (None if score is None else DatedScore(points=score)),
    )
    return Alert(
        subscription=judged.subscription,
        change=news.change,
        verdict=verdict,
        earlier_verdict=judged.earlier,
        previous=news.previous,
        page_url=news.page_url,
        seen_at=news.seen_at,
    )
