"""What secondary sources say of rounds: joined to them, weighed, never averaged. Pure.

``join`` says which round a report is of, ``witness`` which reports are copies,
``begin`` when a report may stand for a round that no official page shows, and
``settle`` which figures such a round then has. ``record`` sums up how a source has done.
"""

from watcher.core.claims import FIELDS, Claim, Stance, differing, stances
from watcher.press.corroboration.begin import begins, provisional
from watcher.press.corroboration.join import Joined, Unjoined, join
from watcher.press.corroboration.record import Record, record
from watcher.press.corroboration.settle import claimed, figures_of, successor
from watcher.press.corroboration.witness import witnesses

__all__ = [
    "FIELDS",
    "Claim",
    "Joined",
    "Record",
    "Stance",
    "Unjoined",
    "begins",
    "claimed",
    "differing",
    "figures_of",
    "join",
    "provisional",
    "record",
    "stances",
    "successor",
    "witnesses",
]
