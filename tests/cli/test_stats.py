"""``stats``: what the rounds of a year add up to."""

import json

from tests.cli.installation import HISTORY, Installation, cells, said
from tests.pages import a_row
from watcher.core.documents import Piece, YearClaim
from watcher.core.model import Report


def test_a_year_is_summed_up_by_category_and_month(installation: Installation) -> None:
    installation.publish(a_row("437", "2026-08-19", drawSize="?"), *HISTORY)

    told = installation.run("stats", "--as-of", "2026-08-20")

    assert told.exit_code == 0
    lines = [cells(line) for line in said(told) if line.strip()]
    assert lines[0] == [
        "2026 up to 2026-08-19: 4 rounds, 4,442+ invitations, 7 (1-2988) days between rounds"
    ]
    assert ["cec", "3", "0", "4,000+", "0", "471-524", "471", "8 (7-8)"] in lines
    assert ["pnp", "1", "0", "442", "0", "760", "760", "?"] in lines
    assert ["2026-08", "4", "4,442+", "cec 4,000+ (3), pnp 442 (1)"] in lines
    assert ["2026-07", "0", "0"] in lines
    assert ["2018", "1", "1,000", "1", "1,000"] in lines
    assert lines[-2] == [
        "+ 1 round does not say how many were invited; sums marked so are too small by these."
    ]


def test_what_texts_say_stands_beside_it(installation: Installation) -> None:
    claims = (
        YearClaim(year=2026, invitations=5_000),
        YearClaim(year=2026, category="cec", rounds=2),
    )
    scene = installation.scene
    piece = Piece(key="1", digest=b"", published=scene.now, reports=(Report(),), years=claims)
    with scene.store.writing() as tx:
        for source in ("news", "times"):
            tx.claims.save(source, "article", [piece], pages={}, page=b"", now=scene.now)

    told = said(installation.run("stats", "--year", "2026"))

    heading = told.index("What texts say of 2026")
    assert [cells(line) for line in told[heading + 2 : heading + 6] if "──" not in line] == [
        ["of", "until", "say", "the rounds add up to", "sources"],
        ["all", "2026-08-19", "5,000", "4,442 (differs)", "news, times"],
        ["cec", "2026-08-19", "2 rounds", "2 rounds", "news, times"],
    ]


def test_json_has_the_same(installation: Installation) -> None:
    told = json.loads(installation.run("stats", "--year", "2018", "--json").stdout)

    assert (told["year"], told["until"], told["total"]) == (
        2018,
        "2018-12-31",
        {"rounds": 1, "invitations": 1000, "unknown": 0},
    )
    assert told["categories"][0]["days_between"] is None


def test_a_year_without_rounds_matches_nothing(installation: Installation) -> None:
    told = installation.run("stats", "--year", "2019")

    assert (told.exit_code, told.stderr) == (3, "watcher: no round of 2019 is known\n")
