"""Names and numbers that people type: found, or refused with the nearest."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import typer

from watcher.cli import figures
from watcher.cli.frame import NOTHING, Frame, end

if TYPE_CHECKING:
    from watcher.model import Round
    from watcher.store import Transaction


def known_round(tx: "Transaction", number: str) -> "Round":
    """Find a round by its number as people write it, or end with 3 and the nearest.

    One that is not confirmed is found by its provisional number and by the claimed one.
    """
    asked = figures.asked_number(number)
    found = tx.rounds.by_number([asked]).get(asked) or _claiming(tx, asked)
    if found is None:
        near = _nearest(asked, [r.called for r in tx.rounds.every()])
        be = "is" if len(near) == 1 else "are"
        named = f"the nearest {be} {' and '.join(near)}" if near else "none is yet"
        end(f"no round #{asked} is known; {named}", NOTHING)
    return found


def held_number(tx: "Transaction", number: str) -> str:
    """Read a number as people write it: the provisional one of who only claims it."""
    asked = figures.asked_number(number)
    if asked in tx.rounds.by_number([asked]):
        return asked
    found = _claiming(tx, asked)
    return asked if found is None else found.number


def configured_sources(ctx: typer.Context, incomplete: str) -> list[str]:
    """Complete the name of a source, as far as a configuration is found."""
    from watcher.errors import ConfigError

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


def refuse_name(
    kind: str, name: str, known: Sequence[str], option: str | None = None
) -> NoReturn:
    """End with a usage error that asks for the nearest name, or lists all."""
    raise typer.BadParameter(
        f"no {kind} is called {name!r}; {hint(name, known)}", param_hint=option
    )


def hint(name: str, known: Sequence[str]) -> str:
    """Ask for the nearest of the known names, or list them."""
    from watcher.config.complaints import did_you_mean

    listed = ", ".join(sorted(known)) or "none"
    return did_you_mean(name, known) or f"known: {listed}"


def _claiming(tx: "Transaction", asked: str) -> "Round | None":
    """Find the reported round that claims a number; two such are for people to tell."""
    found = [r for r in tx.rounds.unconfirmed() if r.claimed == asked]
    if len(found) > 1:
        numbers = ", ".join(r.number for r in found)
        end(f"{len(found)} reported rounds are called #{asked}: {numbers}", NOTHING)
    return found[0] if found else None


def _nearest(asked: str, called: Sequence[str]) -> list[str]:
    from watcher.reconcile import number_order

    # A provisional number is beside no other.
    numbers = [number for number in called if number[:1].isdigit()]
    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    nearest = (
        max(below, key=number_order, default=None),
        min(above, key=number_order, default=None),
    )
    return [f"#{number}" for number in nearest if number is not None]
