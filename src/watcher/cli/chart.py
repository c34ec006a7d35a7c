"""``chart``: the cut-offs of a category as a picture."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from watcher.cli import options
from watcher.cli.frame import NOTHING, Frame, end
from watcher.cli.naming import refuse_name
from watcher.cli.opened import instant_of
from watcher.core.pool import HIGHEST_CRS
from watcher.core.settings import Language

if TYPE_CHECKING:
    from watcher.core.model import Round

_Category = Annotated[
    str,
    typer.Argument(
        metavar="CATEGORY",
        help="What the rounds select by: cec, healthcare ...",
        autocompletion=options.complete_category,
    ),
]
_Score = Annotated[
    int | None,
    typer.Option(min=1, max=HIGHEST_CRS, metavar="N", help="A CRS score, drawn as a line."),
]
_Language = Annotated[Language | None, typer.Option(help="Of the words on it.")]
_Output = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="FILE.png or FILE.svg; - writes a PNG to standard output.",
    ),
]


def chart(
    ctx: typer.Context,
    category: _Category,
    *,
    output: _Output,
    score: _Score = None,
    language: _Language = None,
) -> None:
    """Draw the cut-offs of a category over time, with a score as a line.

    All rounds of the last three years, twelve at least. It is the picture
    that goes with alerts where `picture = true`. A PNG needs the extra
    "chart", which brings resvg.

    [bold]Examples[/]
      watcher chart cec -o cec.png
      watcher chart healthcare --score 471 -o healthcare.svg
    """
    from watcher.adapters.png import png_of
    from watcher.answers.rounds import known_rounds
    from watcher.answers.snapshot import open_snapshot
    from watcher.insight.category_chart import category_chart

    frame: Frame = ctx.obj
    settings = frame.settings()
    is_svg = _is_svg(output)
    with open_snapshot(settings, instant_of(None)) as snapshot:
        every = known_rounds(snapshot, pools=False)
    slug = _known(category, every)
    rounds = [r for r in every if r.category == slug]
    if not any(r.cutoff is not None and r.date is not None for r in rounds):
        end(f"no round of {slug} with a cut-off is known", NOTHING)
    drawn = category_chart(
        slug,
        rounds,
        language=language or settings.language,
        scores=[] if score is None else [score],
    )
    _write(drawn.encode() if is_svg else png_of(drawn), output)


def _is_svg(output: Path) -> bool:
    suffix = output.suffix.lower()
    if suffix not in {".svg", ".png"} and str(output) != "-":
        wrong = f"{output} ends in neither .png nor .svg"
        raise typer.BadParameter(wrong, param_hint="--output")
    return suffix == ".svg"


def _known(category: str, every: "Sequence[Round]") -> str:
    from watcher.core.category import CATEGORIES

    slug = category.casefold()
    known = {*CATEGORIES, *(r.category for r in every if r.category)}
    if slug not in known:
        refuse_name("category", category, sorted(known), "CATEGORY")
    return slug


def _write(drawn: bytes, output: Path) -> None:
    if str(output) == "-":
        sys.stdout.buffer.write(drawn)
        return
    try:
        output.write_bytes(drawn)
    except OSError as error:
        wrong = f"{output} cannot be written: {error.strerror}"
        raise typer.BadParameter(wrong, param_hint="--output") from error
    typer.echo(f"Wrote {output}: {len(drawn) // 1024} KB.")
