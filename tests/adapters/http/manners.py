"""What tests of the open web share: a source of it, and a time that they make pass."""

from threading import Event

from watcher.core.settings import Source


def a_secondary_source(url: str, **more: object) -> Source:
    """Make one that may be on loopback, and whose robots.txt is not asked for."""
    given: dict[str, object] = {"trust": "secondary", "robots": False, "allow_private": True}
    return Source(name="news", kind="feed", url=url, **given | more)  # type: ignore[arg-type]  # a test names only the fields it is about


class Clock:
    """A time that passes only while somebody waits; ``waits`` has every wait."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waits: list[float] = []

    def __call__(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Door:
    """A wait that a test watches, and ends."""

    def __init__(self) -> None:
        self.waiting = Event()
        self.opened = Event()

    def pause(self, _: float) -> None:
        self.waiting.set()
        assert self.opened.wait(10)
