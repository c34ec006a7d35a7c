"""Keeps the C library from giving each thread a heap of its own.

After a crowd of 200 readers that is 7 MiB of 122. Where the library is another than glibc there is nothing to ask.
"""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def share_one_heap() -> None:
    """Have all threads share one heap; to be called before there are any."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
