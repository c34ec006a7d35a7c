"""Memory, of which the service may take 100 MiB: one heap, and what is free given back.

The C library gives each thread a heap of its own, and keeps what a crowd of readers has
left for the next one: measured with 200 of them, 2 and 5 MiB. Where the library is another
than glibc there is nothing to ask.
"""

import ctypes
import gc
from contextlib import suppress

_M_ARENA_MAX = -8  # of malloc.h


def one_heap() -> None:
    """Have all threads share one heap; to be called before there are any.

    They take turns in Python anyway, and hardly ever meet there.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, 1)


def settle() -> None:
    """Have the collector look no more at what stays for good: a look took 37 ms."""
    gc.collect()
    gc.freeze()


def give_back() -> None:
    """Give back what is free; takes a few milliseconds."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
