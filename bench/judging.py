"""One round against a million people, on SQLite and on PostgreSQL: judged and queued, in one transaction.

A rare round concerns some 800 of them, a common one 140,000. Each is judged by a process of its own, from the first
statement to the commit, and tells what memory it took at the most.
"""

import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory

import sqlalchemy as sa
from tests.servers.postgresql import CANNOT_START, PostgreSQL

from bench.table import Figure
from watcher.adapters.database import Store
from watcher.core.model import NewRound, Round
from watcher.core.people import Person, Rule
from watcher.core.settings import Channel, QuietHours, Secret, Settings, Source
from watcher.pipeline.channels import AddressBook
from watcher.pipeline.recipients import Recipients

PEOPLE = 1_000_000
# So many are written as the program does, the others are their copies.
WRITTEN = 10_000
KNOWN = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 8, 19, 20, 30, tzinfo=UTC)
RARE, COMMON = 800, 140_000
MIB_AT_MOST = 250
# What stands in the tables of people, each row with its own and its copies' ids.
_COPIES = (
    "INSERT INTO people SELECT {others} FROM people CROSS JOIN copies",
    "INSERT INTO rules SELECT {others} FROM rules CROSS JOIN copies",
    "INSERT INTO rule_categories SELECT {others} FROM rule_categories CROSS JOIN copies",
)
_FIND = """SELECT count(DISTINCT rule) FROM rule_categories
    WHERE category IN ('all', :category) AND reach >= :cutoff"""
_READ = """SELECT count(*) FROM rules
    WHERE categories LIKE '%' || :category || '%' AND score + coalesce(near, 0) >= :cutoff"""
