"""Says how to install what an optional part needs, however watcher was installed."""

import re
import sys
from importlib import metadata


def how_to_install(extra: str) -> str:
    """Write the command that brings what an extra needs, into the Python that runs."""
    required = metadata.requires("express-entry-watcher") or []
    named = [
        # Names of extras stand in quotes behind the semicolon, after one "extra ==".
        needed.partition(";")[0].strip()
        for needed in required
        if re.search(rf"""extra == ["']{extra}["']""", needed)
    ]
    return " ".join((sys.executable, "-m pip install", *(f"'{n}'" for n in named)))
