"""Builders of values: a test names only the fields that it is about."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from watcher.core.incidents import Episode, IncidentSubject
from watcher.core.model import Alert, NewRound, ReportedRound, Round, Verdict, VerdictKind
from watcher.core.people import Person, Rule
from watcher.core.settings import Subscription

_ROUND = Round(
    number="385",
    date=date(2025, 12, 11),
    drawn_at=datetime(2025, 12, 11, 11, 51, 44, tzinfo=UTC),
    name="Healthcare and social services occupations (Version 2)",
    category="healthcare",
    version="2",
    cutoff=476,
    invitations=1000,
    tie_break=datetime(2025, 11, 26, 7, 44, 30, tzinfo=UTC),
    url="https://www.canada.ca/rounds?q=385",
    first_seen=datetime(2025, 12, 11, 16, 2, 10, tzinfo=UTC),
    source="ircc",
)

_SUBSCRIPTION = Subscription(
    name="amara",
    categories=frozenset({"healthcare", "cec"}),
    score=488,
    channels=("amara-tg",),
    submitted=datetime(2025, 11, 20, 15, 0, tzinfo=UTC),
)


def an_episode(about: str, since: datetime, *, told: bool = True, **changes: Any) -> Episode:
    """Build an episode that began at *since*, about a subject as it is stored."""
    begun = Episode(
        subject=IncidentSubject.parse(about),
        trouble="blocked",
        detail="403",
        since=since,
        told_at=since if told else None,
    )
    return replace(begun, **changes)


def a_round(**changes: Any) -> Round:
    """Build round #385 (healthcare, 1,000 invitations, cut-off 476), but for *changes*."""
    return replace(_ROUND, **changes)


def a_subscription(**changes: Any) -> Subscription:
    """Build "amara", who follows healthcare and CEC with 488 points, but for *changes*."""
    return replace(_SUBSCRIPTION, **changes)


def a_verdict(kind: VerdictKind = VerdictKind.INVITED, **changes: Any) -> Verdict:
    """Build a verdict as far from the cut-off as its kind allows, but for *changes*."""
    usual: dict[VerdictKind, dict[str, Any]] = {
        VerdictKind.INVITED: {"points": 12},
        VerdictKind.INVITED_ON_TIE_BREAK: {
            "points": 0,
            "margin": timedelta(days=5, hours=16, minutes=44, seconds=30),
        },
        VerdictKind.MISSED_ON_TIE_BREAK: {"points": 0, "margin": timedelta(hours=3)},
        VerdictKind.AT_CUTOFF: {"points": 0},
        VerdictKind.SHORT: {"points": 5},
    }
    return Verdict(kind=kind, **{"due": True, **usual.get(kind, {}), **changes})


def an_alert(**changes: Any) -> Alert:
    """Build "amara invited, 12 points above, in the new round #385", but for *changes*."""
    usual: dict[str, Any] = {
        "subscription": a_subscription(),
        "change": NewRound(round=a_round()),
        "verdict": a_verdict(),
        "page_url": "https://www.canada.ca/feed.json",
    }
    return Alert(**{**usual, **changes})


def a_reported_round(**changes: Any) -> Round:
    """Build round #385 as reports told of it, with a cut-off of 463, but for *changes*."""
    usual: dict[str, Any] = {
        "number": "reported-2025-12-11-healthcare",
        "confirmed": False,
        "claimed": "385",
        "drawn_at": None,
        "name": "Healthcare and social services",
        "version": None,
        "cutoff": 463,
        "tie_break": datetime(2025, 11, 26, 7, 44, tzinfo=UTC),
        "url": None,
        "source": "canadim",
    }
    return a_round(**{**usual, **changes})


def a_report(**changes: Any) -> ReportedRound:
    """Build the change that tells of it: two independent sources, but for *changes*."""
    usual: dict[str, Any] = {
        "reported": a_reported_round(),
        "by": ("canadim", "cic-news"),
        "independent": 2,
        "link": "https://news.example/draw-385/",
    }
    return ReportedRound(**{**usual, **changes})


def an_early_alert(**changes: Any) -> Alert:
    """Build "amara invited, 25 points above, by the reports", but for *changes*."""
    usual: dict[str, Any] = {
        "change": a_report(),
        "verdict": a_verdict(points=25),
        "previous": a_round(number="349", date=date(2025, 6, 4), cutoff=504),
        "page_url": "https://news.example/feed",
    }
    return an_alert(**{**usual, **changes})


def a_rule(**changes: Any) -> Rule:
    """Build a rule of healthcare and CEC with 488 points, but for *changes*."""
    usual: dict[str, Any] = {"categories": frozenset({"healthcare", "cec"}), "score": 488}
    return Rule(**{**usual, **changes})


def a_person(**changes: Any) -> Person:
    """Build "amara", told by mail of one rule, but for *changes*."""
    usual: dict[str, Any] = {
        "name": "amara",
        "channels": ("mail:amara@example.com",),
        "rules": (a_rule(),),
    }
    return Person(**{**usual, **changes})
