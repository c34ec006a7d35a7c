"""The documents: links lead somewhere, and the commands that they show exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.terminal import watcher

ROOT = Path(__file__).parents[2]
DOCUMENTS = sorted(
    file
    for pattern in ("*.md", "docs/**/*.md", "deploy/**/*.md", "bench/*.md")
    for file in ROOT.glob(pattern)
)
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\((?!https?://)([^)#\s]*)(#[^)\s]+)?\)")
_VERB = re.compile(r"(?:\$ |`)(?:\S*/)?watcher ([a-z]+)\b")


def links(file: Path) -> Iterator[tuple[Path, str]]:
    """Give the files that a document links to, each with the heading in it, or none."""
    for target, anchor in _LINK.findall(_CODE.sub("", file.read_text("utf-8"))):
        yield (file.parent / target if target else file), anchor.removeprefix("#")


def anchors(file: Path) -> set[str]:
    """Give the anchors of a document's headings, as they are made of their words."""
    headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("file", DOCUMENTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_link_of_a_document_leads_somewhere(file: Path) -> None:
    dead = [
        f"{target}#{anchor}"
        for target, anchor in links(file)
        if not target.exists() or (anchor and anchor not in anchors(target))
    ]

    assert dead == []


def test_every_verb_that_the_documents_show_exists(tmp_path: Path) -> None:
    known = set(
        re.findall(r"^[│ ]+([a-z]+) ", watcher("--help", home=tmp_path).stdout, re.MULTILINE)
    )
    shown = {verb for file in DOCUMENTS for verb in _VERB.findall(file.read_text("utf-8"))}

    assert {"poll", "run", "explain"} <= known
    assert shown <= known
