"""What hostile pages cost where they are read: a child process with limits."""

import resource
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from tests.hostile import PAGES

from bench.table import Figure
from watcher.core.errors import PageError
from watcher.press.blocks import DocumentInfo
from watcher.press.sandbox import DEFAULT_LIMITS, read_in_sandbox

ARTICLE = b"""<html><body><article><h1>Healthcare draw</h1><p>IRCC issued 1,000
invitations to apply to healthcare candidates in an Express Entry draw held on December
11, 2025. The minimum CRS score was 476.</p></article></body></html>"""


def figures() -> Iterator[Figure]:
    """Read a normal article, then each hostile page, every one in a child of its own."""
    yield _cost("a normal article", "article", ARTICLE)
    for name, (kind, body) in PAGES.items():
        yield _cost(name, kind, body)


def _cost(name: str, kind: str, body: bytes) -> Figure:
    # In a process of its own: the kernel only tells what the largest child had.
    spawn = get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=spawn) as process:
        ending, processor, wall, peak = process.submit(_spent, kind, body).result()
    size = f"{len(body) / 1000:,.0f} kB, {body.count(b'<'):,} elements"
    return Figure(
        what=f"{name} ({size}): {ending}",
        measured=f"{processor:.2f} s, {peak:.0f} MiB",
        goal=f"<= {DEFAULT_LIMITS.cpu + 1} s, {DEFAULT_LIMITS.memory >> 20} MiB",
        met=processor <= DEFAULT_LIMITS.cpu + 1
        and wall <= DEFAULT_LIMITS.wall
        and peak <= DEFAULT_LIMITS.memory >> 20,
    )


def _spent(kind: str, body: bytes) -> tuple[str, float, float, float]:
    """Read it; return how that ended, the seconds and the MiB that the child took."""
    start = time.perf_counter()
    try:
        read_in_sandbox(kind, body, seen={}, info=DocumentInfo())
        ending = "read"
    except PageError as error:
        ending = f"refused: {error.trouble}"
    wall = time.perf_counter() - start
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ending, spent.ru_utime + spent.ru_stime, wall, spent.ru_maxrss / 1024
