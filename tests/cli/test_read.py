"""``read``: the rounds of a document."""

import json
from pathlib import Path

import pytest

from tests.cli.terminal import watcher
from tests.pages import a_page, a_row
from tests.servers.http import HttpServer, answer

PAGE = a_page(
    a_row(
        "385",
        "2025-12-11",
        drawName="Healthcare and social services occupations (Version 2)",
        drawCRS="476",
        drawCutOff="November 26, 2025 at 07:44:30 UTC",
    ),
    a_row("384", "2025-12-10", drawCRS="unknown"),
)


def test_programs_get_the_whole_answer(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(PAGE)

    said = watcher("read", "--json", tmp_path / "feed.json", home=tmp_path)

    shown = json.loads(said.stdout)
    assert said.exit_code == 0
    assert shown["document"] == {"kind": "ircc-json", "title": None, "published": None}
    assert shown["reports"][0] == {
        "number": "385",
        "date": "2025-12-11",
        "drawn_at": "2025-12-11T14:35:37Z",
        "category": "healthcare",
        "name": "Healthcare and social services occupations (Version 2)",
        "version": "2",
        "cutoff": 476,
        "invitations": 1000,
        "tie_break": "2025-11-26T07:44:30Z",
        "main": True,
        "oddities": [],
    }
    assert shown["reports"][1]["cutoff"] is None
    assert shown["reports"][1]["main"] is False
    [oddity] = shown["reports"][1]["oddities"]
    assert oddity["printed"] == "unknown"
    assert set(oddity) == {"where", "printed", "why"}
    assert shown["oddities"] == []


def test_people_get_a_table_and_what_could_not_be_read(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(PAGE)

    said = watcher("read", tmp_path / "feed.json", home=tmp_path)

    lines = [" ".join(line.split()) for line in said.stdout.splitlines()]
    assert "* #385 2025-12-11 healthcare 476 1,000 2025-11-26 07:44 UTC" in lines
    assert "#384 2025-12-10 cec ? 1,000 2025-10-11 18:34 UTC" in lines
    assert lines[-1].startswith("#384 drawCRS: ")
    assert lines[-1].endswith(": 'unknown'")


def test_the_day_of_publication_may_be_given(tmp_path: Path) -> None:
    (tmp_path / "feed.json").write_bytes(PAGE)
    published = ("--published", "2025-12-11T12:00:00-05:00")

    said = watcher("read", "--json", tmp_path / "feed.json", *published, home=tmp_path)

    assert json.loads(said.stdout)["document"]["published"] == "2025-12-11T17:00:00Z"


def test_an_address_is_fetched(tmp_path: Path) -> None:
    with HttpServer() as server:
        url = server.at("/feed.json", answer(PAGE))

        said = watcher(
            "read",
            "--json",
            "--allow-private",
            url,
            home=tmp_path,
            WATCHER_CONTACT="me@example.org",
        )

    assert json.loads(said.stdout)["reports"][0]["number"] == "385"
    assert server.requests[0].headers["user-agent"] == (
        "express-entry-watcher/0.1.0 (+me@example.org)"
    )


def test_an_address_that_fails_ends_with_1(tmp_path: Path) -> None:
    with HttpServer() as server:
        address = server.url("/none")
        said = watcher("read", "--allow-private", address, home=tmp_path)

    assert said.exit_code == 1
    assert said.stderr.startswith(f"watcher: {server.url('/none')}")


def test_an_address_that_is_not_public_is_refused_unless_allowed(tmp_path: Path) -> None:
    with HttpServer() as server:
        said = watcher("read", server.at("/", answer(PAGE)), home=tmp_path)

    assert said.exit_code == 1
    assert "127.0.0.1" in said.stderr
    assert server.requests == []


ARTICLE = """Healthcare draw held today

IRCC issued 1,000 invitations to apply in a healthcare draw under Express Entry today.
The minimum CRS score was 476. Profiles submitted before 7:44 a.m. UTC on November 26,
2025 were considered where there was a tie."""


def test_an_article_is_read_with_the_words_that_each_figure_stands_in(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    day = ("--published", "2025-12-11")

    said = watcher("read", "--json", tmp_path / "article.txt", *day, home=tmp_path)

    shown = json.loads(said.stdout)
    [report] = shown["reports"]
    assert shown["document"] == {
        "kind": "article",
        "title": "Healthcare draw held today",
        "published": "2025-12-11T17:00:00Z",
    }
    assert (report["date"], report["category"]) == ("2025-12-11", "healthcare")
    assert (report["cutoff"], report["invitations"]) == (476, 1000)
    assert report["tie_break"] == "2025-11-26T07:44Z"
    assert report["quotes"]["cutoff"] == "The minimum CRS score was 476."
    assert report["main"] is True


def test_a_day_that_only_the_publication_gives_is_none_that_was_read(tmp_path: Path) -> None:
    text = ARTICLE.replace(" today", "")
    (tmp_path / "article.txt").write_text(text)
    day = ("--published", "2025-12-12")

    said = watcher("read", "--json", tmp_path / "article.txt", *day, home=tmp_path)

    [report] = json.loads(said.stdout)["reports"]
    assert (report["date"], report["cutoff"]) == (None, 476)


def test_people_see_the_words_too(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)

    said = watcher("read", tmp_path / "article.txt", home=tmp_path)

    assert "cut-off: \u00abThe minimum CRS score was 476.\u00bb" in said.stdout


def test_a_letter_tells_of_no_round(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Amara,")

    said = watcher("read", "--json", tmp_path / "letter.txt", home=tmp_path)

    assert said.exit_code == 3
    assert json.loads(said.stdout)["reports"] == []
    assert said.stderr.endswith(
        "letter.txt tells of no Express Entry round: a document of kind article, without any\n"
    )


def test_a_document_of_no_known_kind_tells_of_no_round(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\0\0")

    said = watcher("read", "--json", tmp_path / "picture.png", home=tmp_path)

    assert said.exit_code == 3
    assert json.loads(said.stdout) == {
        "document": {"kind": None, "title": None, "published": None},
        "reports": [],
        "oddities": [],
    }
    assert said.stderr.endswith(
        "picture.png tells of no Express Entry round: no reader knows this kind of document\n"
    )


def test_a_kind_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "article.txt").write_text(ARTICLE)
    file = tmp_path / "article.txt"

    said = watcher("read", file, "--kind", "feed", home=tmp_path)

    assert said.exit_code == 1
    assert said.stderr.startswith(f"watcher: {file}: ")


@pytest.mark.parametrize(
    ("published", "instant"),
    [
        ("2025-12-11T12:00:00-05:00", "2025-12-11T17:00:00Z"),
        ("2025-07-11", "2025-07-11T16:00:00Z"),
        ("Wed, 11 Jan 2023 13:00:00 -0500", "2023-01-11T18:00:00Z"),
        ("Wed, 11 Jan 2023 18:00:37 GMT", "2023-01-11T18:00:37Z"),
        ("Thu Jan 12 2023 05:37:47 GMT-0800 (Pacific Standard Time)", "2023-01-12T13:37:47Z"),
    ],
)
def test_the_time_of_publication_may_be_given_as_pages_write_it(
    tmp_path: Path, published: str, instant: str
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Amara,")
    file = tmp_path / "letter.txt"

    said = watcher("read", "--json", file, "--published", published, home=tmp_path)

    assert json.loads(said.stdout)["document"]["published"] == instant


@pytest.mark.parametrize(
    ("content", "told"),
    [(b'{"rounds": [', "not JSON"), (b'{"classes": "wb-tables", "rounds": []}', "is empty")],
)
def test_a_page_that_is_none_ends_with_1_and_its_sentence(
    tmp_path: Path, content: bytes, told: str
) -> None:
    file = tmp_path / "feed.json"
    file.write_bytes(content)

    said = watcher("read", file, home=tmp_path)

    assert (said.exit_code, said.stdout) == (1, "")
    assert said.stderr.startswith(f"watcher: {file}: ")
    assert told in said.stderr


def test_a_file_that_is_not_there_ends_with_1(tmp_path: Path) -> None:
    said = watcher("read", tmp_path / "none.json", home=tmp_path)

    assert said.exit_code == 1
    assert said.stderr == (
        f"watcher: {tmp_path}/none.json cannot be read: No such file or directory\n"
    )


@pytest.mark.parametrize("verb", [("poll", "--as-of"), ("read", "x", "--published")])
def test_an_instant_that_cannot_be_read_is_a_usage_error(
    tmp_path: Path, verb: tuple[str, ...]
) -> None:
    said = watcher(*verb, "yesterday", home=tmp_path, COLUMNS="200")

    told = "'yesterday' is no instant; write it as 2026-08-19T14:30:00Z"
    assert said.exit_code == 2
    assert told in said.stderr


@pytest.mark.parametrize(
    ("verb", "instant"),
    [(("poll", "--as-of"), "2026-08-19"), (("read", "x", "--published"), "2026-08-19T12:00")],
)
def test_an_instant_needs_its_zone(tmp_path: Path, verb: tuple[str, ...], instant: str) -> None:
    said = watcher(*verb, instant, home=tmp_path, COLUMNS="200")

    told = f"{instant!r} has no zone; write it as 2026-08-19T14:30:00Z"
    assert said.exit_code == 2
    assert told in said.stderr


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:00:00-05:00"])
def test_an_instant_beyond_all_calendars_is_refused(tmp_path: Path, instant: str) -> None:
    said = watcher("poll", "--as-of", instant, home=tmp_path, COLUMNS="200")

    assert said.exit_code == 2
    assert f"{instant!r} is out of range; write a day of the years 1990 to 2100" in said.stderr


def test_what_a_text_says_of_a_year_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text(
        "Express Entry draw #385\n\nIRCC invited 1,000 healthcare candidates in draw #385 on "
        "December 11, 2025 with a CRS score of 476.\n\nIRCC has issued 106,599 ITAs in 2025."
    )

    said = watcher("read", tmp_path / "news.txt", home=tmp_path)
    shown = json.loads(watcher("read", "--json", tmp_path / "news.txt", home=tmp_path).stdout)

    assert "Of 2025: \u00abIRCC has issued 106,599 ITAs in 2025.\u00bb" in said.stdout
    assert shown["years"] == [
        {
            "year": 2025,
            "category": None,
            "invitations": 106_599,
            "rounds": None,
            "quote": "IRCC has issued 106,599 ITAs in 2025.",
        }
    ]
