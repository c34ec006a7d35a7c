"""Names and numbers that people type: found, or refused with the nearest."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import typer

from watcher.cli import figures
from watcher.cli.frame import NOTHING, end

if TYPE_CHECKING:
    from watcher.model import Round
    from watcher.store import Transaction


def known_round(tx: "Transaction", number: str) -> "Round":
    """Find a round by its number as people write it, or end with 3 and the nearest.

    One that is not confirmed is found by its provisional number and by the claimed one.
    """
    asked = figures.asked_number(number)
    found = tx.rounds.by_number([asked]).get(asked)
    if found is None:
        waiting = tx.rounds.unconfirmed()
        found = next((r for r in waiting if r.claimed == asked), None)
    if found is None:
        near = _nearest(asked, [r.number for r in tx.rounds.every()])
        be = "is" if len(near) == 1 else "are"
        named = f"the nearest {be} {' and '.join(near)}" if near else "none is yet"
        end(f"no round #{asked} is known; {named}", NOTHING)
    return found


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


def _nearest(asked: str, numbers: Sequence[str]) -> list[str]:
    from watcher.reconcile import number_order

    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    nearest = (
        max(below, key=number_order, default=None),
        min(above, key=number_order, default=None),
    )
    return [f"#{number}" for number in nearest if number is not None]
