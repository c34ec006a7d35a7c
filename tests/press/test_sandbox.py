"""Pages are read in a child process, and costly ones refused."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.hostile import PAGES, formatting, letters, nested
from tests.pages import a_page, rows
from watcher.core.errors import PageError
from watcher.core.model import Trouble
from watcher.press.blocks import DocumentInfo
from watcher.press.readers import read_document
from watcher.press.sandbox import Limits, read_in_sandbox

INFO = DocumentInfo(
    url="https://news.example/385", published=datetime(2025, 12, 11, 18, 0, tzinfo=UTC)
)
ARTICLE = b"""<article><h1>Healthcare draw today</h1><p>IRCC issued 1,000 invitations to
apply to healthcare candidates in an Express Entry draw today. The minimum CRS score was
476. According to CIC News, profiles submitted before 7:44 a.m. UTC on November 26, 2025
were chosen where there was a tie.</p></article>"""
TABLE = b"""<table><tr><th>Date</th><th>Type</th><th>ITAs</th><th>CRS</th></tr>
<tr><td>December 11, 2025</td><td>CEC</td><td>1,000</td><td>476</td></tr></table>"""
FEED = b"""<rss version="2.0"><channel><title>N</title><item><guid>1</guid><title>A draw
</title><description>IRCC held an Express Entry draw today.</description></item></channel>
</rss>"""
POST = b'[{"id": 1, "date_gmt": "2025-12-11T18:00:00", "title": {"rendered": "A draw"}}]'
TIGHT = Limits(cpu=1, wall=5.0)
HASTY = Limits(wall=0.4)


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """See after each test that this process has not paid, and that no child is left."""
    before = _resident()
    yield
    assert _children() == []
    assert _resident() - before < 40_000  # KiB: of the page itself, and of noise


def _resident() -> int:
    with open("/proc/self/statm", encoding="ascii") as line:  # noqa: PTH123 - no file
        return int(line.read().split()[1]) * resource.getpagesize() // 1024


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("article", ARTICLE),
        ("rounds-table", TABLE),
        ("feed", FEED),
        ("wordpress", POST),
        ("ircc-json", a_page(*rows(3))),
    ],
)
def test_what_is_read_elsewhere_is_what_is_read_here(kind: str, body: bytes) -> None:
    here = read_document(kind, body, seen={}, info=INFO)

    assert read_in_sandbox(kind, body, seen={}, info=INFO) == here
    assert here.digests


def test_what_is_known_is_left_unread_elsewhere_too() -> None:
    first = read_in_sandbox("article", ARTICLE, seen={}, info=INFO)
    again = read_in_sandbox("article", ARTICLE, seen=first.digests, info=INFO)

    assert len(first.pieces) == 1
    assert (again.pieces, again.digests) == ((), first.digests)


def test_a_page_that_is_none_is_refused_as_its_reader_refuses_it() -> None:
    with pytest.raises(PageError, match="not a feed but a web page") as refused:
        read_in_sandbox("feed", b"<html><title>x</title></html>", seen={}, info=INFO)

    assert refused.value.trouble is Trouble.HTML


@pytest.mark.parametrize("name", sorted(PAGES.keys() - {"200,000 nested elements"}))
def test_every_hostile_page_is_read_or_refused_within_its_limits(name: str) -> None:
    kind, body = PAGES[name]

    try:
        told = read_in_sandbox(kind, body, seen={}, info=INFO, limits=TIGHT).every_report
    except PageError:
        told = ()

    assert not any(report.main and report.date for report in told)


def test_time_is_limited() -> None:
    with pytest.raises(PageError) as refused:
        read_in_sandbox("article", nested(200_000), seen={}, info=INFO, limits=TIGHT)

    assert refused.value.trouble is Trouble.COSTLY
    assert "it takes more than 1 s of processor time" in str(refused.value)
    assert "2,200,007 bytes" in str(refused.value)


def test_memory_is_limited() -> None:
    with pytest.raises(PageError) as refused:
        read_in_sandbox("article", formatting(3_000), seen={}, info=INFO)

    assert refused.value.trouble is Trouble.COSTLY
    assert "it takes more than 256 MiB of memory" in str(refused.value)


def test_the_wall_clock_is_limited_too() -> None:
    short = Limits(wall=0.05)

    with pytest.raises(PageError, match=r"not read within 0\.05 s") as refused:
        read_in_sandbox("article", letters(1_000_000), seen={}, info=INFO, limits=short)

    assert refused.value.trouble is Trouble.COSTLY


def test_the_answer_is_limited() -> None:
    small = Limits(answer=100)

    with pytest.raises(PageError) as refused:
        read_in_sandbox("article", ARTICLE, seen={}, info=INFO, limits=small)

    assert refused.value.trouble is Trouble.COSTLY


def test_a_fault_of_ours_is_reported_as_ours() -> None:
    with pytest.raises(PageError, match="KeyError") as refused:
        read_in_sandbox("nonsense", b"x", seen={}, info=INFO)

    assert refused.value.trouble is Trouble.CRASHED


def test_what_a_file_of_ours_says_is_in_no_feed() -> None:
    feed = FEED.replace(b"A draw", b"A draw: &file;")
    head = b"<!DOCTYPE rss [<!ENTITY file SYSTEM 'file:///etc/passwd'>]>"

    [piece] = read_in_sandbox("feed", head + feed, seen={}, info=INFO).pieces

    assert (piece.title or "").startswith("A draw")
    assert "root" not in (piece.title or "")


def test_half_a_character_is_no_fault_of_ours() -> None:
    post = POST.replace(b"A draw", rb"A \ud83d draw \u0000")

    [piece] = read_in_sandbox("wordpress", post, seen={}, info=INFO).pieces

    assert piece.title == "A \ufffd draw \ufffd"


def test_nothing_is_read_where_no_limit_can_be_set() -> None:
    beyond = Limits(memory=2**70)

    with pytest.raises(PageError, match="cannot limit itself on this system") as refused:
        read_in_sandbox("article", ARTICLE, seen={}, info=INFO, limits=beyond)

    assert refused.value.trouble is Trouble.CRASHED


def test_limits_that_are_tighter_already_stay() -> None:
    code = """if True:
        import resource
        for what in (resource.RLIMIT_NOFILE, resource.RLIMIT_CPU):
            resource.setrlimit(what, (32, 32))
        from watcher.press.sandbox import read_in_sandbox
        from watcher.press.blocks import NO_INFO
        print(len(read_in_sandbox("wordpress", b'[{"id": 1}]', seen={}, info=NO_INFO).pieces))
    """

    # As a person without rights has it: only root may raise them again.
    here = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert (here.stdout, here.stderr) == ("1\n", "")


@pytest.mark.parametrize(
    "answer",
    [
        "[" * 100_000,
        '{"trouble": "stale copy"}',
        '{"trouble": "none that is known", "why": "x"}',
        '{"document": {"kind": "feed", "digests": {"1": "no digest"}}}',
        '{"document": {"kind": "feed", "pieces": [{"key": "1", "digest": "\u00e9"}]}}',
    ],
)
def test_a_child_that_talks_nonsense_is_not_believed(
    answer: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answer").write_text(answer, encoding="utf-8")
    child = tmp_path / "child"
    child.write_text(f"#!/bin/sh\ncat '{tmp_path}/answer'\n", encoding="utf-8")
    child.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(child))

    with pytest.raises(PageError, match="told of it in no known way") as refused:
        read_in_sandbox("article", ARTICLE, seen={}, info=INFO)

    assert refused.value.trouble is Trouble.CRASHED


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("/bin/true", "told of it in no known way"),
        ("/nowhere/python", "no process can be started .* more memory or more tasks"),
        ("/bin/false", "the child ended with 1"),
    ],
)
def test_a_child_that_cannot_start_is_reported(
    program: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program)

    with pytest.raises(PageError, match=said):
        read_in_sandbox("article", ARTICLE * 1_000, seen={}, info=INFO)


def test_several_pages_are_read_at_once() -> None:
    def read(number: int) -> str | None:
        body = ARTICLE.replace(b"476", b"%d" % (400 + number))
        [piece] = read_in_sandbox("article", body, seen={}, info=INFO).pieces
        return str(piece.reports[0].cutoff)

    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(read, range(8))) == [str(400 + n) for n in range(8)]


def test_the_child_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONSTARTUP", "/nowhere")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setenv("SMTP_PASSWORD", "hunter2")
    seen: list[dict[str, str]] = []

    # What the child is given stands in /proc while it reads; a slow page gives time.
    with ThreadPoolExecutor(1) as thread:
        slow = thread.submit(_costly)
        while not slow.done() and not seen:
            seen += [found for found in map(_environment, _children()) if found]
        slow.result()

    assert seen
    assert all("SMTP_PASSWORD" not in found for found in seen)


def _costly() -> None:
    with pytest.raises(PageError):
        read_in_sandbox("article", nested(200_000), seen={}, info=INFO, limits=HASTY)


def _children() -> list[str]:
    mine = f"PPid:\t{os.getpid()}\n".encode()
    return [
        pid
        for pid in os.listdir("/proc")  # noqa: PTH208 - no folder of files
        if pid.isdigit()
        and mine in _read(f"/proc/{pid}/status")
        and b"watcher.press.sandbox" in _read(f"/proc/{pid}/cmdline")
    ]


def _environment(pid: str) -> dict[str, str]:
    pairs = _read(f"/proc/{pid}/environ").decode().split("\0")
    return dict(pair.split("=", 1) for pair in pairs if "=" in pair)


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - no file
            return file.read()
    except OSError:
        return b""
