"""Connecting to a server, and asking whether a connection that waited is still good."""

import select
import socket


class NoConnectionInTime(TimeoutError):
    """Nobody took the connection."""


def connect(host: str, port: int, seconds: float) -> socket.socket:
    """Connect to a server; small pieces leave at once."""
    try:
        connection = socket.create_connection((host, port), timeout=seconds)
    except TimeoutError as error:
        raise NoConnectionInTime from error
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def has_something_to_read(connection: socket.socket) -> bool:
    """Whether the other side has closed it, or said something that nobody asked for."""
    poll = select.poll()
    poll.register(connection, select.POLLIN | select.POLLERR | select.POLLHUP)
    return bool(poll.poll(0))
