"""SVG made into PNG by resvg; nothing else calls it."""

from concurrent.futures import ThreadPoolExecutor
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from watcher.adapters.extras import how_to_install
from watcher.core.errors import ChartError

# A drawing of ours has some 30 KB: what is larger would hold up all other threads.
LARGEST = 500_000
_FONTS = [str(file) for file in sorted((Path(__file__).parent / "fonts").glob("*.ttf"))]


@cache
def can_draw() -> bool:
    """Whether resvg, an extra, is installed."""
    return find_spec("resvg_py") is not None


@lru_cache(maxsize=64)
def png_of(svg: str) -> bytes:
    """Render an SVG with the bundled fonts, cached; raises ChartError."""
    try:
        from resvg_py import svg_to_bytes  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise ChartError(f"pictures need resvg: {how_to_install('chart')}") from error
    if len(svg) > LARGEST:
        raise ChartError(f"the picture was not drawn: {len(svg)} characters are too many")
    # In a thread, whose future carries what it raises: a panic in Rust is no Exception.
    with ThreadPoolExecutor(1) as thread:
        drawn = thread.submit(
            svg_to_bytes, svg_string=svg, skip_system_fonts=True, font_files=_FONTS
        )
    if (failure := drawn.exception()) is not None:
        raise ChartError(f"resvg failed on the picture: {failure}") from failure
    return drawn.result()
