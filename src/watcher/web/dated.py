"""Since when an answer has been what it is, for Last-Modified."""

from collections import OrderedDict
from collections.abc import Hashable
from datetime import UTC, datetime, timedelta

# Answers that are remembered; one that is forgotten counts as changed.
_REMEMBERED = 256


class Dated:
    """Remembers the tag of each answer, and when this process first made it.

    Not computed from the rounds: a confirmation changes the words and none of their
    times. After a restart every answer counts as new, which costs sending it once.
    """

    def __init__(self) -> None:
        self._known: OrderedDict[Hashable, tuple[str, datetime]] = OrderedDict()

    def since(self, asked: Hashable, etag: str, now: datetime) -> datetime:
        """Return since when *etag* is the answer to what is *asked*, to the second."""
        known, since = self._known.get(asked, ("", datetime.min.replace(tzinfo=UTC)))
        if known != etag:
            # Two answers of one second must not have the same time.
            since = max(now.replace(microsecond=0), since + timedelta(seconds=1))
        self._known[asked] = etag, since
        self._known.move_to_end(asked)
        if len(self._known) > _REMEMBERED:
            self._known.popitem(last=False)
        return since
