"""Servers that answer as they like: they refuse, hang, break off, and now and then take what comes."""

import random
from collections.abc import Callable, Iterator, Mapping

from tests.servers.http import Line, Request, answer
from tests.servers.smtp import HANG_UP, SILENCE

# How often in a hundred. What a server takes and does not say is told again, and marked.
HOOK = {
    "takes": 55,
    "429": 12,
    "503": 8,
    "hangs": 4,
    "resets": 7,
    "takes, breaks off": 10,
    "takes, hangs": 4,
}
MAIL: Mapping[str | None, int] = {
    None: 60,
    "451 4.3.0 come again": 20,
    "421 4.7.0 too busy": 8,
    HANG_UP: 8,
    SILENCE: 4,
}
GONE = "550 5.1.1 no such user"

Take = Callable[[bool], None]
"""Notes that a message is taken, and whether that will be said."""


def moody_hook(rng: random.Random, take: Take, request: Request, line: Line) -> None:
    """Answer a webhook as it comes."""
    (mood,) = rng.choices(list(HOOK), list(HOOK.values()))
    if mood.startswith("takes"):
        take(mood == "takes")
    match mood:
        case "takes":
            answer(b"taken")(request, line)
        case "429":
            answer(b"later", status=429, headers={"Retry-After": "1"})(request, line)
        case "503":
            answer(b"not now", status=503)(request, line)
        case "resets":
            line.reset()
        case "takes, breaks off":
            answer(b"tak", headers={"Content-Length": "5"})(request, line)
        case _:
            line.wait_for_the_client_to_leave()


class MoodyMailbox(Mapping[str, str]):
    """What a mail server says to a recipient: another thing each time, but to one who is gone."""

    def __init__(self, rng: random.Random, gone: str) -> None:
        self._rng = rng
        self._gone = gone

    def __getitem__(self, address: str) -> str:
        if address.startswith(self._gone):
            return GONE
        (said,) = self._rng.choices(list(MAIL), list(MAIL.values()))
        if said is None:
            raise KeyError(address)
        return said

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
