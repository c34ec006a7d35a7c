"""Notifications to systemd: sd_notify(3), a datagram to ``NOTIFY_SOCKET``; without that every call does nothing."""

import logging
import os
import socket
import time
from collections.abc import Mapping
from datetime import timedelta

log = logging.getLogger(__name__)

_MICROSECOND = timedelta(microseconds=1)
# systemd empties its socket at once; one that does not must not hold up a poll.
_PATIENCE = timedelta(seconds=1)


class Systemd:
    """The service manager that the environment names; failures to send are only logged."""

    def __init__(
        self, environ: Mapping[str, str] = os.environ, patience: timedelta = _PATIENCE
    ) -> None:
        self._patience = patience.total_seconds()
        socket_path = environ.get("NOTIFY_SOCKET", "")
        # "@" stands for the zero byte at the head of an abstract address.
        abstract = socket_path.startswith("@")
        self._address = "\0" + socket_path[1:] if abstract else socket_path

    def ready(self) -> None:
        """Say that the service is up, or that a reload is over (whatever came of it)."""
        self._say("READY=1")

    def reloading(self) -> None:
        """Say that a reload begins; systemd kills a service that is never ``ready`` again."""
        # With the instant, as Type=notify-reload (systemd 253) wants it; 252 ignores it.
        now = time.monotonic_ns() // 1000
        self._say(f"RELOADING=1\nMONOTONIC_USEC={now}")

    def stopping(self) -> None:
        """Say that the service is stopping."""
        self._say("STOPPING=1")

    def watchdog(self) -> None:
        """Feed the watchdog: another ``watchdog_interval`` begins."""
        self._say("WATCHDOG=1")

    def watchdog_limit(self, limit: timedelta) -> None:
        """Set another watchdog interval from now on, so that a slow pace is not taken for a hang."""
        self._say(f"WATCHDOG_USEC={limit // _MICROSECOND}")

    def status(self, text: str) -> None:
        """Set the status line of ``systemctl status``."""
        # Each line of the datagram is an assignment of its own.
        self._say("STATUS=" + " ".join(text.split()))

    def _say(self, assignments: str) -> None:
        if not self._address:
            return
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as connection:
                connection.settimeout(self._patience)
                connection.sendto(assignments.encode(errors="replace"), self._address)
        except OSError as e:
            log.warning("systemd was not told %r: %s", assignments, e)


def watchdog_interval(environ: Mapping[str, str] = os.environ) -> timedelta | None:
    """Return the time within which systemd wants a ``watchdog`` call from this process; None if it wants none."""
    limit = environ.get("WATCHDOG_USEC", "")
    meant_for = environ.get("WATCHDOG_PID", "")
    if not limit.isdecimal() or int(limit) == 0:
        return None
    if meant_for and meant_for != str(os.getpid()):
        return None
    return timedelta(microseconds=int(limit))
