"""What is asked at every poll, built once: building it took half of the time of a 304."""

from sqlalchemy import bindparam, exists, func, select, union_all, update

from watcher.adapters.database.schema import episodes, holds, reports, rounds, sources, tellings

_ON_HOLD = exists().where(holds.c.source == bindparam("name"))
_IN_TROUBLE = exists().where(
    episodes.c.subject.in_([bindparam("about"), bindparam("told")]), episodes.c.ended_at.is_(None)
)
TROUBLE = select(_IN_TROUBLE)
_CLOCK_WRONG = exists().where(
    episodes.c.subject == bindparam("clock"), episodes.c.ended_at.is_(None)
)
MEMORY = select(
    sources,
    _ON_HOLD.label("on_hold"),
    _IN_TROUBLE.label("in_trouble"),
    _CLOCK_WRONG.label("clock_wrong"),
).where(sources.c.name == bindparam("name"))
SEEN = select(reports.c.number, reports.c.digest).where(
    reports.c.source == bindparam("name"), reports.c.digest.is_not(None)
)
NEWEST = (
    select(reports.c.number)
    .join(rounds, rounds.c.number == reports.c.number)
    .where(reports.c.source == bindparam("name"))
    .order_by(reports.c.first_seen.desc(), rounds.c.ordinal.desc(), rounds.c.number.desc())
    .limit(1)
)
# Of all pages that ever showed a round, under whatever name: only official ones do.
_READ = union_all(
    select(sources.c.good_at.label("at")).where(sources.c.name.in_(select(reports.c.source))),
    select(rounds.c.first_seen.label("at")).where(rounds.c.confirmed),
).subquery()
LAST_READ = select(func.max(_READ.c.at)).where(_READ.c.at <= bindparam("now"))
UNCHANGED = (
    update(sources)
    .where(sources.c.name == bindparam("polled"))
    .values(polled_at=bindparam("now"), good_at=bindparam("now"), not_before=None, stale=False)
)
UNCONFIRMED = (
    select(rounds)
    .where(rounds.c.confirmed.is_(False))
    .order_by(rounds.c.first_seen, rounds.c.number)
)
UNJOINED = select(exists().where(tellings.c.number.is_(None)))
