"""Texts of secondary sources come back as they were kept, joined as was settled."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from tests.adapters.database.values import PAGE, an_alert_to, keep, lease_next, queued
from tests.values import a_round
from watcher.adapters.database import DeliveryState, Store, ToldBefore
from watcher.core.documents import Piece, YearClaim
from watcher.core.model import ConfirmedRound, CorrectedRound, Report, ReportedRound, Round

HOUR = timedelta(hours=1)
ALL = Report(
    number="385",
    date=date(2025, 12, 11),
    category="healthcare",
    name="Healthcare",
    version="2",
    cutoff=463,
    invitations=1000,
    drawn_at=datetime(2025, 12, 11, 11, 51, tzinfo=UTC),
    tie_break=datetime(2025, 11, 26, 7, 44, tzinfo=UTC),
    main=True,
    quotes={"cutoff": "a cut-off of 463 \N{EM DASH} « le seuil »"},
    precision={"tie_break": "minute", "date": "published"},
)
EARLIER = Report(number="384", cutoff=520)


def a_piece(key: str = "post-1", **more: object) -> Piece:
    usual = {
        "key": key,
        "digest": b"1",
        "link": f"https://news.example/{key}",
        "title": "1,000 invited",
        "published": datetime(2025, 12, 11, 16, 0, tzinfo=UTC),
        "reports": (ALL, EARLIER),
        "origins": frozenset({"cicnews.com", "someone"}),
        "wording": (5, 2**48 - 1),
    }
    return Piece(**{**usual, **more})  # type: ignore[arg-type] # a test's own fields


def kept(store: Store, now: datetime, *pieces: Piece, source: str = "news") -> None:
    with store.writing() as tx:
        tx.claims.save(source, "feed", pieces, pages={}, page=PAGE, now=now)


def joined(store: Store, now: datetime, number: str) -> None:
    """Keep a piece, and join its own report to a round."""
    kept(store, now, a_piece())
    with store.writing() as tx:
        own, *_ = tx.claims.unjoined()
        tx.claims.join(own, number, "by its number")


def a_reported(now: datetime, **more: object) -> Round:
    return a_round(
        **{
            "number": "reported-2025-12-11-healthcare",
            "cutoff": 463,
            "first_seen": now,
            "source": "news",
            "confirmed": False,
            "claimed": "385",
            **more,
        }
    )


def test_what_a_text_tells_comes_back_with_its_quotes(store: Store, now: datetime) -> None:
    kept(store, now, a_piece())

    with store.reading() as tx:
        own, earlier = tx.claims.unjoined()

    assert (own.report, earlier.report) == (ALL, EARLIER)
    assert (own.source, own.piece, own.position, own.kind) == ("news", "post-1", 0, "feed")
    assert (own.origins, own.wording) == (frozenset({"cicnews.com", "someone"}), (5, 2**48 - 1))
    assert (own.number, own.why, own.first_seen, own.site) == (None, "", now, "news.example")


def test_a_text_that_was_edited_says_what_it_now_says_since_it_was_first_seen(
    store: Store, now: datetime
) -> None:
    joined(store, now, "385")
    corrected = replace(ALL, cutoff=476)
    kept(store, now + HOUR, a_piece(digest=b"2", reports=(corrected,)))

    with store.reading() as tx:
        [claim] = tx.claims.by_source("news")
        assert tx.claims.digests("news") == {"post-1": b"2"}

    assert claim.report.cutoff == 476
    assert claim.number is None
    assert (claim.first_seen, claim.seen_at) == (now, now + HOUR)


def test_texts_of_one_key_in_two_sources_are_two(store: Store, now: datetime) -> None:
    kept(store, now, a_piece(reports=(ALL,)))
    kept(store, now, a_piece(reports=(EARLIER,)), source="other")

    with store.reading() as tx:
        assert [t.report for t in tx.claims.by_source("other")] == [EARLIER]
        assert len(tx.claims.unjoined()) == 2


def test_what_was_joined_is_found_by_its_round_and_no_longer_unjoined(
    store: Store, now: datetime
) -> None:
    joined(store, now, "385")

    with store.reading() as tx:
        assert [t.report for t in tx.claims.of_round("385")] == [ALL]
        assert [t.report for t in tx.claims.unjoined()] == [EARLIER]


def test_the_first_to_tell_comes_first(store: Store, now: datetime) -> None:
    kept(store, now + HOUR, a_piece("late", reports=(ALL,)), source="a")
    kept(store, now, a_piece("early", reports=(ALL,)), source="b")

    with store.reading() as tx:
        assert [t.piece for t in tx.claims.unjoined()] == ["early", "late"]


def test_only_texts_seen_since_then_are_asked_for_again(store: Store, now: datetime) -> None:
    kept(store, now, a_piece(reports=(ALL,)))

    with store.reading() as tx:
        assert len(tx.claims.unjoined(since=now)) == 1
        assert tx.claims.unjoined(since=now + HOUR) == []


def test_a_text_whose_page_is_awaited_comes_back_with_what_it_says_so_far(
    store: Store, now: datetime
) -> None:
    teaser = a_piece("teaser", follow=True, reports=(EARLIER,))
    kept(store, now, a_piece(), teaser)

    with store.reading() as tx:
        assert tx.claims.awaited("news") == [teaser]
        assert tx.claims.awaited("other") == []

    kept(store, now + HOUR, replace(teaser, follow=False))
    with store.reading() as tx:
        assert tx.claims.awaited("news") == []


def test_a_reported_round_comes_back_as_what_it_is(store: Store, now: datetime) -> None:
    keep(store, a_round(number="384", category="cec"))
    with store.writing() as tx:
        tx.rounds.save([ReportedRound(reported=a_reported(now), by=("news",))], page=PAGE, now=now)

    with store.reading() as tx:
        assert tx.rounds.unconfirmed() == [a_reported(now)]
        assert tx.rounds.newest_number() == "384"
        assert len(tx.rounds.draw_times()) == 1
        assert {r.number for r in tx.rounds.all(pools=False)} == {
            "384",
            "reported-2025-12-11-healthcare",
        }


def test_a_round_that_is_not_confirmed_is_no_other_s_neighbour(store: Store, now: datetime) -> None:
    keep(store, a_round(number="379", date=date(2025, 11, 14)), a_reported(now))
    later = a_round(number="386", date=date(2025, 12, 20))

    with store.reading() as tx:
        previous = tx.rounds.previous(later)

    assert previous is not None
    assert previous.number == "379"


def test_the_official_number_takes_over_history_and_deliveries(store: Store, now: datetime) -> None:
    reported = a_reported(now)
    corrected = replace(reported, invitations=1001, revision=2)
    official = a_round(number="385", revision=3, first_seen=now, invitations=1000, cutoff=476)
    alert = an_alert_to("amara", reported.number)
    with store.writing() as tx:
        tx.rounds.save([ReportedRound(reported=reported, by=("news",))], page=PAGE, now=now)
        tx.rounds.save([CorrectedRound(before=reported, after=corrected)], page=PAGE, now=now)
        tx.alerts.put([queued(alert, now)], now)
        claim = lease_next(tx, now, owner="test", lease=HOUR, busy=())
        assert claim is not None
        tx.queue.finish(claim, DeliveryState.SENT, "250 OK", now)
    joined(store, now, reported.number)

    with store.writing() as tx:
        tx.rounds.save(
            [ConfirmedRound(reported=corrected, confirmed=official)],
            page=b"official",
            now=now + HOUR,
        )

    with store.reading() as tx:
        assert [r.number for r in tx.rounds.all()] == ["385"]
        assert tx.rounds.by_number(["385"])["385"] == official
        assert tx.rounds.page_hash("385") == b"official"
        assert [(r.revision, r.figure, r.before, r.after) for r in tx.rounds.revisions("385")] == [
            (2, "invitations", 1000, 1001),
            (3, "cutoff", 463, 476),
            (3, "invitations", 1001, 1000),
        ]
        assert [t.report for t in tx.claims.of_round("385")] == [ALL]
        assert tx.deliveries.told_before("385", ["amara"]).reached == {"amara"}
        assert tx.deliveries.told_before(reported.number, ["amara"]).alerted == set()


def test_a_round_confirmed_to_the_letter_makes_no_revision(store: Store, now: datetime) -> None:
    reported = a_reported(now)
    same = replace(reported, number="385", confirmed=True, revision=2, source="ircc")
    keep(store, reported)

    with store.writing() as tx:
        tx.rounds.save([ConfirmedRound(reported=reported, confirmed=same)], page=PAGE, now=now)

    with store.reading() as tx:
        assert tx.rounds.revisions("385") == []
        assert tx.rounds.by_number(["385"]) == {"385": same}


def test_told_is_who_was_reached_and_alerted_also_who_waits(store: Store, now: datetime) -> None:
    with store.writing() as tx:
        tx.alerts.put([queued(an_alert_to("sent"), now)], now)
        claim = lease_next(tx, now, owner="test", lease=HOUR, busy=())
        assert claim is not None
        tx.queue.finish(claim, DeliveryState.SENT, "250 OK", now)
        tx.alerts.put([queued(an_alert_to("refused"), now)], now)
        claim = lease_next(tx, now, owner="test", lease=HOUR, busy=())
        assert claim is not None
        tx.queue.finish(claim, DeliveryState.REFUSED, "550 no", now)
        tx.alerts.put([queued(an_alert_to("waits"), now)], now)
        tx.alerts.put([queued(an_alert_to("gave way"), now)], now)
        tx.alerts.supersede("385", {"gave way"}, now)

        everybody = ["sent", "refused", "waits", "gave way", "never alerted"]
        assert tx.deliveries.told_before("385", everybody) == ToldBefore(
            alerted=frozenset({"sent", "refused", "waits"}),
            waiting=frozenset({"waits"}),
            reached=frozenset({"sent"}),
        )
        assert tx.deliveries.told_before("385", ["refused"]).alerted == {"refused"}


def test_what_texts_say_of_a_year_comes_back_with_their_round(store: Store, now: datetime) -> None:
    so_far = YearClaim(
        year=2025, invitations=106_599, quote="IRCC has issued 106,599 ITAs in 2025."
    )
    by_category = YearClaim(year=2025, category="pnp", rounds=22, quote="PNP: 22 draws")
    earlier = YearClaim(year=2024, invitations=1)
    kept(store, now, a_piece(years=(so_far, by_category, earlier)))
    kept(store, now + HOUR, a_piece("post-2", years=(so_far,), reports=()), a_piece("post-3"))
    with store.writing() as tx:
        tx.claims.join(tx.claims.unjoined()[0], "385", "by its number")

    with store.reading() as tx:
        told = tx.claims.of_year(2025)

    assert [(one.claim, one.number) for one in told] == [
        (so_far, "385"),
        (by_category, "385"),
        (so_far, None),
    ]
    assert (told[2].source, told[2].link) == ("news", "https://news.example/post-2")
