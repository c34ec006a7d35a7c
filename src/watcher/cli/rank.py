"""``rank SCORE``: how many people in the pool have more points."""

from typing import Annotated

import typer

from watcher.answers.rank import PoolRank, pool_rank
from watcher.answers.snapshot import open_snapshot
from watcher.cli import output
from watcher.cli.context import require_rounds, settings_of, time_of
from watcher.cli.group import AsOfDayOption, JsonOption
from watcher.core.pool import HIGHEST_CRS
from watcher.insight.rank import CountRange

_Score = Annotated[int, typer.Argument(min=0, max=HIGHEST_CRS, metavar="SCORE", help="CRS points.")]


def rank_command(
    ctx: typer.Context, score: _Score, *, as_of: AsOfDayOption = None, as_json: JsonOption = False
) -> None:
    """Say how many people in the pool have more points than a score.

    IRCC counts the whole pool by bands of scores, some days before a round.
    At the border of a band the number is exact, within it there are a fewest
    and a most, and between these a likely range, where history says how well
    guessing works: not from 501 on, nor below 300. Those with the same score
    are not counted; between them, who submitted first is ahead.

    [bold]Examples[/]
      watcher rank 471
      watcher rank 471 --as-of 2026-01-01
      watcher rank 471 --json
    """
    with open_snapshot(settings_of(ctx), time_of(None)) as snapshot:
        require_rounds(snapshot)
        found = pool_rank(snapshot, score, as_of)
    if as_json:
        output.print_json(found)
    else:
        _print_rank(found)


def _print_rank(found: PoolRank) -> None:
    counted = f"of {found.total:,} people" if found.total else "people"
    if found.above is not None:
        many = _people(found.above)
        output.print_paragraph(
            f"On {found.counted_on}, {many} {counted} in the whole pool scored above {found.score}."
        )
    if found.likely is not None:
        output.print_paragraph(
            f"Likely {_people(found.likely)}; where the answer is known, such a range held "
            "eight to nine times of ten."
        )
    if found.withheld is not None:
        output.print_paragraph(found.withheld)
    if found.rules_changed is not None:
        output.print_paragraph(
            f"The rules for scores changed on {found.rules_changed}, after this count: a score of "
            "today may not compare with it."
        )
    output.print_paragraph(
        "A round selects from one category: how many of these people are in yours is not published."
    )


def _people(many: CountRange) -> str:
    if many.low == many.high:
        return f"{many.low:,}"
    return f"{many.low:,} to {many.high:,}"
