"""A configuration and a database for tests of verbs."""

import re
from datetime import UTC, datetime
from pathlib import Path

from typer.testing import Result

from tests.adapters.config.files import a_subscription, write
from tests.cli.terminal import watcher
from tests.pages import a_page, a_row
from tests.scene import Scene
from tests.servers.http import HttpServer

NOW = datetime(2026, 8, 19, 18, 0, tzinfo=UTC)

HISTORY = (
    a_row("436", "2026-08-12", drawCRS="520"),
    a_row(
        "435",
        "2026-08-05",
        drawName="Provincial Nominee Program",
        drawCRS="760",
        drawSize="442",
        drawCutOff="",
    ),
    a_row("434", "2026-08-04", drawCRS="524", drawSize="3,000"),
    a_row("91b", "2018-05-30", drawName="Federal Skilled Trades", drawCRS="288"),
)
"""What the first page shows, newest first."""

NARROW = {"FORCE_COLOR": "1", "TERM": "dumb"}
"""A terminal of 80 columns that can show no colour."""


class Installation:
    """A scene with a configuration file that says the same."""

    def __init__(self, scene: Scene, folder: Path) -> None:
        self.scene = scene
        self.folder = folder
        self.file = folder / "config.toml"
        self.write()

    def write(self, more: str = "") -> None:
        """Write the configuration of the scene as it is, and what is *more*."""
        lines = ['[watcher]\ndatabase = "sqlite:///watcher.db"', more]
        source = self.scene.source
        lines.append(f'[[source]]\nname = "{source.name}"\nurl = "{source.url}"')
        people = self.scene.settings.subscriptions
        names = ["ops", *(name for person in people for name in person.channels)]
        lines += ["[channels]", *(f'{name} = "print://{name}"' for name in names)]
        lines.append('[operator]\nchannels = ["ops"]')
        for person in people:
            lines.append("[[subscription]]")
            lines.append(f'name = "{person.name}"\nscore = {person.score}')
            lines.append(f"categories = {sorted(person.categories)}")
            lines.append(f"channels = {list(person.channels)}")
            if person.submitted is not None:
                lines.append(f"submitted = {person.submitted.isoformat()}")
            if person.near is not None:
                lines.append(f"near = {person.near}")
            if person.quiet_hours is not None:
                hours = person.quiet_hours
                span = f"{hours.start:%H:%M}-{hours.end:%H:%M}"
                lines.append(f'quiet_hours = "{span}"')
        self.file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def publish(self, *rows: object) -> None:
        """Publish a page of these rows and poll it, a minute after the last poll."""
        self.scene.publish(a_page(*rows))
        self.scene.poll()

    def run(self, *arguments: str | Path, **variables: str) -> Result:
        """Run a verb on this configuration."""
        return watcher("-c", self.file, *arguments, home=self.folder, **variables)

    def run_now(self, *arguments: str | Path, **variables: str) -> Result:
        """Run a verb as of the scene's time."""
        return self.run(*arguments, "--as-of", self.scene.now.isoformat(), **variables)


def polling(folder: Path, server: HttpServer) -> Path:
    """Write a configuration that polls the server and prints alerts."""
    return write(
        folder,
        a_subscription()
        + f'[[source]]\nname = "ircc"\nurl = "{server.url("/feed.json")}"\n'
        + '[watcher]\ndatabase = "sqlite:///watcher.db"\n',
    )


def said(result: Result) -> list[str]:
    """Split what was printed into lines, without the blanks at their ends."""
    return [line.rstrip() for line in result.stdout.splitlines()]


def cells(line: str) -> list[str]:
    """Split a line of a table into what stands in it."""
    return re.split(" {2,}", line.strip())
