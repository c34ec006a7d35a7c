"""The program itself, polling far oftener than a configuration file may ask for.

    python -m tests.hurried 0.05 --config config.toml run

The ten seconds between polls that a file may ask for at the least are too long for
whoever wants to see two hundred of them. Nothing else of the program is another.
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import watcher.adapters.config
from watcher.cli import run_cli
from watcher.core.settings import Settings

NOTHING: Mapping[str, str] = {}


def main(every: timedelta) -> None:
    """Run the command line, with *every* in the place of what the file says."""
    load = watcher.adapters.config.load

    def hurried(
        path: Path, environ: Mapping[str, str], *, overrides: Mapping[str, str] = NOTHING
    ) -> Settings:
        settings = load(path, environ, overrides=overrides)
        sources = tuple(replace(source, every=every) for source in settings.sources)
        return replace(settings, sources=sources)

    watcher.adapters.config.load = hurried  # the command line looks it up when it runs
    run_cli()


if __name__ == "__main__":
    main(timedelta(seconds=float(sys.argv.pop(1))))
