"""A round by its number as people write it: 385, #385, 91A."""

from collections.abc import Sequence

from watcher.adapters.database import Transaction
from watcher.core.model import Round, number_order


def asked_number(text: str) -> str:
    """Read the number of a round as people write it: 385, #385, 91A."""
    return text.strip().removeprefix("#").lower()


def find(tx: Transaction, number: str) -> list[Round]:
    """Find the rounds that are meant by a number.

    One that is not confirmed is found by its provisional number and by the claimed one;
    several may claim the same.
    """
    asked = asked_number(number)
    known = tx.rounds.by_number([asked]).get(asked)
    return [known] if known is not None else claiming(tx, asked)


def claiming(tx: Transaction, asked: str) -> list[Round]:
    """Find the reported rounds that claim a number."""
    return [r for r in tx.rounds.unconfirmed() if r.claimed == asked]


def nearest(asked: str, called: Sequence[str]) -> list[str]:
    """Name the known numbers right below and above one that is not known."""
    # A provisional number is beside no other.
    numbers = [number for number in called if number[:1].isdigit()]
    place = number_order(asked)
    below = [n for n in numbers if number_order(n) < place]
    above = [n for n in numbers if number_order(n) > place]
    around = (
        max(below, key=number_order, default=None),
        min(above, key=number_order, default=None),
    )
    return [number for number in around if number is not None]
