"""Tables of rounds, as they stand in articles and on pages of their own -> reports."""

from watcher.press.tables.rows import Line, numbered, read_grid, read_lines

__all__ = ["Line", "numbered", "read_grid", "read_lines"]
