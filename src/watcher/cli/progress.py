"""A sign of life on standard error, for what may take more than a second."""

from collections.abc import Iterator
from contextlib import contextmanager

from watcher.cli import show


@contextmanager
def working(words: str) -> Iterator[None]:
    """Turn a wheel beside *words* until it is done; nothing where there is no terminal."""
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    # Not redirected: what a channel prints belongs on standard output.
    console = show.console(stderr=True)
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        TimeElapsedColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    ) as progress:
        progress.add_task(words, total=None)
        yield
