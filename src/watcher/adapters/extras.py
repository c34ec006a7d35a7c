"""Optional dependencies: the command that installs them."""

import re
import sys
from importlib import metadata


def how_to_install(extra: str) -> str:
    """Return the command that installs the packages of an extra into the running Python."""
    required = metadata.requires("express-entry-watcher") or []
    named = [
        # Names of extras stand in quotes behind the semicolon, after one "extra ==".
        needed.partition(";")[0].strip()
        for needed in required
        if re.search(rf"""extra == ["']{extra}["']""", needed)
    ]
    return " ".join((sys.executable, "-m pip install", *(f"'{n}'" for n in named)))
