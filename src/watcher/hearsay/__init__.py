"""What secondary sources say of rounds: joined to them, weighed, never averaged. Pure.

``join`` says which round a report is of, ``witness`` which reports are copies,
``begin`` when a report may stand for a round that no official page shows, and
``settle`` which figures such a round then has. ``record`` sums up how a source has done.
"""

from watcher.hearsay.begin import begins, provisional
from watcher.hearsay.join import Joined, Unjoined, join
from watcher.hearsay.record import Record, record
from watcher.hearsay.settle import claimed, figures_of, successor
from watcher.hearsay.telling import FIELDS, Stance, Telling, differing, stances
from watcher.hearsay.witness import witnesses

__all__ = [
    "FIELDS",
    "Joined",
    "Record",
    "Stance",
    "Telling",
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
