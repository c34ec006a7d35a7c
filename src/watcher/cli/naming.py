"""Names and numbers that people type: found, or refused with the nearest."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import typer

from watcher.cli.frame import NOTHING, Frame, end

if TYPE_CHECKING:
    from watcher.answers.snapshot import Snapshot
    from watcher.core.model import Round


def known_round(snapshot: "Snapshot", number: str) -> "Round":
    """Find a round by its number as people write it, or end with 3 and the nearest.

    One that is not confirmed is found by its provisional number and by the claimed one.
    """
    from watcher.answers.rounds import asked_number, find_rounds, nearest_numbers

    asked, found = asked_number(number), find_rounds(snapshot, number)
    if not found:
        near = [f"#{n}" for n in nearest_numbers(snapshot, asked)]
        be = "is" if len(near) == 1 else "are"
        named = f"the nearest {be} {' and '.join(near)}" if near else "none is yet"
        end(f"no round #{asked} is known; {named}", NOTHING)
    return _the_one(found, asked)


def held_number(snapshot: "Snapshot", number: str) -> str:
    """Read a number as people write it: the provisional one of who only claims it."""
    from watcher.answers.rounds import asked_number, find_rounds

    asked, found = asked_number(number), find_rounds(snapshot, number)
    return _the_one(found, asked).number if found else asked


def configured_sources(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a source, as far as a configuration is found."""
    from watcher.core.errors import ConfigError

    given = ctx.parent.params if ctx.parent else {}
    frame = Frame(
        config=given.get("config"),
        overrides={},
        log_format="text",
        log_level="info",
        environ=os.environ,
    )
    try:
        sources = frame.settings().sources
    except ConfigError:
        return []
    return [s.name for s in sources if s.name.startswith(incomplete)]


def refuse_name(kind: str, name: str, known: Sequence[str], option: str | None = None) -> NoReturn:
    """End with a usage error that asks for the nearest name, or lists all."""
    raise typer.BadParameter(
        f"no {kind} is called {name!r}; {hint(name, known)}", param_hint=option
    )


def hint(name: str, known: Sequence[str]) -> str:
    """Ask for the nearest of the known names, or list them."""
    from watcher.core.errors import did_you_mean

    listed = ", ".join(sorted(known)) or "none"
    return did_you_mean(name, known) or f"known: {listed}"


def _the_one(found: "Sequence[Round]", asked: str) -> "Round":
    """Take the round that is meant; two that claim one number are for people to tell."""
    if len(found) > 1:
        numbers = ", ".join(r.number for r in found)
        end(f"{len(found)} reported rounds are called #{asked}: {numbers}", NOTHING)
    return found[0]
