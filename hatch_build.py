"""The description that a wheel carries: the README, fit to be read outside a checkout."""

import re
from pathlib import Path

from hatchling.metadata.plugin.interface import MetadataHookInterface

_TO_A_FILE = re.compile(r"\[([^\]]+)\]\((?!https?://|#)([^)]+)\)")


class Readme(MetadataHookInterface):
    """Names files where the README links them: a link into a checkout leads nowhere."""

    def update(self, metadata: dict[str, object]) -> None:
        """Put the description in its place."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": _TO_A_FILE.sub(_named, text)}


def _named(link: re.Match[str]) -> str:
    text, file = link.groups()
    return f"`{file}`" if text == file else f"{text} (`{file}` in the source)"