_CATEGORIES = ("cec", "french", "healthcare", "stem", "trades", "education", "pnp", "transport")
_WEIGHTS = (40, 15, 10, 12, 10, 5, 5, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What the judging of one round took: by the clock, and of the processor (without PostgreSQL's)."""

    deliveries: int
    seconds: float
    processor: float
    mib: float


def figures() -> Iterator[Figure]:
    """Fill both databases and judge two rounds on each; takes four minutes."""
    with TemporaryDirectory() as folder:
        yield from _on("SQLite", f"sqlite:///{folder}/watcher.db")
    try:
        with PostgreSQL() as server:
            yield from _on("PostgreSQL", server.fresh("million").value)
    except CANNOT_START as error:
        yield Figure(what=f"PostgreSQL cannot be started here: {error}", measured="")


def _on(database: str, url: str) -> Iterator[Figure]:
    engine = sa.create_engine(url)
    _fill(url, engine)
    for what, wanted, at_most in (("rare", RARE, 1.0), ("common", COMMON, 15.0)):
        category = "transport" if wanted == RARE else "cec"
        cutoff = _cutoff(engine, category, wanted)
        judged = _judged_apart(url, what, category, cutoff)
        yield Figure(
            what=f"{database}: a {what} round, {judged.deliveries} of {PEOPLE} told; of that, the processor",
            measured=f"{judged.seconds:.2f} s",
            floor=f"{judged.processor:.2f} s",
            goal=f"<= {at_most:g} s",
            met=judged.seconds <= at_most,
        )
        yield Figure(
            what="  resident memory at the most",
            measured=f"{judged.mib:.0f} MiB",
            goal=f"<= {MIB_AT_MOST} MiB",
            met=judged.mib <= MIB_AT_MOST,
        )
        narrow, scan = _narrowing(engine, category, cutoff)
        yield Figure(
            what="  found by category and reach, against reading every rule",
            measured=f"{narrow * 1000:.1f} ms",
            floor=f"{scan * 1000:.1f} ms",
            ratio=f"{narrow / scan:.3f}",
        )
    engine.dispose()


def _fill(url: str, engine: sa.Engine) -> None:
    store = Store(Secret(url))
    store.migrate(KNOWN)
    chance = random.Random(12)  # noqa: S311 - the same people each time
    with store.writing() as tx:
        tx.people.put_many((_person(n, chance) for n in range(WRITTEN)), KNOWN)
    store.close()
    copies = " UNION ALL ".join(
        f"SELECT {n} * {WRITTEN} AS further" for n in range(1, PEOPLE // WRITTEN)
    )
    with engine.begin() as connection:
        connection.execute(sa.text(f"CREATE TEMPORARY TABLE copies AS {copies}"))
        for statement in _COPIES:
            table = statement.split()[2]
            names = [str(column["name"]) for column in sa.inspect(connection).get_columns(table)]
            others = ", ".join(_of_a_copy(table, name) for name in names)
            connection.execute(sa.text(statement.format(others=others)))
    with engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(sa.text("ANALYZE"))


def _of_a_copy(table: str, column: str) -> str:
    if column == "id" or (table, column) in {("rules", "person"), ("rule_categories", "rule")}:
        return f"{column} + further"
    if (table, column) == ("people", "name"):
        return "name || '-' || further"
    return column


def _person(n: int, chance: random.Random) -> Person:
    rule = Rule(
        categories=frozenset(chance.choices(_CATEGORIES, _WEIGHTS, k=chance.choice((1, 2, 3)))),
        score=round(chance.gauss(440, 60)),
        submitted=KNOWN - timedelta(minutes=chance.randrange(500_000)) if n % 3 else None,
        near=chance.choice((None, 5, 10)),
        tell_when="every-round" if n % 2000 == 0 else "invited",
    )
    return Person(
        name=f"person-{n}",
        channels=(f"mail:person-{n}@example.org",),
        language="fr" if n % 4 == 0 else "en",
        timezone=chance.choice(("America/Toronto", "Asia/Kolkata", "Africa/Lagos", "Europe/Paris")),
        quiet_hours=QuietHours(start=wall_time(22), end=wall_time(7)) if n % 2 else None,
        rules=(rule,),
    )


def _cutoff(engine: sa.Engine, category: str, wanted: int) -> int:
    """Choose the cut-off that so many reach, or about as many."""
    with engine.connect() as connection:
        reach = connection.scalar(
            sa.text(
                "SELECT reach FROM rule_categories WHERE category IN ('all', :category)"
                " ORDER BY reach DESC LIMIT 1 OFFSET :wanted"
            ),
            {"category": category, "wanted": wanted},
        )
    return int(reach or 0) + 1


def _narrowing(engine: sa.Engine, category: str, cutoff: int) -> tuple[float, float]:
    """Return the seconds that finding them takes, and those of reading all."""
    seconds = []
    for where in (_FIND, _READ):
        with engine.connect() as connection:
            times = []
            for _ in range(3):
                began = time.perf_counter()
                connection.execute(sa.text(where), {"category": category, "cutoff": cutoff}).all()
                times.append(time.perf_counter() - began)
        seconds.append(min(times))
    return seconds[0], seconds[1]


def _judged_apart(url: str, number: str, category: str, cutoff: int) -> Judged:
    command = [sys.executable, "-m", "bench.judging", url, number, category, str(cutoff)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return Judged(**json.loads(done.stdout))


def judge_one(url: str, number: str, category: str, cutoff: int) -> Judged:
    """Judge one new round for everybody, and queue what is to be told."""
    store = Store(Secret(url))
    settings = Settings(
        file=PurePath("config.toml"),
        database=Secret(url),
        sources=(Source(name="ircc", kind="ircc-json", url="http://127.0.0.1/rounds.json"),),
        channels={"mail": Channel(name="mail", url=Secret("mailto://me:secret@example.org"))},
    )
    address_book = AddressBook(settings=settings, targets=lambda _: ("",), server_of=lambda _: "m")
    round_ = Round(
        number=number,
        date=NOW.date(),
        drawn_at=NOW,
        category=category,
        cutoff=cutoff,
        invitations=1000,
        tie_break=KNOWN,
        first_seen=NOW,
    )
    began, busy = time.perf_counter(), time.process_time()
    with store.writing(polling=True) as tx:
        tx.rounds.save([NewRound(round=round_)], page=b"page", now=NOW)
        recipients = Recipients(tx, address_book, now=NOW, seen=NOW)
        queued = recipients.queue_alerts([NewRound(round=round_)], "http://127.0.0.1/rounds.json")
    seconds, processor = time.perf_counter() - began, time.process_time() - busy
    store.close()
    return Judged(deliveries=queued, seconds=seconds, processor=processor, mib=_peak_mib())


def _peak_mib() -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    if found is None:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return int(found[1]) / 1024


if __name__ == "__main__":
    _, at, named, of, reach = sys.argv
    print(json.dumps(asdict(judge_one(at, named, of, int(reach)))))
